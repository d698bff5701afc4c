"""The list asks one index after the other; what it finds is still one list."""

from dataclasses import replace

from make import Clinic

from casetrack.rules.workflow import Action
from casetrack.store.queries import lists
from casetrack.store.queries.lists import Filter, Listing, list_cases


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
