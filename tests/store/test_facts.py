"""Answers: what differs is stored, with who and when; what somebody else changed is never lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from make import Clinic

from casetrack.rules.access import Permission, may
from casetrack.rules.people import Role
from casetrack.rules.questions import preset_alternatives
from casetrack.rules.workflow import Action
from casetrack.store.acts import act, lock
from casetrack.store.commands import answers
from casetrack.store.commands.cases import grant_access
from casetrack.store.commands.facts import (
    Typed,
    add_row,
    remove_row,
    restore_row,
    save_answers,
    shift_row,
)
from casetrack.store.queries.casefile import load_case
from casetrack.store.queries.facts import facts_of
from casetrack.store.queries.history import history_of, timeline
from casetrack.store.queries.lists import Filter, list_cases
from casetrack.store.queries.removed import removed_rows
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.tables import Case
from casetrack.store.verify import verify


def save(clinic: Clinic, code: str, drawn: int | None = None, **answers: str) -> bool:
    file = clinic.file(code)
    typed = Typed(
        entry=file.root(), answers=answers, drawn=file.version if drawn is None else drawn
    )
    with clinic.store.writing() as db:
        saved = save_answers(db, file.id, typed, by=clinic.rosa, about="condition")
        db.commit()
    return saved


def test_an_alternative_that_a_new_version_asks_for_takes_the_attestation_away(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is laid before the team with the next word on the diagnosis, the same one too."""
    diagnosis = "Desmoid tumor"
    *earlier, new = preset_alternatives(diagnosis)
    with monkeypatch.context() as before:
        before.setattr(answers, "preset_alternatives", lambda _: earlier)
        code = clinic.case(diagnosis=diagnosis)
    clinic.say(code, attested_alternative="2026-11-19")
    number = clinic.file(code).id
    with clinic.store.writing() as db:
        with act(db, lock(db, number), by=clinic.rosa, action="chart-decided") as deciding:
            answers.write_answers(deciding, answers.root_of(db, number), {"diagnosis": diagnosis})
        db.commit()
    facts = clinic.file(code).facts
    laid = [row.answers["option"] for row in facts.rows["alternative"]]
    assert laid == [*earlier, new]
    assert not facts.answers.get("attested_alternative")


def test_a_closed_case_takes_no_row_and_gives_none_back(clinic: Clinic) -> None:
    code = clinic.case()
    here, _there, gone = (clinic.row(code, "therapy", treatment=name) for name in "ABC")
    number = clinic.file(code).id
    with clinic.store.writing() as db:
        remove_row(db, number, gone, by=clinic.rosa)
        db.commit()
    clinic.do(code, Action.CLOSE, close_reason="joined_trial", close_note="Elsewhere")
    before = clinic.file(code).version
    tries: list[Callable[[Db], object]] = [
        lambda db: add_row(db, number, "therapy", {"treatment": "D"}, by=clinic.rosa),
        lambda db: remove_row(db, number, here, by=clinic.rosa),
        lambda db: restore_row(db, number, gone, by=clinic.rosa),
        lambda db: shift_row(db, number, here, up=False, by=clinic.rosa),
    ]
    for attempt in tries:
        with clinic.store.writing() as db, pytest.raises(Refused, match="This case is closed"):
            attempt(db)
    assert clinic.file(code).version == before


def test_saving_what_is_there_already_is_no_event(clinic: Clinic) -> None:
    code = clinic.case()
    assert save(clinic, code, weight="68.2")
    before = clinic.file(code).version
    assert not save(clinic, code, weight="68.2")
    assert clinic.file(code).version == before


def test_an_answer_knows_who_gave_it_and_its_whole_history(clinic: Clinic) -> None:
    code = clinic.case()
    save(clinic, code, weight="70.1")
    save(clinic, code, weight="68.2")
    file = clinic.file(code)
    given = file.given[file.root(), "weight"]
    assert (given.value, given.by) == ("68.2", "Rosa Ortiz")
    with clinic.store.reading() as db:
        told = history_of(db, file.id, file.root(), "weight")
    assert [change.words() for event in told for change in event.changes] == [
        "Weight: 70.1 kg → 68.2 kg",
        "Weight: 70.1 kg",
    ]


