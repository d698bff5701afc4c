"""Forms made of questions: a form class is never written by hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import Field

from casetrack.rules import values
from casetrack.rules.questions import Choice, Kind, Question
from casetrack.rules.text import Unreadable
from casetrack.rules.workflow import Refusal, unanswered
from casetrack.store.refusals import Change

PICKED = (Kind.PERSON, Kind.EXHIBIT, Kind.VERSION, Kind.EVENT)
"""Kinds whose answer must be one of those offered."""


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What fields may choose from that is not in the rules: people, exhibits, versions."""

    today: date
    people: Sequence[tuple[int, str]] = ()
    exhibits: Sequence[tuple[int, str]] = ()
    versions: Sequence[tuple[int, str]] = ()
    events: Sequence[tuple[int, str]] = ()
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def of(self, question: Question) -> tuple[Choice, ...]:
        """The choices of one question, each with the stored form as its key."""
        offered: Mapping[Kind, Iterable[tuple[int, str]]] = {
            Kind.PERSON: self.people,
            Kind.EXHIBIT: self.exhibits,
            Kind.VERSION: self.versions,
            Kind.EVENT: self.events,
        }
        if question.kind in offered:
            return tuple(Choice(str(key), label) for key, label in offered[question.kind])
        return question.choices

    def suggested(self, question: Question) -> Sequence[str]:
        return self.suggestions.get(question.key, question.suggestions)


class AnswerField(Field):
    """One question on a page. `data` is the stored form; `typed` is what the person typed.

    `meanwhile` is what somebody else saved after it was typed.
    """

    def __init__(self, *, question: Question, lists: Lists, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(label=question.label, description=question.hint, **kwargs)
        self.question = question
        self.lists = lists
        self.data: str = ""
        self.typed: str | list[str] = ""
        self.meanwhile: Change | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.lists.of(self.question)

    @property
    def suggestions(self) -> Sequence[str]:
        return self.lists.suggested(self.question)

    @property
    def picked(self) -> set[str]:
        """The choices that are ticked or selected."""
        held = self.typed if isinstance(self.typed, list) else [self.typed]
        return set(held)

    def process_data(self, value: str | None) -> None:
        self.data = value or ""
        shown = values.retyped(self.question, self.data)
        several = self.question.kind is Kind.SEVERAL
        self.typed = shown.split(",") if several and shown else shown

    def process_formdata(self, valuelist: list[str]) -> None:
        several = self.question.kind is Kind.SEVERAL
        self.typed = valuelist if several else (valuelist[0] if valuelist else "")
        self.data = values.read(self.question, valuelist, today=self.lists.today)
        if self.question.kind in PICKED and self.data:
            self._check_offered()

    def _check_offered(self) -> None:
        if self.data not in {choice.key for choice in self.choices}:
            raise Unreadable(f"Choose from the list for: {self.question.label}")


class AnswersForm(Form):
    """A page's form. `stored` is what its valid answers are stored as."""

    def answer_fields(self) -> list[AnswerField]:
        return [field for field in self if isinstance(field, AnswerField)]

    @property
    def stored(self) -> dict[str, str]:
        return {field.question.key: field.data for field in self.answer_fields()}

    def refuse(self, refusals: Iterable[Refusal]) -> list[Refusal]:
        """Puts refusals beside their fields; gives back those that belong to no field."""
        by_key = {field.question.key: field for field in self.answer_fields()}
        loose = []
        for refusal in refusals:
            field = by_key.get(refusal.field)
            if field is None:
                loose.append(refusal)
            else:
                field.errors = [*field.errors, refusal.words]
        return loose

    def is_complete(self) -> bool:
        """Whether all could be read and nothing that is wanted is blank; errors stand beside it."""
        self.validate()
        read = [field.question for field in self.answer_fields() if not field.errors]
        self.refuse(unanswered(read, self.stored))
        return not self.errors

    def blame(self, errors: Mapping[str, str]) -> bool:
        """Puts errors beside their fields; True if there were any."""
        self.refuse([Refusal(words, field=key) for key, words in errors.items()])
        return bool(errors)

    def catch_up(self, changes: Mapping[str, Change], *, clashing: Collection[str] = ()) -> None:
        """Brings a form typed in earlier up to date.

        What nobody touched shows what is stored now; what was typed stays, the other beside it.
        """
        for one in self.answer_fields():
            key = one.question.key
            change = changes.get(key)
            if change is None:
                continue
            touched = key in clashing or one.data not in (change.was, change.theirs)
            if touched or one.process_errors:
                one.meanwhile = change
            else:
                one.process_data(change.theirs)


def form_for(
    questions: Iterable[Question],
    *,
    lists: Lists,
    sent: MultiDict[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> AnswersForm:
    """The form that asks these questions, filled with what was sent, else with `answers`."""
    questions = tuple(questions)
    asked = {q.key: AnswerField(question=q, lists=lists) for q in questions}
    made: type[AnswersForm] = type("PageForm", (AnswersForm,), asked)
    form = made()
    preset = {q.key: q.preset for q in questions if q.preset}
    form.process(formdata=sent, data=preset | dict(answers or {}))
    return form
