"""What a careful reader would doubt in a chart. Doubts are said, never resolved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from casetrack.intake.chart import Finding, Patient
from casetrack.intake.dates import before
from casetrack.intake.shelves import is_height, is_stage_group, is_weight

Shelves = Mapping[str, Sequence[Finding]]


def doubts(patient: Patient, shelves: Shelves, *, today: str) -> tuple[list[str], list[str]]:
    """Sentences for the reader of the chart: what must be seen first, and the rest."""
    first = [*_deceased(patient), *_death_told(patient, shelves), *_birth(patient, today)]
    later = [
        *_dates(patient, shelves, today),
        *_uncertain(shelves),
        *_long_active(shelves["medications"], today),
        *_sizes(shelves["measurements"]),
        *_disagreements(shelves),
    ]
    return first, later


def _deceased(patient: Patient) -> Iterator[str]:
    if patient.deceased is True:
        yield "The chart records this patient as deceased."
    elif patient.deceased:
        yield f"The chart records this patient as deceased ({patient.deceased[:10]})."


def _death_told(patient: Patient, shelves: Shelves) -> Iterator[str]:
    """A death may stand among the observations alone."""
    found = [one for shelf in ("measurements", "labs") for one in shelves[shelf] if _of_death(one)]
    if not patient.deceased:
        yield from _grouped(
            found[:1], "in the chart, though the patient is not recorded as deceased"
        )


def _of_death(one: Finding) -> bool:
    return one.code in _DEATH or bool(_DEATH_WORDS.match(one.text))


_DEATH = {"http://loinc.org|81956-5", "http://loinc.org|69453-9"}
_DEATH_WORDS = re.compile(r"(cause|date|date and time|time|manner) of death\b", re.IGNORECASE)


def _birth(patient: Patient, today: str) -> Iterator[str]:
    born = patient.birth_date
    if born and before(today, born):
        yield f"Check this: the birth date {born} is in the future."
    elif born and before(born, "1900"):
        yield f"Check this: the birth date {born} is before 1900."
    died = patient.deceased
    if born and isinstance(died, str) and before(died, born):
        yield "Check this: the date of death is before the birth date."


def _dates(patient: Patient, shelves: Shelves, today: str) -> Iterator[str]:
    dated = [one for shelf in shelves.values() for one in shelf if one.date]
    old = [one for one in dated if before(one.date or "", "1900")]
    future = [one for one in dated if before(today, one.date or "")]
    born = patient.birth_date
    recent = [one for one in dated if not before(one.date or "", "1900")]
    unborn = [one for one in recent if born and before(one.date or "", born)]
    ended = [one for one in dated if one.end and before(one.end, one.date or "")]
    yield from _grouped(old, "dated before 1900")
    yield from _grouped(future, "dated in the future")
    yield from _grouped(unborn, "dated before the patient's birth")
    yield from _grouped(ended, "recorded with an end before its beginning")


def _uncertain(shelves: Shelves) -> Iterator[str]:
    unsure = [
        one
        for shelf in ("conditions", "allergies")
        for one in shelves[shelf]
        if one.detail.get("verification") in _UNCONFIRMED
    ]
    early = [one for shelf in shelves.values() for one in shelf if one.status == "preliminary"]
    yield from _grouped(unsure, "not confirmed")
    yield from _grouped(early, "only preliminary")


def _long_active(medications: Iterable[Finding], today: str) -> Iterator[str]:
    """Orders are seldom closed; one that old is more likely forgotten than taken."""
    limit = f"{int(today[:4]) - 2}{today[4:]}"
    old = [one for one in medications if one.status == "active" and not one.end]
    old = [one for one in old if one.detail.get("kind") == "ordered" and one.date]
    yield from _grouped(
        [one for one in old if before(one.date or "", limit)],
        "still marked active though ordered more than two years ago",
    )


_UNCONFIRMED = {"unconfirmed", "provisional", "differential"}


def _sizes(measurements: Iterable[Finding]) -> Iterator[str]:
    weights = [one for one in measurements if is_weight(_codes(one))]
    heights = [one for one in measurements if is_height(_codes(one))]
    bare = [one for one in weights if _number(one) and "kg" not in one.detail]
    bare += [one for one in heights if _number(one) and "cm" not in one.detail]
    odd = [one for one in weights if not _within(one.detail.get("kg"), 0.3, 500)]
    odd += [one for one in heights if not _within(one.detail.get("cm"), 20, 275)]
    yield from _grouped(bare, "recorded in a unit that could not be converted")
    yield from _grouped(odd, "hardly possible in the unit recorded")


def _disagreements(shelves: Shelves) -> Iterator[str]:
    groups = [one for one in shelves["stages"] if is_stage_group(_codes(one), one.text)]
    yield from _differ(groups, "more than one stage", by_day=False)
    yield from _differ(shelves["disease_status"], "more than one disease status", by_day=True)
    for one_scale in _by_scale(shelves["performance_status"]):
        yield from _differ(one_scale, "more than one performance status", by_day=True)
    weights = [one for one in shelves["measurements"] if "kg" in one.detail]
    yield from _differ(weights, "more than one weight", by_day=True)
    yield from _both_active_and_over(shelves["conditions"])


def _differ(findings: Iterable[Finding], what: str, *, by_day: bool) -> Iterator[str]:
    """One sentence for each day (or for all days) on which the recorded values are not the same."""
    days: dict[str, dict[str, str]] = defaultdict(dict)
    for one in findings:
        if one.value is not None:
            day = (one.date or "")[:10] if by_day else ""
            days[day].setdefault(one.detail.get("kg") or _shown(one), _shown(one))
    for day, values in days.items():
        if len(values) > 1:
            when = f" on {day}" if day else ""
            yield f"Check this: the chart gives {what}{when}: {'; '.join(values.values())}."


def _both_active_and_over(conditions: Iterable[Finding]) -> Iterator[str]:
    seen: dict[str, set[str]] = defaultdict(set)
    for one in conditions:
        if "cancer" in one.detail:
            seen[one.text].add((one.status or "").partition(",")[0])
    for text, statuses in seen.items():
        if "active" in statuses and statuses & {"resolved", "inactive", "remission"}:
            yield f"Check this: “{text}” is recorded both as active and as {_over(statuses)}."


def _over(statuses: set[str]) -> str:
    return " and ".join(sorted(statuses & {"resolved", "inactive", "remission"}))


def _grouped(findings: Sequence[Finding], doubt: str) -> Iterator[str]:
    if len(findings) == 1:
        yield f"Check this: {_named(findings[0])} is {doubt}."
    elif findings:
        yield f"Check this: {len(findings)} entries are {doubt}, first {_named(findings[0])}."


def _named(one: Finding) -> str:
    return f"“{one.text[:80]}”" + (f" ({one.date[:10]})" if one.date else "")


def _shown(one: Finding) -> str:
    return f"{one.value} {one.unit}" if one.unit else str(one.value)


def _codes(one: Finding) -> tuple[str, ...]:
    return (one.code,) if one.code else ()


def _number(one: Finding) -> bool:
    return isinstance(one.value, int | float)


def _within(size: str | None, low: float, high: float) -> bool:
    return size is None or low <= float(size) <= high


def _by_scale(findings: Iterable[Finding]) -> list[list[Finding]]:
    scales: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        scales[one.code or one.text.casefold()].append(one)
    return list(scales.values())
