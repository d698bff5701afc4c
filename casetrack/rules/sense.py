"""Whether answers agree with each other: errors cannot be saved, doubts are shown as Check this."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from casetrack.rules import values
from casetrack.rules.agreement import about_agreement, agreement_errors
from casetrack.rules.assent import assent_doubts
from casetrack.rules.criteria import CRITERIA
from casetrack.rules.dates import earliest, latest, show_date
from casetrack.rules.doubt import FRESH_POLICY, FRESH_STATUS, Doubt
from casetrack.rules.emergency.timeline import about_emergency
from casetrack.rules.ending_doubts import ABOUT_ENDING
from casetrack.rules.evidence import ONE_GROUP, bare_percentage
from casetrack.rules.facts import Facts, Row
from casetrack.rules.filing import about_filing, filing_errors
from casetrack.rules.irb_doubts import ABOUT_CONSENT, FORMS, form_errors
from casetrack.rules.prompts import HOLDS, chosen
from casetrack.rules.questions import BY_KEY, BY_ROWS, Answers, Kind, Question, Section
from casetrack.rules.route_doubts import ABOUT_ROUTES
from casetrack.rules.safety_doubts import ABOUT_EVENTS, event_errors
from casetrack.rules.tasks import row_title
from casetrack.rules.text import within
from casetrack.rules.treatment_doubts import ABOUT_TREATMENT, dose_errors, stock_errors

FRESH_WEIGHT = timedelta(days=90)
LICENSE_NOTICE = timedelta(days=60)
MOST_WORDS = 250
UNASKED = "The patient's permission to share is not on record"
SHARED = {
    "company": "the company",
    "groups": "patient advocacy groups",
    "doctors": "other hospitals and doctors",
}


def row_errors(rows: str, answers: Answers) -> dict[str, str]:
    """What cannot be true within one row: question key -> what to do."""
    return ROW_ERRORS.get(rows, _no_errors)(answers)


def doubts(facts: Facts, today: date) -> tuple[Doubt, ...]:
    """Everything a careful colleague would ask about before signing."""
    return tuple(doubt for ask in DOUBTS for doubt in ask(facts, today))


def permission_lacking(facts: Facts, day: str, *, whom: str = "company") -> tuple[str, str]:
    """Why the patient's records may not reach them on this day: question and words."""
    said = facts.answers
    given, until = said.get("permission_on", ""), said.get("permission_until", "")
    if not patient_was_asked(facts):
        return "permission", UNASKED
    if said["permission"] == "refused":
        return "permission", "The patient does not permit sharing"
    if whom not in said.get("permission_with", "").split(","):
        return "permission_with", f"The patient has not permitted sharing with {SHARED[whom]}"
    if given > day:
        return "permission_on", f"The patient's permission was given later, {show_date(given)}"
    if until and until < day:
        return "permission_until", f"The patient's permission ended {show_date(until)}"
    return "", ""


def patient_was_asked(facts: Facts) -> bool:
    return any(
        q.answered(facts.answers) for q in BY_KEY["wishes"].questions if q.key == "permission"
    )


def _no_errors(_answers: Answers) -> dict[str, str]:
    return {}


def _therapy_errors(answers: Answers) -> dict[str, str]:
    start, stop = answers.get("start", ""), answers.get("stop", "")
    if start and stop and latest(stop) < earliest(start):
        return {"stop": f"The stop must not be before the start, {show_date(start)}"}
    return {}


def _study_errors(answers: Answers) -> dict[str, str]:
    """A percentage needs its denominator; a hazard ratio needs a comparison (ux.md S19)."""
    found: dict[str, str] = {}
    for some, of in (("responders", "assessed"), ("control_responders", "control_assessed")):
        found |= _fraction_errors(answers, some, of)
    if answers.get("hr") and answers.get("design") in ONE_GROUP:
        found["hr"] = "A study without a comparison group has no hazard ratio. Leave it blank"
    low, high = answers.get("hr_low", ""), answers.get("hr_high", "")
    if low and high and Decimal(low) > Decimal(high):
        found["hr_high"] = "The interval must run from the lower to the higher number"
    return found


def _fraction_errors(answers: Answers, some: str, of: str) -> dict[str, str]:
    if answers.get(some) and not answers.get(of):
        return {of: "Enter out of how many. A response without its denominator cannot be printed"}
    if answers.get(some) and int(answers[some]) > int(answers[of]):
        return {some: "More responders than patients assessed. Check both numbers"}
    return {}