def test_two_people_changing_one_answer_meet_in_a_conflict(clinic: Clinic) -> None:
    code = clinic.case()
    drawn = clinic.file(code).version
    save(clinic, code, weight="70.1")
    with pytest.raises(Stale) as stale:
        save(clinic, code, drawn, weight="68.2", ecog="1")
    clash = stale.value.changes["weight"]
    assert (clash.theirs, clash.by) == ("70.1", "Rosa Ortiz")
    assert stale.value.clashing == {"weight"}
    assert "ecog" not in clinic.file(code).facts.answers, "nothing was half stored"


def test_changes_of_other_answers_do_not_get_in_the_way(clinic: Clinic) -> None:
    code = clinic.case()
    drawn = clinic.file(code).version
    save(clinic, code, weight="70.1")
    assert save(clinic, code, drawn, ecog="1")
    assert save(clinic, code, drawn, weight="70.1", ecog="1") is False, "the same value is no clash"


def test_an_entry_of_another_case_is_not_touched(clinic: Clinic) -> None:
    first, second = clinic.case(), clinic.case(initials="A.B.")
    number = clinic.row(second, "therapy", treatment="Sorafenib")
    mine = clinic.file(first)
    typed = Typed(entry=number, answers={"treatment": "stolen"}, drawn=99)
    with clinic.store.writing() as db, pytest.raises(Refused):
        save_answers(db, mine.id, typed, by=clinic.rosa, about="prior_therapy")
    with clinic.store.writing() as db, pytest.raises(Refused):
        remove_row(db, mine.id, number, by=clinic.rosa)


def test_a_removed_row_is_gone_from_papers_and_can_come_back(clinic: Clinic) -> None:
    code = clinic.case()
    number = clinic.row(code, "therapy", treatment="Sorafenib")
    file = clinic.file(code)
    with clinic.store.writing() as db:
        remove_row(db, file.id, number, by=clinic.rosa, why="typed twice")
        db.commit()
    assert "therapy" not in clinic.file(code).facts.rows
    with clinic.store.reading() as db:
        removed = removed_rows(db, file.id)
    assert [(one.title, one.why, one.by) for one in removed] == [
        ("Sorafenib", "typed twice", "Rosa Ortiz")
    ]
    with clinic.store.writing() as db:
        restore_row(db, file.id, number, by=clinic.rosa)
        db.commit()
    assert clinic.file(code).facts.rows["therapy"][0].answers["treatment"] == "Sorafenib"
    with clinic.store.writing() as db, pytest.raises(Refused):
        restore_row(db, file.id, number, by=clinic.rosa)


def test_exhibits_keep_the_order_a_person_gives_them(clinic: Clinic) -> None:
    code = clinic.case()
    numbers = [clinic.row(code, "document", title=title) for title in ("A", "B", "C")]
    file = clinic.file(code)
    with clinic.store.writing() as db:
        shift_row(db, file.id, numbers[2], by=clinic.rosa, up=True)
        shift_row(
            db, file.id, numbers[0], by=clinic.rosa, up=True
        )  # already first: nothing happens
        db.commit()
    titles = [row.answers["title"] for row in clinic.file(code).facts.rows["document"]]
    assert titles == ["A", "C", "B"]


def test_lines_of_therapy_stand_in_time_however_they_were_typed(clinic: Clinic) -> None:
    code = clinic.case()
    for treatment, start in (("B", "2023-05-01"), ("C", "2024"), ("A", "2022-12"), ("?", "")):
        clinic.row(code, "therapy", treatment=treatment, start=start)
    rows = clinic.file(code).facts.rows["therapy"]
    assert [row.answers["treatment"] for row in rows] == ["A", "B", "C", "?"]


