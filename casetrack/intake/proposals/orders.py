"""Several entries of one medicine, told together: doses, how often, and whether it goes on."""

from collections.abc import Iterable, Iterator, Sequence

from casetrack.intake.chart import Finding
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.phrases import distinct, flat, untagged

GIVEN = ("given", "dispensed")  # kinds of entries that are no orders
# What systems call an order that is not over; C-CDA knows "suspended", Cerner "ordered".
STILL = {"active", "ordered", "on-hold", "suspended", "in-progress", "taking"}
OVER = {
    *("completed", "stopped", "ended", "discontinued", "aborted", "inactive", "expired"),
    *("resolved", "declined"),
}


def doses(entries: Iterable[Finding]) -> str:
    """All doses of the orders, in their order; of what was given only if no order says one."""
    told = list(entries)
    ordered = [one for one in told if one.detail.get("kind") not in GIVEN]
    return "; ".join(distinct(map(_dose, ordered)) or distinct(map(_dose, told)))


def remarks(entries: Sequence[Finding]) -> Iterator[str]:
    """What to know of the entries: how many, other names, doses given, and how they stand."""
    if len(entries) > 1:
        yield f"{len(entries)} entries{_period(entries)}."
    names = distinct(untagged(one.text) for one in entries)[1:]
    if names:
        yield f"Also recorded as: {'; '.join(names)}."
    given = distinct(_dose(one) for one in entries if one.detail.get("kind") == "given")
    if given and doses(entries) != "; ".join(given):
        yield f"Given: {'; '.join(given)}."
    yield from _standing(entries)


def _dose(one: Finding) -> str:
    """The instruction in words if it tells an amount, else the coded dose (C-CDA has both)."""
    written = flat(one.detail.get("sig", ""))
    return written if any(map(str.isdigit, written)) else flat(one.detail.get("dose", ""))


def _period(entries: Sequence[Finding]) -> str:
    days = sorted(filter(None, (day(one.date) for one in entries)))
    if not days or days[0] == days[-1]:
        return ""
    return f", {shown(days[0])} to {shown(days[-1])}"


def _standing(entries: Sequence[Finding]) -> Iterator[str]:
    ends = sorted(filter(None, (day(one.end) for one in entries)))
    going = next((one for one in entries if one.status in STILL), None)
    if going:
        ending = f", with an end on {shown(ends[-1])}" if ends else ""
        yield f"The chart still marks it {going.status}{ending}: ask whether it goes on."
    elif not ends and (over := next((one for one in entries if one.status in OVER), None)):
        yield f"The chart marks it {over.status} and gives no end."
    planned = distinct(one.detail.get("ordered_from", "") for one in entries)
    dates = {day(one.date) for one in entries}
    for start in planned:
        if day(start) not in dates:
            yield f"Ordered to begin on {shown(start)}."
