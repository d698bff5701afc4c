"""Medicines: substance administrations, alone or inside a discharge medication."""

from collections.abc import Iterator

from casetrack.intake.ccda.access import (
    Coded,
    Section,
    amount,
    coded,
    free_text,
    related,
    span,
    status,
)
from casetrack.intake.ccda.problems import told_status
from casetrack.intake.ccda.standing import (
    RELATIVE,
    is_empty,
    is_negated,
    is_of_a_relative,
)
from casetrack.intake.chart import Finding
from casetrack.intake.nothing import why_none
from casetrack.intake.safe_xml import Node
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_medicine(entry: Node, section: Section, sheet: Worksheet) -> None:
    """Every medicine of one entry; each is taken or left out by itself."""
    for node in _administrations(entry):
        try:
            sheet.put("medications", _medication(node, section))
        except NotTaken as reason:
            sheet.leave_out(reason.what, reason.why, source=section.at(node))


def _administrations(entry: Node) -> Iterator[Node]:
    for node in entry.children:
        if node.name == "substanceAdministration":
            yield node
        elif node.name in {"act", "organizer"}:
            inside = [*related(node), *node.all("component", "substanceAdministration")]
            yield from (one for one in inside if one.name == "substanceAdministration")


_PRODUCT = ("consumable", "manufacturedProduct", "manufacturedMaterial")
_NEVER = {
    "cancelled": "it was cancelled",
    "nullified": "it was entered in error",
    "new": "it is a draft, not yet an order",
}
_ONLY = {"PRP": "a proposal", "PRMS": "a promise", "GOL": "a goal", "DEF": "a definition"}


def _medication(node: Node, section: Section) -> Finding:
    told = _product(node, section)
    if not told.text:
        raise NotTaken("A medicine", "it names no medicine")
    _refuse(node, told.text)
    if why := why_none(told.text, told.codes):
        raise NotTaken(told.text, why)
    start, end = span(node)
    return Finding(
        told.text,
        source=section.at(node),
        code=told.code,
        status=_told_status(node, section),
        date=start,
        end=end,
        detail=_detail(node, section, told),
    )


def _product(node: Node, section: Section) -> Coded:
    material = node.first(*_PRODUCT)
    told = coded(material.first("code"), section) if material is not None else Coded()
    name = material.first("name") if material is not None else None
    if told.text and not told.bare:
        return told
    written = name.words() if name is not None else None
    return Coded(written or told.text or _spoken(node, section), told.codes)


def _spoken(node: Node, section: Section) -> str | None:
    """The narrative, where the product has no code at all; a null code means there is none."""
    code = node.first(*_PRODUCT, "code")
    return free_text(node, section) if code is None or not is_empty(code) else None


def _refuse(node: Node, text: str) -> None:
    if is_negated(node):
        raise NotTaken(text, "it is recorded as not taken")
    if is_of_a_relative(node):
        raise NotTaken(text, RELATIVE)
    if is_empty(node):
        raise NotTaken(text, "the entry is marked as empty")
    if (code := status(node)) in _NEVER:
        raise NotTaken(text, _NEVER[str(code)])
    if (mood := node.get("moodCode") or "") in _ONLY:
        raise NotTaken(text, f"it is only {_ONLY[mood]}, not an order")


def _told_status(node: Node, section: Section) -> str | None:
    return told_status(node, section) or status(node)


def _detail(node: Node, section: Section, told: Coded) -> dict[str, str]:
    reasons = [coded(one.first("value"), section).text for one in related(node, kind="RSON")]
    return {
        "kind": "reported" if node.get("moodCode") == "EVN" else "ordered",
        "dose": _dose(node, section),
        "sig": _sig(node, section, told),
        "reason_for": "; ".join(filter(None, reasons)),
        "category": section.name,
        "also_coded": "; ".join(code for code in told.codes if code != told.code),
    }


def _sig(node: Node, section: Section, told: Coded) -> str:
    """The instruction in words, unless the text only repeats the name."""
    written = free_text(node, section) or ""
    return "" if written.lower() == (told.text or "").lower() else written


def _dose(node: Node, section: Section) -> str:
    form = coded(node.first("administrationUnitCode"), section).text
    parts = [
        " ".join(filter(None, [amount(node.first("doseQuantity")), form])),
        coded(node.first("routeCode"), section).text,
        *(
            f"every {every}"
            for one in node.all("effectiveTime", "period")
            if (every := amount(one))
        ),
    ]
    return ", ".join(filter(None, parts))
