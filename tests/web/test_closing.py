"""Stage 7: what is owed, the papers that settle it, and closing with something left."""

from collections.abc import Callable
from typing import Any

from make import Clinic
from pages import Visitor
from web.test_agreement import asked
from web.test_papers import preview
from web.test_treatment import begun

from casetrack.rules.people import Role
from casetrack.rules.questions import Of
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]


def ended(clinic: Clinic) -> str:
    code = begun(clinic)
    said: dict[str, Any] = {"ended_why": "growth", "ended_reason": "Growth on the scan"}
    clinic.do(code, Action.END_TREATMENT, last_dose_on="2026-11-10", **said)
    clinic.do(code, Action.MOVE_ON, gap_reason="The rest follows")
    return code


def test_stage_seven_lists_what_is_owed_and_leads_to_where_it_is_settled(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = ended(clinic)
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/stages/7")
    for words in (
        *("Withdraw the IND", "Send FDA the summary of the treatment", "Measure the tumor once"),
        *("Tell the company of the end", "Have the physician conclude", "Count"),
    ):
        visitor.get(page.link(words) if words != "Count" else page.link("count it"))
    assert "due Thu Dec 10, 2026" in page.text
    ending = visitor.get(page.link("End it with FDA"))
    typed = {"ind_withdrawn_on": "11/18/2026", "company_end_told_on": "11/18/2026"}
    moves = visitor.press(ending, "Save the end with each party", typed)
    after = visitor.get(f"/cases/{code}/stages/7")
    assert moves.status == 200
    assert "Withdraw the IND" not in after.text
    assert "Annual report: no longer owed since Nov 18, 2026" in after.text, "it was never sent"
    assert "Tell the company of the end" not in after.text


def test_retention_is_counted_from_the_day_on_record(sign_in: SignIn, clinic: Clinic) -> None:
    code = ended(clinic)
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/stages/7")
    assert "Keep the investigator's records: not started" in page.text
    keeping = visitor.get(page.link("Record the days"))
    label = "Save how long records are kept"
    visitor.press(keeping, label, investigation_ended_on="11/18/2026")
    assert "until Mon Nov 18, 2028" not in page.text
    assert "until Sat Nov 18, 2028" in visitor.get(f"/cases/{code}/stages/7").text


def test_the_summary_is_frozen_sent_and_no_longer_owed(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = ended(clinic)
    visitor = sign_in(Role.REGULATORY)
    made = preview(visitor, code, "completion-summary")
    reason = {"gap_reason": "The conclusion follows by letter"}
    frozen = visitor.press(made, "Freeze version 1", reason)
    sending = visitor.get(frozen.link("Record sending"))
    early = {"sent_to": "FDA", "sent_how": "email", "sent_on": "11/09/2026"}
    refused = visitor.press(sending, "Record sending", early, status=422)
    assert refused.errors == ["Sent on: version 1 was frozen later, Nov 19, 2026"]
    visitor.press(refused, "Record sending", sent_on="11/19/2026")
    assert clinic.file(code).facts.answers["summary_sent_on"] == "2026-11-19"
    assert "Send FDA the summary" not in visitor.get(f"/cases/{code}/stages/7").text
    assert verify(store).problems == []


def test_an_annual_report_without_its_anchor_cannot_be_sent(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    made = preview(visitor, code, "annual-report")
    frozen = visitor.press(made, "Freeze version 1", gap_reason="To see what happens")
    sending = visitor.get(frozen.link("Record sending"))
    assert "FDA's permission is not on record, so this report cannot be sent" in sending.text
    sent = {"sent_to": "FDA", "sent_how": "email", "sent_on": "11/19/2026"}
    visitor.press(sending, "Record sending", sent, status=422)
    assert "annual_report_on" not in clinic.file(code).facts.answers


def test_closing_with_something_owed_needs_the_lead_and_a_reason_and_stays_on_today(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = ended(clinic)
    tom = sign_in(clinic.person(Role.COORDINATOR, "Tom Becker"))
    asking = tom.get(f"/cases/{code}/do/close")
    assert "Still owed: " in asking.text
    typed = {"close_reason": "ended", "owed_reason": "The board closes in January"}
    refused = tom.press(asking, "Close case", typed, status=422)
    assert "Something is still owed" in refused.text
    rosa = sign_in(clinic.rosa)
    page = rosa.get(rosa.get(f"/cases/{code}/stages/7").link("Close case"))
    blank = rosa.press(page, "Close case", close_reason="ended", status=422)
    assert blank.errors == ["Enter: why close it with this still owed"]
    rosa.press(blank, "Close case", typed)
    assert clinic.file(code).facts.life == "closed"
    steps = rosa.get(f"/cases/{code}").text + rosa.get("/today").text
    assert "Withdraw the IND" in steps


def test_what_was_learned_stands_with_the_company_for_whoever_may_see_the_case(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = asked(clinic)
    clinic.say(code, learned_company="Write to the access office first.")
    visitor = sign_in()
    number = clinic.file(code).dossiers[Of.COMPANY]
    page = visitor.get(f"/organizations/{number}")
    assert f"{code}, goes on Write to the access office first." in page.text
    clinic.do(code, Action.CLOSE, close_reason="trial")
    closed = visitor.get(f"/organizations/{number}")
    assert f"{code}, patient joined a trial" in closed.text
    stranger = sign_in(clinic.person(Role.PHYSICIAN, "Somebody Else"))
    assert code not in stranger.get(f"/organizations/{number}").text


def closed_owing(clinic: Clinic) -> str:
    code = ended(clinic)
    owes: dict[str, Any] = {"close_reason": "ended", "owed_reason": "The board closes in January"}
    clinic.do(code, Action.CLOSE, **owes)
    return code


def test_a_closed_case_takes_only_what_it_owes_and_says_so(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = closed_owing(clinic)
    before = clinic.file(code).version
    visitor = sign_in()
    patient = visitor.get(f"/cases/{code}/facts/patient")
    assert not patient.all("main form")
    token = str(visitor.get(f"/cases/{code}/facts/endings").one("main [name=csrf]")["value"])
    sent = {"csrf": token, "drawn": str(before)}
    for address in ("facts/patient", "facts/treatment_visits/add", "facts/endings/mark", "do/hold"):
        refused = visitor.send(f"/cases/{code}/{address}", {**sent, "drug": "other"}, {})
        assert refused.status_code in (403, 422), address
    said = visitor.send(f"/cases/{code}/facts/patient", {**sent, "drug": "other"}, {}).text
    assert "This case is closed: only what it still owes can be recorded" in said
    kept = {**sent, "investigation_ended_on": "11/18/2026"}
    assert visitor.send(f"/cases/{code}/facts/keeping", kept, {}).status_code == 403, "not yet owed"
    smuggled = {**sent, "ind_withdrawn_on": "11/18/2026", "investigation_ended_on": "11/18/2026"}
    visitor.send(f"/cases/{code}/facts/endings", smuggled, {})
    answers = clinic.file(code).facts.answers
    assert answers["ind_withdrawn_on"] == "2026-11-18"
    assert "investigation_ended_on" not in answers
    assert verify(store).problems == []


def test_what_a_closed_case_owes_is_done_from_its_page_and_from_today(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = closed_owing(clinic)
    visitor = sign_in()
    today = visitor.get("/today?view=team")
    assert not [one for one in today.all(".row-actions a") if "contact" in one.text]
    ending = visitor.get(today.link("Tell the company of the end"))
    visitor.press(ending, "Save the end with each party", company_end_told_on="11/18/2026")
    case = visitor.get(f"/cases/{code}")
    again = visitor.get(case.link("Withdraw the IND"))
    assert "company_end_told_on" not in again.html, "that is settled, and shut"
    visitor.press(again, "Save the end with each party", ind_withdrawn_on="11/18/2026")
    kept = visitor.get(visitor.get(f"/cases/{code}").link("Record the days from which records"))
    days = {"investigation_ended_on": "11/18/2026", "shipping_ended_on": "11/18/2026"}
    visitor.press(kept, "Save how long records are kept", days)
    stock = visitor.get(case.link("Return or destroy the drug"))
    for movement in ("received", "destroyed"):
        add = visitor.get(stock.link("Add a movement"))
        typed = {"movement": movement, "amount": "84", "moved_on": "11/18/2026", "lot": "A"}
        visitor.press(add, "Save movement", typed)
    visitor.press(
        visitor.get(case.link("Record how the patient is")),
        "Save outcome",
        alive="died",
        alive_on="11/18/2026",
        died_of="Progression",
    )
    regulatory = sign_in(Role.REGULATORY)
    made = preview(regulatory, code, "completion-summary")
    frozen = regulatory.press(made, "Freeze version 1", gap_reason="As it stands at closing")
    sending = regulatory.get(frozen.link("Record sending"))
    told = {"sent_to": "FDA", "sent_how": "email", "sent_on": "11/19/2026"}
    regulatory.press(sending, "Record sending", told)
    step = visitor.get(f"/cases/{code}/agenda/owed:conclusion/person")
    visitor.press(step, "Hand over", who=str(clinic.person(Role.REGULATORY).user))
    clinic.say(code, best_response="SD", conclusion="Stable for a while")
    notice = visitor.get(visitor.get(f"/cases/{code}").link("Report the emergency use"))
    assert "What happens next" not in notice.text
    visitor.press(notice, "Record report of the emergency use", irb_told_on="11/09/2026")
    clinic.say(code, irb_closed_on="2026-11-18")
    waits = visitor.get(visitor.get(f"/cases/{code}").link("Send"))
    assert "The company's agreement is not on record" in waits.text
    clinic.do(code, Action.RECORD_AGREEMENT, request_decided_on="2026-10-30")
    clinic.do(code, Action.PLAN_WITHOUT_LETTER, letter_plan="FDA knows the drug")
    visitor.press(visitor.get(waits.address), "Record FDA submission", fda_sent_on="11/18/2026")
    assert "still owes" not in visitor.get(f"/cases/{code}").text
    assert clinic.file(code).facts.life == "closed"
    assert clinic.file(code).next.what == ""
    shut = visitor.get(f"/cases/{code}/facts/endings")
    assert not shut.all("main form")
    assert verify(store).problems == []