def _contact_errors(answers: Answers) -> dict[str, str]:
    """A log without a name and a day says nothing."""
    blank = {"with_whom": "Enter with whom", "said_on": "Enter the day of the contact"}
    return {key: words for key, words in blank.items() if not answers.get(key)}


def _barrier_errors(answers: Answers) -> dict[str, str]:
    """A barrier has its next step while it stands, and says what resolved it once it does not."""
    needed = {
        "barrier_what": "Enter what stands in the way",
        "barrier_next": "Enter the next step. A barrier without one is not kept",
        "barrier_who": "Choose who does it",
        "barrier_by": "Enter by when",
    }
    if answers.get("barrier_over_on"):
        needed = {"barrier_over_how": "Enter what resolved it"}
    return {key: words for key, words in needed.items() if not answers.get(key)}


def _coverage_errors(answers: Answers) -> dict[str, str]:
    asked, answered = answers.get("asked_on", ""), answers.get("answered_on", "")
    if asked and answered and answered < asked:
        return {"answered_on": f"Their letter must not be before the sending, {show_date(asked)}"}
    return {}


ROW_ERRORS: Mapping[str, Callable[[Answers], dict[str, str]]] = {
    "therapy": _therapy_errors,
    "study": _study_errors,
    "contact": _contact_errors,
    "barrier": _barrier_errors,
    "coverage": _coverage_errors,
    "agreement": agreement_errors,
    "dose": dose_errors,
    "safety": event_errors,
    "stock": stock_errors,
    "fda_word": filing_errors,
    FORMS: form_errors,
}


def _future_dates(facts: Facts, today: date) -> Iterable[Doubt]:
    """A date that reports something done cannot lie ahead."""
    for section, question, row, answers in _everything(facts):
        stored = answers.get(question.key, "")
        if question.kind not in (Kind.DATE, Kind.ROUGH) or question.ahead:
            continue
        if stored and earliest(stored) > today:
            words = f"{question.label}: {show_date(stored)} has not come yet"
            yield Doubt(section, question.key, row, words, question.tab)


def _everything(facts: Facts) -> Iterable[tuple[Section, Question, Row | None, Answers]]:
    for section in BY_KEY.values():
        said = facts.said(section)
        yield from ((section, question, None, said) for question in section.questions)
        for row in facts.rows_of(section):
            yield from ((section, q, row, row.answers) for q in section.table.known)


def _overlapping_lines(facts: Facts, _today: date) -> Iterable[Doubt]:
    section = BY_ROWS["therapy"]
    dated = [row for row in facts.rows_of(section) if row.answers.get("start")]
    dated.sort(key=lambda row: earliest(row.answers["start"]))
    for before, after in pairwise(dated):
        stop = before.answers.get("stop", "")
        surveillance = "surveillance" in (before.answers.get("kind"), after.answers.get("kind"))
        if stop and not surveillance and latest(after.answers["start"]) < earliest(stop):
            words = f"{row_title(section, after)} starts before {row_title(section, before)} stops"
            yield Doubt(section, "start", after, words, "C")


def _stale(facts: Facts, today: date) -> Iterable[Doubt]:
    weighed = facts.answers.get("weight_on", "")
    if weighed and today - latest(weighed) > FRESH_WEIGHT:
        words = f"Weight is from {show_date(weighed)}. Weigh again before dosing"
        yield Doubt(BY_KEY["condition"], "weight_on", None, words, "B")
    for row in facts.rows.get("trial", ()):
        checked = row.answers.get("status_on", "")
        if checked and today - earliest(checked) > FRESH_STATUS:
            words = f"{row.answers.get('nct', 'Trial')}: status is from {show_date(checked)}"
            yield Doubt(BY_ROWS["trial"], "status_on", row, words, "D")
    checked = facts.company.get("policy_checked_on", "")
    if checked and today - earliest(checked) > FRESH_POLICY:
        words = f"The company's policy was last checked {show_date(checked)}"
        yield Doubt(BY_KEY["policy"], "policy_checked_on", None, words, "A")


def _license(facts: Facts, today: date) -> Iterable[Doubt]:
    until = facts.physician.get("license_until", "")
    if until and earliest(until) - today < LICENSE_NOTICE:
        ended = earliest(until) < today
        words = f"The physician's license {'ended' if ended else 'ends'} {show_date(until)}"
        yield Doubt(BY_KEY["physician"], "license_until", None, words, "G")


