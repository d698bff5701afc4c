"""Cases written down as texts, in the words of the demonstration's scripts: see `golden/cases`."""

import re
from dataclasses import dataclass, field

from documents.made import report
from documents.test_papers import attach
from make import Clinic

from casetrack.demo.script import Answers, facts, named, table
from casetrack.rules.catalog import question
from casetrack.rules.people import Role
from casetrack.rules.questions import BY_ROWS, Of
from casetrack.rules.tasks import row_title
from casetrack.rules.workflow import Action
from casetrack.store.commands.facts import add_row


@dataclass
class Story:
    """Passages under headings, told in their order; `@name` is the report uploaded by that name."""

    clinic: Clinic
    code: str = ""
    uploads: dict[str, int] = field(default_factory=dict)

    def tell(self, text: str) -> str:
        """The code of the case."""
        verbs = {
            "start": self._start,
            "upload": self._upload,
            "clinic": lambda _, said: self._register(Of.CLINIC, said),
            "physician": lambda _, said: self._register(Of.PHYSICIAN, said),
            "case": lambda _, said: self.clinic.save(self.code, self._known(facts(said))),
            "does": self._do,
            "cites": self._cite,
            "completes": self._complete,
            "signs": self._sign,
        }
        for heading, said in named(text, sign="==").items():
            verb, _, about = heading.partition(" ")
            verbs.get(verb, self._list)(about if verb in verbs else heading, said)
        return self.code

    def _start(self, _: str, said: str) -> None:
        self.code = self.clinic.case(**facts(said))

    def _upload(self, name: str, said: str) -> None:
        data = report(f"The {name}")
        self.uploads[name] = attach(self.clinic, self.code, data, "application/pdf")
        about = self._known(facts(said), "document")
        self.clinic.save(self.code, about, entry=self.uploads[name])

    def _register(self, of: Of, said: str) -> None:
        self.clinic.fill(self.clinic.file(self.code).dossiers[of], facts(said))

    def _do(self, action: str, said: str) -> None:
        by = self.clinic.rosa
        self.clinic.do(self.code, Action(action), by=by, **self._known(facts(said)))

    def _list(self, about: str, said: str) -> None:
        """Rows under their columns; the last event is the one that a report tells."""
        rows, _, columns = about.partition(": ")
        for answers in table(columns, text=said):
            told, by = self._known(answers, rows), self.clinic.rosa
            number = self.clinic.row(self.code, rows, by=by, **told)
            if rows == "safety":
                self.clinic.say(self.code, safety_event=str(number))

    def _complete(self, about: str, said: str) -> None:
        """More answers in rows that are there, each found by how its title begins."""
        rows, _, columns = about.partition(": ")
        for answers in table(f"begins {columns}", text=said):
            begins, *more = answers.items()
            held = self.clinic.file(self.code).facts.rows[rows]
            row = next(r for r in held if row_title(BY_ROWS[rows], r).startswith(begins[1]))
            self.clinic.save(self.code, self._known(dict(more), rows), entry=row.id)

    def _cite(self, name: str, said: str) -> None:
        """A study of the library, with the outcomes and the harms that stand under it."""
        own, *parts = re.split(r"(?m)^\* ", said)
        number = self.clinic.study(name, **facts(own))
        with self.clinic.store.writing() as db:
            for part in parts:
                rows, _, rest = part.partition(" ")
                add_row(db, number, rows, facts(rest), by=self.clinic.rosa)
            db.commit()
        self.clinic.cite(self.code, number)

    def _sign(self, name: str, said: str) -> None:
        physician = self.clinic.person(Role.PHYSICIAN, name)
        self.clinic.save(self.code, self._known(facts(said)), by=physician)

    def _known(self, answers: Answers, rows: str = "") -> dict[str, str]:
        """A story answers nothing that no page asks."""
        assert [key for key in answers if question(key, rows=rows) is None] == []
        uploads = {f"@{name}": str(number) for name, number in self.uploads.items()}
        return {key: uploads.get(said, said) for key, said in answers.items()}
