"""Allergies: allergy observations with the substance as participant."""

from collections.abc import Iterator

from casetrack.intake.ccda.access import (
    Coded,
    Section,
    coded,
    related,
    span,
    status,
)
from casetrack.intake.ccda.problems import refuse_void, told_status
from casetrack.intake.ccda.standing import (
    is_empty,
    is_negated,
    is_of_a_relative,
    is_planned,
)
from casetrack.intake.chart import Finding
from casetrack.intake.nothing import NOT_KNOWN, denies_allergies, says_unknown
from casetrack.intake.safe_xml import Node
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_allergy(entry: Node, section: Section, sheet: Worksheet) -> None:
    """Every allergy of one entry; each is taken or left out by itself."""
    for concern, observation in _observations(entry):
        try:
            sheet.put("allergies", _allergy(observation, concern, section))
        except NotTaken as reason:
            sheet.leave_out(reason.what, reason.why, source=section.at(observation))


# SNOMED CT: allergy or intolerance to a drug, a food, a substance, without saying which
_GENERIC = {
    **dict.fromkeys(("419199007", "420134006", "418038007"), ""),
    **dict.fromkeys(("416098002", "419511003", "59037007"), "drug "),
    **dict.fromkeys(("414285001", "235719002", "418471000"), "food "),
}
_REACTION = "MFST"
_SEVERITY = "SEV"


def _observations(entry: Node) -> Iterator[tuple[Node, Node]]:
    for node in entry.children:
        if node.name == "observation":
            yield node, node
        elif node.name in {"act", "organizer"}:
            yield from ((node, one) for one in related(node) if _is_allergy(one))


def _is_allergy(node: Node) -> bool:
    code = node.first("code")
    return node.name == "observation" and (code is None or code.get("code") != _SEVERITY)


def _allergy(observation: Node, concern: Node, section: Section) -> Finding:
    told, kind = _substance(observation, section), coded(observation.first("value"), section)
    generic = (kind.code or "").rpartition("|")[2]
    text = told.text or (None if generic in _GENERIC else kind.text)
    code, none = told.code or kind.code, denies_allergies(text or "", told.codes)
    if generic in _GENERIC and _is_denied(observation) and (none or not text) and not told.codes:
        text, code, none = text or f"No known {_GENERIC[generic]}allergies", None, True
    else:
        refuse_void(text or kind.text or "An allergy", observation, concern)
    if not text:
        raise NotTaken(kind.text or "An allergy", "it names no substance")
    if says_unknown(text, told.codes):
        raise NotTaken(text, NOT_KNOWN)
    start, end = span(observation)
    return Finding(
        text,
        source=section.at(observation),
        code=code,
        status=told_status(observation, section) or status(concern),
        date=start,
        end=end,
        detail={
            **_detail(observation, section),
            "type": kind.text or "",
            "none_known": "yes" if none else "",
        },
    )


def _is_denied(observation: Node) -> bool:
    """An allergy to nothing in particular, said not to be, means that none is known."""
    void = is_of_a_relative(observation) or is_planned(observation) or is_empty(observation)
    return is_negated(observation) and not void


def _substance(observation: Node, section: Section) -> Coded:
    """The substance stands in the participant; its `name` serves where the code has no words."""
    for entity in observation.all("participant", "participantRole", "playingEntity"):
        told = coded(entity.first("code"), section)
        name = entity.first("name")
        written = name.words() if name is not None else None
        if told.text or written:
            return Coded((written or told.text) if told.bare else told.text, told.codes)
    return Coded()


def _detail(observation: Node, section: Section) -> dict[str, str]:
    reactions = [
        coded(one.first("value"), section).text for one in related(observation, kind=_REACTION)
    ]
    severities = [
        coded(one.first("value"), section).text
        for one in related(observation)
        if not _is_allergy(one)
    ]
    return {
        "reaction": "; ".join(filter(None, reactions)),
        "severity": "; ".join(filter(None, severities)),
    }
