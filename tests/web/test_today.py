"""Today: what a person must do, worst first; a row leaves only by an act, and an act is undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from make import TODAY, Clinic
from pages import Page, Visitor
from sqlalchemy import event

from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


COUNTED = "30 calendar days after FDA received the submission, Oct 20, 2026"
SINCE = "Waiting since Nov 19, 2026"


def plan(clinic: Clinic, what: str, ahead: int, *, who: int = 0, waiting_on: str = "") -> str:
    """A case whose next step is due so many days from now; its code."""
    code, doer = clinic.case(), str(who or clinic.rosa.user)
    step = {"next_what": what, "waiting_on": waiting_on, "next_who": doer}
    clinic.do(code, Action.PLAN_NEXT, by=None, **step, next_on=day(ahead))
    return code


def with_fda(clinic: Clinic, ahead: int) -> str:
    """A case in which FDA's 30 days end so many days from now; its own next step is later."""
    code = plan(clinic, "Prepare the pharmacy", 100)
    clinic.save(code, {"fda_received_on": day(ahead - 30)})
    return code


def rows(page: Page) -> list[str]:
    return [cell.text for cell in page.all("tbody td.what")]


def groups(page: Page) -> list[str]:
    return [heading.text for heading in page.all("main h2")]


def test_the_page_after_sign_in_says_what_is_due_in_one_sentence_worst_first(
    clinic: Clinic, sign_in: SignIn
) -> None:
    plan(clinic, "Call the lab", 0)
    plan(clinic, "Get the signature", -2)
    plan(clinic, "Order the scan", 7)
    plan(clinic, "Ask how week 3 went", 8)
    page = sign_in(clinic.rosa).get("/")
    assert page.heading == "Today, Thursday, November 19, 2026"
    assert "1 overdue, 1 due today, 1 in the next 7 days." in page.text
    assert groups(page) == ["Overdue (1)", "Today (1)", "Next 7 days (1)", "Later (1)"]
    assert rows(page) == [
        *("Get the signature", "Call the lab", "Order the scan", "Ask how week 3 went"),
    ]
    first = page.all("tbody tr")[0].text
    for words in ("Nov 17, 2026", "overdue 2 days", "our target", "K.R., EA-2026-002", "1 Onco"):
        assert words in first


def test_in_a_group_what_the_law_sets_comes_before_a_promise_and_our_target(
    clinic: Clinic, sign_in: SignIn
) -> None:
    with_fda(clinic, 0)
    plan(clinic, "Ours, and older", 0)
    law, ours = rows(sign_in(clinic.rosa).get("/today"))[:2]
    assert law == f"See whether FDA permitted or held it {COUNTED}. How counted?"
    assert ours == "Ours, and older"


def test_a_day_set_by_law_can_be_told_and_not_moved(clinic: Clinic, sign_in: SignIn) -> None:
    code = with_fda(clinic, 0)
    visitor = sign_in(clinic.rosa)
    today = visitor.get("/today")
    row = today.all("tbody tr")[0]
    assert "set by law" in row.text
    assert "Change date" not in row.text
    counted = visitor.get(today.link("How counted?"))
    assert (
        "FDA received the submission: Tue Oct 20, 2026, the day itself not counted" in counted.text
    )
    assert "30 calendar days" in counted.text
    page = visitor.get(f"/cases/{code}/agenda/clock:ind_in_effect/date")
    assert "The law sets this day, so it cannot be moved" in page.text


def test_ours_and_theirs_are_apart_until_the_day_of_the_chase(
    clinic: Clinic, sign_in: SignIn
) -> None:
    plan(clinic, "the MRI", 3, waiting_on="Lakeside Hospital")
    plan(clinic, "the slides", 0, waiting_on="Lakeside Hospital")
    visitor = sign_in(clinic.rosa)
    mine, theirs = visitor.get("/today"), visitor.get("/today?view=waiting")
    assert rows(mine) == ["Chase Lakeside Hospital: the slides " + SINCE]
    assert rows(theirs) == ["Chase Lakeside Hospital: the MRI " + SINCE]
    assert "Mine (1)" in theirs.text
    assert "Waiting on others (1)" in theirs.text
    assert "1 to chase in the next 7 days, 0 later." in theirs.text


def test_mine_is_what_i_do_and_team_what_everybody_does(clinic: Clinic, sign_in: SignIn) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    plan(clinic, "Mine", 1)
    plan(clinic, "Hers", -1, who=dana.user)
    page = sign_in(clinic.rosa).get("/today")
    assert rows(page) == ["Mine"]
    assert "1 step is overdue with colleagues in your cases" in page.text
    team = sign_in(dana).get("/today?view=team")
    assert rows(team) == ["Hers", "Mine"]
    who = [cell.text for cell in team.all("td.who-does")]
    assert who == ["You", "Rosa Ortiz"]


