"""ClinicalTrials.gov's legacy XML: one study a file, no longer offered but still in folders."""

from collections.abc import Iterator
from datetime import date

from casetrack.intake.references import registry
from casetrack.intake.references.ctgov import NO_NUMBER
from casetrack.intake.references.desk import begins
from casetrack.intake.references.reference import Arm, Broken, Trial
from casetrack.intake.safe_xml import Node
from casetrack.rules import source_ids
from casetrack.rules.dates import read_rough
from casetrack.rules.text import Unreadable

ROOT = "clinical_study"
OLD = "This is ClinicalTrials.gov's old format: look the trial up for its present status."


def read_ctgov_xml(root: Node, *, named: str) -> Iterator[Trial | Broken]:
    number = source_ids.nct(_run(root, "id_info", "nct_id"))
    title = _run(root, "brief_title")
    if not number:
        yield Broken(line=root.line, begins=begins(title), why=NO_NUMBER)
        return
    status, who = _run(root, "overall_status"), root.first("eligibility")
    yield Trial(
        line=root.line,
        nct=number,
        title=title,
        official_title=_run(root, "official_title"),
        acronym=_run(root, "acronym"),
        sponsor=_run(root, "sponsors", "lead_sponsor", "agency"),
        study_type=registry.sentence_case(_run(root, "study_type")),
        design=_design(root.first("study_design_info")),
        phase=_run(root, "phase").replace("N/A", "Not applicable"),
        status=status,
        status_on=_day(_run(root, "verification_date")),
        updated_on=_day(_run(root, "last_update_posted")),
        conditions=_runs(root, "condition"),
        interventions=_runs(root, "intervention", "intervention_name"),
        arms=tuple(map(_arm, root.all("arm_group"))),
        enrolled=_count(_run(root, "enrollment")),
        enrolled_kind=_kind(root.first("enrollment")),
        sex=registry.sex(_run(who, "gender")),
        youngest=registry.age(_run(who, "minimum_age")),
        oldest=registry.age(_run(who, "maximum_age")),
        doubts=(*registry.doubts(status, named=named, nct=number), OLD),
    )


def _run(node: Node | None, *path: str) -> str:
    found = node.first(*path) if node else None
    return found.run() if found else ""


def _runs(root: Node, *path: str) -> tuple[str, ...]:
    return tuple(one.run() for one in root.all(*path))


def _design(told: Node | None) -> str:
    parts = (_run(told, "allocation"), _run(told, "intervention_model"), _run(told, "masking"))
    return ", ".join(one for one in parts if one not in ("", "N/A")).capitalize()


def _day(text: str) -> str:
    """'May 11, 2018' as 2018-05-11 and 'June 2017' as 2017-06."""
    try:
        return read_rough(text, today=date.max) if text else ""
    except Unreadable:
        return ""


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _kind(told: Node | None) -> str:
    return (told.get("type") or "").lower() if told else ""


def _arm(arm: Node) -> Arm:
    kind = registry.sentence_case(_run(arm, "arm_group_type"))
    return Arm(label=_run(arm, "arm_group_label"), kind=kind, what=_run(arm, "description"))
