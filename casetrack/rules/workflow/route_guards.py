"""Why an act on one of the four routes may have to wait."""

from collections.abc import Iterable
from datetime import datetime

from casetrack.rules import values
from casetrack.rules.coverage import (
    INTERNAL,
    answered_now,
    denied_inside,
    last_denial,
    requests,
    unanswered,
)
from casetrack.rules.dates import show_date
from casetrack.rules.facts import ROUTE_CLOSED, Facts, Track
from casetrack.rules.workflow.shape import Refusal, Words


def route_open(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """Nobody goes on along a route that is closed; what others answer is recorded all the same."""
    if facts.tracks.get(Track.EXPANDED) == ROUTE_CLOSED:
        yield Refusal("The route of expanded access is closed. Reopen it first", "routes")


def not_on_treatment(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    if facts.tracks.get(Track.TREATMENT) == "on_treatment":
        yield Refusal("The patient is on treatment. Record its end first", "stage:6")


def logged_trial(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """What is known about a trial stands in the log, once."""
    number = words.get("trial_asked_nct") or words.get("trial_joined_nct") or ""
    field = "trial_asked_nct" if "trial_asked_nct" in words else "trial_joined_nct"
    logged = {row.answers.get("nct"): row.answers for row in facts.rows.get("trial", ())}
    if number and number not in logged:
        yield Refusal(f"{number} is not in the log of trials. Add it first", "section:trials")
    elif number and logged[number].get("verdict") not in (None, "", "possible", "joined"):
        said = f"{number} is ruled out in the log. Change what the log says first"
        yield Refusal(said, field=field)


def trials_settled(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """FDA must find that the patient cannot get the drug under another IND (312.310(a)(2))."""
    if words.get("trial_closed_why") in ("patient_no", "other_route"):
        return
    rows = facts.rows.get("trial", ())
    if not facts.answers.get("trials_searched_on"):
        yield Refusal("No search for trials is on record with its day", "section:trials")
    if not rows and facts.answers.get("trials_none") != values.YES:
        said = "No trial is in the log. Add those that were looked at, or say that none was found"
        yield Refusal(said, "section:trials")
    for row in rows:
        if row.answers.get("verdict", "") in ("", "possible", "joined"):
            said = f"{row.answers.get('nct') or 'A trial'} is not ruled out in the log"
            yield Refusal(said, f"row:trials:{row.id}")


def approved_drug(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """Programs give approved drugs, not investigational ones (domain 7.3)."""
    if not facts.answers.get("pap_drug") or not facts.answers.get("pap_program"):
        yield Refusal("Name the program and its drug first", "section:assistance")
    if facts.answers.get("pap_approved") != values.YES:
        yield Refusal(
            "Programs give approved drugs. That FDA has approved this one is not on record",
            "section:assistance",
        )


def drug_and_insurer(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    if not facts.answers.get("off_label_drug") or not facts.answers.get("insurer"):
        yield Refusal("Name the drug and the insurer first", "section:insurance")


def one_at_a_time(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """The same step is not asked twice while the first is unanswered."""
    for row in unanswered(facts):
        if words.get("asked_level") and row.answers.get("asked_level") == words["asked_level"]:
            said = "This was asked already and is not answered yet. Record the answer first"
            yield Refusal(said, f"row:insurance:{row.id}", "asked_level")


def denial_first(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """An appeal is against a denial on record, and comes after it."""
    denial, sent = last_denial(facts), words.get("asked_on", "")
    if denial is None:
        yield Refusal("No denial is on record. Record it word for word first", "routes")
        return
    denied = denial.answers.get("answered_on", "")
    if sent and denied and sent < denied:
        said = f"Sent to the insurer on: this is before the denial, {show_date(denied)}"
        yield Refusal(said, field="asked_on")


def plan_first(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """Outside review follows the plan's own; in urgent cases both may run side by side (7.4)."""
    level = words.get("asked_level", "")
    inside = [row for row in requests(facts) if row.answers.get("asked_level") in INTERNAL]
    urgent = words.get("asked_urgent") == values.YES and bool(inside)
    if level in ("external", "hearing") and not denied_inside(facts) and not urgent:
        yield Refusal(
            "The plan has not turned an appeal down. Only urgent reviews run side by side",
            field="asked_level",
        )
    if level == "second" and not denied_inside(facts):
        yield Refusal("The first level is not turned down on record", field="asked_level")


def answer_after_asking(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    row, day = answered_now(facts, words), words.get("answered_on", "")
    asked = row.answers.get("asked_on", "") if row else ""
    if day and asked and day < asked:
        said = f"Date on their letter: this is before it was sent, {show_date(asked)}"
        yield Refusal(said, field="answered_on")


def appeals_used_up(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """A denial alone is not a lack of alternatives: what was tried against it stands on record."""
    why = words.get("insurance_closed_why", "")
    if why == "exhausted" and not denied_inside(facts):
        said = "No appeal was turned down on record. Record it, or choose another reason"
        yield Refusal(said, field="insurance_closed_why")
    denied = ("exhausted", "too_late", "not_appealed")
    if why in denied and last_denial(facts) is None:
        yield Refusal("No denial is on record", field="insurance_closed_why")
