"""The FDA set as data: cover letter, worksheet for Form FDA 3926, and what goes behind the form."""

from dataclasses import dataclass, replace

from casetrack.documents.board import moment
from casetrack.documents.content import Content, Draft, Exhibit
from casetrack.documents.request import exhibit
from casetrack.documents.values import BLANK, Fact, Reader, Value
from casetrack.documents.worksheet import Box, Tick, edition_of, worksheet
from casetrack.rules.clocks import deadlines, held
from casetrack.rules.criteria import CRITERIA
from casetrack.rules.dates import show_date
from casetrack.rules.documents import FDA_SET, Naming, naming_of
from casetrack.rules.facts import Facts, Track
from casetrack.rules.filing import covered, where_to_send
from casetrack.rules.form3926 import FOLLOW_UP
from casetrack.rules.questions import Of
from casetrack.rules.workflow import BY_ACTION, Action

CLINIC = ("name", "address", "phone")
PHYSICIAN = ("name", "specialty", "phone", "email")
AUTHORIZED = ("fda_permitted_how", "fda_permitted_on", "fda_official", "fda_conditions")
LETTER = ("letter_issuer", "letter_on", "letter_signed_by", "letter_refers_to", "letter_drug")
SENT = ("fda_sent_on", "fda_sent_how", "fda_sent_to", "fda_received_on", "ind_number")
STATEMENT = (
    *("name", "school", "graduated", "specialty", "license_state", "license_number"),
    *("employer", "job", "experience", "phone", "email", "fax"),
)
PLAN = (
    *("plan_dose", "plan_route", "plan_schedule", "plan_duration"),
    *("plan_why", "plan_risk", "plan_monitoring", "plan_changes", "plan_stopping"),
)


@dataclass(frozen=True)
class Finding:
    """What is found about one criterion, and who attested it when."""

    words: str
    cites: str
    decides: str
    finding: Value
    attested_on: Value
    attested_by: Value


@dataclass(frozen=True, kw_only=True)
class FdaSet(Content):
    emergency: bool
    followup: bool
    patient: Value
    drug: Value
    indication: Value
    company: Value
    ind_number: Value
    physician: dict[str, Value]
    edition: str
    edition_until: str
    edition_source: str
    boxes: tuple[Box, ...]
    elements: tuple[Tick, ...]
    contents: Value
    authorized: tuple[Fact, ...]
    due: str  # of the written submission after an emergency
    allowed: str = ""  # how long that may take
    findings: tuple[Finding, ...]
    plan: tuple[Fact, ...]
    statement: tuple[Fact, ...]
    letter: tuple[Fact, ...]
    without_letter: Value
    route: Value
    how: tuple[str, ...]
    reviewer: Value
    sent: tuple[Fact, ...]


def build(of: Draft) -> FdaSet:
    """The set of a case as it stands."""
    file, today = of.file, of.today
    read, said = Reader(file), file.facts.answers
    edition = edition_of(file.facts)
    enclosed, heading = _letter_file(read), of.heading(*CLINIC)
    heading["missing"] += _letter_missing(file.facts, enclosed=bool(enclosed))
    return FdaSet(
        **heading,
        exhibits=enclosed,
        emergency=file.facts.emergency,
        followup=said.get("fda_kind") == FOLLOW_UP,
        patient=_named(read),
        drug=read.own("drug"),
        indication=read.own("fda_indication"),
        company=read.own("company"),
        ind_number=read.told("ind_number"),
        physician={key: read.own(key, of=Of.PHYSICIAN) for key in PHYSICIAN},
        edition=edition.printed,
        edition_until=edition.until,
        edition_source=edition.source,
        boxes=worksheet(read, today=today),
        elements=tuple(Tick(one.label, there) for one, there in covered(file.facts)),
        contents=read.own("fda_contents"),
        authorized=_authorized(of, read) if file.facts.emergency else (),
        due=_due(file.facts),
        allowed=held("emergency_submission", file.facts).length,
        findings=_findings(read),
        plan=read.facts("plan", PLAN),
        statement=read.facts("physician", STATEMENT),
        letter=_told(read, LETTER),
        without_letter=read.told("letter_plan"),
        route=read.own("fda_route"),
        how=where_to_send(said, of.offices, today),
        reviewer=read.own("fda_reviewer"),
        sent=_told(read, SENT),
    )


def _authorized(of: Draft, read: Reader) -> tuple[Fact, ...]:
    """FDA's word by phone, to the minute where it is on record: a clock runs from it."""
    on = "fda_permitted_on"
    when = moment(of.file.facts, on, "fda_permitted_at", zone=of.zone)
    told = _told(read, AUTHORIZED)
    timed = (tuple(replace(v, text=when) if v.key == on else v for v in f.values) for f in told)
    return tuple(Fact(fact.label, values) for fact, values in zip(told, timed, strict=True))


def _named(read: Reader) -> Value:
    """By initials, as the form asks, unless the clinic chose the code."""
    by_code = naming_of(FDA_SET, read.file.facts.clinic) is Naming.CODE
    return Value(read.file.code) if by_code else read.own("initials")


def _letter_missing(facts: Facts, *, enclosed: bool) -> tuple[str, ...]:
    settled = enclosed or facts.tracks.get(Track.LETTER) == "without"
    if settled or facts.answers.get("fda_kind") == FOLLOW_UP:
        return ()
    return ("Tab F: the letter of authorization, or the plan without one",)


def _letter_file(read: Reader) -> tuple[Exhibit, ...]:
    """The letter itself, behind its slip sheet."""
    number = read.file.facts.answers.get("letter_file", "")
    found = [row for row in read.rows("document") if str(row.id) == number]
    return tuple(exhibit(read, row, "F1") for row in found if row.id in read.file.reports)


def _due(facts: Facts) -> str:
    """By when the written submission is owed after FDA's word by phone (312.310(d)(2))."""
    owed = (one for one in deadlines(facts) if one.clock.key == "emergency_submission")
    return next((show_date(one.due, long=True) for one in owed if one.due), "")


def _findings(read: Reader) -> tuple[Finding, ...]:
    root = read.file.root()
    return tuple(
        Finding(
            one.words,
            one.cites,
            one.decides,
            read.own(one.finding),
            read.own(one.attested),
            read.by(root, one.attested) if read.own(one.attested) else BLANK,
        )
        for one in CRITERIA
    )


def _told(read: Reader, keys: tuple[str, ...]) -> tuple[Fact, ...]:
    """What acts asked, with the words of their questions, as far as it was said."""
    asked = {q.key: q.label for act in ACTS for q in BY_ACTION[act].asks}
    told = ((asked[key], read.told(key)) for key in keys)
    return tuple(Fact(label, (value,)) for label, value in told if value)


ACTS = (
    *(Action.RECORD_LETTER, Action.RECORD_SUBMISSION),
    *(Action.RECORD_RECEIPT, Action.RECORD_PERMISSION),
)
