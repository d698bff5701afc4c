"""Steps that clocks set: what the law asks, what was promised, and our own targets."""

from collections.abc import Iterator

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.clocks import Deadline, Party, Set, running
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.questions import BY_ROWS, find, section_asking

OUTSIDE = {
    Party.FDA: "FDA",
    Party.IRB: "IRB",
    Party.INSURER: "the insurer",
    Party.REVIEWER: "the independent reviewer",
}


def deadlines_due(facts: Facts) -> Iterator[Item]:
    """Every running deadline, but not a second time whom the case's next step chases already."""
    for one in running(facts):
        clock = one.clock
        chased = clock.set is not Set.BY_LAW and _owes(facts, one) == facts.waiting_on != ""
        if one.due is None or clock.keeps or chased:
            continue
        party = "" if clock.role else _owes(facts, one)
        kept, cure = _ends(one)
        yield Item(
            key=step_key(one),
            what=f"{clock.todo} ({party})" if party and party not in clock.todo else clock.todo,
            on=one.due,
            why=_counted(one),
            set=clock.set,
            waiting_on=party,
            cure=cure,
            kept=kept,
        )


def step_key(one: Deadline) -> str:
    """The name of a deadline's step, for good."""
    return f"clock:{one.clock.key}" + (f":{one.row}" if one.row else "")


def deadline_of(key: str, facts: Facts) -> Deadline | None:
    """The deadline behind a step, so that it can be told how its day was counted."""
    return next((one for one in running(facts) if key == step_key(one)), None)


def named_by(facts: Facts) -> Deadline | None:
    """The clock that sets the day on which the case's next step chases a party, if one does."""
    if not facts.waiting_on:
        return None
    owed = (one for one in running(facts) if _owes(facts, one) == facts.waiting_on)
    return next((one for one in owed if one.due == facts.next_on), None)


def _owes(facts: Facts, one: Deadline) -> str:
    """Who owes this, as a case's next step would name them; empty where it is our own act."""
    if one.clock.role:
        return ""
    if one.clock.owner is Party.COMPANY:
        return facts.answers.get("company", "") or "the company"
    return OUTSIDE.get(one.clock.owner, "")


def _counted(one: Deadline) -> str:
    """'5 working days after the request was sent, Sep 22, 2026', or whose word it is."""
    if one.given or one.count is None:
        return f"{one.clock.title}: a day that was named"
    began = show_date(one.count.start)
    return f"{one.clock.length} after {one.clock.event.words}, {began}"


def _ends(one: Deadline) -> tuple[Kept, str]:
    """Where it is recorded that this was done; what no page asks yet, is asked by itself."""
    clock = one.clock
    if clock.cure:
        return Kept(), clock.cure.format(row=one.row)
    key = clock.again or clock.met[0]
    if one.row and find(key, rows=clock.rows):
        return Kept(), f"row:{BY_ROWS[clock.rows].key}:{one.row}"
    section = section_asking(key)
    if section and not one.row:
        return Kept(), f"section:{section.key}"
    return Kept(entry=one.row, done_on=key), ""