def test_nobody_reads_of_cases_that_are_not_theirs(clinic: Clinic, sign_in: SignIn) -> None:
    shah = clinic.person(Role.PHYSICIAN, "Anil Shah")
    plan(clinic, "Not his", 1)
    code = plan(clinic, "His", 2, who=shah.user)
    visitor = sign_in(shah)
    assert rows(visitor.get("/today")) == ["His"]
    team = visitor.get("/today?view=team")
    assert rows(team) == ["His"]
    assert "Team (1)" in team.text
    assert code in team.text
    admin = sign_in(Role.ADMIN).get("/today")
    assert "An administrator sees no patient data" in admin.text
    assert not admin.all("tbody tr")


def test_opening_a_row_changes_nothing(clinic: Clinic, sign_in: SignIn) -> None:
    plan(clinic, "Call the lab", 0)
    visitor = sign_in(clinic.rosa)
    before = visitor.get("/today")
    for link in before.all("tbody a"):
        visitor.get(link["href"])
    after = visitor.get("/today")
    assert rows(after) == rows(before)


def test_the_cases_next_step_is_done_by_saying_what_follows(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = plan(clinic, "Call the lab", 0)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/today").link("Done"))
    assert "An open case always has a next step" in page.text
    refused = visitor.press(page, "Done", status=422, next_outcome="They will fax it")
    assert "They will fax it" in refused.html
    assert refused.errors == ["Enter: what happens next", "Enter: due, or chase on"]
    said = {"next_what": "Read the report", "next_on": "+3wd", "next_outcome": "They will fax it"}
    today = visitor.press(refused, "Done", said)
    assert today.address == "/today"
    assert rows(today) == ["Read the report"]
    assert "Recently done by you (1)" in today.text
    assert f"Done: Call the lab, {code}" in today.text
    assert "They will fax it" in visitor.get(f"/cases/{code}/history").text


def test_what_was_done_can_be_taken_back_until_it_changes_again(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = plan(clinic, "the MRI", 0, waiting_on="Lakeside Hospital")
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/today").link("Done"))
    today = visitor.press(page, "Done", next_what="Read it", next_on="+3wd")
    assert rows(today) == ["Read it"]
    again = visitor.press(today, "Undo Chase Lakeside Hospital: the MRI, " + code)
    assert rows(again) == ["Chase Lakeside Hospital: the MRI " + SINCE]
    assert not again.all(".settled"), "what was taken back is not offered again"
    page = visitor.get(again.link("Done"))
    today = visitor.press(page, "Done", next_what="Read it", next_on="+3wd")
    clinic.do(code, Action.PLAN_NEXT, next_what="Something else")
    refused = visitor.press(today, "Undo Chase Lakeside Hospital: the MRI, " + code, status=409)
    assert "“What happens next” has changed since" in refused.text
    assert verify(clinic.store).problems == []


def test_only_the_person_who_did_it_takes_it_back(clinic: Clinic, sign_in: SignIn) -> None:
    code = plan(clinic, "Call the lab", 0)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/today").link("Done"))
    today = visitor.press(page, "Done", next_what="Read it", next_on="+3wd")
    address = today.one(".settled form")["action"]
    other = sign_in(Role.NURSE)
    csrf = str(other.get("/today").all("[name=csrf]")[0]["value"])
    assert other.send(address, {"csrf": csrf}, {}).status_code == 409
    assert code in address
    assert rows(visitor.get("/today")) == ["Read it"]


def test_a_row_goes_to_another_day_or_another_person(clinic: Clinic, sign_in: SignIn) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    plan(clinic, "Call the lab", 0)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/today").link("Change date"))
    for typed, says in (
        ("", "Enter: new day"),
        ("soon", "Enter a date like"),
        ("11/18/2026", "Choose today or a later day"),
    ):
        refused = visitor.press(page, "Change date", status=422, on=typed)
        assert says in refused.errors[0]
        assert f'value="{typed}"' in refused.html
    today = visitor.press(page, "Change date", on="+3wd")
    assert "Next 7 days (1)" in groups(today)
    page = visitor.get(today.link("Hand over"))
    today = visitor.press(page, "Hand over", who=str(dana.user))
    assert rows(today) == []
    assert "Recently done by you (2)" in today.text
    assert rows(sign_in(dana).get("/today")) == ["Call the lab"]
    assert verify(clinic.store).problems == []


def test_a_step_that_somebody_changed_meanwhile_is_shown_as_it_is_now(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = plan(clinic, "Call the lab", 0)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/today").link("Change date"))
    clinic.do(code, Action.PLAN_NEXT, next_what="Call the lab", next_on=day(5))
    stale = visitor.press(page, "Change date", status=409, on="+9d")
    assert "Somebody changed this step meanwhile" in stale.text
    assert "Nov 24, 2026" in stale.text
    assert 'value="+9d"' in stale.html or "Nov 28, 2026" in stale.html
    assert rows(visitor.press(stale, "Change date")) == ["Call the lab"]
    clinic.do(code, Action.CLOSE, close_reason="mistake")
    gone = visitor.get(f"/cases/{code}/agenda/next")
    assert "That step is no longer open" in gone.text


def test_a_section_that_waits_is_ticked_off_dropped_or_handed_over(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = plan(clinic, "Later", 40)
    marked = {"willing.mark": "waiting", "willing.mark_words": "Dr. Shah"}
    clinic.save(code, {**marked, "willing.mark_on": day(0)})
    visitor = sign_in(clinic.rosa)
    step = f"/cases/{code}/agenda/task:willing"
    asked = rows(visitor.get("/today"))[0].removesuffix(" Waiting on Dr. Shah")
    assert asked.startswith("Ask again about: ")
    stranger = clinic.person(Role.PHYSICIAN, "Bo Stranger")
    assert str(stranger.user) not in [
        option["value"] for option in visitor.get(f"{step}/person").all("option")
    ], "a task gives no access to the case"
    today = visitor.press(visitor.get(f"{step}/date"), "Change date", on="+1d")
    assert clinic.file(code).facts.answers["willing.mark_on"] == day(1)
    page = visitor.get(step)
    refused = visitor.press(page, "Save", status=422, outcome="dropped")
    assert refused.errors == ["Enter: why it is not needed"]
    today = visitor.press(page, "Save", outcome="dropped", why="He said so on the phone")
    assert rows(today) == ["Later"]
    assert "He said so on the phone" in visitor.get(f"/cases/{code}/history").text
    again = visitor.press(today, f"Undo {asked}, {code}")
    assert rows(again) == ["Later"], "it waits on him, until tomorrow"
    assert len(rows(visitor.get("/today?view=waiting"))) == 1
    visitor.press(visitor.get(step), "Save", outcome="done")
    assert clinic.file(code).facts.answers["willing.mark"] == "working"
    assert verify(clinic.store).problems == []


def test_a_report_is_ended_by_its_paper_or_not_needed_with_a_reason(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = with_fda(clinic, 0)
    clinic.save(code, {"fda_permitted_on": day(0)})
    visitor = sign_in(clinic.rosa)
    assert rows(visitor.get("/today"))[0].startswith("Send the annual report to FDA")
    page = visitor.get(f"/cases/{code}/agenda/clock:annual_report")
    assert not page.all("[name=on]")
    visitor.press(page, "Save", outcome="dropped", why="The IND is withdrawn")
    assert len(rows(visitor.get("/today"))) == 1


def test_an_empty_day_says_what_comes_next(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/today")
    assert "Nothing due for you through Thu Nov 26, 2026." in page.text
    assert "Start a case" in page.text
    plan(clinic, "the MRI", 5, waiting_on="Lakeside Hospital")
    page = visitor.get("/today")
    assert "1 step waits on others; the next chase is Tue Nov 24, 2026." in page.text
    assert rows(visitor.get(page.link("Waiting on others"))) != []


def test_a_long_list_is_paged_by_key_and_asks_as_many_questions_as_a_short_one(
    clinic: Clinic, sign_in: SignIn, store: Store
) -> None:
    visitor = sign_in(clinic.rosa)
    plan(clinic, "Call", 0)
    few = queries(store, visitor)
    assert few <= 12
    for ahead in (*range(-40, 20),):
        plan(clinic, f"Step {ahead}", ahead)
    assert queries(store, visitor) == few
    page = visitor.get("/today")
    assert len(rows(page)) == 50
    following = visitor.get(page.link("Next 50"))
    assert len(rows(following)) == 11
    assert not set(rows(page)) & set(rows(following))
    assert groups(following)[-1] == "Later (12)"
    assert "40 overdue, 2 due today, 7 in the next 7 days." in following.text


def queries(store: Store, visitor: Visitor) -> int:
    sent: list[str] = []

    def note(_c: object, _k: object, sql: str, *_: object) -> None:
        if sql.startswith(("SELECT", "WITH")):
            sent.append(sql)

    visitor.get("/today")
    event.listen(store.engine, "before_cursor_execute", note)
    visitor.get("/today")
    event.remove(store.engine, "before_cursor_execute", note)
    return len(sent)


@pytest.mark.parametrize("after", ["x", "0_2026-11-19", "9_2026-11-19_1_next", "2_x_1_next", "___"])
def test_an_odd_place_is_the_beginning(clinic: Clinic, sign_in: SignIn, after: str) -> None:
    plan(clinic, "Call the lab", 0)
    assert rows(sign_in(clinic.rosa).get(f"/today?after={after}")) == ["Call the lab"]


def test_a_case_on_hold_stays_on_the_list_and_a_closed_one_leaves(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = plan(clinic, "Look again", 3)
    clinic.do(code, Action.HOLD, hold_reason="Away", next_what="Look again", next_on=day(3))
    visitor = sign_in(clinic.rosa)
    assert "On hold" in visitor.get("/today").text
    clinic.do(code, Action.CLOSE, close_reason="mistake")
    assert rows(visitor.get("/today")) == []


def test_a_viewer_reads_and_settles_nothing(clinic: Clinic, sign_in: SignIn) -> None:
    code = plan(clinic, "Call the lab", 0)
    visitor = sign_in(Role.VIEWER)
    visitor.get(f"/cases/{code}/agenda/next", status=404)
    assert rows(visitor.get("/today?view=team")) == []
