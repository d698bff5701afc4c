"""The routes in the store, on both engines: acts write states and rows, and the history holds."""

from typing import Any

import pytest
from make import NEXT, Clinic
from sqlalchemy import text

from casetrack.rules.facts import ROUTES, Life, Track
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store import migrate
from casetrack.store.commands.facts import remove_row
from casetrack.store.queries.history import states_since, timeline
from casetrack.store.refusals import Refused
from casetrack.store.verify import verify

Said = dict[str, Any]

PLAN: Said = {"off_label_drug": "Pazopanib", "insurer": "A plan"}
REQUEST: Said = {"asked_level": "request", "asked_on": "2026-11-02"}
DENIAL: Said = {
    "asked_level": "request",
    "answered_on": "2026-11-10",
    "answer_number": "D-1",
    "answer_words": "Not covered for “this” use.",
}
CLOSED: Said = {"on": "2026-11-10", "why": "patient_no", "words": "Her wish.", "source": "Visit"}


def closing(route: str, **other: str) -> Said:
    return {f"{route}_closed_{key}": value for key, value in {**CLOSED, **other}.items()}


def coverage(clinic: Clinic, code: str) -> list[dict[str, str]]:
    return [dict(row.answers) for row in clinic.file(code).facts.rows.get("coverage", ())]


def test_a_refused_act_changes_nothing(clinic: Clinic) -> None:
    code = clinic.case(**PLAN)
    before = clinic.file(code)
    tried: list[tuple[Action, Said]] = [
        (Action.RECORD_APPEAL, {"asked_level": "first", "asked_on": "2026-11-02"}),
        (Action.RECORD_DENIAL, {**DENIAL, "answer_words": ""}),
        (Action.RECORD_APPLICATION, {"pap_applied_on": "2026-11-02"}),
        (Action.CLOSE_TRIAL, closing("trial", why="excluded")),
    ]
    for action, words in tried:
        with pytest.raises(Refused):
            clinic.do(code, action, **words)
    assert clinic.file(code).version == before.version
    assert clinic.file(code).facts.tracks == before.facts.tracks


def test_a_pharmacist_reads_the_routes_and_moves_none(clinic: Clinic) -> None:
    code = clinic.case()
    with pytest.raises(Refused, match="coordinator, nurse or physician"):
        clinic.do(code, Action.START_ASSISTANCE, by=clinic.person(Role.PHARMACIST))


def test_each_request_to_the_insurer_is_one_row_that_its_answer_completes(clinic: Clinic) -> None:
    code = clinic.case(**PLAN)
    clinic.do(code, Action.RECORD_COVERAGE_REQUEST, **REQUEST)
    clinic.do(code, Action.RECORD_DENIAL, **DENIAL)
    clinic.do(code, Action.RECORD_APPEAL, asked_level="first", asked_on="2026-11-12")
    held = clinic.file(code)
    assert held.facts.tracks[Track.INSURANCE] == "appealed"
    first, second = coverage(clinic, code)
    assert first == {**REQUEST, **DENIAL, "answered_as": "denied"}
    assert second == {"asked_level": "first", "asked_on": "2026-11-12"}
    assert not {*REQUEST, *DENIAL} & held.facts.answers.keys(), "nothing is kept twice"
    with clinic.store.reading() as db:
        told = timeline(db, held.id).lines[1]
    assert (told.action, [c.label for c in told.changes if c.rows]) == (
        "record-denial",
        [
            *("What was asked", "Date on their letter", "Their number"),
            *("The reason, word for word", "Their answer"),
        ],
    )
    assert verify(clinic.store).problems == []


def test_an_appeal_whose_row_was_removed_is_answered_all_the_same(clinic: Clinic) -> None:
    """No trap: the answer gets a row of its own."""
    code = clinic.case(**PLAN)
    clinic.do(code, Action.RECORD_DENIAL, **DENIAL)
    clinic.do(code, Action.RECORD_APPEAL, asked_level="first", asked_on="2026-11-12")
    file = clinic.file(code)
    with clinic.store.writing() as db:
        remove_row(db, file.id, file.facts.rows["coverage"][-1].id, by=clinic.rosa)
        db.commit()
    words: Said = {"asked_level": "first", "answered_on": "2026-11-18"}
    clinic.do(code, Action.RECORD_COVERAGE, **words)
    assert clinic.file(code).facts.tracks[Track.INSURANCE] == "covered"
    assert [row.get("answered_as") for row in coverage(clinic, code)] == ["denied", "covered"]


@pytest.mark.parametrize("track", ROUTES)
def test_closing_every_route_leaves_the_case_open_and_each_opens_again(
    clinic: Clinic, track: Track
) -> None:
    code = clinic.case()
    close, reopen = (
        next(a for a in Action if a.value.startswith(f"{verb}-") and track.value[:9] in a.value)
        for verb in ("close", "reopen")
    )
    file = clinic.do(code, close, **closing(track))
    assert (file.facts.tracks[track], file.facts.life) == ("closed", Life.OPEN)
    assert (file.next.what, file.stage_since) == (NEXT["next_what"], clinic.file(code).stage_since)
    again: Said = {f"{track}_reopen_why": "New facts"}
    file = clinic.do(code, reopen, **again)
    assert file.facts.tracks[track] != "closed"
    assert not any(file.facts.answers.get(key) for key in closing(track))
    with clinic.store.reading() as db:
        assert f"{track}_state" in states_since(db, file.id)
    assert verify(clinic.store).problems == []


def test_a_state_that_no_event_told_is_found(clinic: Clinic) -> None:
    """The negative control of `verify`."""
    code = clinic.case()
    number, version = clinic.file(code).id, clinic.file(code).version
    dialect = clinic.store.engine.dialect.name
    off = "DROP TRIGGER cases_told_update" + ("" if dialect == "sqlite" else " ON cases")
    with clinic.store.writing() as db:
        db.execute(text(off))
        changed = "UPDATE cases SET trial_state = 'joined' WHERE dossier_id = :n AND seq = :v"
        db.execute(text(changed), {"n": number, "v": version})
        db.commit()
    assert any("trial_state" in problem for problem in verify(clinic.store).problems)


def test_a_case_of_before_the_routes_is_kept_and_starts_at_their_first_states(
    clinic: Clinic,
) -> None:
    code = clinic.case(**PLAN)
    clinic.do(code, Action.RECORD_COVERAGE_REQUEST, **REQUEST)
    migrate.downgrade(clinic.store, to="0006")
    migrate.upgrade(clinic.store)
    assert clinic.file(code).facts.tracks[Track.INSURANCE] == "asked", "nothing told is taken away"
    assert verify(clinic.store).problems == []
