"""Two people, Back, double clicks: one wins, nobody loses what they typed (R7, R8)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from make import Clinic
from pages import Visitor
from sqlalchemy import event

from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store

SignIn = Callable[..., Visitor]
SAVE = "Save performance status, weight and height"


def test_the_second_of_two_editors_sees_both_values_and_chooses(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    address = f"/cases/{code}/facts/condition"
    hers, theirs = rosa.get(address), dana.get(address)
    dana.press(theirs, SAVE, weight="70.1", ecog="1")
    conflict = rosa.press(hers, SAVE, status=409, weight="68.2", height="167", ecog="1")
    assert conflict.heading == "Choose what to keep"
    assert "68.2 kg" in conflict.text
    assert "70.1 kg" in conflict.text
    assert "Nurse One saved" in conflict.text
    assert [legend.text for legend in conflict.all("legend")] == ["Weight"], "only what clashes"
    assert conflict.one("[name=height]")["value"] == "167", "everything else goes along"
    rosa.press(conflict, "Save what I chose", weight="70.1")
    answers = clinic.file(code).facts.answers
    assert (answers["weight"], answers["height"]) == ("70.1", "167")


def test_a_field_that_was_only_drawn_takes_nobody_s_answer_back(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    clinic.say(code, weight="69")
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    address = f"/cases/{code}/facts/condition"
    hers = rosa.get(address)
    dana.press(dana.get(address), SAVE, weight="70.1")
    rosa.press(hers, SAVE, height="167")
    answers = clinic.file(code).facts.answers
    assert (answers["weight"], answers["height"]) == ("70.1", "167")


def test_choosing_ones_own_value_keeps_the_other_in_the_history(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    address = f"/cases/{code}/facts/condition"
    hers = rosa.get(address)
    dana.press(dana.get(address), SAVE, weight="70.1")
    conflict = rosa.press(hers, SAVE, status=409, weight="68.2")
    rosa.press(conflict, "Save what I chose")
    assert clinic.file(code).facts.answers["weight"] == "68.2"
    assert "70.1 kg → 68.2 kg" in rosa.get(f"/cases/{code}/history").text


def test_a_row_that_two_people_change_meets_in_the_same_page(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    number = clinic.row(code, "therapy", treatment="Sorafenib", start="2022")
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    address = f"/cases/{code}/facts/prior_therapy/{number}"
    hers = rosa.get(address)
    dana.press(dana.get(address), "Save line of therapy", start="May 2022")
    conflict = rosa.press(hers, "Save line of therapy", status=409, start="June 2022")
    rosa.press(conflict, "Save what I chose")
    assert clinic.file(code).facts.rows["therapy"][0].answers["start"] == "2022-06"


def test_a_move_drawn_from_an_older_state_is_asked_again_with_its_words(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    page = rosa.get(f"/cases/{code}/do/move-on")
    dana.press(dana.get(f"/cases/{code}/facts/condition"), SAVE, weight="70")
    again = rosa.press(page, "Move on", status=409, gap_reason="the visit is on Thursday")
    assert "The case changed since you opened this page" in again.text
    assert again.one("#gap_reason").text == "the visit is on Thursday"
    moved = rosa.press(again, "Move on")
    assert "now in stage 2" in moved.text


def test_a_double_click_and_a_retry_do_the_thing_once(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in()
    page = visitor.get("/cases/start")
    typed = {"initials": "K.R.", "doctor": "Anil Shah, MD"}
    first = visitor.press(page, "Start case", typed)
    again = visitor.press(page, "Start case", typed)
    assert first.address == again.address, "the second answer shows the first result"
    assert visitor.get("/cases").text.count("EA-2026-") == 1
    code = clinic.case(initials="A.B.")
    form = visitor.get(f"/cases/{code}/facts/allergies/add")
    for _ in range(3):
        visitor.press(form, "Save allergy", substance="Penicillin")
    assert len(clinic.file(code).facts.rows["allergy"]) == 1


def test_a_removed_row_cannot_be_changed_from_a_stale_form(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    number = clinic.row(code, "therapy", treatment="Sorafenib")
    rosa, dana = sign_in(Role.COORDINATOR), sign_in(Role.NURSE)
    form = rosa.get(f"/cases/{code}/facts/prior_therapy/{number}")
    ask = dana.get(f"/cases/{code}/facts/prior_therapy/{number}/remove")
    dana.press(ask, "Remove line of therapy")
    rosa.press(form, "Save line of therapy", status=404, start="2022")


def test_the_register_meets_the_same_conflict_page(sign_in: SignIn, clinic: Clinic) -> None:
    clinic.case()
    rosa, other = sign_in(Role.COORDINATOR), sign_in(Role.REGULATORY)
    address = rosa.get("/organizations").link("Anil Shah, MD") + "/change"
    hers = rosa.get(address)
    other.press(other.get(address), "Save physician", graduated="1998")
    conflict = rosa.press(hers, "Save physician", status=409, graduated="1999")
    assert "1998" in conflict.text
    rosa.press(conflict, "Save what I chose")
    assert rosa.get(address).one("#graduated")["value"] == "1999"


@contextmanager
def meanwhile(store: Store, act: Callable[[], object]) -> Iterator[None]:
    """Lets somebody else act in the last moment before the next request holds what it changes."""
    waiting = [act]

    def slip_in(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if waiting and (statement == "BEGIN IMMEDIATE" or "FOR UPDATE" in statement):
            waiting.pop()()

    event.listen(store.engine, "before_cursor_execute", slip_in)
    yield
    event.remove(store.engine, "before_cursor_execute", slip_in)
    assert not waiting, "nobody slipped in"


def test_a_case_closed_in_the_last_moment_takes_no_more_facts(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/condition")

    def close() -> None:
        clinic.do(code, Action.CLOSE, close_reason="withdrawn")

    with meanwhile(store, close):
        refused = visitor.press(page, SAVE, status=403, weight="70")
    assert "This case is closed" in refused.text
    assert "weight" not in clinic.file(code).facts.answers


def test_an_older_page_of_access_withdraws_nothing_given_since(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    one, two = (clinic.person(Role.VIEWER, name).user for name in ("Una One", "Tom Two"))
    rosa, other = sign_in(), sign_in(clinic.person(Role.COORDINATOR, "Second Coordinator"))
    address = f"/cases/{code}/access"
    older = rosa.get(address)
    other.press(other.get(address), "Save access", person=str(one))
    rosa.press(older, "Save access", person=str(two))
    assert clinic.file(code).facts.granted == {one, two}
    rosa.press(rosa.get(address), "Save access", person=str(two))
    assert clinic.file(code).facts.granted == {two}, "what is cleared on the page is withdrawn"
