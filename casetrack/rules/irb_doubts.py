"""What consent and the ethics board leave open, as a careful colleague would ask about it."""

from collections.abc import Callable, Iterable
from datetime import date

from casetrack.rules import values
from casetrack.rules.clocks import months_after
from casetrack.rules.clocks.irb import approved_on
from casetrack.rules.consent import BASIC, WITHOUT_CONSENT, lacking
from casetrack.rules.dates import show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.questions import BY_KEY, BY_ROWS, Answers
from casetrack.rules.tasks import row_title

FORMS = "consent_form"


def form_errors(answers: Answers) -> dict[str, str]:
    """Nobody signs a form before it exists, and whoever signs does so on a day."""
    made, signed = answers.get("form_on", ""), answers.get("signed_on", "")
    if made and signed and signed < made:
        return {"signed_on": f"This version is of {show_date(made)}: it cannot be signed before"}
    if not signed and (answers.get("signed_at") or answers.get("signed_by")):
        return {"signed_on": "Enter the day on which it was signed (21 CFR 50.27(a))"}
    return {}


def signed_forms(facts: Facts) -> tuple[Row, ...]:
    """The forms that were signed, the earliest first."""
    held = [row for row in facts.rows.get(FORMS, ()) if row.answers.get("signed_on")]
    return tuple(sorted(held, key=_signed))


def consent_stands(facts: Facts) -> bool:
    """Whether a signed form, or the whole exception of 21 CFR 50.23(a), is on record."""
    return bool(signed_forms(facts)) if not _excepted(facts) else not _open_exception(facts)


def _consent_first(facts: Facts, _today: date) -> Iterable[Doubt]:
    """Consent comes before the first dose (21 CFR 50.20, 50.27(a), 312.62(b))."""
    section, used = BY_KEY["consent"], facts.answers.get("first_dose_on", "")
    if not used or _excepted(facts):
        return
    signed = signed_forms(facts)
    if not signed:
        words = f"The first dose was given {show_date(used)}; no signed consent is on record"
        yield Doubt(section, "consent_how", None, words)
    elif _signed(signed[0]) > (used, facts.answers.get("first_dose_at", "") or "24:00"):
        row = signed[0]
        words = f"{row_title(section, row)} was signed after the first dose, {show_date(used)}"
        yield Doubt(section, "signed_on", row, words)


def _forms(facts: Facts, _today: date) -> Iterable[Doubt]:
    section = BY_ROWS[FORMS]
    for row in facts.rows.get(FORMS, ()):
        said, title = row.answers, row_title(BY_ROWS[FORMS], row)
        missing = lacking(BASIC, said.get("form_basic", ""))
        if said.get("form_basic") and missing:
            cites = ", ".join(one.cites.removeprefix("21 CFR ") for one in missing)
            yield Doubt(section, "form_basic", row, f"{title} lacks elements of 21 CFR {cites}")
        accepted, signed = said.get("form_board_on", ""), said.get("signed_on", "")
        if accepted and signed and signed < accepted:
            words = f"{title} was signed before the board accepted it, {show_date(accepted)}"
            yield Doubt(section, "signed_on", row, words)
        if signed and said.get("copy_given") == values.NO:
            yield Doubt(section, "copy_given", row, f"{title}: no copy was given")


def _exception(facts: Facts, _today: date) -> Iterable[Doubt]:
    section, said = BY_KEY["consent"], facts.answers
    if not _excepted(facts):
        return
    if said.get("exception_finds") and lacking(WITHOUT_CONSENT, said["exception_finds"]):
        words = "Without consent needs all four findings of 21 CFR 50.23(a)"
        yield Doubt(section, "exception_finds", None, words)
    used, seen = said.get("first_dose_on", ""), said.get("second_physician_on", "")
    if used and said.get("exception_on", "") > used:
        words = "The exception from consent was certified after the first dose"
        yield Doubt(section, "exception_on", None, words)
    if used and seen > used and said.get("second_physician") == "before":
        words = "The second physician's evaluation is dated after the first dose"
        yield Doubt(section, "second_physician_on", None, words)
    if (
        seen
        and said.get("second_physician_name", "").casefold() == said.get("doctor", "").casefold()
    ):
        words = "The second physician must take no part in the treatment"
        yield Doubt(section, "second_physician_name", None, words)


def _board(facts: Facts, today: date) -> Iterable[Doubt]:
    section, said = BY_KEY["irb"], facts.answers
    used, decided = said.get("first_dose_on", ""), said.get("irb_decided_on", "")
    concurred = facts.tracks.get(Track.IRB) == "concurred"
    if used and not facts.emergency and not (concurred and decided <= used):
        words = "The first dose came before the ethics board's approval (21 CFR 56.103(a))"
        yield Doubt(section, "", None, words)
    ends = said.get("irb_expires_on", "")
    if concurred and ends and not said.get("irb_closed_on") and ends < today.isoformat():
        yield Doubt(section, "", None, f"The ethics board's approval ended {show_date(ends)}")
    given = approved_on(said)
    if concurred and ends and given and ends > _a_year_after(given):
        words = f"The approval of {show_date(given)} is recorded to end {show_date(ends)}; the "
        words += "board reviews at least once a year (21 CFR 56.109(f))"
        yield Doubt(section, "", None, words)
    if said.get("irb_review") == "member" and not said.get("irb_why"):
        words = "Why review by the chair or one member is asked is not said"
        yield Doubt(section, "irb_why", None, words)


def _a_year_after(day: str) -> str:
    return months_after(date.fromisoformat(day), 12).isoformat()


def _excepted(facts: Facts) -> bool:
    return facts.answers.get("consent_how") == "exception"


def _open_exception(facts: Facts) -> bool:
    said = facts.answers
    held = said.get("exception_by") and said.get("exception_on")
    return not held or bool(lacking(WITHOUT_CONSENT, said.get("exception_finds", "")))


def _signed(row: Row) -> tuple[str, str]:
    return row.answers["signed_on"], row.answers.get("signed_at", "")


ABOUT_CONSENT: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (
    _consent_first,
    _forms,
    _exception,
    _board,
)
