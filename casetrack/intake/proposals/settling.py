"""Puts a draft into stored form and beside what the case holds, or counts why it is dropped."""

from collections.abc import Sequence
from datetime import date

from casetrack.intake.chart import Source
from casetrack.intake.proposals import beside
from casetrack.intake.proposals.phrases import cut, distinct, flat
from casetrack.intake.proposals.shape import Draft, Held, Proposal
from casetrack.intake.proposals.tally import Tally
from casetrack.rules import values
from casetrack.rules.questions import Kind, Question
from casetrack.rules.text import Unreadable, clean


def settle(draft: Draft, held: Held, tally: Tally) -> Proposal | None:
    """The proposal; None when it cannot be stored or the case holds exactly this."""
    stored, remarks = _stored(draft)
    if next(iter(draft.answers)) not in stored:
        tally.leave("unreadable finding")
        return None
    if beside.is_held(stored, held, draft.rows):
        tally.hold()
        return None
    notes = distinct((*draft.notes, *remarks, beside.replaced(stored, held, draft.rows)))
    reasons = distinct((draft.conflict, beside.against(stored, held, draft.rows)))
    return Proposal(
        section=beside.section(next(iter(stored)), draft.rows),
        rows=draft.rows,
        answers=stored,
        text=cut(flat(draft.text), TEXT_CAP),
        note=cut(flat(" ".join(notes)), NOTE_CAP),
        resource=_joined([one.source.resource for one in draft.findings], RESOURCE_CAP),
        path=_joined([_place(one.source) for one in draft.findings], PATH_CAP),
        conflict=cut(flat(". ".join(reasons)), CONFLICT_CAP),
    )


TEXT_CAP, NOTE_CAP = 500, 1_500  # for the reader's eye
RESOURCE_CAP, PATH_CAP, CONFLICT_CAP = 300, 500, 200  # as wide as the store keeps them

_ANY_DAY = date(2000, 1, 1)  # `read` needs a day only for the words "today" and "+5wd"


def _stored(draft: Draft) -> tuple[dict[str, str], list[str]]:
    """The answers in stored form, and remarks about those that did not fit."""
    stored, remarks = {}, []
    for key, raw in draft.answers.items():
        question = beside.question(key, draft.rows)
        try:
            text = flat(clean(raw))
            fitted = _fitted(question, text)
            answer = values.read(question, fitted, today=_ANY_DAY)
        except Unreadable:
            remarks.append(f"{question.label}: the chart's value could not be taken.")
            continue
        if answer:
            stored[key] = answer
        if fitted != text:
            remarks.append(f"{question.label} was cut to {question.limit:,} characters.")
    return stored, remarks


def _fitted(question: Question, text: str) -> str:
    return cut(text, question.limit) if question.kind in (Kind.LINE, Kind.TEXT) else text


def _place(source: Source) -> str:
    return f"{source.path} (line {source.line})" if source.line else source.path


def _joined(places: Sequence[str], limit: int) -> str:
    """All of them if they fit, else the first and how many more; the end of a path says most."""
    first, *others = distinct(places) or ("",)
    whole = "; ".join((first, *others))
    if len(whole) <= limit:
        return whole
    more = f" and {len(others)} more" if others else ""
    room = limit - len(more)
    return (first if len(first) <= room else f"…{first[1 - room :]}") + more
