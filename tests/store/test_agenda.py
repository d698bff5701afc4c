"""The agenda's lines are what the rules say, after every act, on both engines."""

from datetime import date

import pytest
from make import Clinic
from sqlalchemy import select, text

from casetrack.rules.agenda import agenda
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store import agenda as keeping
from casetrack.store.agenda import derive_all
from casetrack.store.queries.facts import facts_of
from casetrack.store.tables import AgendaLine
from casetrack.store.verify import verify


def lines(clinic: Clinic) -> list[AgendaLine]:
    with clinic.store.reading() as db:
        order = (AgendaLine.dossier_id, AgendaLine.rank, AgendaLine.due_on, AgendaLine.key)
        return list(db.scalars(select(AgendaLine).order_by(*order)))


def test_each_act_leaves_the_lines_that_the_rules_make(clinic: Clinic) -> None:
    code = clinic.case()
    [line] = lines(clinic)
    assert (line.what, line.due_on, line.who_id) == (
        *("Call the company", date(2026, 11, 24), clinic.rosa.user),
    )
    dana = clinic.person(Role.NURSE, "Dana Cole")
    marked = {"willing.mark": "waiting", "willing.mark_words": "Dr. Shah"}
    clinic.save(code, {**marked, "willing.mark_on": "2026-11-25"})
    clinic.do(code, Action.PLAN_NEXT, next_who=str(dana.user), waiting_on="Iterion")
    first, second = lines(clinic)
    assert (first.key, first.what, first.who_id, first.waits) == (
        *("next", "Chase Iterion: Call the company", dana.user, True),
    )
    assert (second.key, second.who_id, second.waiting_on) == (
        *("task:willing", clinic.rosa.user, "Dr. Shah"),
    )
    clinic.do(code, Action.HAND_OVER, owner=str(dana.user))
    assert {line.who_id for line in lines(clinic)} == {dana.user}
    clinic.do(code, Action.CLOSE, close_reason="mistake")
    assert lines(clinic) == []
    assert verify(clinic.store).problems == []


def test_an_act_that_changes_no_step_writes_no_line(clinic: Clinic) -> None:
    code = clinic.case()
    before = lines(clinic)[0].since
    clinic.say(code, weight="68.2")
    assert lines(clinic)[0].since == before


def test_facts_of_many_cases_are_the_facts_of_each(clinic: Clinic) -> None:
    clinic.register("company", "Iterion", policy_days="5", policy_days_of="business")
    codes = [clinic.case_at(Stage.EVIDENCE, company="Iterion"), clinic.case(), clinic.case()]
    clinic.row(codes[0], "therapy", treatment="Sorafenib", start="2022")
    clinic.row(codes[0], "therapy", treatment="Surgery", start="2020-05")
    clinic.do(codes[1], Action.CLOSE, close_reason="mistake")
    files = [clinic.file(code) for code in codes]
    with clinic.store.reading() as db:
        found = facts_of(db, [file.id for file in files])
    assert found == {file.id: file.facts for file in files}


def test_a_change_in_the_register_reaches_the_cases_that_name_the_entry(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = clinic.register("company", "Iterion")
    cases = [clinic.file(clinic.case(company="Iterion")).id for _ in range(3)]
    clinic.case()
    derived: list[set[int]] = []
    monkeypatch.setattr(keeping, "derive", lambda _, cases: derived.append(set(cases)))
    clinic.fill(company, {"policy_days": "5"})
    assert derived == [set(cases)]
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    clinic.fill(company, {"policy_days": "6"})
    assert derived[-1] == set(cases[:2]), "the others follow with the daily pass"


def test_verify_tells_a_line_that_is_wrong_and_the_pass_puts_it_right(clinic: Clinic) -> None:
    for initials in ("K.R.", "A.B.", "C.D."):
        clinic.case(initials=initials)
    first, second, third = (line.dossier_id for line in lines(clinic))
    with clinic.store.writing() as db:
        db.execute(text(f"DELETE FROM agenda WHERE dossier_id = {first}"))
        db.execute(text(f"UPDATE agenda SET due_on = '2026-01-01' WHERE dossier_id = {second}"))
        db.execute(text(f"UPDATE agenda SET key = 'row:9' WHERE dossier_id = {third}"))
        db.commit()
    assert verify(clinic.store).problems == [
        "EA-2026-001: its agenda misses “next”; run: casetrack due run",
        "EA-2026-002: its agenda differs in “next”; run: casetrack due run",
        "EA-2026-003: its agenda misses “next”; run: casetrack due run",
        "EA-2026-003: its agenda has one too many: “row:9”; run: casetrack due run",
    ]
    assert derive_all(clinic.store) == 4
    assert verify(clinic.store).problems == []
    assert derive_all(clinic.store) == 0


def test_a_line_stands_for_each_step_of_each_case(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "CHUNK", 2)
    for _ in range(5):
        clinic.case()
    with clinic.store.writing() as db:
        db.execute(text("DELETE FROM agenda"))
        db.commit()
    assert derive_all(clinic.store) == 5
    with clinic.store.reading() as db:
        cases = facts_of(db, [line.dossier_id for line in lines(clinic)])
    assert len(lines(clinic)) == sum(len(agenda(facts)) for facts in cases.values())
