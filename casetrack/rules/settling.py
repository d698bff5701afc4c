"""What may still be done in a closed case: what it owes is settled where this table says so.

Everything else waits until the case is reopened.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from casetrack.rules.facts import Facts, Life
from casetrack.rules.owed import owed
from casetrack.rules.questions import BY_KEY, Of, Question, Section
from casetrack.rules.safety import RECIPIENTS, SAFETY


@dataclass(frozen=True, kw_only=True)
class Settles:
    """Where one thing owed is settled: acts, papers, answers of the case itself, a table."""

    acts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    rows: str = ""


def _section(key: str) -> tuple[str, ...]:
    return tuple(question.key for question in BY_KEY[key].questions)


REPORTS = tuple(dict.fromkeys(to.paper for to in RECIPIENTS))
FOLLOW_UP = ("record-fda-follow-up",)  # whose content is the report
EVENT = Settles(papers=REPORTS, answers=("safety_event",))
"""Whatever is owed about an event: it is judged, told anew, and its reports are sent."""
SETTLED_BY: Mapping[str, Settles] = {
    "end": Settles(acts=("end-treatment",)),
    "drug": Settles(rows="stock"),
    "summary": Settles(acts=FOLLOW_UP, papers=("completion-summary",)),
    "scan": Settles(rows="measurement"),
    "conclusion": Settles(answers=_section("conclusion")),
    "outcome": Settles(answers=_section("outcome")),
    # Annual reports are owed until the IND is withdrawn, reviews until the board has closed it.
    "ind": Settles(
        acts=FOLLOW_UP,
        papers=("annual-report",),
        answers=("ind_withdrawn_on", "ind_withdrawn_proof", *_section("annual")),
    ),
    "annual_report": Settles(acts=FOLLOW_UP, papers=("annual-report",), answers=_section("annual")),
    "irb": Settles(acts=("record-irb-renewal",), answers=("irb_closed_on", "irb_closed_proof")),
    "keeping": Settles(answers=_section("keeping")),
    "company": Settles(answers=("company_end_told_on", "company_end_proof")),
    "judge": EVENT,
    **{to.told: EVENT for to in RECIPIENTS},
    "emergency_submission": Settles(  # and what FDA's set cannot go without
        acts=("record-fda-submission", "record-agreement", "plan-without-letter"),
        papers=("fda-set",),
    ),
    "emergency_irb_notice": Settles(acts=("record-irb-notice",), papers=("irb-notice",)),
    "consent_exception_report": Settles(acts=("record-exception-report",)),
    "second_opinion": Settles(answers=("second_physician_name", "second_physician_on")),
}
"""By what `owed` calls it, without the row it belongs to."""


def settles(facts: Facts, place: str) -> bool:
    """Whether this is a place of a closed case where something owed is settled.

    Places are named as in refusals; `step:` is any step of it that stands on Today.
    """
    kind, _, name = place.partition(":")
    found = list(_open(facts)) if facts.life is Life.CLOSED else []
    if kind == "step":
        return bool(found)
    table, _, row = name.partition(":")
    held = {
        "action": lambda: any(name in one.acts for one, _ in found),
        "paper": lambda: any(name in one.papers for one, _ in found),
        "section": lambda: any(_in(one, BY_KEY.get(name)) for one, _ in found),
        "rows": lambda: _row_open(found, BY_KEY.get(name), ""),
        "row": lambda: _row_open(found, BY_KEY.get(table), row),
        "safety": lambda: any(number == name for _, number in found),
    }
    return kind in held and held[kind]()


def asked_still(section: Section, facts: Facts) -> tuple[Question, ...]:
    """What a section asks: all of it, or in a closed case what settles something owed."""
    if facts.life is not Life.CLOSED:
        return section.questions
    keys = {key for one, _ in _open(facts) for key in one.answers}
    return tuple(question for question in section.questions if question.key in keys)


def only_settles(facts: Facts, keys: Collection[str], *, rows: str = "", row: int = 0) -> bool:
    """Whether these answers, of the case or of one of its rows, may be given in a closed case."""
    found = list(_open(facts))
    if rows == SAFETY:
        return any(number == str(row) for _, number in found)
    if rows:
        return any(one.rows == rows for one, _ in found)
    return set(keys) <= {key for one, _ in found for key in one.answers}


def _open(facts: Facts) -> Iterator[tuple[Settles, str]]:
    """What settles each thing owed, and the row it belongs to, as text."""
    for one in owed(facts):
        key, _, row = one.key.partition(":")
        if key in SETTLED_BY:
            yield SETTLED_BY[key], row


def _in(one: Settles, section: Section | None) -> bool:
    if section is None or section.of is not Of.CASE:
        return False
    told = {question.key for question in section.questions}
    return not told.isdisjoint(one.answers) or bool(section.rows and section.rows.key == one.rows)


def _row_open(found: list[tuple[Settles, str]], section: Section | None, row: str) -> bool:
    if section is None or section.rows is None:
        return False
    if section.rows.key == SAFETY:
        return bool(row) and any(number == row for _, number in found)
    return any(one.rows == section.rows.key for one, _ in found)