def test_the_list_follows_the_answers(clinic: Clinic) -> None:
    code = clinic.case()
    clinic.say(code, initials="X.Y.", drug="tegalumab", urgency="emergency", doctor="Mina Kim, MD")
    with clinic.store.reading() as db:
        line = list_cases(db, Filter(q="tegalumab"), by=clinic.rosa).lines[0]
    assert (line.initials, line.drug, line.emergency) == ("X.Y.", "tegalumab", True)
    assert clinic.file(code).facts.physician["name"] == "Mina Kim, MD"


def test_naming_a_physician_twice_makes_one_entry_of_the_register(clinic: Clinic) -> None:
    first, second = clinic.case(doctor="Anil Shah, MD"), clinic.case(doctor="anil shah, md")
    assert clinic.file(first).facts.register == clinic.file(second).facts.register


def test_a_desmoid_diagnosis_lays_out_the_alternatives_once(clinic: Clinic) -> None:
    code = clinic.case(diagnosis="Epithelioid sarcoma")
    assert "alternative" not in clinic.file(code).facts.rows
    clinic.say(code, diagnosis="Desmoid tumor")
    clinic.say(code, diagnosis="Desmoid tumor, thigh")
    assert len(clinic.file(code).facts.rows["alternative"]) == 8


def test_the_timeline_tells_the_newest_first_and_pages(clinic: Clinic) -> None:
    code = clinic.case()
    for weight in ("60", "61", "62"):
        save(clinic, code, weight=weight)
    with clinic.store.reading() as db:
        page = timeline(db, clinic.file(code).id, limit=2)
        rest = timeline(db, clinic.file(code).id, before=page.before, limit=2)
    assert [event.seq for event in page.lines] == [4, 3]
    assert [event.seq for event in rest.lines] == [2, 1]
    assert rest.before == 0


def test_the_timeline_keeps_the_order_of_acts_though_the_clock_goes_back(clinic: Clinic) -> None:
    """R29: order is by sequence, whatever hour the machine showed."""
    code = clinic.case()
    for day, weight in (("2026-11-19", "60"), ("1970-01-02", "61"), ("2038-01-20", "62")):
        with time_machine.travel(f"{day}T12:00:00+00:00"):
            save(clinic, code, weight=weight)
    with clinic.store.reading() as db:
        told = timeline(db, clinic.file(code).id, limit=9).lines
    assert [event.seq for event in told] == [4, 3, 2, 1]
    assert clinic.file(code).facts.answers["weight"] == "62"
    assert verify(clinic.store).problems == []


def test_what_each_role_may_see_is_the_same_in_sql_and_in_the_rules(clinic: Clinic) -> None:
    """Visibility is said twice (scope.py and access.py): a population of cases compares them."""
    codes = [
        clinic.case(doctor=name) for name in ("Anil Shah, MD", "Mina Kim, MD", "Anil Shah, MD")
    ]
    shah = clinic.file(codes[0]).facts.register
    viewer = clinic.person(Role.VIEWER)
    with clinic.store.writing() as db:
        grant_access(db, clinic.file(codes[1]).id, user_id=viewer.user, active=True, by=clinic.rosa)
        db.commit()
    physician = replace(clinic.person(Role.PHYSICIAN), register=shah)
    everybody = [clinic.person(role) for role in Role] + [
        physician,
        replace(physician, sees_all=True),
    ]
    for actor in everybody:
        for code in codes:
            with clinic.store.reading() as db:
                seen = load_case(db, code, by=actor) is not None
            assert seen == may(actor, Permission.SEE_CASE, clinic.file(code).facts), (actor, code)


def test_what_an_act_has_changed_so_far_is_what_the_rules_know(clinic: Clinic) -> None:
    number = clinic.file(clinic.case()).id
    with (
        clinic.store.writing() as db,
        act(db, lock(db, number), by=clinic.rosa, action="saved") as saving,
    ):
        case = db.get_one(Case, number)
        case.seq, case.emergency = saving.seq, True
        assert facts_of(db, [number])[number].emergency
