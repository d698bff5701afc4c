"""Clocks of an event on treatment besides FDA's: the judgment, the company, the ethics board."""

from dataclasses import replace

from casetrack.rules.clocks.fda import LEARNED, SAFETY
from casetrack.rules.clocks.shape import Clock, Party, Set, Sure, Unit
from casetrack.rules.facts import Facts
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers

PLACE = "safety:{row}"


def _serious(_facts: Facts, said: Answers) -> bool:
    return said.get("serious") != "no"


def _unanticipated(facts: Facts, said: Answers) -> bool:
    judged = all(said.get(key) != "no" for key in ("unexpected", "suspected"))
    return _serious(facts, said) and judged


EVENTS: tuple[Clock, ...] = (
    Clock(
        key="safety_judgment",
        title="The physician judges an event",
        event=LEARNED,
        days=1,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        owner=Party.PHYSICIAN,
        to=Party.CLINIC,
        role=Role.PHYSICIAN,
        cites="No rule: the shorter clock runs until it is judged",
        sure=Sure.OURS,
        met=("judged_on",),
        rows=SAFETY,
        todo="Have the event judged by the physician",
        cure=PLACE,
    ),
    Clock(
        key="safety_company",
        title="Serious event told to the company",
        event=LEARNED,
        days=1,
        set=Set.OUR_TARGET,
        owner=Party.PHYSICIAN,
        to=Party.COMPANY,
        role=Role.COORDINATOR,
        cites="No rule read: the agreement's own time wins; 24 hours are common",
        sure=Sure.OURS,
        met=("company_told_on",),
        rows=SAFETY,
        applies=_serious,
        todo="Tell the company of the event",
        cure=PLACE,
        note="Hours are counted as days from the day of the event",
    ),
    Clock(
        key="safety_irb",
        title="Unanticipated event told to the ethics board",
        event=LEARNED,
        days=7,
        set=Set.OUR_TARGET,
        owner=Party.PHYSICIAN,
        to=Party.IRB,
        role=Role.REGULATORY,
        cites="21 CFR 312.66: promptly, without a number of days; the board's policy wins",
        sure=Sure.OURS,
        met=("board_told_on",),
        rows=SAFETY,
        applies=_unanticipated,
        todo="Tell the ethics board of the event",
        cure=PLACE,
        note="The law asks for it; the days are ours until the board's are entered",
    ),
)
_JUDGMENT, _COMPANY, _BOARD = EVENTS


def to_company(facts: Facts) -> Clock:
    """By when this company hears of a serious event: as agreed, else by our target."""
    hours = facts.answers.get("safety_hours", "")
    return replace(_COMPANY, days=-(-int(hours) // 24), set=Set.PROMISED) if hours else _COMPANY


def to_board(facts: Facts) -> Clock:
    """By when this ethics board hears of an event: as its policy says, else by our target."""
    days = facts.answers.get("irb_safety_days", "")
    return replace(_BOARD, days=int(days), set=Set.PROMISED) if days else _BOARD
