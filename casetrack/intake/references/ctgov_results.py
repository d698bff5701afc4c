"""The results a ClinicalTrials.gov record holds: what was measured, and what harmed whom."""

from casetrack.intake.references.reference import Figure, Harm, Outcome, Ratio
from casetrack.intake.references.walk import count, each, word

MOST_OUTCOMES = 40


def outcomes_of(study: object) -> tuple[Outcome, ...]:
    """The outcomes, primary ones first; one that gives several figures a group is not read."""
    told = each(study, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
    ordered = sorted(told, key=lambda one: word(one, "type") != "PRIMARY")
    return tuple(filter(None, map(_outcome, ordered[:MOST_OUTCOMES])))


def harms_of(study: object) -> tuple[Harm, ...]:
    groups = each(study, "resultsSection", "adverseEventsModule", "eventGroups")
    return tuple(map(_harm, groups))


def _outcome(told: object) -> Outcome | None:
    classes = each(told, "classes")
    categories = each(classes[0], "categories") if len(classes) == 1 else []
    if len(categories) != 1:
        return None
    names = {word(group, "id"): word(group, "title") for group in each(told, "groups")}
    people = _people(told)
    figures = tuple(
        Figure(group=names[at_group], value=word(one, "value"), n=people.get(at_group))
        for one in each(categories[0], "measurements")
        if (at_group := word(one, "groupId")) in names and word(one, "value")
    )
    return Outcome(
        title=word(told, "title"),
        primary=word(told, "type") == "PRIMARY",
        when=word(told, "timeFrame"),
        unit=word(told, "unitOfMeasure"),
        figures=figures,
        ratio=_ratio(told, set(names)),
    )


def _people(told: object) -> dict[str, int]:
    """How many participants each group had for this outcome."""
    counts = [each(one, "counts") for one in each(told, "denoms") if _are_people(one)]
    held = counts[0] if counts else []
    numbers = {word(one, "groupId"): count(one, "value") for one in held}
    return {group: number for group, number in numbers.items() if number is not None}


def _are_people(denominator: object) -> bool:
    return word(denominator, "units").lower() in ("participants", "patients", "subjects")


def _ratio(told: object, groups: set[str]) -> Ratio | None:
    """The first comparison of exactly two of the groups."""
    for one in each(told, "analyses"):
        compared = {group for group in each(one, "groupIds") if isinstance(group, str)}
        kind = word(one, "paramType")
        if len(compared) == 2 and compared <= groups and "ratio" in kind.lower():
            usual = word(one, "ciPctValue") == "95" and word(one, "ciNumSides") == "TWO_SIDED"
            return Ratio(
                kind=kind,
                value=word(one, "paramValue"),
                low=word(one, "ciLowerLimit") if usual else "",
                high=word(one, "ciUpperLimit") if usual else "",
            )
    return None


def _harm(group: object) -> Harm:
    return Harm(
        group=word(group, "title"),
        serious=_part(group, "serious"),
        other=_part(group, "other"),
        deaths=_part(group, "deaths"),
    )


def _part(group: object, kind: str) -> tuple[int, int] | None:
    some, of = count(group, f"{kind}NumAffected"), count(group, f"{kind}NumAtRisk")
    return (some, of) if some is not None and of and some <= of else None
