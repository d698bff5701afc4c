"""Plays a case's script: every scene is the command the web would run, by who would run it."""

import secrets
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casetrack.demo.charts import as_read
from casetrack.demo.days import Days, StoryClock
from casetrack.demo.reports import Report
from casetrack.demo.script import Answers, Scene, facts, named, table
from casetrack.documents import pages
from casetrack.documents.changes import record_of
from casetrack.documents.content import printed_text
from casetrack.documents.press import Press
from casetrack.documents.printing import next_version
from casetrack.rules import contacts, values
from casetrack.rules.access import RIGHT_TO, Permission, may
from casetrack.rules.catalog import question
from casetrack.rules.documents import BY_KEY as PAPERS
from casetrack.rules.documents import REQUEST, allowed_in
from casetrack.rules.facts import Row
from casetrack.rules.identity import identifiers_in
from casetrack.rules.papers import paper_doubts
from casetrack.rules.people import Actor
from casetrack.rules.questions import (
    BY_KEY,
    BY_ROWS,
    START,
    Kind,
    Question,
    Section,
    section_asking,
)
from casetrack.rules.questions.safety import JUDGMENT, MORE
from casetrack.rules.sending import MOVING, SENDING
from casetrack.rules.sense import row_errors
from casetrack.rules.tasks import row_title
from casetrack.rules.text import Unreadable
from casetrack.rules.workflow import BY_ACTION, Action
from casetrack.store.commands.agenda import finish_next
from casetrack.store.commands.cases import Asked, Start, grant_access, hold, perform, start_case
from casetrack.store.commands.charts import Decided, Decision, decide_proposals, keep_chart
from casetrack.store.commands.contacts import Said, log_contact
from casetrack.store.commands.drafts import Typing, keep_draft
from casetrack.store.commands.facts import Typed, add_row, remove_row, save_answers
from casetrack.store.commands.library import cite
from casetrack.store.commands.papers import Given, Made, freeze, record_giving, record_sending
from casetrack.store.commands.releases import NotPermitted, record_release
from casetrack.store.commands.reports import NewReport, add_report
from casetrack.store.commands.safety import About, judge, learn_more
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.charts import chart_with_proposals, charts_of
from casetrack.store.queries.papers import report_files
from casetrack.store.refusals import Refused
from casetrack.store.seal import Seal
from casetrack.store.session import Db

RUNS = {**dict.fromkeys(map(Action, MOVING), record_sending), Action.FINISH_NEXT: finish_next}
"""Acts with a command of their own; any other is performed."""


class Untold(Exception):
    """A script is at fault: it says or does what no page would allow."""


