"""Builders that reach a state by real moves, so that no test lives in an impossible case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casetrack.rules.facts import Stage
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.answers import root_of
from casetrack.store.commands.cases import Asked, Start, perform, start_case
from casetrack.store.commands.facts import Typed, add_row, remove_row, save_answers
from casetrack.store.commands.library import add_study, cite
from casetrack.store.commands.people import add_user
from casetrack.store.commands.register import add_entry
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.session import Store

TODAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 12, tzinfo=ZoneInfo("America/New_York"))
PASSWORD = "violet kettle drum orbit"
DEFI = "Gounder 2023, N Engl J Med 388:898"
NEXT = {"next_what": "Call the company", "next_on": "2026-11-24"}
FIRST = {
    "initials": "K.R.",
    "birth_year": "1992",
    "diagnosis": "Desmoid tumor, chest wall",
    "drug": "zelvacestat",
    "doctor": "Anil Shah, MD",
    "urgency": "ordinary",
}


@dataclass
class Clinic:
    """A store with the people who work in it."""

    store: Store
    people: dict[str, Actor] = field(default_factory=dict)
    now: datetime = NOW

    def person(self, role: Role, name: str = "", *, also: Iterable[Role] = ()) -> Actor:
        """Somebody with this role; the same person each time unless named."""
        name = name or f"{role.capitalize()} One"
        if name not in self.people:
            with self.store.writing() as db:
                user = add_user(
                    db,
                    email=f"{name.replace(' ', '.').lower()}@example.org",
                    name=name,
                    roles=[role, *also],
                    password=PASSWORD,
                    by=SYSTEM,
                )
                db.commit()
            self.people[name] = Actor(user.id, user.name, user.roles)
        return self.people[name]

    @property
    def rosa(self) -> Actor:
        return self.person(Role.COORDINATOR, "Rosa Ortiz")

    def email(self, actor: Actor) -> str:
        return f"{actor.name.replace(' ', '.').lower()}@example.org"

    def case(self, by: Actor | None = None, /, **answers: str) -> str:
        """A case in stage 1; its code."""
        with self.store.writing() as db:
            start = Start(answers={**FIRST, **answers}, next=NEXT, today=TODAY)
            code = start_case(db, start, by=by or self.rosa)
            db.commit()
        return code

    def case_at(self, stage: Stage, **answers: str) -> str:
        """A case moved on, stage by stage, each time with a reason for the gaps."""
        code = self.case(**answers)
        for _ in range(stage - 1):
            self.do(code, Action.MOVE_ON, gap_reason="for the test")
        return code

    def file(self, code: str, *, by: Actor | None = None) -> CaseFile:
        with self.store.reading() as db:
            found = load_case(db, code, by=by or self.rosa)
        assert found is not None
        return found

    def do(self, code: str, action: Action, *, by: Actor | None = None, **words: str) -> CaseFile:
        """Performs an action as the page would, with a next step unless one is given."""
        actor = by or self.rosa
        with self.store.writing() as db:
            file = load_case(db, code, by=actor)
            assert file is not None
            said = {**NEXT, "next_who": str(actor.user), **words}
            asked = Asked(action=action, words=said, drawn=file.version, now=self.now)
            perform(db, file.facts, file.id, asked, by=actor)
            db.commit()
        return self.file(code)

    def say(self, code: str, *, by: Actor | None = None, **answers: str) -> None:
        """Saves facts of the case itself."""
        self.save(code, answers, by=by)

    def save(
        self, code: str, answers: Mapping[str, str], *, entry: int = 0, by: Actor | None = None
    ) -> None:
        """Saves facts of the case itself, or of one of its rows."""
        file = self.file(code)
        typed = Typed(entry=entry or file.root(), answers=answers, drawn=file.version)
        with self.store.writing() as db:
            save_answers(db, file.id, typed, by=by or self.rosa, about="test")
            db.commit()

    def row(self, code: str, rows: str, *, by: Actor | None = None, **answers: str) -> int:
        """Adds a row of a repeating table."""
        file = self.file(code)
        with self.store.writing() as db:
            number = add_row(db, file.id, rows, answers, by=by or self.rosa)
            db.commit()
        return number

    def register(self, kind: str, name: str, **answers: str) -> int:
        """An entry of the register with these facts."""
        with self.store.writing() as db:
            number = add_entry(db, kind=kind, name=name, by=self.rosa)
            db.commit()
        self.fill(number, answers)
        return number

    def line(self, number: int, phone: str) -> int:
        """Adds a phone line to a register entry."""
        with self.store.writing() as db:
            line = add_row(db, number, "line", {"number": phone}, by=self.rosa)
            db.commit()
        return line

    def study(self, name: str = DEFI, /, *outcomes: Mapping[str, str], **answers: str) -> int:
        """A study of the library, with its outcomes."""
        said = {"name": name, **answers}
        with self.store.writing() as db:
            number = add_study(db, said, rows={"outcome": outcomes}, by=self.rosa)
            db.commit()
        return number

    def outcome(self, study: int, *, removed: bool = False, **answers: str) -> int:
        """An outcome of a study, or one that was removed."""
        with self.store.writing() as db:
            number = add_row(db, study, "outcome", answers, by=self.rosa)
            if removed:
                remove_row(db, study, number, by=self.rosa)
            db.commit()
        return number

    def cite(self, code: str, *studies: int) -> None:
        """Studies of the library put into a case's evidence."""
        file = self.file(code)
        with self.store.writing() as db:
            cite(db, file.id, studies, by=self.rosa)
            db.commit()

    def fill(self, number: int, answers: Mapping[str, str]) -> None:
        """Saves facts of a register entry."""
        with self.store.writing() as db:
            root = root_of(db, number)
            typed = Typed(entry=root.id, answers=answers, drawn=10_000)
            save_answers(db, number, typed, by=self.rosa, about="test")
            db.commit()
