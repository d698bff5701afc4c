"""Builders that reach a state by real moves, so that no test lives in an impossible case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from casetrack.rules.facts import Stage
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.answers import root_of
from casetrack.store.commands.cases import NEXT_KEYS, Asked, Start, perform, start_case
from casetrack.store.commands.facts import Typed, add_row, remove_row, save_answers
from casetrack.store.commands.library import add_study, cite
from casetrack.store.commands.people import add_user
from casetrack.store.commands.register import add_entry
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.session import Db, Store
from casetrack.store.tables import Dossier

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
CASE_OF = select(Dossier).where(Dossier.kind == "case", Dossier.name == bindparam("code"))


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

    def case(self, by: Actor | None = None, /, **said: str) -> str:
        """A case in stage 1, with these answers and this next step; its code."""
        follows = {key: said.pop(key) for key in NEXT_KEYS if key in said}
        with self.store.writing() as db:
            start = Start(answers={**FIRST, **said}, next={**NEXT, **follows}, today=TODAY)
            code = start_case(db, start, by=by or self.rosa)
            db.commit()
        return code

    def case_at(self, stage: Stage, **answers: str) -> str:
        """A case moved on, stage by stage, each time with a reason for the gaps."""
        code = self.case(**answers)
        for _ in range(stage - 1):
            self._perform(code, Action.MOVE_ON, self.rosa, {"gap_reason": "for the test"})
        return code

    def file(self, code: str, *, by: Actor | None = None) -> CaseFile:
        with self.store.reading() as db:
            found = load_case(db, code, by=by or self.rosa)
        assert found is not None
        return found

    def do(self, code: str, action: Action, *, by: Actor | None = None, **words: str) -> CaseFile:
        """Performs an action as the page would, with a next step unless one is given."""
        self._perform(code, action, by or self.rosa, words)
        return self.file(code)

    def _perform(self, code: str, action: Action, by: Actor, words: Mapping[str, str]) -> None:
        with self.store.writing() as db:
            file = load_case(db, code, by=by)
            assert file is not None
            said = {**NEXT, "next_who": str(by.user), **words}
            asked = Asked(action=action, words=said, drawn=file.version, now=self.now)
            perform(db, file.facts, file.id, asked, by=by)
            db.commit()

    def say(self, code: str, *, by: Actor | None = None, **answers: str) -> None:
        """Saves facts of the case itself."""
        self.save(code, answers, by=by)

    def save(
        self, code: str, answers: Mapping[str, str], *, entry: int = 0, by: Actor | None = None
    ) -> None:
        """Saves facts of the case itself, or of one of its rows."""
        with self.store.writing() as db:
            case = _named(db, code)
            typed = Typed(
                entry=entry or root_of(db, case.id).id, answers=answers, drawn=case.version
            )
            save_answers(db, case.id, typed, by=by or self.rosa, about="test")
            db.commit()

    def row(self, code: str, rows: str, *, by: Actor | None = None, **answers: str) -> int:
        """Adds a row of a repeating table."""
        with self.store.writing() as db:
            number = add_row(db, _named(db, code).id, rows, answers, by=by or self.rosa)
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
        with self.store.writing() as db:
            cite(db, _named(db, code).id, studies, by=self.rosa)
            db.commit()

    def fill(self, number: int, answers: Mapping[str, str]) -> None:
        """Saves facts of a register entry."""
        with self.store.writing() as db:
            root = root_of(db, number)
            typed = Typed(entry=root.id, answers=answers, drawn=10_000)
            save_answers(db, number, typed, by=self.rosa, about="test")
            db.commit()


def _named(db: Db, code: str) -> Dossier:
    return db.scalars(CASE_OF, {"code": code}).one()