def _open_trials(facts: Facts, _today: date) -> Iterable[Doubt]:
    for row in facts.rows.get("trial", ()):
        if row.answers.get("verdict") == "possible":
            words = f"{row.answers.get('nct', 'A trial')} may be possible: settle it first"
            yield Doubt(BY_ROWS["trial"], "verdict", row, words, "D")


def _naming(facts: Facts, _today: date) -> Iterable[Doubt]:
    section = BY_ROWS["document"]
    for row in facts.rows.get("document", ()):
        goes = row.answers.get("included") == values.YES
        if goes and row.answers.get("identifiers") == "present":
            words = f"{row_title(section, row)} names the patient: upload a blacked-out copy"
            yield Doubt(section, "identifiers", row, words, "H")


def _permission(facts: Facts, today: date) -> Iterable[Doubt]:
    if not patient_was_asked(facts):  # nothing is said yet: that is missing, not doubtful
        return
    key, words = permission_lacking(facts, today.isoformat())
    if not words and facts.answers["permission"] == "spoken":
        key, words = "permission", "The patient's permission is by word of mouth, not in writing"
    if words:
        yield Doubt(BY_KEY["wishes"], key, None, words, "A")


def _ratios(facts: Facts, _today: date) -> Iterable[Doubt]:
    section = BY_ROWS["study"]
    for row in facts.rows.get("study", ()):
        if row.answers.get("hr") and not (row.answers.get("hr_low") and row.answers.get("hr_high")):
            words = f"{row_title(section, row)}: a hazard ratio without its interval"
            yield Doubt(section, "hr_low", row, words, "F")


def _bare_percentages(facts: Facts, _today: date) -> Iterable[Doubt]:
    """A percentage is read with its total (ux.md 5(b)); the library refuses others."""
    said, section = facts.answers.get("evidence_answer", ""), BY_ROWS["study"]
    if bare_percentage(said):
        words = "The answer names a percentage without its numbers"
        yield Doubt(section, "evidence_answer", None, words, "F")
    for row in facts.rows.get("study", ()):
        for key in ("other_result", "safety"):
            if bare_percentage(row.answers.get(key, "")):
                words = f"{row_title(section, row)}: a percentage without its numbers"
                yield Doubt(section, key, row, words, "F")


def _birth(facts: Facts, today: date) -> Iterable[Doubt]:
    year, born = facts.answers.get("birth_year", ""), facts.answers.get("birth_date", "")
    if year and born and not born.startswith(year):
        words = f"Year of birth {year} and date of birth {show_date(born)} differ"
        yield Doubt(BY_KEY["patient"], "birth_year", None, words, "B")
    if year and int(year) > today.year:
        yield Doubt(BY_KEY["patient"], "birth_year", None, f"Born in {year}?", "B")


def _unattested(facts: Facts, _today: date) -> Iterable[Doubt]:
    """A finding is the physician's only once the physician has said so."""
    for one in CRITERIA:
        if facts.answers.get(one.finding) and not facts.answers.get(one.attested):
            words = f"The physician has not attested: {within(one.words)}"
            yield Doubt(BY_KEY["criteria"], one.finding, None, words)


def _long_story(facts: Facts, _today: date) -> Iterable[Doubt]:
    words = len(facts.answers.get("history", "").split())
    if words > MOST_WORDS:
        said = f"The clinical history has {words} words; {MOST_WORDS} are read"
        yield Doubt(BY_KEY["narrative"], "history", None, said, "C")


def _long_list(facts: Facts, _today: date) -> Iterable[Doubt]:
    """The patient's list is read when it stays short (ux.md 5(f))."""
    section = BY_KEY["visit"]
    size = facts.answers.get("visit_size") or "12"
    asked = len(chosen(facts.answers.get("visit_questions", ""))) + len(facts.rows_of(section))
    if asked > HOLDS[size]:
        words = f"The list has {asked} questions; at {size} point {HOLDS[size]} fit on it"
        yield Doubt(section, "visit_questions", None, words)


DOUBTS: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (
    _birth,
    _permission,
    _stale,
    _overlapping_lines,
    _long_story,
    _long_list,
    _open_trials,
    *ABOUT_ROUTES,
    about_agreement,
    *ABOUT_TREATMENT,
    _unattested,
    about_filing,
    *ABOUT_CONSENT,
    assent_doubts,
    about_emergency,
    *ABOUT_EVENTS,
    *ABOUT_ENDING,
    _ratios,
    _bare_percentages,
    _license,
    _naming,
    _future_dates,
)
