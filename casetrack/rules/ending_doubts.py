"""What a careful colleague would ask about the end of a treatment: days out of order."""

from collections.abc import Callable, Iterable
from datetime import date

from casetrack.rules.dates import show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts
from casetrack.rules.questions import section_asking

# An answer, the one that it cannot well come before, and what that one is.
AFTER = (
    ("ind_withdrawn_on", "last_dose_on", "the last dose"),
    ("ind_withdrawn_on", "fda_permitted_on", "FDA's permission"),
    ("irb_closed_on", "last_dose_on", "the last dose"),
    ("company_end_told_on", "last_dose_on", "the last dose"),
    ("investigation_ended_on", "last_dose_on", "the last dose"),
    ("shipping_ended_on", "first_dose_on", "the first dose"),
    ("alive_on", "last_dose_on", "the last dose"),
)


def _in_order(facts: Facts, _today: date) -> Iterable[Doubt]:
    said = facts.answers
    for key, earlier, event in AFTER:
        day, before = said.get(key, ""), said.get(earlier, "")
        section = section_asking(key)
        if section and day and before and day < before:
            label = next(q.label for q in section.questions if q.key == key)
            words = f"{label}: {show_date(day)} is before {event}, {show_date(before)}"
            yield Doubt(section, key, None, words)


def _still_treated(facts: Facts, _today: date) -> Iterable[Doubt]:
    said, section = facts.answers, section_asking("ind_withdrawn_on")
    treated = said.get("first_dose_on") and not said.get("last_dose_on")
    if section and treated and said.get("ind_withdrawn_on"):
        words = "The IND is withdrawn, and no last dose is on record"
        yield Doubt(section, "ind_withdrawn_on", None, words)


ABOUT_ENDING: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (_in_order, _still_treated)
