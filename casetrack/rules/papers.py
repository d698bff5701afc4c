"""What a paper still needs, and what on it a careful colleague would ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from casetrack.rules.documents import Need, Paper
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Life
from casetrack.rules.questions import BY_KEY, SECTIONS, Question, Section, section_asking
from casetrack.rules.sense import UNASKED, doubts, patient_was_asked
from casetrack.rules.tasks import Gap, gaps, needed, set_aside

ON_HOLD = "This case is on hold. Resume it first"


def rests(facts: Facts) -> bool:
    """Whether no paper is frozen or sent now, because the case is on hold."""
    return facts.life is Life.HELD


def paper_gaps(paper: Paper, facts: Facts) -> tuple[Gap, ...]:
    """What is missing, part by part."""
    found = _tab_gaps(facts) if paper.needs is None else _own_gaps(paper.needs, facts)
    order = [part.letter or part.key for part in paper.parts]
    return tuple(sorted(found, key=lambda gap: order.index(gap.part)))


def paper_needs(paper: Paper, facts: Facts) -> dict[str, int]:
    """How many facts each part asks for, present or missing."""
    asked = _tab_needs(facts) if paper.needs is None else _own_needs(paper.needs, facts)
    counts: dict[str, int] = {}
    for part in asked:
        counts[part] = counts.get(part, 0) + 1
    return dict(sorted(counts.items()))


def paper_doubts(paper: Paper, facts: Facts, today: date) -> tuple[Doubt, ...]:
    """What bears on this paper; freezing it all the same needs a reason."""
    if paper.needs is None:
        known = tuple(doubt for doubt in doubts(facts, today) if doubt.part)
        unasked = Doubt(BY_KEY["wishes"], "permission", None, UNASKED, "A")
        return known if patient_was_asked(facts) else (unasked, *known)
    part_of = {need.section: need.part for need in reversed(paper.needs)}
    chosen = {n.section: facts.answers.get(n.chosen, "") for n in paper.needs if n.chosen}
    return tuple(
        replace(doubt, part=part_of[doubt.section.key])
        for doubt in doubts(facts, today)
        if doubt.section.key in part_of and _concerns(doubt, chosen)
    )


def _concerns(doubt: Doubt, chosen: Mapping[str, str]) -> bool:
    """Where a paper is about one row of a table, another row's doubts are not its own."""
    key = doubt.section.key
    return key not in chosen or doubt.row is None or str(doubt.row.id) == chosen[key]


def _tab_gaps(facts: Facts) -> Iterable[Gap]:
    return (gap for section in SECTIONS for gap in gaps(section, facts) if gap.part)


def _own_gaps(needs: Iterable[Need], facts: Facts) -> Iterable[Gap]:
    for need in needs:
        section = BY_KEY[need.section]
        if need.chosen:
            yield from _chosen_gaps(need, section, facts)
        elif need.keys:
            said = facts.said(section)
            for question in _asked(need, section, facts):
                if not question.answered(said):
                    yield Gap(section, question, None, question.label, need.part)
        else:
            own = {q.key for q in section.questions} if need.of_rows else set()
            yield from (
                replace(gap, part=need.part)
                for gap in gaps(section, facts)
                if gap.row or not (gap.question and gap.question.key in own)
            )


def _chosen_gaps(need: Need, section: Section, facts: Facts) -> Iterable[Gap]:
    """What the one row lacks that the paper is about; or that none is chosen."""
    number, asking = facts.answers.get(need.chosen, ""), section_asking(need.chosen)
    if asking and number not in {str(row.id) for row in facts.rows_of(section)}:
        question = next(q for q in asking.questions if q.key == need.chosen)
        yield Gap(asking, question, None, question.label, need.part)
    for gap in gaps(section, facts):
        if gap.row and str(gap.row.id) == number:
            yield replace(gap, part=need.part)


def _asked(need: Need, section: Section, facts: Facts) -> Iterable[Question]:
    said = facts.said(section)
    return (q for q in section.questions if q.key in need.keys and q.applies(said))


def _own_needs(needs: Iterable[Need], facts: Facts) -> Iterable[str]:
    for need in needs:
        section = BY_KEY[need.section]
        if need.chosen:
            yield from (need.part for _ in _chosen_needs(need, section, facts))
        elif need.keys:
            yield from (need.part for _ in _asked(need, section, facts))
        elif not set_aside(section, facts):
            said = facts.said(section)
            own = () if need.of_rows else section.questions
            yield from (need.part for q in own if needed(q, said))
            yield from (need.part for _ in _row_needs(section, facts))


def _chosen_needs(need: Need, section: Section, facts: Facts) -> Iterable[str]:
    yield need.chosen
    number = facts.answers.get(need.chosen, "")
    for row in facts.rows_of(section):
        asked = section.table.questions if str(row.id) == number else ()
        yield from (q.key for q in asked if needed(q, row.answers))


def _tab_needs(facts: Facts) -> Iterable[str]:
    for section in SECTIONS:
        if not set_aside(section, facts):
            said = facts.said(section)
            yield from (q.tab for q in section.questions if q.tab and q.applies(said))
            tab = section.rows.tab if section.rows else ""
            yield from (tab for _ in _row_needs(section, facts) if tab)


def _row_needs(section: Section, facts: Facts) -> Iterable[str]:
    """One for each fact of each row; as many as rows are wanted where there is none."""
    rows = section.rows
    if rows is None:
        return
    held = facts.rows_of(section)
    yield from [rows.key] * (rows.at_least if not held else 0)
    for row in held:
        yield from (q.key for q in rows.questions if needed(q, row.answers))
