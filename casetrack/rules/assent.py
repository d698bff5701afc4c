"""Whether the patient is a child on the day of consent, and what 21 CFR 50.55 then asks about.

The board decides whether assent is required; nothing here decides it. 18 years is the age of
consent in most states (21 CFR 50.3(o) leaves it to local law). From memory, and compared
with its sister 45 CFR 46.408 only: a qualified person must compare it with the law.
"""

from collections.abc import Iterable
from datetime import date

from casetrack.rules.dates import earliest, is_exact, latest, show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import BY_KEY, Answers, Question, Section
from casetrack.rules.questions.irb import OF_CHILDREN
from casetrack.rules.tasks import row_title

OF_AGE = 18
FORMS = "consent_form"


def a_child(answers: Answers, day: date) -> bool | None:
    """Whether the patient was under 18 on this day; None where what is on record leaves it open."""
    born = answers.get("birth_date") or answers.get("birth_year") or ""
    if not born:
        return False
    grown_first, grown_last = (_grown(one(born)) for one in (earliest, latest))
    if day >= grown_last:
        return False
    return True if day < grown_first else None


def consent_day(facts: Facts, today: date) -> date:
    """The day of the first signature, else of the first dose, else today."""
    rows = facts.rows.get(FORMS, ())
    signed = [r.answers["signed_on"] for r in rows if is_exact(r.answers.get("signed_on", ""))]
    used = facts.answers.get("first_dose_on", "")
    day = min(signed, default=used)
    return date.fromisoformat(day) if is_exact(day) else today


def asked_of(questions: Iterable[Question], facts: Facts, today: date) -> tuple[Question, ...]:
    """Those of the questions that are asked of this patient: of grown-ups none about assent."""
    child = a_child(facts.answers, consent_day(facts, today)) is not False
    return tuple(one for one in questions if child or one.key not in OF_CHILDREN)


def assent_doubts(facts: Facts, today: date) -> Iterable[Doubt]:
    """What stands open about assent and permission, once consent is under way."""
    rows, used = facts.rows.get(FORMS, ()), facts.answers.get("first_dose_on", "")
    day = consent_day(facts, today)
    child = a_child(facts.answers, day)
    section = BY_KEY["consent"]
    if child is False:
        yield from _grown_up(section, rows, day)
    elif rows or used:
        yield from _of_child(section, facts, day, sure=bool(child))


def _of_child(section: Section, facts: Facts, day: date, *, sure: bool) -> Iterable[Doubt]:
    said, used = facts.answers, facts.answers.get("first_dose_on", "")
    if not sure:
        words = (
            f"Whether the patient was under {OF_AGE} on {show_date(day)} needs the date of birth"
        )
        yield Doubt(BY_KEY["patient"], "birth_date", None, words)
        return
    for row in facts.rows.get(FORMS, ()):
        if row.answers.get("signed_by") == "patient":
            words = f"{row_title(section, row)} is signed by the patient, who was under {OF_AGE}"
            yield Doubt(section, "signed_by", row, words)
    required = said.get("assent_required", "")
    if not required:
        words = "Whether the board requires the child's assent is not on record (21 CFR 50.55(a))"
        yield Doubt(section, "assent_required", None, words)
    if required == "required":
        yield from _assent(section, said, used)
    yield from _permission(section, said)


def _assent(section: Section, said: Answers, used: str) -> Iterable[Doubt]:
    answer, on = said.get("assent_given", ""), said.get("assent_on", "")
    if answer == "no":
        words = "The child does not assent, and the board requires it (21 CFR 50.55)"
        yield Doubt(section, "assent_given", None, words)
    elif not answer or not on:
        words = "The child's assent is required and not on record with its day"
        yield Doubt(section, "assent_given", None, words)
    if used and on and on > used:
        words = f"The child's assent is dated after the first dose, {show_date(used)}"
        yield Doubt(section, "assent_on", None, words)


def _permission(section: Section, said: Answers) -> Iterable[Doubt]:
    wanted, given = said.get("parents_needed", ""), said.get("parents_gave", "")
    if not wanted:
        words = "Whether one parent's permission is enough is not on record (21 CFR 50.55(e))"
        yield Doubt(section, "parents_needed", None, words)
    elif not given:
        words = "No parent's permission is on record (21 CFR 50.55(e), (f))"
        yield Doubt(section, "parents_gave", None, words)
    elif wanted == "both" and given == "one" and not said.get("one_parent_why"):
        words = "Both parents' permission is needed; why one gave it alone is not said"
        yield Doubt(section, "one_parent_why", None, words)


def _grown_up(section: Section, rows: Iterable[Row], day: date) -> Iterable[Doubt]:
    for row in rows:
        if row.answers.get("signed_by") == "parent":
            words = (
                f"{row_title(section, row)} is signed by a parent; the patient was {OF_AGE} or "
                f"older on {show_date(day)}"
            )
            yield Doubt(section, "signed_by", row, words)


def _grown(born: date) -> date:
    """The birthday on which one is of age; of February 29, the day after."""
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:
        return date(born.year + OF_AGE, 3, 1)
