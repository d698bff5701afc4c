"""ClinicalTrials.gov's JSON, version 2: one study, a page of them, or a list."""

from collections.abc import Iterator, Mapping, Sequence

from casetrack.intake.references import registry
from casetrack.intake.references.ctgov_results import harms_of, outcomes_of
from casetrack.intake.references.desk import begins
from casetrack.intake.references.reference import Arm, Broken, Trial
from casetrack.intake.references.walk import at, count, each, word, words
from casetrack.rules import source_ids

NO_NUMBER = "its trial number is not NCT and eight digits"


def is_study(one: object) -> bool:
    return isinstance(one, Mapping) and "protocolSection" in one


def studies_in(root: object) -> list[object] | None:
    """The studies of a file, or None if it is another kind of JSON."""
    if is_study(root):
        return [root]
    held = root.get("studies") if isinstance(root, Mapping) else root
    if isinstance(held, Sequence) and any(is_study(one) for one in held):
        return list(held)
    return None


def read_ctgov(studies: Sequence[object], *, named: str) -> Iterator[Trial | Broken]:
    """The trials; `named` is the number in the file's name. JSON has no lines: they are counted."""
    for line, study in enumerate(studies, start=1):
        if not is_study(study):
            yield Broken(line=line, begins="no title", why="it is not a study")
        else:
            yield _trial(study, line, named if len(studies) == 1 else "")


def _trial(study: object, line: int, named: str) -> Trial | Broken:
    protocol = at(study, "protocolSection")
    ident, state = at(protocol, "identificationModule"), at(protocol, "statusModule")
    number, title = source_ids.nct(word(ident, "nctId")), word(ident, "briefTitle")
    if not number:
        return Broken(line=line, begins=begins(title), why=NO_NUMBER)
    design, arms = at(protocol, "designModule"), at(protocol, "armsInterventionsModule")
    who, status = at(protocol, "eligibilityModule"), registry.status(word(state, "overallStatus"))
    return Trial(
        line=line,
        nct=number,
        title=title,
        aliases=tuple(filter(None, map(source_ids.nct, words(ident, "nctIdAliases")))),
        official_title=word(ident, "officialTitle"),
        acronym=word(ident, "acronym"),
        sponsor=word(protocol, "sponsorCollaboratorsModule", "leadSponsor", "name"),
        study_type=registry.KINDS.get(word(design, "studyType"), word(design, "studyType")),
        design=_design(design),
        phase=registry.phase(words(design, "phases")),
        status=status,
        status_on=word(state, "statusVerifiedDate"),
        updated_on=word(state, "lastUpdatePostDateStruct", "date"),
        conditions=tuple(words(protocol, "conditionsModule", "conditions")),
        interventions=tuple(word(one, "name") for one in each(arms, "interventions")),
        arms=tuple(map(_arm, each(arms, "armGroups"))),
        enrolled=count(design, "enrollmentInfo", "count"),
        enrolled_kind=word(design, "enrollmentInfo", "type").lower(),
        sex=registry.sex(word(who, "sex")),
        youngest=registry.age(word(who, "minimumAge")),
        oldest=registry.age(word(who, "maximumAge")),
        outcomes=outcomes_of(study),
        harms=harms_of(study),
        doubts=registry.doubts(status, named=named, nct=number),
    )


def _design(design: object) -> str:
    """'Randomized, parallel, quadruple masked'."""
    told = at(design, "designInfo")
    masking = word(told, "maskingInfo", "masking")
    parts = (
        registry.sentence_case(word(told, "allocation"))
        if word(told, "allocation") != "NA"
        else "",
        registry.sentence_case(word(told, "interventionModel")),
        registry.sentence_case(masking) + " masked" if masking not in ("", "NONE") else "",
        "Open label" if masking == "NONE" else "",
    )
    return ", ".join(filter(None, parts)).capitalize()


def _arm(arm: object) -> Arm:
    names = ", ".join(words(arm, "interventionNames"))
    return Arm(
        label=word(arm, "label"),
        kind=registry.sentence_case(word(arm, "type")),
        what=word(arm, "description") or names,
    )
