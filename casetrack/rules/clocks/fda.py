"""Clocks between the physician and FDA: the IND, an emergency, a hold, safety, the reports."""

from datetime import date, timedelta

from casetrack.rules.clocks.shape import COPIES_READ_ON, Clock, Event, Party, Set, Sure, Unit
from casetrack.rules.facts import Facts, Track
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers

FDA_DAYS = 30
SAFETY = "safety"  # the table of events on treatment


def in_effect_on(said: Answers) -> str:
    """The earlier of FDA's permission and 30 days after its receipt, once FDA has permitted it.

    In an emergency it is the day of FDA's authorization (312.305(d)); where FDA held it first, the
    day on which it lifted the hold (312.40(b)(1)). A later hold does not change it.
    """
    permitted, received = said.get("fda_permitted_on", ""), said.get("fda_received_on", "")
    if not permitted or not received or said.get("fda_permitted_how") == "lifted":
        return permitted
    silent = date.fromisoformat(received) + timedelta(days=FDA_DAYS)
    return min(permitted, silent.isoformat())


def _ordinary(facts: Facts, _said: Answers) -> bool:
    """While FDA holds it, an IND does not go into effect by itself (312.40(b)(1))."""
    return not facts.emergency and not _held(facts, _said)


def _emergency(facts: Facts, _said: Answers) -> bool:
    return facts.emergency


def _held(facts: Facts, _said: Answers) -> bool:
    return facts.tracks.get(Track.FDA) == "on_hold"


def _perhaps(said: Answers, *keys: str) -> bool:
    """Whether nothing here was judged 'no': what nobody has judged yet counts as yes."""
    return all(said.get(key) != "no" for key in keys)


def _serious(_facts: Facts, said: Answers) -> bool:
    judged = _perhaps(said, "serious", "unexpected", "suspected")
    return judged and said.get("life_threatening") == "no"


def _life_threatening(_facts: Facts, said: Answers) -> bool:
    """The shorter clock runs as long as the physician has not judged (ux.md S14)."""
    return _perhaps(said, "serious", "unexpected", "suspected", "life_threatening")


PERMITTED = Event("fda_permitted_on", "FDA permitted it")
HELD = Event("fda_hold_on", "FDA imposed the clinical hold")
LEARNED = Event("aware_on", "the clinic learned of the event")
IN_EFFECT = Event(
    "ind_in_effect_on",
    "the IND went into effect",
    reads=("fda_permitted_on", "fda_permitted_how", "fda_received_on"),
    work_out=in_effect_on,
)

FDA: tuple[Clock, ...] = (
    Clock(
        key="ind_in_effect",
        title="IND in effect, unless FDA holds it or permits it earlier",
        event=Event("fda_received_on", "FDA received the submission"),
        days=FDA_DAYS,
        set=Set.BY_LAW,
        owner=Party.FDA,
        to=Party.PHYSICIAN,
        cites="21 CFR 312.305(d)(1), 312.40(b)(1)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("fda_permitted_on",),
        applies=_ordinary,
        todo="See whether FDA permitted or held it",
        cure="stage:5",
        note="Often a few days. Treatment may start on this day unless FDA holds it. 312.40(b) was "
        "read; 312.305(d) is from memory",
    ),
    Clock(
        key="emergency_submission",
        title="Written submission after an emergency",
        event=PERMITTED,
        days=15,
        unit=Unit.WORKING,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.310(d)(2)",
        sure=Sure.LENGTH,
        met=("fda_sent_on",),
        applies=_emergency,
        todo="Send the written submission to FDA",
        cure="action:record-fda-submission",
        note="Counted from FDA's authorization, not from the first dose",
    ),
    Clock(
        key="hold_reasons",
        title="Written reasons for the clinical hold",
        event=HELD,
        days=30,
        set=Set.BY_LAW,
        owner=Party.FDA,
        to=Party.PHYSICIAN,
        cites="21 CFR 312.42(d)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("fda_hold_letter_on",),
        applies=_held,
        todo="Ask FDA for its written reasons",
        note="That these 30 days are calendar days is from memory",
    ),
    Clock(
        key="hold_answer",
        title="FDA answers the complete response to its hold",
        event=Event("hold_response_received_on", "FDA received the complete response"),
        days=30,
        set=Set.BY_LAW,
        owner=Party.FDA,
        to=Party.PHYSICIAN,
        cites="21 CFR 312.42(e)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("fda_hold_answered_on",),
        applies=_held,
        todo="Ask FDA for its answer",
        note="Treatment may not resume until FDA says so, whatever the day",
    ),
    Clock(
        key="safety_report_fatal",
        title="Safety report: fatal or life-threatening, unexpected",
        event=LEARNED,
        days=7,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.32(c)(2)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("fda_told_on",),
        rows=SAFETY,
        applies=_life_threatening,
        todo="Send the safety report to FDA",
        cure="safety:{row}",
        note="Runs meanwhile where the physician has not judged the event yet",
    ),
    Clock(
        key="safety_report",
        title="Safety report: serious and unexpected",
        event=LEARNED,
        days=15,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.32(c)(1)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("fda_told_on",),
        rows=SAFETY,
        applies=_serious,
        todo="Send the safety report to FDA",
        cure="safety:{row}",
        note="Sources disagree whether the day of learning or of judging counts; the day of "
        "learning is earlier and safer",
    ),
    Clock(
        key="safety_follow_up",
        title="Follow-up to a safety report",
        event=Event("learned_more_on", "the clinic received new information"),
        days=15,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.32(d)",
        sure=Sure.READ,
        met=("fda_told_more_on",),
        rows=SAFETY,
        todo="Send the follow-up report to FDA",
        cure="safety:{row}",
    ),
    Clock(
        key="annual_report",
        title="Annual report",
        event=IN_EFFECT,
        months=12,
        days=60,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.33; 312.305(c)(5) where the IND runs a year or longer",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        ends="ind_withdrawn_on",
        again="annual_report_on",
        todo="Send the annual report to FDA",
        cure="paper:annual-report",
        note="In effect from the earlier of FDA's permission and 30 days after its receipt. 312.33 "
        "was read; 312.305(c) is from memory",
    ),
    Clock(
        key="treatment_summary",
        title="Summary at the end of treatment",
        event=Event("last_dose_on", "the last dose"),
        days=30,
        set=Set.OUR_TARGET,
        owner=Party.PHYSICIAN,
        to=Party.FDA,
        role=Role.REGULATORY,
        cites="21 CFR 312.310(c)(2): at the conclusion of treatment, without a number of days",
        sure=Sure.OURS,
        met=("summary_sent_on",),
        todo="Send FDA the summary of the treatment",
        cure="paper:completion-summary",
        note="The law asks for it; the 30 days are ours",
    ),
)
