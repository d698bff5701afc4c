"""The demonstration clinic: only where nobody lives yet, all or nothing, invented, in order."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from databases import PostgresMill
from demonstrated import Demonstration, load, printed_once
from documents.reading import bookmarks, fonts, sound, texts, told_by
from pypdf import PdfReader
from sqlalchemy import func, select

from casetrack import demo
from casetrack.demo.days import Days, StoryClock
from casetrack.demo.people import found
from casetrack.demo.reports import Report
from casetrack.demo.script import facts, scenes, table
from casetrack.demo.telling import Teller, Untold
from casetrack.documents.changes import printed_values
from casetrack.documents.content import printed_text, restored
from casetrack.documents.evidence_summary import Summary
from casetrack.documents.makers import MAKERS
from casetrack.documents.packet import Packet
from casetrack.documents.press import Press
from casetrack.documents.printing import next_version
from casetrack.rules.agenda import agenda
from casetrack.rules.catalog import question
from casetrack.rules.clocks import running
from casetrack.rules.dates import earliest
from casetrack.rules.documents import PAPERS, QUESTIONS, REQUEST, SUMMARY, allowed_in
from casetrack.rules.emergency.steps import BY_STEP, present_step
from casetrack.rules.facts import ROUTES, Life, Stage, Track
from casetrack.rules.identity import identifiers_in
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.questions import Kind, Of
from casetrack.rules.sense import doubts
from casetrack.rules.workflow import STATES
from casetrack.settings import Settings
from casetrack.store.commands.people import add_user
from casetrack.store.passwords import matches
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.lists import every_case
from casetrack.store.queries.papers import frozen_bytes, frozen_version
from casetrack.store.queries.people import anybody
from casetrack.store.queries.register import is_demonstration
from casetrack.store.queries.settled import settled_by
from casetrack.store.seal import DRAFTS, Seal
from casetrack.store.session import Store
from casetrack.store.tables import Answer, Dossier, Entry, Event, EventValue, User
from casetrack.store.verify import verify

ANYONE = Actor(0, "test", frozenset({Role.COORDINATOR}))
ZONE = Settings().zone
# ctgov/desmoid_trials_reference.json, and the tegavivint trial of expanded-access.md 8.2
REAL_TRIALS = {
    *("NCT03785964", "NCT04871282", "NCT02066181", "NCT01876082", "NCT01981551"),
    *("NCT04195399", "NCT05879146", "NCT07176689", "NCT04851119"),
}

OWED = {
    *("emergency_submission", "emergency_irb_notice"),
    *("consent_exception_report", "second_opinion"),
}


@dataclass
class Loaded:
    store: Store
    today: date
    cases: dict[str, CaseFile]

    @classmethod
    def of(cls, store: Store) -> "Loaded":
        with store.reading() as db:
            codes = [line.code for line in every_case(db, by=ANYONE)]
            found = {code: load_case(db, code, by=ANYONE) for code in codes}
        cases = {code: case for code, case in found.items() if case}
        return cls(store, datetime.now(ZONE).date(), cases)

    def those(self, wanted: Callable[[CaseFile], bool]) -> list[CaseFile]:
        return [case for case in self.cases.values() if wanted(case)]

    def saying(self, key: str, value: str) -> list[CaseFile]:
        return self.those(lambda case: case.facts.answers.get(key) == value)

    def initials(self, initials: str) -> CaseFile:
        return self.saying("initials", initials)[0]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(
    request: pytest.FixtureRequest, demonstration: Demonstration, run_folder: Path
) -> Iterator[Loaded]:
    """One whole demonstration for all the tests that only look at it."""
    if request.param == "sqlite":
        with closing(Store(f"sqlite:///{demonstration.database}")) as store:
            yield Loaded.of(store)
        return
    mill: PostgresMill = request.getfixturevalue("postgres_mill")
    with mill.fresh() as url, closing(Store(url)) as store:
        load(url, run_folder)
        yield Loaded.of(store)


def _events(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Event)) or 0


def test_a_database_with_an_account_is_refused_and_left_as_it_is(
    store: Store, settings: Settings
) -> None:
    with store.writing() as db:
        roles = [Role.ADMIN]
        mail = "sam@example.org"
        add_user(db, email=mail, name="Sam", roles=roles, password=demo.PASSWORD, by=SYSTEM)
        db.commit()
    before = _events(store)
    with pytest.raises(demo.Occupied, match="Only an empty database"):
        demo.load(store, settings, tell=lambda _line: None)
    assert _events(store) == before
    with store.reading() as db:
        assert not is_demonstration(db)


def test_an_interrupted_load_leaves_nothing_behind(
    store: Store, settings: Settings, run_folder: Path
) -> None:
    def stop(line: str) -> None:
        if line.startswith("EA-"):
            raise KeyboardInterrupt

    before = _events(store)
    with pytest.raises(KeyboardInterrupt), printed_once(run_folder):
        demo.load(store, settings, tell=stop)
    assert _events(store) == before
    with store.reading() as db:
        assert not anybody(db)
        assert not is_demonstration(db)


START = """
~9d rosa starts
  born: ~30y | initials: A.B. | diagnosis: Sarcoma | drug: x | doctor: Anil Shah, MD
  urgency: ordinary | next_what: call | next_who: rosa | next_on: +1wd
