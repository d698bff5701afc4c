"""No case ever reaches an illegal state, whatever is tried in whatever order (R6)."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import PostgresMill, SqliteMill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make import NEXT, NOW, TODAY, Clinic
from sqlalchemy import select

from casetrack.rules.clocks import Stand, deadlines, due
from casetrack.rules.facts import Facts, Life, Mark, Stage, Track
from casetrack.rules.people import Actor, Role
from casetrack.rules.settling import only_settles, settles
from casetrack.rules.workflow import BY_ACTION, Action, Step, asked
from casetrack.store.commands.cases import Asked, perform
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.queries.scope import find_case
from casetrack.store.refusals import Refused
from casetrack.store.session import Store
from casetrack.store.tables import Case, Dossier, EventValue
from casetrack.store.tables.cases import STATE_OF

KNOWN = {  # what the routes ask for before anybody acts on them
    "pap_drug": "Pazopanib",
    "pap_program": "A foundation",
    "pap_approved": "yes",
    "off_label_drug": "Pazopanib",
    "insurer": "A plan",
    "trials_searched_on": "2026-11-01",
    "trials_none": "yes",
}
CLOSED_EARLY: tuple[tuple[Action, dict[str, Any]], ...] = (
    (Action.RECORD_AGREEMENT, {"request_decided_on": "2026-11-02"}),
    (Action.PLAN_WITHOUT_LETTER, {"letter_plan": "FDA knows the drug"}),
    (
        Action.RECORD_PERMISSION,
        {
            "fda_permitted_how": "phone",
            "fda_permitted_on": "2026-11-02",
            "fda_official": "Dr. Reviewer",
        },
    ),
    (Action.RECORD_FIRST_DOSE, {"first_dose_on": "2026-11-02"}),
    (Action.CLOSE, {"close_reason": "ended", "owed_reason": "It follows"}),
)
SEQUENCES = int(os.environ.get("CASETRACK_SEQUENCES", "1000"))
ACTIONS = [action for action in Action if action is not Action.RECORD_SENDING]
URGENCY = ("ordinary", "emergency", "owing")
SAID = ("ind_withdrawn_on", "irb_closed_on", "alive_on", "drug", "annual_plan")
steps = st.lists(
    st.tuples(st.sampled_from([*ACTIONS, *SAID]), st.sampled_from(list(Role)), st.integers(0, 3)),
    min_size=1,
    max_size=10 if SEQUENCES <= 1000 else 50,
)


@dataclass
class Lives:
    """Where sequences are lived through: each begins with a case that nobody has changed yet."""

    clinic: Clinic
    begun: dict[str, CaseFile]
    renew: Callable[[str], None]


@pytest.fixture(scope="module")
def on_sqlite(sqlite_mill: SqliteMill) -> Iterator[Lives]:
    """A changed case is again as it began when the file is, which costs less than another case."""
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        clinic = Clinic(store)
        begun = {urgency: begin(clinic, urgency) for urgency in URGENCY}
        file = Path(url.removeprefix("sqlite:///"))
        kept = shutil.copyfile(file, file.with_suffix(".begun"))

        def renew(_urgency: str) -> None:
            store.close()
            shutil.copyfile(kept, file)

        yield Lives(clinic, begun, renew)


@pytest.fixture(scope="module")
def on_postgresql(postgres_mill: PostgresMill) -> Iterator[Lives]:
    with postgres_mill.fresh() as url, closing(Store(url)) as store:
        clinic = Clinic(store)
        begun = {urgency: begin(clinic, urgency) for urgency in URGENCY}

        def renew(urgency: str) -> None:
            begun[urgency] = begin(clinic, urgency)

        yield Lives(clinic, begun, renew)


def begin(clinic: Clinic, urgency: str) -> CaseFile:
    """A case with nothing done yet, or an emergency that was closed with much still owed."""
    owing = urgency == "owing"
    code = clinic.case(urgency="emergency" if owing else urgency, diagnosis="Sarcoma", **KNOWN)
    for action, words in CLOSED_EARLY if owing else ():
        clinic.do(code, action, **words)
    for role in Role:
        clinic.person(role)
    check_replay(clinic, code)
    return clinic.file(code)


def quietly(examples: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow, database=None)


@quietly(SEQUENCES)
@given(steps, st.sampled_from(URGENCY))
def test_a_thousand_sequences_and_more_at_night_on_sqlite(
    on_sqlite: Lives, tried: list[tuple[Action | str, Role, int]], urgency: str
) -> None:
    live_through(on_sqlite, tried, urgency)


@quietly(60)
@given(steps, st.sampled_from(URGENCY))
def test_sixty_sequences_on_postgresql(
    on_postgresql: Lives, tried: list[tuple[Action | str, Role, int]], urgency: str
) -> None:
    live_through(on_postgresql, tried, urgency)


def live_through(lives: Lives, tried: list[tuple[Action | str, Role, int]], urgency: str) -> None:
    begun, version = lives.begun[urgency], 0
    try:
        reached = go_through(lives.clinic, begun, tried)
        version = stands_at(lives.clinic, begun)
        assert version == reached.version, "refused acts changed nothing"
        if reached is not begun:
            check_replay(lives.clinic, begun.code)
    finally:
        if version != begun.version:
            lives.renew(urgency)


def go_through(
    clinic: Clinic, file: CaseFile, tried: list[tuple[Action | str, Role, int]]
) -> CaseFile:
    """The case as the last act that was accepted left it."""
    for action, role, pick in tried:
        if not isinstance(action, Action):
            file = clinic.file(file.code) if say(clinic, file, action) else file
        elif attempt(clinic, file, action, clinic.person(role), pick):
            before, file = file, clinic.file(file.code)
            check_step(before, file, action)
    return file


def stands_at(clinic: Clinic, file: CaseFile) -> int:
    with clinic.store.reading() as db:
        return db.get_one(Dossier, file.id).version


def say(clinic: Clinic, file: CaseFile, key: str) -> bool:
    """Saves an answer as a page would; the store itself refuses what a closed case does not owe."""
    typed = Typed(entry=file.root(), answers={key: TODAY.isoformat()}, drawn=file.version)
    owed_now = only_settles(file.facts, {key})
    with clinic.store.writing() as db:
        try:
            saved = save_answers(db, file.id, typed, by=clinic.rosa, about="test")
        except Refused:
            assert file.facts.life is Life.CLOSED
            assert not owed_now
            return False
        db.commit()
    assert owed_now or not saved or file.facts.life is not Life.CLOSED
    return saved


def attempt(clinic: Clinic, file: CaseFile, action: Action, actor: Actor, pick: int) -> bool:
    """Does what the page would do; False when the rules refuse or the role cannot see the case."""
    words = {**NEXT, "next_who": str(clinic.rosa.user), **answers(action, file, clinic, pick)}
    wanted = Asked(action=action, words=words, drawn=file.version, now=NOW)
    with clinic.store.writing() as db:
        if find_case(db, file.code, by=actor) is None:
            return False
        try:
            perform(db, file.facts, file.id, wanted, by=actor)
        except Refused:
            return False
        db.commit()
    return True


def answers(action: Action, file: CaseFile, clinic: Clinic, pick: int) -> dict[str, str]:
    said = {}
    for question in asked(BY_ACTION[action], file.facts):
        if question.choices:
            said[question.key] = question.choices[pick % len(question.choices)].key
        elif question.kind == "date":
            said[question.key] = (TODAY - timedelta(days=pick)).isoformat()
        elif question.kind == "person":
            said[question.key] = str(clinic.rosa.user)
        elif pick:  # sometimes a blank is sent
            said[question.key] = "NCT04871282" if question.kind == "trial" else "words"
    return {key: value for key, value in said.items() if key not in NEXT}


def check_step(before: CaseFile, after: CaseFile, action: Action) -> None:
    row = BY_ACTION[action]
    state = before.facts.life if row.track is Track.CASE else before.facts.tracks[row.track]
    assert state in row.frm
    assert before.facts.life in row.lives or settles(before.facts, f"action:{action}")
    if before.facts.life is Life.CLOSED is after.facts.life:
        assert (after.next.what, after.next.on) == ("", None), "nothing follows in a closed case"
    assert after.version == before.version + 1
    if row.step is Step.STAY:
        assert after.facts.stage is before.facts.stage
    now = [line.stage for line in after.stages if line.mark is Mark.NOW]
    assert now == [after.facts.stage]
    if row.track is not Track.CASE:
        reached = after.facts.tracks[row.track]
        told = row.back(before.facts) if row.back else row.outcome(state)
        assert reached == told or (row.stays and reached == state)
        others = {t: s for t, s in before.facts.tracks.items() if t is not row.track}
        assert others == {t: after.facts.tracks[t] for t in others}, "tracks do not move together"
        assert after.facts.life is before.facts.life, "no track closes a case"
    if action is Action.RECORD_FIRST_DOSE:
        assert before.facts.tracks[Track.FDA] == "permitted"
        assert before.facts.tracks[Track.EXPANDED] == "pursued"
    if row.kept:
        grown = [len(file.facts.rows.get(row.kept.rows, ())) for file in (before, after)]
        assert grown[1] - grown[0] in (0, 1)
    if after.facts.life is not Life.CLOSED:
        assert after.next.what
        assert after.next.on
        assert after.next.who
    assert set(after.facts.marks) == set(Stage)
    check_deadlines(after.facts)


def check_deadlines(facts: Facts) -> None:
    """A clock runs if and only if its event is on record and what it asks for is not."""
    for one in deadlines(facts):
        lines = {row.id: row.answers for row in facts.rows.get(one.clock.rows, ())}
        said = lines.get(one.row, facts.answers)
        began = one.clock.event.day(said)
        ended = said.get(one.clock.ends, "")  # what was due before is still owed
        none_due = bool(ended) and not (one.due and one.due.isoformat() < ended)
        done = none_due or any(said.get(key) for key in one.clock.met)
        assert bool(one.count) is bool(began), one
        assert one.stand is (
            Stand.MET if done else Stand.RUNNING if began else Stand.NOT_STARTED
        ), one
        if one.count and not one.given:
            assert one.count == due(one.clock, date.fromisoformat(began)), one


def check_replay(clinic: Clinic, code: str) -> None:
    """The state of every track is the last one an event told."""
    with clinic.store.reading() as db:
        case = db.scalars(select(Case).where(Case.code == code)).one()
        told = db.scalars(
            select(EventValue).where(EventValue.dossier_id == case.id).order_by(EventValue.seq)
        )
        last = {value.key: value.new for value in told}
        for track, column in STATE_OF.items():
            if f"{track}_state" in last:
                assert getattr(case, column) == last[f"{track}_state"]
        assert case.life == last.get("case_state", "open")