@dataclass
class Teller:
    """What every case needs; `play` takes its scenes from the start to the present day."""

    db: Db
    press: Press
    seal: Seal
    clock: StoryClock
    days: Days
    zone: ZoneInfo
    people: Mapping[str, Actor]
    reports: Mapping[str, tuple[Report, Future[NewReport]]]
    charts: Mapping[str, str]
    studies: Mapping[str, str]
    library: Mapping[str, int] = field(default_factory=dict)
    code: str = ""
    today: date = date.min
    held: CaseFile | None = None
    exhibits: dict[str, int] = field(default_factory=dict)

    def play(self, scenes: tuple[Scene, ...]) -> str:
        """The code of the new case."""
        verbs = {
            "starts": self._start,
            "says": self._say,
            "lists": self._list,
            "cites": self._cite,
            "completes": self._complete,
            "removes": self._remove,
            "uploads": self._upload,
            "reads": self._read_chart,
            "accepts": self._accept,
            "does": self._do,
            "calls": self._call,
            "releases": self._release,
            "freezes": self._freeze,
            "sends": self._send,
            "judges": self._judge,
            "learns": self._learn,
            "shows": self._show,
            "types": self._type,
        }
        self.exhibits.clear()
        start = self.days.day(scenes[0].day)
        for scene in scenes:
            self.today, self.held = self.days.day(scene.day, start=start), None
            self.clock.turn_to(self.today)
            try:
                verbs[scene.verb](scene)
            except (Refused, NotPermitted, Unreadable, LookupError) as no:
                where = f"{self.code} {scene.day} {scene.who} {scene.verb} {scene.about}"
                raise Untold(f"{where}: {no}") from no
        return self.code

    def _start(self, scene: Scene) -> None:
        told = facts(scene.body)
        next_keys = ("next_what", "next_who", "next_on", "waiting_on")
        follows = self._stored({key: told.pop(key) for key in next_keys if key in told})
        born = self.days.stored(told.pop("born"))
        answers = self._stored({"birth_year": born[:4], **told})
        asked = {question.key: answers.pop(question.key) for question in START}
        start = Start(answers=asked, next=follows, today=self.today, synthetic=True)
        by = self.people[scene.who]
        if not may(by, Permission.START_CASE):
            raise Untold(f"{by.name} may not {Permission.START_CASE}")
        self.code = start_case(self.db, start, by=by)
        self._save_own(scene, {"birth_date": born, **answers})

    def _say(self, scene: Scene) -> None:
        self._save_own(scene, self._stored(facts(scene.body)))

    def _list(self, scene: Scene) -> None:
        rows, _, columns = scene.about.partition(": ")
        for line in table(columns, text=scene.body):
            self._add(scene, rows, line)

    def _cite(self, scene: Scene) -> None:
        """Studies of the library, and those that are typed into this case only."""
        by, case = self._person(scene, Permission.EDIT_FACTS), self._file().id
        for name in scene.about.split(", "):
            if name in self.library:
                cite(self.db, case, [self.library[name]], by=by)
            else:
                self._add(scene, "study", facts(self.studies[name]))

    def _complete(self, scene: Scene) -> None:
        """More answers in rows that are there, each found by how it begins."""
        for begins, told in named(scene.body, sign="*").items():
            row = self._row(scene.about, begins)
            stored = self._stored(facts(told), rows=scene.about)
            self._save(scene, BY_ROWS[scene.about], row.id, stored)

    def _remove(self, scene: Scene) -> None:
        told = facts(scene.body)
        row = self._row(scene.about, told["row"])
        by = self._person(scene, RIGHT_TO[BY_ROWS[scene.about].duty])
        remove_row(self.db, self._file().id, row.id, by=by, why=told["why"])

    def _upload(self, scene: Scene) -> None:
        by = self._person(scene, Permission.KEEP_REPORTS)
        for name in scene.about.split(", "):
            report, printed = self.reports[name]
            self.exhibits[name] = add_report(self.db, self._file().id, printed.result(), by=by)
            about = self._stored(report.about(), rows="document")
            self._save(scene, BY_ROWS["document"], self.exhibits[name], about)

    def _read_chart(self, scene: Scene) -> None:
        by, file = self._person(scene, Permission.EDIT_FACTS), self._file()
        name, days = f"{scene.about}.json", self.days
        chart = as_read(self.charts[scene.about], name=name, facts=file.facts, days=days)
        keep_chart(self.db, file.id, chart, by=by)

    def _accept(self, scene: Scene) -> None:
        """What the newest chart proposes for these sections; the rest stays open."""
        by, case = self._person(scene, Permission.EDIT_FACTS), self._file().id
        chart = charts_of(self.db, case)[0].chart.id
        _, proposals = chart_with_proposals(self.db, case, chart) or (None, [])
        taken = [one for one in proposals if one.section in scene.about.split(", ")]
        decisions = {one.id: Decision("accepted", one.answers) for one in taken}
        decided = Decided(chart, decisions, self._file().version)
        decide_proposals(self.db, case, decided, by=by)

    def _do(self, scene: Scene) -> None:
        action = Action(scene.about)
        by = self._person(scene, BY_ACTION[action].may)
        file, words = self._file(), self._stored(facts(scene.body))
        asked = Asked(action=action, words=words, drawn=file.version, now=self._now())
        run = RUNS.get(action, perform)
        run(self.db, file.facts, file.id, asked, by=by)

    def _call(self, scene: Scene) -> None:
        """A contact with whom the scene is about, by phone unless it says otherwise."""
        by = self._person(scene, Permission.LOG_CONTACT)
        known = (*contacts.asked(), *contacts.ABOUT_THE_CASE)
        told = {"how": "phone", "said_on": "today", **facts(scene.body)}
        words = {"with_whom": scene.about, **self._words(known, told)}
        file, evening = self._file(), datetime.combine(self.today, time(18), self.zone)
        said = Said(words=words, drawn=hold(self.db, file.id).version, now=evening)
        log_contact(self.db, file.facts, file.id, said, by=by)

    def _release(self, scene: Scene) -> None:
        by, known = self._person(scene, Permission.RELEASE), BY_ROWS["release"].all_questions()
        told = {"released_on": "today", "released_by": by.name, **facts(scene.body)}
        words = {"recipient": scene.about, **self._words(known, told)}
        file = self._file()
        record_release(self.db, file.facts, file.id, words, now=self._now(), by=by)

    def _words(self, known: Iterable[Question], told: Answers) -> dict[str, str]:
        """Answers to the questions of one page, read as that page reads them."""
        asked = {question.key: question for question in known}
        return {
            key: self._read(asked[key], self.days.text(self.days.stored(typed)))
            for key, typed in told.items()
        }

    def _freeze(self, scene: Scene) -> None:
        """The next version of the paper the scene is about, or of the request."""
        paper, reason = PAPERS[scene.about or REQUEST.key], scene.body.strip()
        by, file = self._person(scene, paper.may), self._file()
        content = next_version(self.db, file, paper, prepared_by=by.name, at=self._now())
        unsure = [doubt.words for doubt in paper_doubts(paper, file.facts, self.today)]
        if bool([*content.missing, *unsure]) is not bool(reason):
            raise Untold(f"{self.code} lacks {content.missing} {unsure}, with reason “{reason}”")
        for part, text in printed_text(content).items():
            if named_there := identifiers_in(
                file.facts.answers, text, allowed=allowed_in(paper, file.facts.clinic)
            ):
                raise Untold(f"{self.code} names the patient in {part}: {named_there}")
        files = report_files(self.db, {exhibit.sha256 for exhibit in content.exhibits})
        printed = self.press.print(pages.job(content, files=files))
        made = Made(
            paper=paper.key,
            version=content.version,
            pdf=printed.pdf,
            pages=printed.pages,
            made_of=record_of(content, file),
            changes=content.changes,
            reason=reason,
        )
        freeze(self.db, file.id, made, by=by)

    def _send(self, scene: Scene) -> None:
        """Who got the last frozen version of a paper whose sending moves nothing."""
        paper = PAPERS[scene.about]
        by, file = self._person(scene, paper.may), self._file()
        told = {"sent_on": "today", **facts(scene.body)}
        words = {"sent_version": str(file.versions_of(paper.key)[-1].version)}
        given = Given({**words, **self._words(SENDING, told)}, self._now())
        record_giving(self.db, file.facts, file.id, paper, given, by=by)

    def _judge(self, scene: Scene) -> None:
        """The physician's words on the event that begins like this."""
        by = self._person(scene, Permission.JUDGE)
        judge(self.db, self._file().facts, self._file().id, self._about(scene, JUDGMENT), by=by)

    def _learn(self, scene: Scene) -> None:
        by = self._person(scene, Permission.RECORD_TREATMENT)
        learn_more(self.db, self._file().facts, self._file().id, self._about(scene, MORE), by=by)

    def _about(self, scene: Scene, asked: Iterable[Question]) -> About:
        file, row = self._file(), self._row("safety", scene.about)
        words = self._words(asked, facts(scene.body))
        return About(event=row.id, words=words, drawn=file.version, today=self.today)

    def _show(self, scene: Scene) -> None:
        by, viewer = self._person(scene, Permission.GIVE_ACCESS), self.people[scene.about]
        grant_access(self.db, self._file().id, user_id=viewer.user, active=True, by=by)

    def _type(self, scene: Scene) -> None:
        """What stands in a page's form, and was not saved: 'contacts/log: Log a contact'."""
        by, file = self._person(scene, Permission.LOG_CONTACT), self._file()
        below, title = scene.about.split(": ", 1)
        told = {key: self.days.text(words) for key, words in facts(scene.body).items()}
        typing = Typing(
            key=secrets.token_urlsafe(24),
            follows=(),
            page=f"/cases/{self.code}/{below}",
            address=f"/cases/{self.code}/{below}",
            code=self.code,
            title=title,
            fields=[("drawn", str(file.version)), *told.items()],
        )
        keep_draft(self.db, typing, seal=self.seal, user=by.user)

    def _add(self, scene: Scene, rows: str, told: Answers) -> None:
        stored = self._stored(told, rows=rows)
        if errors := row_errors(rows, stored):
            raise Untold(f"{self.code} {rows}: {errors}")
        by = self._person(scene, RIGHT_TO[BY_ROWS[rows].duty])
        add_row(self.db, self._file().id, rows, stored, by=by)

    def _save_own(self, scene: Scene, stored: Answers) -> None:
        """The case's own facts, saved section by section as its pages do."""
        for name in dict.fromkeys(map(_section_of, stored)):
            own = {key: value for key, value in stored.items() if _section_of(key) == name}
            self._save(scene, BY_KEY[name], self._file().root(), own)

    def _save(self, scene: Scene, section: Section, entry: int, stored: Answers) -> None:
        by, case = self._person(scene, RIGHT_TO[section.duty]), self._file().id
        typed = Typed(entry=entry, answers=stored, drawn=hold(self.db, case).version)
        save_answers(self.db, case, typed, by=by, about=section.key)

    def _now(self) -> datetime:
        return datetime.combine(self.today, time(12), self.zone)

    def _file(self) -> CaseFile:
        """The case as it stood when the scene began."""
        self.held = self.held or load_case(self.db, self.code, by=self.people["rosa"])
        if self.held is None:
            raise Untold(f"{self.code} cannot be seen")
        return self.held

    def _person(self, scene: Scene, permission: Permission) -> Actor:
        """Who does it, who must be allowed to."""
        by = self.people[scene.who]
        if not may(by, permission, self._file().facts):
            raise Untold(f"{self.code}: {by.name} may not {permission}")
        return by

    def _row(self, rows: str, begins: str) -> Row:
        section = BY_ROWS[rows]
        for row in self._file().facts.rows.get(rows, ()):
            if row_title(section, row).startswith(self.days.text(begins, long=False)):
                return row
        raise Untold(f"{self.code} has no {rows} that begins with “{begins}”")

    def _stored(self, told: Answers, rows: str = "") -> dict[str, str]:
        """Answers in stored form, read as the pages read what is typed."""
        return {key: self._value(key, rows, typed) for key, typed in told.items()}

    def _value(self, key: str, rows: str, typed: str) -> str:
        asked = question(key, rows=rows)
        if asked is None:
            raise Untold(f"nobody asks for “{key}”")
        return self._read(asked, self.days.text(self.days.stored(typed)))

    def _read(self, asked: Question, typed: str) -> str:
        match asked.kind:
            case Kind.PERSON:
                return str(self.people[typed].user)
            case Kind.EVENT:
                return str(self._row("safety", typed).id)
            case Kind.EXHIBIT:
                return str(self.exhibits[typed])
            case Kind.SEVERAL:
                return values.read(asked, typed.split(","), today=self.today)
            case _:
                return values.read(asked, typed, today=self.today)


def _section_of(key: str) -> str:
    """The section that asks for a fact; a section's mark is kept under the section's own name."""
    name, _, mark = key.partition(".")
    section = section_asking(key)
    if section is None and not mark:
        raise Untold(f"no section asks for “{key}”")
    return section.key if section else name
