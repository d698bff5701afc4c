"""Drugs against the cancer as lines of therapy: one line per drug, or per regimen that stopped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.drug_names import known_names
from casetrack.intake.proposals.drugs import cancer_names, drug_of, is_for_cancer, treats_cancer
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.orders import GIVEN, STILL, doses, remarks
from casetrack.intake.proposals.phrases import distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.stopping import why_stopped


def drug_lines(chart: Chart) -> Iterator[Draft]:
    """Repeated orders of a drug are one line; drugs that began and stopped together are one."""
    cancers = cancer_names(chart)
    mine = [one for one in chart.medications if treats_cancer(one, cancers)]
    lines = [_line(entries) for entries in _of_one_drug(mine)]
    for together in grouped(lines, _regimen).values():
        yield _draft(together, cancers)


@dataclass(frozen=True)
class _Line:
    """One drug from its first entry to its last, all with the same recorded reason to stop."""

    entries: Sequence[Finding]
    treatment: str
    start: str
    stop: str
    reason: str


def _of_one_drug(medicines: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The entries of each drug; a drug that was stopped and begun again has several lines."""
    for entries in grouped(medicines, lambda one: drug_of(one.text)).values():
        if len({_ending(one) for one in entries} - {""}) > 1:
            yield from grouped(entries, _ending).values()
        else:
            yield entries


def _ending(one: Finding) -> str:
    """The recorded reason to stop, or that it goes on; blank when the chart says neither."""
    return _reason(one).casefold() or ("goes on" if one.status in STILL else "")


def _reason(one: Finding) -> str:
    return untagged(one.detail.get("reason", ""))


def _line(entries: Sequence[Finding]) -> _Line:
    return _Line(
        entries,
        untagged(_order(entries).text),
        min(filter(None, (day(one.date) for one in entries)), default=""),
        _stop(entries),
        next(filter(None, map(_reason, entries)), ""),
    )


def _order(entries: Sequence[Finding]) -> Finding:
    """The entry that stands for all: the first order, rather than a dose that was given."""
    return next((one for one in entries if one.detail.get("kind") not in GIVEN), entries[0])


def _stop(entries: Sequence[Finding]) -> str:
    """The recorded end of the last order; the end of an infusion or a supply is not the line's."""
    orders = [one for one in entries if one.detail.get("kind") not in GIVEN]
    if not orders or any(one.status in STILL for one in entries):
        return ""
    last = max(orders, key=lambda one: (day(one.date), day(one.end)))
    return max((day(one.end) for one in orders), default="") if day(last.end) else ""


def _regimen(one: _Line) -> object:
    """Lines with the same start and the same reason to stop belong together."""
    if one.start and one.reason:
        return one.start, one.reason.casefold()
    return id(one)


def _draft(together: Sequence[_Line], cancers: frozenset[str]) -> Draft:
    entries = [entry for one in together for entry in one.entries]
    stops = {one.stop for one in together}
    first = together[0]
    return Draft(
        rows="therapy",
        answers={
            "treatment": " + ".join(one.treatment for one in together),
            "kind": "drug",
            "dose": _doses(together),
            "start": first.start,
            "stop": first.stop if len(stops) == 1 else "",
            **why_stopped(first.reason),
        },
        findings=tuple(entries),
        text=_text(together),
        notes=distinct((*_notes(together, cancers), *notes_of(entries))),
    )


def _doses(together: Sequence[_Line]) -> str:
    told = [(one.treatment, doses(one.entries)) for one in together]
    if len(told) == 1:
        return told[0][1]
    return "; ".join(f"{name}: {dose}" for name, dose in told if dose)


def _text(together: Sequence[_Line]) -> str:
    orders = [_order(one.entries) for one in together]
    told = [line(one, doses([one]), one.status) for one in orders]
    reason = f"reason to stop: {together[0].reason}" if together[0].reason else ""
    return "; ".join(filter(None, [*told, reason]))


def _notes(together: Sequence[_Line], cancers: frozenset[str]) -> Iterator[str]:
    """What is true of every drug is said once, the rest with the drug's name."""
    told = [tuple(_remarks(one, together, cancers)) for one in together]
    shared = set(told[0]).intersection(*told)
    yield from (remark for remark in told[0] if remark in shared)
    for one, remarks_of_one in zip(together, told, strict=True):
        own = (remark for remark in remarks_of_one if remark not in shared)
        yield from (f"{one.treatment}: {remark}" for remark in own)


def _remarks(one: _Line, together: Sequence[_Line], cancers: frozenset[str]) -> Iterator[str]:
    yield from remarks(one.entries)
    if one.stop and len({other.stop for other in together}) > 1:
        yield f"Stopped {shown(one.stop)}."
    for intent in distinct(
        untagged(each.detail.get("treatment_intent", "")) for each in one.entries
    ):
        yield f"Intent: {intent}."
    yield from _sorting(one.entries, cancers)


def _sorting(entries: Sequence[Finding], cancers: frozenset[str]) -> Iterator[str]:
    """Why the drug stands here, where that can be doubted."""
    given = distinct(flat(one.detail.get("reason_for", "")) for one in entries)
    if not known_names(entries[0].text):
        yield "It stands here by the reason the chart gives: if it is supportive care, decline it."
    elif given and not any(is_for_cancer(one, cancers) for one in entries):
        yield f"The chart gives it for: {'; '.join(given)}."
