"""Leave: one's own dates of some days go to a colleague, together or not at all (ux.md S21)."""

from collections.abc import Callable

import pytest
from make import Clinic
from pages import Page, Visitor
from web.test_today import day, plan, rows, with_fda

from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
GONE = "{}: a step is no longer open, or it changed. Choose from the list"
BUTTON = "Hand over what is ticked"


def listed(page: Page) -> list[str]:
    return [box["value"].split()[0] for box in page.all("[name=step]")]


def test_dates_of_the_days_one_is_away_go_over_and_come_back(
    sign_in: SignIn, clinic: Clinic
) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    soon, later = plan(clinic, "Call the lab", 3), plan(clinic, "Much later", 30)
    hers = plan(clinic, "Hers", 3, who=dana.user)
    by_law = with_fda(clinic, 5)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/calendar").link("Hand over my dates"))
    assert listed(page) == [soon, by_law, later]
    assert hers not in page.text
    page = visitor.get("/calendar/hand-over?first=11/20/2026&last=11/27/2026")
    assert listed(page) == [soon, by_law]
    after = visitor.press(page, BUTTON, who=str(dana.user))
    assert "2 dates handed over to Dana Cole" in after.text
    assert rows(visitor.get("/today")) == ["Much later", "Prepare the pharmacy"]
    other = sign_in(dana)
    assert set(rows(other.get("/today"))) == {"Call the lab", "Hers"}
    assert by_law in other.get("/today?view=waiting").text
    assert clinic.file(soon).owner_name == "Rosa Ortiz", "the case stays its owner's"
    today = visitor.press(visitor.get("/today"), f"Undo Call the lab, {soon}")
    assert "Call the lab" in rows(today)
    assert verify(clinic.store).problems == []


def test_one_date_that_cannot_go_keeps_them_all_and_says_which(
    sign_in: SignIn, clinic: Clinic
) -> None:
    doctor = clinic.person(Role.PHYSICIAN, "Bo Stranger")
    plain, by_law = plan(clinic, "Call the lab", 3), with_fda(clinic, 5)
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/calendar/hand-over?last=11/27/2026&first=today")
    refused = visitor.press(page, BUTTON, status=422, who=str(doctor.user))
    (said,) = refused.errors
    assert said.startswith(f"{by_law}: Bo Stranger may not open this case. Untick")
    assert "Call the lab" in rows(visitor.get("/today")), "nothing was handed over"
    assert listed(refused) == [plain, by_law], "the days stay chosen"
    boxes = [box["value"] for box in refused.all("[name=step]")]
    after = visitor.press(refused, BUTTON, step=boxes[:1], who=str(doctor.user))
    assert "1 date handed over to Bo Stranger" in after.text


def test_what_changed_meanwhile_or_was_never_ones_own_is_not_handed_over(
    sign_in: SignIn, clinic: Clinic
) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    code, hers = plan(clinic, "Call the lab", 3), plan(clinic, "Hers", 3, who=dana.user)
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/calendar/hand-over")
    clinic.do(code, Action.PLAN_NEXT, next_what="Call", next_on=day(9))
    refused = visitor.press(page, BUTTON, status=422, who=str(dana.user))
    assert refused.errors == [
        f"{code}: a step is no longer open, or it changed. Choose from the list"
    ]
    for odd in (
        f"{hers} next {day(3)}",
        "EA-1999-001 next 2026-11-20",
        "",
        "x",
        f"{code} task:x y",
    ):
        again = visitor.press(page, BUTTON, status=422, who=str(dana.user), step=[odd])
        assert "no longer open" in again.errors[0]
    assert clinic.file(hers).next.who_name == "Dana Cole"


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"who": ""}, "Choose: who does it"), ({"who": "999"}, "Choose"), ({"step": []}, "Tick at")],
)
def test_an_incomplete_form_is_refused(
    sign_in: SignIn, clinic: Clinic, typed: dict[str, str], says: str
) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    plan(clinic, "Call the lab", 3)
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/calendar/hand-over")
    refused = visitor.press(page, BUTTON, {"who": str(dana.user), **typed}, status=422)
    assert says in refused.errors[0]


def test_days_that_cannot_be_read_or_hold_nothing_list_nothing(
    sign_in: SignIn, clinic: Clinic
) -> None:
    plan(clinic, "Call the lab", 3)
    visitor = sign_in(clinic.rosa)
    odd = visitor.get("/calendar/hand-over?first=soon&last=12/1/2026")
    assert "Enter a date like" in odd.text
    assert odd.one("#first")["value"] == "soon"
    assert listed(odd) == []
    page = visitor.get("/calendar/hand-over?first=12/1/2026&last=12/2/2026")
    assert "No date of yours falls on these days" in page.text
    assert "no patient data" in sign_in(Role.ADMIN).get("/calendar/hand-over").text


def test_the_calendar_by_weeks_counts_what_the_list_tells(sign_in: SignIn, clinic: Clinic) -> None:
    plan(clinic, "Call the lab", 4)
    with_fda(clinic, 4)
    visitor = sign_in(clinic.rosa)
    page = visitor.get(visitor.get("/calendar").link("by weeks"))
    cells = {cell.text for cell in page.all(".weeks td")}
    assert "23 2 due on Nov 23, 2026 1 by law" in cells
    assert "26 Thanksgiving Day" in cells
    assert len(page.all(".weeks tbody tr")) == 7
    assert visitor.get(page.link("2 due on Nov 23")).one("#day-2026-11-23")
    assert "2 due" not in visitor.get(page.link("our targets")).text