"""


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        ("+1d dana freezes\n  A reason", "Dana Cole may not freeze"),
        ("+1d dana says\n  weight: heavy", "must be a number"),
        ("+1d dana says\n  shoe_size: 43", "nobody asks"),
        ("+1d rosa does move-on\n  next_what: go on", "Enter: why move on"),
        ("+1d dana completes therapy\n  * Sorafenib\n    stop: 2020", "has no therapy"),
    ],
)
def test_a_script_cannot_do_what_no_page_allows(
    store: Store, press: Press, scene: str, why: str
) -> None:
    days = Days(datetime.now(ZONE).date())
    with store.writing() as db:
        clock = StoryClock(ZONE)
        people = found(db, days, clock)
        seal = Seal(b"x" * 32, purpose=DRAFTS)
        teller = Teller(
            db, press, seal, clock, days, ZONE, people, reports={}, charts={}, studies={}
        )
        with pytest.raises(Untold, match=why):
            teller.play(scenes(START + scene, shared={}))


@pytest.mark.parametrize("ahead", range(0, 1500, 41))
def test_on_any_day_scenes_follow_each_other_and_tell_of_nothing_ahead(ahead: int) -> None:
    today = date(2026, 11, 22) + timedelta(days=ahead)
    days = Days(today)
    reports = {name: Report.read(text) for name, text in demo._texts("papers").items()}
    for name, script in demo._cases(days):
        start = days.day(script[0].day)
        told = [days.day(scene.day, start=start) for scene in script]
        assert told == sorted(told), name
        assert told[-1] <= today, name
        for scene, day in zip(script, told, strict=True):
            dates = re.findall(r"(?<!next_on: )(?<!chase_on: )~\d+[dmy]\d*", scene.body)
            if scene.verb == "uploads":
                dates += [reports[report].made_on for report in scene.about.split(", ")]
            early = [one for one in dates if days.day(one) > day]
            assert not early, (name, scene)


def test_a_row_runs_on_and_facts_share_a_line() -> None:
    assert list(table("a b c", text="  1 | | 3\n  4 | 5 |\n    6 and 7")) == [
        {"a": "1", "c": "3"},
        {"a": "4", "b": "5", "c": "6 and 7"},
    ]
    assert facts("  one: a: b | two: c\n    d ¶ e") == {"one": "a: b", "two": "c d\n\ne"}


def test_the_history_is_whole(loaded: Loaded) -> None:
    assert verify(loaded.store).problems == []
    with loaded.store.reading() as db:
        assert is_demonstration(db)


def test_every_change_of_the_history_is_told_in_words(loaded: Loaded) -> None:
    with loaded.store.reading() as db:
        told = db.execute(
            select(EventValue.key, EventValue.rows, Dossier.kind)
            .join(Dossier, Dossier.id == EventValue.dossier_id)
            .distinct()
        ).all()
    of = {"user": Of.CASE, **{of.value: of for of in Of}}
    unknown = {key for key, rows, kind in told if not question(key, rows=rows, of=of[kind])}
    assert unknown == set()


def test_everybody_signs_in_with_the_one_password(loaded: Loaded) -> None:
    with loaded.store.reading() as db:
        users = list(db.scalars(select(User)))
    assert {role for user in users for role in user.roles} == set(Role)
    assert all(user.email.endswith("@example.org") for user in users)
    assert all(matches(user.password, demo.PASSWORD) for user in users)


def test_there_is_a_case_for_every_turn_a_request_can_take(loaded: Loaded) -> None:
    def stands(track: Track, state: str) -> list[CaseFile]:
        return loaded.those(lambda case: case.facts.tracks[track] == state)

    assert {case.facts.stage for case in loaded.cases.values()} == set(Stage)
    assert len(loaded.those(lambda case: case.facts.life is Life.CLOSED)) == 3
    assert len(loaded.those(lambda case: case.facts.life is Life.HELD)) == 1
    assert stands(Track.REQUEST, "refused")
    assert stands(Track.REQUEST, "trial_first")
    assert loaded.saying("doctor_decision", "hesitates")
    assert loaded.saying("permission", "refused")
    assert min(int(c.facts.answers["birth_year"]) for c in loaded.cases.values()) < 1970
    children = loaded.those(lambda c: int(c.facts.answers["birth_year"]) > loaded.today.year - 12)
    assert len(children) == 1


def test_every_route_stands_in_each_of_its_states_somewhere(loaded: Loaded) -> None:
    for track in ROUTES:
        there = {case.facts.tracks[track] for case in loaded.cases.values()}
        assert there == set(STATES[track]), track
    barriers = [row for c in loaded.cases.values() for row in c.facts.rows.get("barrier", ())]
    assert all(row.answers["barrier_next"] and row.answers["barrier_by"] for row in barriers)
    assert {row.answers["barrier_kind"] for row in barriers} == {"physician", "geography"}


def test_a_denial_is_under_appeal_with_its_letter_and_a_renewal_is_near(loaded: Loaded) -> None:
    appeal = loaded.those(lambda case: case.facts.tracks[Track.INSURANCE] == "appealed")[0]
    denied, waiting = (row.answers for row in appeal.facts.rows["coverage"])
    assert denied["answer_words"].startswith("The requested drug is considered investigational")
    assert int(denied["answer_letter"]) in appeal.reports
    assert "answered_as" not in waiting
    steps = {item.key.partition(":")[2] for item in agenda(appeal.facts)}
    assert any(step.startswith("appeal_before_care") for step in steps)
    helped = loaded.those(lambda case: case.facts.tracks[Track.ASSISTANCE] == "approved")[0]
    renew = next(item for item in agenda(helped.facts) if item.key == "assistance:renew")
    assert loaded.today - timedelta(days=7) <= renew.on <= loaded.today + timedelta(days=14)


def test_closed_routes_print_in_a_frozen_packet(loaded: Loaded) -> None:
    case = loaded.initials("K.R.")
    with loaded.store.reading() as db:
        made = frozen_version(db, case.id, REQUEST.key, 1)
    assert made
    packet = restored(Packet, made.packet)
    assert isinstance(packet, Packet)
    printed = {route.name: route.by.text for route in packet.alternatives.routes}
    assert printed == {
        "Clinical trial": "Rosa Ortiz",
        "Patient assistance program": "Rosa Ortiz",
        "Off-label through the insurer": "Anil Shah, MD",
    }


def test_an_emergency_stands_at_every_step_that_matters(loaded: Loaded) -> None:
    """FDA is being called; the use is reported and the papers follow; a use without consent."""
    emergencies = loaded.those(lambda case: case.facts.emergency)
    stands = [(present_step(case.facts), running(case.facts)) for case in emergencies]
    calling = [owed for step, owed in stands if step is BY_STEP["fda"]]
    assert len(calling) == 1
    assert not {one.clock.key for one in calling[0]} & OWED
    used = [{one.clock.key for one in owed} & OWED for step, owed in stands if step is None]
    assert {"emergency_submission"} in used, "the board was told"
    assert OWED in used
    assert all(
        case.facts.tracks[Track.FDA] == "permitted"
        for case in emergencies
        if case.facts.answers.get("first_dose_on")
    )


def test_every_open_case_has_a_next_step_and_the_day_has_its_work(loaded: Loaded) -> None:
    alive = loaded.those(lambda case: case.facts.life is not Life.CLOSED)
    assert all(case.next.what and case.next.who and case.next.on for case in alive)
    days = {case.code: case.next.on for case in alive if case.next.on}
    assert loaded.today in days.values()
    silent = loaded.those(lambda case: bool(case.next.waiting_on))
    assert any(days[case.code] < loaded.today for case in silent)


def test_a_coordinator_finds_what_she_did_and_can_take_back(loaded: Loaded) -> None:
    with loaded.store.reading() as db:
        rosa = db.scalars(select(User).where(User.name == "Rosa Ortiz")).one()
        done = settled_by(db, Actor(rosa.id, rosa.name, rosa.roles))
    assert "Answer the company's two questions: duloxetine, contraception" in {d.what for d in done}


def test_nobody_acts_ahead_of_time_or_backwards(loaded: Loaded) -> None:
    """Stories are told one after the other, so what several of them touch goes back and forth."""
    with loaded.store.reading() as db:
        acts = db.execute(select(Event.dossier_id, Event.at).order_by(Event.dossier_id, Event.seq))
        told: dict[int, list[datetime]] = {}
        for dossier, at in acts:
            told.setdefault(dossier, []).append(at)
        cases = set(db.scalars(select(Dossier.id).where(Dossier.kind == "case")))
    assert all(told[case] == sorted(told[case]) for case in cases)
    assert max(max(times) for times in told.values()) <= datetime.now(UTC)


def test_nothing_is_reported_before_it_happened(loaded: Loaded) -> None:
    query = select(EventValue, Event.at, Dossier.name).join(
        Event, (Event.dossier_id == EventValue.dossier_id) & (Event.seq == EventValue.seq)
    )
    with loaded.store.reading() as db:
        found = db.execute(query.join(Dossier, Dossier.id == Event.dossier_id)).all()
    early = [
        (name, value.key, value.new)
        for value, at, name in found
        for asked in [question(value.key, rows=value.rows)]
        if asked and asked.kind in (Kind.DATE, Kind.ROUGH) and value.new
        if not asked.ahead and value.key != "next_on"
        if earliest(value.new) > at.astimezone(ZONE).date()
    ]
    assert not early, early
    ahead = [doubt.words for c in loaded.cases.values() for doubt in doubts(c.facts, loaded.today)]
    assert not any("has not come yet" in words for words in ahead)


def test_only_real_trials_carry_numbers_and_only_fakes_carry_licenses(loaded: Loaded) -> None:
    rows = [
        row
        for c in loaded.cases.values()
        for k in ("trial", "study")
        for row in c.facts.rows.get(k, ())
    ]
    numbers = {row.answers["nct"] for row in rows if row.answers.get("nct")}
    numbers |= {c.facts.answers.get("trial_first_nct", "") for c in loaded.cases.values()} - {""}
    assert numbers <= REAL_TRIALS
    licenses = {c.facts.physician["license_number"] for c in loaded.cases.values()}
    assert all(number.startswith("FAKE-") for number in licenses)
    assert all(case.synthetic for case in loaded.cases.values())


def test_no_frozen_paper_names_its_patient(loaded: Loaded) -> None:
    frozen = [(case, v) for case in loaded.cases.values() for v in case.versions]
    assert len(frozen) > 5
    with loaded.store.reading() as db:
        for case, version in frozen:
            made = frozen_version(db, case.id, version.paper, version.version)
            assert made
            content = restored(MAKERS[version.paper].content, made.packet)
            assert content
            allowed = allowed_in(content.kind, case.facts.clinic)
            for text in printed_text(content).values():
                assert not identifiers_in(case.facts.answers, text, allowed=allowed)
            assert all(
                sent.sent_on >= version.frozen_at.astimezone(ZONE).date() for sent in version.sent
            )


def test_every_printed_value_leads_to_its_answer(loaded: Loaded) -> None:
    now = datetime.now(ZONE)
    with loaded.store.reading() as db:
        kept = db.execute(
            select(Answer.entry_id, Answer.key, Entry.rows, Dossier.kind)
            .join_from(Answer, Entry)
            .join(Dossier)
        )
        known = {f"{e}/{key}" for e, key, rows, of in kept if question(key, rows=rows, of=Of(of))}
        for case in loaded.cases.values():
            for paper in PAPERS:
                made = next_version(db, case, paper, prepared_by="test", at=now).made_of()
                astray = {place for place, _ in printed_values(made)} - known
                assert not astray, f"{case.code}, {paper.key}"


def test_the_case_told_in_full_has_every_paper_of_its_stages_frozen_and_whole(
    loaded: Loaded,
) -> None:
    case = loaded.initials("K.R.")
    assert {v.paper for v in case.versions} == {REQUEST.key, SUMMARY.key, QUESTIONS.key}
    with loaded.store.reading() as db:
        made = frozen_version(db, case.id, SUMMARY.key, 1)
    summary = restored(Summary, made.packet) if made else None
    assert isinstance(summary, Summary)
    assert summary.missing == ()
    assert len(summary.studies) == 6
    assert summary.findings
    assert {c.cites[-6:] for c in summary.criteria if c.numbers} == {"(a)(1)", "(a)(2)"}


def test_the_case_told_in_full_fills_its_packet_and_two_facts_changed_since(
    loaded: Loaded,
) -> None:
    case = loaded.initials("K.R.")
    (first,) = case.versions_of(REQUEST.key)
    assert first.pages >= 45
    assert first.sent
    with loaded.store.reading() as db:
        now = datetime.now(ZONE)
        second = next_version(db, case, REQUEST, prepared_by="test", at=now)
    assert isinstance(second, Packet)
    assert len(second.changes) == 2
    assert second.missing == ()
    assert len(second.history.course.text.split()) in range(200, 251)
    assert len(second.history.lines) == 8
    assert all(option.standing for option in second.alternatives.options)


def test_a_packet_of_forty_five_pages_can_be_found_ones_way_in(loaded: Loaded) -> None:
    """ux.md, check 36."""
    case = loaded.initials("K.R.")
    with loaded.store.reading() as db:
        pdf = frozen_bytes(db, case.id, REQUEST.key, 1)
    assert pdf
    reader = PdfReader(BytesIO(pdf))
    found, (contents, *_) = bookmarks(pdf), texts(pdf)
    assert len(reader.pages) >= 45
    assert reader.page_mode == "/UseOutlines"
    for letter in "ABCDEFGH":
        ((title, page),) = [one for one in found if one[0].startswith(f"{letter}. ")]
        assert re.search(rf"{letter} {re.escape(title[3:])} ?[. ]+ ?{page}\b", contents)
    leads = {name: reader.get_destination_page_number(d) for name, d in places(reader).items()}
    assert set(leads.values()) <= set(range(len(reader.pages)))
    inside = [link["/Dest"] for link in links(reader) if "/Dest" in link]
    assert len(inside) > 8
    assert {str(name) for name in inside} <= set(leads), "every link has a page it opens"
    said = told_by(pdf)
    assert (said["Tagged"], said["Encrypted"]) == ("yes", "no")
    assert case.code in said["Title"]
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert all(row[-5] == "yes" for row in fonts(pdf)), "every font is in the file"
    assert sound(pdf)


def places(reader: PdfReader) -> dict[str, Any]:
    return dict(reader.named_destinations)


def links(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            if note.get_object().get("/Subtype") == "/Link":
                yield note.get_object()
