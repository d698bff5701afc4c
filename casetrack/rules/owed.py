"""What is still owed when treatment is over, or a case is to be closed: to whom, and where it ends.

Nothing here is forgotten by closing: what is owed then stays on Today, with the reason on record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from casetrack.rules.clocks import deadlines, running
from casetrack.rules.clocks.shape import Set
from casetrack.rules.dates import latest, show_date
from casetrack.rules.facts import Facts, Track
from casetrack.rules.questions.shape import Answers
from casetrack.rules.safety import events, judged, untold
from casetrack.rules.treatment import STOCK, on_treatment, treated, unbalanced

OF_THEIR_OWN = frozenset(
    {
        *("irb_continuing_review", "treatment_summary"),
        *("safety_report_fatal", "safety_report", "safety_follow_up"),
    }
)
"""Clocks that stand below under a name of their own."""

PENDING = ("submitted", "received", "on_hold")
"""At FDA, which may still permit it; what FDA received goes into effect by itself (312.40(b))."""


@dataclass(frozen=True)
class Owed:
    """One thing, verb first; `clocked` while a clock's own step stands for it in an open case.

    Where the law sets the day (`by_law`), that step stands for it in a closed case too.
    """

    key: str
    what: str
    why: str
    cure: str
    clocked: bool = False
    by_law: bool = False


def owed(facts: Facts) -> tuple[Owed, ...]:
    """Everything that stands open."""
    return (
        *_of_treatment(facts),
        *_to_parties(facts),
        *_of_events(facts),
        *_by_law(facts),
    )


def over(facts: Facts) -> bool:
    """Whether treatment has ended."""
    return facts.tracks.get(Track.TREATMENT) == "ended"


def _of_treatment(facts: Facts) -> Iterator[Owed]:
    said = facts.answers
    if on_treatment(facts):
        yield Owed("end", "Record the end of treatment", "", "action:end-treatment")
        return
    if left := unbalanced(facts):
        yield Owed("drug", "Return or destroy the drug, and count it", left, "section:stock")
    if not treated(facts):
        return
    if not said.get("summary_sent_on"):
        why = "A written summary at the conclusion of treatment (21 CFR 312.310(c)(2))"
        paper = "paper:completion-summary"
        yield Owed("summary", "Send FDA the summary of the treatment", why, paper, clocked=True)
    if said.get("alive") != "died" and not _measured_after(facts):
        why = "None is on record on or after the last dose"
        yield Owed("scan", "Measure the tumor once more", why, "section:measurements")
    if not said.get("best_response") or not said.get("conclusion"):
        why = "The physician's own words"
        yield Owed("conclusion", "Have the physician conclude", why, "section:conclusion")
    if not said.get("alive"):
        yield Owed("outcome", "Record how the patient is", "", "section:outcome")


def _to_parties(facts: Facts) -> Iterator[Owed]:
    said = facts.answers
    filed = said.get("fda_permitted_on") or facts.tracks.get(Track.FDA) in PENDING
    if filed and not said.get("ind_withdrawn_on"):
        yield Owed("ind", "Withdraw the IND", _until_withdrawn(facts), "section:endings")
    elif said.get("ind_withdrawn_on") and not _kept_from(said):
        why = "Two years from then (21 CFR 312.57(c), 312.62(c))"
        yield Owed("keeping", "Record the days from which records are kept", why, "section:keeping")
    board = facts.tracks.get(Track.IRB) == "concurred" or said.get("irb_told_on")
    if board and not said.get("irb_closed_on"):
        why = "Until then its continuing review stays owed"
        yield Owed("irb", "Have the ethics board close it", why, "section:endings")
    supplied = treated(facts) or facts.rows.get(STOCK)
    if supplied and not said.get("company_end_told_on"):
        yield Owed("company", "Tell the company of the end", "", "section:endings")


def _kept_from(said: Answers) -> bool:
    """Whether both times to keep records have begun: of the investigator, and of the sponsor."""
    ended = said.get("investigation_ended_on") and said.get("shipping_ended_on")
    return bool(ended or said.get("drug_approved_on"))


def _of_events(facts: Facts) -> Iterator[Owed]:
    for row in events(facts):
        place = f"safety:{row.id}"
        if not judged(row.answers):
            key, what = f"judge:{row.id}", "Have an event judged by the physician"
            yield Owed(key, what, "", place, clocked=True)
        for one in untold(facts, row):
            key, what = f"{one.to.told}:{row.id}", f"Report an event: {one.to.name}"
            due = one.deadline.due if one.deadline else None
            why = f"Due {show_date(due)}" if due else ""
            set_by_law = bool(one.deadline and one.deadline.clock.set is Set.BY_LAW)
            yield Owed(key, what, why, place, clocked=True, by_law=set_by_law)


def _by_law(facts: Facts) -> Iterator[Owed]:
    """What the law sets a day for, and somebody here sees to."""
    for one in running(facts):
        clock, ours = one.clock, one.clock.role and not one.row
        named = clock.key in OF_THEIR_OWN or clock.keeps
        if clock.key == "annual_report":  # overdue when the IND was withdrawn
            named = not facts.answers.get("ind_withdrawn_on")
        if one.due and ours and clock.set is Set.BY_LAW and not named:
            due = f"Due {show_date(one.due)} ({clock.cites})"
            cure = clock.cure or "stage:5"
            yield Owed(clock.key, clock.todo, due, cure, clocked=True, by_law=True)


def _until_withdrawn(facts: Facts) -> str:
    found = (one for one in deadlines(facts) if one.clock.key == "annual_report" and one.due)
    due = next((one.due for one in found if one.due), None)
    until = f", the next by {show_date(due)}" if due else ""
    return f"Until then annual reports are owed{until}"


def _measured_after(facts: Facts) -> bool:
    last = facts.answers.get("last_dose_on", "")
    days = (row.answers.get("measured_on", "") for row in facts.rows.get("measurement", ()))
    return any(day and latest(day).isoformat() >= last for day in days)
