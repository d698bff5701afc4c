"""Tells a story to the store: every step is the command the web would run, by who would run it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import singledispatchmethod
from zoneinfo import ZoneInfo

from casetrack.demo.days import Days, StoryClock
from casetrack.demo.reports import as_upload
from casetrack.demo.story import (
    Answers,
    Filled,
    Frozen,
    Listed,
    Moved,
    Removed,
    Said,
    Shown,
    Step,
    Story,
    Uploaded,
)
from casetrack.documents import pages
from casetrack.documents.press import Press
from casetrack.documents.printing import next_packet
from casetrack.documents.values import everything_said
from casetrack.rules import values
from casetrack.rules.access import Permission, may
from casetrack.rules.catalog import question
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Row
from casetrack.rules.people import Actor
from casetrack.rules.questions import BY_KEY, BY_ROWS, Kind, Question, Section, section_asking
from casetrack.rules.sense import row_errors
from casetrack.rules.tasks import row_title
from casetrack.rules.workflow import BY_ACTION, Action
from casetrack.store.commands.cases import Asked, Start, grant_access, perform, start_case
from casetrack.store.commands.facts import Typed, add_row, remove_row, save_answers
from casetrack.store.commands.papers import Made, freeze, record_sending
from casetrack.store.commands.reports import add_report
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.papers import report_files
from casetrack.store.session import Db


class Untold(Exception):
    """The story is at fault: it has something typed or done that no page would allow."""


@dataclass
class Teller:
    """What every story needs; `tell` plays one from its start to the present day."""

    db: Db
    press: Press
    clock: StoryClock
    days: Days
    zone: ZoneInfo
    people: Mapping[str, Actor]
    code: str = ""
    today: date = date.min
    exhibits: dict[str, int] = field(default_factory=dict)

    def tell(self, story: Story) -> str:
        """The code of the new case."""
        self.exhibits.clear()
        self._turn_to(story.on)
        born = self.days.stored(story.born)
        start = Start(
            answers=self._stored({"birth_year": born[:4], **story.start}),
            next=self._stored(story.then),
            today=self.today,
            synthetic=True,
        )
        by = self.people[story.who]
        self.code = start_case(self.db, start, by=by)
        self.play(Said(who=story.who, answers={"birth_date": born}))
        for step in story.steps:
            self._turn_to(step.on)
            self.play(step)
        return self.code

    @singledispatchmethod
    def play(self, step: Step) -> None:
        raise Untold(type(step).__name__)

    @play.register
    def _said(self, step: Said) -> None:
        stored = self._stored(step.answers)
        for section in dict.fromkeys(_section(key) for key in stored):
            own = {key: value for key, value in stored.items() if _section(key) is section}
            self._save(step, section, self._file().root(), own)

    @play.register
    def _listed(self, step: Listed) -> None:
        section = BY_ROWS[step.rows]
        for line in step.lines:
            stored = self._stored(line, rows=step.rows)
            if errors := row_errors(step.rows, stored):
                raise Untold(f"{self.code} {step.rows}: {errors}")
            by = self._person(step, _right(section))
            add_row(self.db, self._file().id, step.rows, stored, by=by)

    @play.register
    def _filled(self, step: Filled) -> None:
        for begins, line in step.lines.items():
            row = self._row(step.rows, begins)
            self._save(step, BY_ROWS[step.rows], row.id, self._stored(line, rows=step.rows))

    @play.register
    def _removed(self, step: Removed) -> None:
        row = self._row(step.rows, step.line)
        by = self._person(step, _right(BY_ROWS[step.rows]))
        remove_row(self.db, self._file().id, row.id, by=by, why=step.why)

    @play.register
    def _uploaded(self, step: Uploaded) -> None:
        by = self._person(step, Permission.EDIT_FACTS)
        for report in step.reports:
            kept = as_upload(report, press=self.press, days=self.days)
            entry = add_report(self.db, self._file().id, kept, by=by)
            self.exhibits[report.key] = entry
            about = self._stored({"identifiers": "redacted", **report.about}, rows="document")
            self._save(step, BY_ROWS["document"], entry, about)

    @play.register
    def _moved(self, step: Moved) -> None:
        by = self._person(step, BY_ACTION[step.action].may)
        file = self._file()
        words = self._stored(step.words)
        asked = Asked(action=step.action, words=words, drawn=file.version, today=self.today)
        run = record_sending if step.action is Action.RECORD_SENDING else perform
        run(self.db, file.facts, file.id, asked, by=by)

    @play.register
    def _frozen(self, step: Frozen) -> None:
        by = self._person(step, Permission.RUN_REQUEST)
        file = self._file()
        at = datetime.combine(self.today, time(12), self.zone)
        packet = next_packet(self.db, file, prepared_by=by.name, at=at)
        files = report_files(self.db, {exhibit.sha256 for exhibit in packet.exhibits})
        if packet.missing and not step.reason:
            raise Untold(f"{self.code} is frozen without a reason for: {packet.missing}")
        printed = self.press.print(pages.job(packet, files=files))
        made = Made(
            paper=REQUEST.key,
            version=packet.version,
            pdf=printed.pdf,
            pages=printed.pages,
            made_of={"packet": packet.made_of(), "said": everything_said(file)},
            changes=packet.changes,
            reason=step.reason,
        )
        freeze(self.db, file.id, made, by=by)

    @play.register
    def _shown(self, step: Shown) -> None:
        by = self._person(step, Permission.GIVE_ACCESS)
        grant_access(
            self.db, self._file().id, user_id=self.people[step.to].user, active=True, by=by
        )

    def _turn_to(self, told: str) -> None:
        if told:
            self.today = self.days.date(told)
            self.clock.turn_to(self.today)

    def _file(self) -> CaseFile:
        """The case as it stands, for whoever tells."""
        file = load_case(self.db, self.code, by=self.people["rosa"])
        if file is None:
            raise Untold(f"{self.code} cannot be seen")
        return file

    def _person(self, step: Step, permission: Permission) -> Actor:
        """Who does it, who must be allowed to."""
        by = self.people[step.who]
        if not may(by, permission, self._file().facts):
            raise Untold(f"{self.code}: {by.name} may not {permission}")
        return by

    def _save(self, step: Step, section: Section, entry: int, stored: Answers) -> None:
        by = self._person(step, _right(section))
        file = self._file()
        typed = Typed(entry=entry, answers=stored, drawn=file.version)
        save_answers(self.db, file.id, typed, by=by, about=section.key)

    def _row(self, rows: str, begins: str) -> Row:
        section = BY_ROWS[rows]
        for row in self._file().facts.rows.get(rows, ()):
            if row_title(section, row).startswith(self.days.text(begins)):
                return row
        raise Untold(f"{self.code} has no {rows} that begins with “{begins}”")

    def _stored(self, answers: Answers, rows: str = "") -> dict[str, str]:
        """Answers in stored form, read as the pages read what is typed."""
        return {key: self._value(key, rows, typed) for key, typed in answers.items()}

    def _value(self, key: str, rows: str, typed: str) -> str:
        asked = question(key, rows=rows)
        if asked is None:
            raise Untold(f"nobody asks for “{key}”")
        return self._read(asked, self.days.text(self.days.stored(typed)))

    def _read(self, asked: Question, typed: str) -> str:
        match asked.kind:
            case Kind.PERSON:
                return str(self.people[typed].user)
            case Kind.EXHIBIT:
                return str(self.exhibits[typed])
            case Kind.SEVERAL:
                return values.read(asked, typed.split(","), today=self.days.today)
            case _:
                return values.read(asked, typed, today=self.days.today)


def _right(section: Section) -> Permission:
    return Permission.EDIT_DOSING if section.dosing else Permission.EDIT_FACTS


def _section(key: str) -> Section:
    """Where a fact is asked; a section's mark is kept under the section's own name."""
    name, _, mark = key.partition(".")
    section = BY_KEY[name] if mark else section_asking(key)
    if section is None:
        raise Untold(f"no section asks for “{key}”")
    return section
