"""Results, vital signs and scores: observations, alone or gathered in an organizer."""

from collections.abc import Iterator
from dataclasses import dataclass

from casetrack.intake.ccda.access import (
    ENTRIES,
    Coded,
    Section,
    amount,
    coded,
    pointed,
    span,
    status,
)
from casetrack.intake.ccda.standing import (
    PLANNED,
    RELATIVE,
    is_empty,
    is_negated,
    is_of_a_relative,
    is_planned,
)
from casetrack.intake.chart import Finding
from casetrack.intake.dates import from_hl7
from casetrack.intake.safe_xml import Node
from casetrack.intake.scores import score
from casetrack.intake.shelves import shelf
from casetrack.intake.units import metric, number
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_result(entry: Node, section: Section, sheet: Worksheet, *, category: str) -> None:
    """Every observation of one entry; each is taken or left out by itself."""
    for panel, node in _observations(entry, section):
        try:
            _put(node, panel, section, sheet, category=category)
        except NotTaken as reason:
            sheet.leave_out(reason.what, reason.why, source=section.at(node))


def read_scores(node: Node, section: Section, sheet: Worksheet) -> None:
    """Stages and performance scores only, however deep they hang: on a diagnosis, or anywhere."""
    for one in node.walk():
        if one.name == "observation" and is_score(one, section):
            try:
                _put(one, _panel(one.parent, section), section, sheet, category="")
            except NotTaken as reason:
                sheet.leave_out(reason.what, reason.why, source=section.at(one))


def is_score(node: Node, section: Section) -> bool:
    """Whether an observation is named as a stage or a performance score."""
    told = coded(node.first("code"), section, spoken_first=True)
    named = shelf(told.text or "", codes=told.codes) if told.text else ""
    return named in ("stages", "performance_status")


@dataclass(frozen=True, slots=True)
class _Panel:
    """What an organizer says once for all its results; one within another says the rest."""

    heading: str = ""
    day: str | None = None


def _panel(node: Node | None, section: Section, *, within: _Panel = _Panel()) -> _Panel:
    if node is None:
        return within
    heading = coded(node.first("code"), section, spoken_first=True).text
    return _Panel(heading or within.heading, span(node)[0] or within.day)


def _observations(entry: Node, section: Section) -> Iterator[tuple[_Panel, Node]]:
    waiting = [(_Panel(), one) for one in reversed(entry.children) if one.name in ENTRIES]
    while waiting:
        panel, node = waiting.pop()
        if node.name == "observation":
            yield panel, node
        elif node.name == "organizer":
            panel = _panel(node, section, within=panel)
            inside = [one for part in node.all("component") for one in part.children]
            waiting += [(panel, one) for one in reversed(inside) if one.name in ENTRIES]


_NEVER = {
    "cancelled": "it was cancelled",
    "aborted": "it was broken off",
    "nullified": "it was entered in error",
}


def _put(node: Node, panel: _Panel, section: Section, sheet: Worksheet, *, category: str) -> None:
    told = coded(node.first("code"), section, spoken_first=True)
    text = told.text or section.name  # an ASSERTION says nothing but where it stands
    _refuse(node, section, text, told.code)
    answer = _answer(node.first("value"), section)
    if answer.value is None:
        raise NotTaken(text, "it has no value")
    name = shelf(text, codes=told.codes, category=category)
    value, extra = _shown(name, told, answer)
    start, end = span(node)
    found = Finding(
        text,
        source=section.at(node),
        code=told.code,
        status=status(node),
        date=start or panel.day,
        end=end if end != start else None,
        value=value,
        unit=answer.unit,
        detail={**_beside(node, panel, section, category), **extra},
    )
    sheet.put(name, found)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found, its unit, and its codes when it is a coded answer."""

    value: str | int | float | None = None
    unit: str | None = None
    codes: tuple[str, ...] = ()


def _shown(
    name: str, told: Coded, answer: _Answer
) -> tuple[str | int | float | None, dict[str, str]]:
    if name == "performance_status":
        points, words = score(answer.value, answer.codes)
        return points, {"interpretation": words} if words else {}
    if name == "biomarkers":
        return answer.value, {"finding": "marker"}
    return answer.value, metric(told.codes, answer.value, (answer.unit,))


def _refuse(node: Node, section: Section, text: str, code: str | None) -> None:
    if is_negated(node):
        raise NotTaken(text, "it is recorded as not present")
    if is_of_a_relative(node):
        raise NotTaken(text, RELATIVE)
    if is_empty(node):
        raise NotTaken(text, "the entry is marked as empty")
    if (state := status(node)) in _NEVER:
        raise NotTaken(text, _NEVER[str(state)])
    if section.code and code and code.endswith(f"|{section.code}"):
        raise NotTaken(text, "it is a placeholder, coded like its section")
    if is_planned(node):
        raise NotTaken(text, PLANNED)


def _answer(node: Node | None, section: Section) -> _Answer:
    if node is None or (is_empty(node) and not node.children):
        return _Answer()
    if node.first("low") is not None or node.first("high") is not None:
        return _Answer(_range(node))
    if size := node.get("value"):
        return _number(size, node)
    if node.first("numerator") is not None:
        return _Answer(_ratio(node))
    told = coded(node, section)
    return _Answer(told.text or pointed(node, section) or node.words() or None, codes=told.codes)


def _number(size: str, node: Node) -> _Answer:
    kind = node.get("type") or ""
    if kind.endswith("TS"):
        return _Answer(from_hl7(size) or size)
    if kind.endswith("BL"):
        return _Answer({"true": "Yes", "false": "No"}.get(size.lower(), size))
    points, unit = number(size), node.get("unit")
    return _Answer(size if points is None else points, None if unit == "1" else unit)


def _range(node: Node) -> str | None:
    low, high = amount(node.first("low")), amount(node.first("high"))
    if low and high:
        return f"{low} to {high}"
    if low:
        return f"{'>' if _is_open(node.first('low')) else '≥'} {low}"
    return f"{'<' if _is_open(node.first('high')) else '≤'} {high}" if high else None


def _is_open(end: Node | None) -> bool:
    """'< 5' is recorded as an end that is not included."""
    return end is not None and (end.get("inclusive") or "").lower() == "false"


def _ratio(node: Node) -> str | None:
    """A titer of 1:64."""
    parts = [amount(node.first(name)) for name in ("numerator", "denominator")]
    return ":".join(filter(None, parts)) if all(parts) else None


def _beside(node: Node, panel: _Panel, section: Section, category: str) -> dict[str, str]:
    read_as = coded(node.first("interpretationCode"), section, spoken_first=True).text
    ranges = node.all("referenceRange", "observationRange")
    return {
        "interpretation": read_as or "",
        "reference_range": "; ".join(filter(None, map(_range_text, ranges))),
        "body_site": coded(node.first("targetSiteCode"), section).text or "",
        "panel": panel.heading,
        "category": category,
    }


def _range_text(one: Node) -> str | None:
    written, value = one.first("text"), one.first("value")
    if written is not None and (text := written.words()):
        return text
    return _range(value) if value is not None else None
