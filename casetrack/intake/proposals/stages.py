"""The stage as the chart gives it: group and T, N, M of one day in one line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.newest import grouped, newest
from casetrack.intake.proposals.phrases import amount, distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally
from casetrack.intake.shelves import is_stage_group


def stage(chart: Chart, tally: Tally) -> list[Draft]:
    """The stage in one line; where the chart gives several values for one part, all of them."""
    told = [_staged(one) for one in chart.stages if one.value is not None]
    whole = _agree(told)
    days = [told] if whole else grouped(told, lambda one: day(one.finding.date)).values()
    return newest((draft for of_day in days for draft in _drafts(of_day)), tally)


@dataclass(frozen=True)
class _Staged:
    """One value: where it stands in the line, the part of the stage it is about, and its words."""

    rank: int  # the group, then T, N and M, then the rest
    part: str
    words: str
    finding: Finding


_BODY = r"(?:American Joint Committee on Cancer|Union for International Cancer Control|AJCC|UICC)"
_ISSUER = re.compile(rf"^{_BODY}\s*(?:\d+(?:th|rd|st)? edition\s*)?", re.IGNORECASE)
_TNM = re.compile(r"(?P<part>(?:[ycpra]{0,3})[TNM])(?:X|is|a\b|\d)\S*")
_GROUP = re.compile(
    r"(?:stage\s*)?(?:y?[cp])?(?P<stage>0|occult|(?:I{1,3}|IV|[1-4])[A-D]?\d?)", re.IGNORECASE
)
_GROUP_RANK, _TNM_RANKS, _REST_RANK = 0, {"T": 1, "N": 2, "M": 3}, 4


def _staged(one: Finding) -> _Staged:
    value = _ISSUER.sub("", untagged(amount(one)))
    if tnm := _TNM.fullmatch(value):
        return _Staged(_TNM_RANKS[tnm["part"][-1]], tnm["part"], value, one)
    group = _GROUP.fullmatch(value)
    if group and is_stage_group([one.code or ""], one.text):
        return _Staged(_GROUP_RANK, "group", f"Stage {group['stage']}", one)
    if value.lower().startswith("stage "):
        return _Staged(_GROUP_RANK, "group", f"S{value[1:]}", one)
    text = untagged(one.text)
    return _Staged(_REST_RANK, text, f"{text}: {value}", one)


def _agree(told: Iterable[_Staged]) -> bool:
    """Whether the whole chart gives one value for each part."""
    parts = grouped(told, lambda one: one.part).values()
    return all(len(_values(part)) == 1 for part in parts)


def _values(part: Iterable[_Staged]) -> set[str]:
    return {one.words.casefold() for one in part}


def _drafts(told: Sequence[_Staged]) -> Iterable[Draft]:
    """The parts that agree in one line; with each value of a part that does not, a line more."""
    if not told:
        return
    parts = grouped(sorted(told, key=_rank), lambda one: one.part).values()
    sure = [part[0] for part in parts if len(_values(part)) == 1]
    open_parts = [part for part in parts if len(_values(part)) > 1]
    if not open_parts:
        yield _draft(sure, sorted(told, key=_rank))
    for part in open_parts:
        for same in grouped(part, lambda one: one.words.casefold()).values():
            chosen = sorted([*sure, same[0]], key=_rank)
            yield _draft(chosen, [same[0], *(one for one in chosen if one is not same[0])])


def _rank(one: _Staged) -> tuple[int, str]:
    return one.rank, one.part


def _draft(parts: Sequence[_Staged], told: Sequence[_Staged]) -> Draft:
    dated = sorted((one.finding for one in told), key=lambda one: day(one.date), reverse=True)
    words = _line(parts)
    return Draft(
        answers={"disease_stage": words},
        findings=tuple(dated),
        text="; ".join(distinct(line(one) for one in dated)),
        says=words,
        notes=notes_of(dated),
    )


def _line(parts: Sequence[_Staged]) -> str:
    """'Stage IIB, cT3 cN0 cM0, Breslow depth: 1.2 mm'."""
    tnm = " ".join(one.words for one in parts if one.rank in _TNM_RANKS.values())
    groups = [one.words for one in parts if one.rank == _GROUP_RANK]
    rest = [one.words for one in parts if one.rank == _REST_RANK]
    return flat(", ".join(filter(None, [*groups, tnm, *rest])))
