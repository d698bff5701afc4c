"""The list asks one index after the other; what it finds is still one list."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from make import Clinic
from sqlalchemy import event

from casetrack.rules.people import Actor, Role
from casetrack.rules.workflow import Action
from casetrack.store.queries import lists
from casetrack.store.queries.lists import Filter, Listing, list_cases

pytestmark = pytest.mark.both


def listing(clinic: Clinic, wanted: Filter) -> Listing:
    with clinic.store.reading() as db:
        return list_cases(db, wanted, by=clinic.rosa)


def test_all_lives_stand_in_one_order(clinic: Clinic) -> None:
    late = clinic.case()
    held, closed, early = clinic.case(), clinic.case(), clinic.case()
    clinic.do(late, Action.PLAN_NEXT, next_on="2026-12-24")
    clinic.do(held, Action.HOLD, hold_reason="Travels", next_on="2026-12-01")
    clinic.do(closed, Action.CLOSE, close_reason="mistake")
    found = listing(clinic, Filter(life="all"))
    assert [line.code for line in found.lines] == [closed, early, held, late]
    assert found.count == 4


def test_a_case_found_twice_is_listed_and_counted_once(clinic: Clinic) -> None:
    code = clinic.case(initials="A.B.", drug="AB")
    clinic.do(clinic.case(initials="A.B.", drug="tegalumab"), Action.HOLD, hold_reason="Travels")
    found = listing(clinic, Filter(q="ab"))
    assert [line.code for line in found.lines] == [code]
    assert found.count == 1
    assert listing(clinic, Filter(q="ab", life="all")).count == 2
    assert listing(clinic, Filter(q="nobody", life="all")).count == 0


def test_pages_of_all_lives_never_skip_or_repeat(clinic: Clinic) -> None:
    codes = {clinic.case(initials="A.B.") for _ in range(5)}
    for code in sorted(codes)[:2]:
        clinic.do(code, Action.HOLD, hold_reason="Travels")
    kept, lists.PAGE = lists.PAGE, 2
    try:
        seen: list[str] = []
        wanted = Filter(q="ab", life="all")
        while True:
            page = listing(clinic, wanted)
            seen += [line.code for line in page.lines]
            if not page.after:
                break
            wanted = replace(wanted, after=page.after)
    finally:
        lists.PAGE = kept
    assert sorted(seen) == sorted(codes)


FILTERS: dict[str, Any] = {
    "stage": 4,
    "owner": 5,
    "physician": 10,
    "company": 11,
    "drug": "tegavivint",
    "emergency": True,
    "waiting": True,
}


@pytest.mark.parametrize("life", ["open", "all"])
def test_any_two_filters_are_answered_by_an_index_alone(clinic: Clinic, life: str) -> None:
    """Rows looked up one by one only to be left out are what makes a long list slow."""
    if clinic.store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it has counted; SQLite by the indexes there are")
    for actor in (clinic.rosa, clinic.person(Role.PHYSICIAN)):
        for first, second in combinations(FILTERS, 2):
            wanted = Filter(life=life, **{name: FILTERS[name] for name in (first, second)})
            for step in steps(clinic, wanted, by=actor):
                looked_up = "cases USING INDEX ix_" in step or "SCAN cases" in step
                assert not looked_up, f"{first} and {second}: {step}"


def steps(clinic: Clinic, wanted: Filter, *, by: Actor) -> list[str]:
    """How SQLite finds what the list asks for."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        asked.append((sql, values))

    with clinic.store.reading() as db:
        event.listen(clinic.store.engine, "before_cursor_execute", note)
        try:
            list_cases(db, wanted, by=by)
        finally:
            event.remove(clinic.store.engine, "before_cursor_execute", note)
        planned = [
            db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            for sql, values in asked
            if sql.startswith("SELECT")
        ]
        return [str(row[3]) for plan in planned for row in plan]
