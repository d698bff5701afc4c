"""Our own targets on treatment: no rule sets them. The agenda counts them from the latest event."""

from casetrack.rules.clocks.shape import Clock, Event, Party, Set, Sure
from casetrack.rules.facts import Facts
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers

PLANNED = "No rule: the treatment plan's own interval wins"


def _by_the_agenda(_facts: Facts, _said: Answers) -> bool:
    """Counted from the latest of many rows, which rules/agenda/on_drug.py finds."""
    return False


def _target(
    key: str,
    title: str,
    event: Event,
    *,
    role: Role,
    todo: str,
    cure: str,
    months: int = 0,
    days: int = 0,
) -> Clock:
    return Clock(
        key=key,
        title=title,
        event=event,
        months=months,
        days=days,
        set=Set.OUR_TARGET,
        owner=Party.CLINIC,
        to=Party.CLINIC,
        role=role,
        cites=PLANNED,
        sure=Sure.OURS,
        applies=_by_the_agenda,
        todo=todo,
        cure=cure,
    )


FIRST = ("first_dose_on",)
CLOSE_OUT = (
    "the last dose; where none was given FDA's permission, else the last movement of the drug"
)
ENDED = ("last_dose_on", "fda_permitted_on")
ASKED = Event("last_asked_on", "the last visit or call; the first dose before there is one", FIRST)
ON_DRUG: tuple[Clock, ...] = (
    _target(
        "scan_on_treatment",
        "Scan on treatment",
        Event("last_scan_on", "the last scan; the first dose before there is one", FIRST),
        months=3,
        role=Role.NURSE,
        todo="Scan and measure the tumor",
        cure="section:measurements",
    ),
    _target(
        "symptom_call",
        "Symptom call, in the first 12 weeks",
        ASKED,
        days=7,
        role=Role.NURSE,
        todo="Call about symptoms",
        cure="section:treatment_visits",
    ),
    _target(
        "symptom_call_later",
        "Symptom call, after 12 weeks",
        ASKED,
        days=28,
        role=Role.NURSE,
        todo="Call about symptoms",
        cure="section:treatment_visits",
    ),
    _target(
        "stock_check",
        "Count of the drug",
        Event("last_counted_on", "the last movement of the drug; the first dose before one", FIRST),
        days=28,
        role=Role.PHARMACIST,
        todo="Count the drug",
        cure="section:stock",
    ),
    _target(
        "close_out",
        "The end settled with everybody",
        Event("close_out_from", CLOSE_OUT, ENDED),
        days=30,
        role=Role.COORDINATOR,
        todo="Settle what is still owed",
        cure="stage:7",
    ),
)
