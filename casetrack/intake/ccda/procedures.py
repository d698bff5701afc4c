"""Procedures: procedure, act and observation entries that were carried out."""

from casetrack.intake.ccda.access import (
    Coded,
    Section,
    coded,
    free_text,
    related,
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
from casetrack.intake.nothing import why_none
from casetrack.intake.safe_xml import Node
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_procedure(entry: Node, section: Section, sheet: Worksheet) -> None:
    """Every procedure of one entry."""
    for node in entry.children:
        if node.name in {"procedure", "act", "observation"}:
            try:
                sheet.put("procedures", _procedure(node, section))
            except NotTaken as reason:
                sheet.leave_out(reason.what, reason.why, source=section.at(node))


_NEVER = {"cancelled": "it was cancelled", "nullified": "it was entered in error"}


def _procedure(node: Node, section: Section) -> Finding:
    told = coded(node.first("code"), section)
    text = told.text or free_text(node, section)
    if not text:
        raise NotTaken("A procedure", "it carries no name and no code")
    _refuse(node, text, told.codes)
    start, end = span(node)
    return Finding(
        text,
        source=section.at(node),
        code=told.code,
        status=status(node),
        date=start or section.days.get(told.code or ""),
        end=end,
        detail=_detail(node, section, told),
    )


def _refuse(node: Node, text: str, codes: tuple[str, ...]) -> None:
    if is_negated(node):
        raise NotTaken(text, "it was not done")
    if is_empty(node):
        raise NotTaken(text, "the entry is marked as empty")
    if (code := status(node)) in _NEVER:
        raise NotTaken(text, _NEVER[str(code)])
    if is_planned(node):
        raise NotTaken(text, PLANNED)
    if is_of_a_relative(node):
        raise NotTaken(text, RELATIVE)
    if why := why_none(text, codes):
        raise NotTaken(text, why)


def _detail(node: Node, section: Section, told: Coded) -> dict[str, str]:
    reasons = [coded(one.first("value"), section).text for one in related(node, kind="RSON")]
    return {
        "body_site": coded(node.first("targetSiteCode"), section).text or "",
        "reason_for": "; ".join(filter(None, reasons)),
        "category": section.name,
        "also_coded": "; ".join(code for code in told.codes if code != told.code),
    }
