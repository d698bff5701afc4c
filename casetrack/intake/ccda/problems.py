"""Problems and diagnoses: problem observations, alone or inside a concern."""

from collections.abc import Iterator

from casetrack.intake.cancer import is_cancer, is_secondary, is_suspected
from casetrack.intake.ccda.access import (
    ENTRIES,
    Coded,
    Section,
    coded,
    free_text,
    related,
    span,
    status,
    templates,
)
from casetrack.intake.ccda.results import is_score, read_scores
from casetrack.intake.ccda.standing import (
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


def read_problem(entry: Node, section: Section, sheet: Worksheet) -> None:
    """Every problem observation of one entry; each is taken or left out by itself."""
    for concern, observation in _observations(entry):
        read_scores(observation, section, sheet)
        if is_score(observation, section):
            continue
        try:
            sheet.put("conditions", _condition(observation, concern, section))
        except NotTaken as reason:
            sheet.leave_out(reason.what, reason.why, source=section.at(observation))


def refuse_void(text: str, *nodes: Node | None) -> None:
    """Raise NotTaken when the entry, or the concern around it, says that there is nothing."""
    present = [node for node in nodes if node is not None]
    if any(map(is_negated, present)):
        raise NotTaken(text, "it is recorded as not present")
    if any(map(is_of_a_relative, present)):
        raise NotTaken(text, RELATIVE)
    if any(map(is_planned, present)):
        raise NotTaken(text, "it is a goal or a plan, not a finding")
    if any(map(is_empty, present)):
        raise NotTaken(text, "the entry is marked as empty")
    if "nullified" in set(map(status, present)):
        raise NotTaken(text, "it was entered in error")


def is_status(node: Node) -> bool:
    """A status observation (C-CDA R1.1), which hangs on a problem or an allergy."""
    return bool(templates(node) & _STATUS) or _loinc(node) == "33999-4"


def told_status(observation: Node, section: Section) -> str | None:
    """The status in the words of a status observation, if there is one."""
    for one in filter(is_status, related(observation)):
        value = coded(one.first("value"), section)
        known = _SNOMED_STATUS.get((value.code or "").rpartition("|")[2])
        if told := known or value.text:
            return told.lower()
    return None


def _observations(entry: Node) -> Iterator[tuple[Node | None, Node]]:
    for node in (one for one in entry.children if one.name in ENTRIES):
        if node.name == "observation":
            yield None, node
        else:
            yield from ((node, one) for one in related(node) if _is_problem(one))


_NOT_PROBLEMS = {
    "2.16.840.1.113883.10.20.22.4.8",  # severity
    "2.16.840.1.113883.10.20.22.4.5",  # health status
    "2.16.840.1.113883.10.20.22.4.31",  # age at onset
    "2.16.840.1.113883.10.20.22.4.119",  # author participation
    "2.16.840.1.113883.10.20.22.4.143",  # priority preference
}
_STATUS = {
    "2.16.840.1.113883.10.20.22.4.6",
    "2.16.840.1.113883.10.20.22.4.28",
    "2.16.840.1.113883.10.20.1.50",
    "2.16.840.1.113883.10.20.1.39",
}
_SNOMED_STATUS = {
    "55561003": "active",
    "73425007": "inactive",
    "413322009": "resolved",
    "277022003": "remission",
    "246455001": "recurrence",
    "263855007": "relapse",
}


_NAMELESS = "it carries no name and no code"
_WORDS_ONLY = "it is coded as unknown, so only its words are left: read them yourself"

# SNOMED CT: finding context and who is meant; known present, confirmed present
_CONTEXT, _SUBJECT, _OF_THE_PATIENT = "408729009", "408732007", "410604004"
_PRESENT = {"410515003", "410605003"}


def _is_problem(node: Node) -> bool:
    return (
        node.name == "observation" and not is_status(node) and not templates(node) & _NOT_PROBLEMS
    )


def _condition(observation: Node, concern: Node | None, section: Section) -> Finding:
    value = observation.first("value")
    told = coded(value, section)
    unsaid = value is not None and is_empty(value)  # "no problems" is written as a problem, too
    written = free_text(observation, section)
    text = told.text or (None if unsaid else written)
    if not text:
        raise NotTaken(written or "A problem", _WORDS_ONLY if written else _NAMELESS)
    refuse_void(text, observation, concern)
    if why := why_none(text, told.codes) or _context(value, section):
        raise NotTaken(text, why)
    start, end = span(observation)
    return Finding(
        text,
        source=section.at(observation),
        code=told.code,
        status=_status(observation, concern, section, ended=end is not None),
        date=start,
        end=end,
        detail={**_detail(observation, section, told), **_kind(text, told)},
        note=_note(observation, section, text),
    )


def _status(
    observation: Node, concern: Node | None, section: Section, *, ended: bool
) -> str | None:
    """What the status observation says; else an end means resolved; else the concern's status."""
    if told := told_status(observation, section):
        return told
    if ended:
        return "resolved"
    return status(concern) if concern is not None else None


def _kind(text: str, told: Coded) -> dict[str, str]:
    if is_suspected(text):
        return {"suspected": "yes"}
    if not is_cancer(text, told.codes):
        return {}
    secondary = is_secondary(text, told.codes)
    return {"cancer": "yes", "secondary": "yes"} if secondary else {"cancer": "yes"}


def _detail(observation: Node, section: Section, told: Coded) -> dict[str, str]:
    site = coded(observation.first("targetSiteCode"), section).text
    return {
        "body_site": site or _finding_site(observation, section),
        "category": section.name,
        "also_coded": "; ".join(code for code in told.codes if code != told.code),
    }


def _finding_site(observation: Node, section: Section) -> str:
    told = observation.all("value", "qualifier")
    sites = [one.first("value") for one in told if _qualifies(one) not in (_CONTEXT, _SUBJECT)]
    return "; ".join(text for one in sites if (text := coded(one, section).text))


def _context(value: Node | None, section: Section) -> str | None:
    """Why a problem in the form of SNOMED CT's "situation with explicit context" is none."""
    for one in value.all("qualifier") if value is not None else ():
        told = coded(one.first("value"), section)
        code = (told.code or "").rpartition("|")[2]
        if _qualifies(one) == _CONTEXT and code not in _PRESENT:
            return f"it is recorded as “{told.text or code}”"
        if _qualifies(one) == _SUBJECT and code != _OF_THE_PATIENT:
            return RELATIVE
    return None


def _qualifies(qualifier: Node) -> str:
    name = qualifier.first("name")
    return (name.get("code") or "") if name is not None else ""


def _note(observation: Node, section: Section, text: str) -> str | None:
    written = free_text(observation, section)
    return written if written and written.lower() != text.lower() else None


def _loinc(node: Node) -> str | None:
    code = node.first("code")
    return code.get("code") if code is not None else None
