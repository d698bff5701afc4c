"""Deadline rules: read by everybody, changed by an administrator, and never moving a day unseen."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from make import Clinic
from pages import Page, Visitor
from sqlalchemy import select
from web.test_deadlines import permitted, sent, told

from casetrack.documents.fda_set import FdaSet
from casetrack.documents.printing import next_version
from casetrack.rules.documents import FDA_SET
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store import moves
from casetrack.store.agenda import differences
from casetrack.store.session import Store
from casetrack.store.tables import AgendaLine
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
READ = "eCFR, 21 CFR 312.310(d), read Nov 19"


def change(visitor: Visitor, key: str, said: dict[str, str], *, status: int = 303) -> Page:
    page = visitor.get(f"/rules/{key}")
    typed = {f"rule_{key}_{part}": words for part, words in said.items()}
    return visitor.press(page, "Save rule", typed, status=status)


def emergency(clinic: Clinic) -> str:
    code = clinic.case(urgency="emergency")
    permitted(clinic, code, "2026-10-30")
    return code


def step(store: Store, code: str, clinic: Clinic, key: str) -> str:
    """The day of a step on Today, and that the agenda is in step with the rules."""
    case = clinic.file(code).id
    with store.reading() as db:
        assert differences(db, [case]) == []
        on = select(AgendaLine.due_on).where(AgendaLine.dossier_id == case, AgendaLine.key == key)
        return str(db.scalar(on))


def test_a_rule_is_shown_with_source_day_and_length_and_holidays_by_name(sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.get(visitor.get("/organizations").link("Deadline rules"))
    row = page.one("#emergency_submission").text
    assert "15 working days" in row
    assert "21 CFR 312.310(d)(2) Length read in a source" in row
    assert "as of Nov 22, 2026" in row
    assert "Thu Nov 26, 2026 Thanksgiving Day" in page.text
    assert "Fri Dec 31, 2027 New Year's Day (observed)" in page.text
    assert "expiry printed on it June 30, 2025" in page.text
    assert not page.all("a[href^='/rules/']"), "a coordinator reads them"


def test_another_length_is_refused_without_its_source_and_keeps_what_was_typed(
    sign_in: SignIn, clinic: Clinic
) -> None:
    emergency(clinic)
    refused = change(sign_in(Role.ADMIN), "emergency_submission", {"days": "10"}, status=422)
    assert "Enter where this length stands" in refused.text
    assert refused.one("#rule_emergency_submission_days")["value"] == "10"
    for days in ("0", "-3", "ten", "1001"):
        change(sign_in(Role.ADMIN), "emergency_submission", {"days": days}, status=422)


def test_what_another_length_moves_is_seen_first_and_told_in_each_case(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code, other, closed = emergency(clinic), clinic.case(), emergency(clinic)
    clinic.do(closed, Action.CLOSE, close_reason="other", owed_reason="For the test")
    visitor = sign_in(Role.REGULATORY)
    said = {"days": "10", "source": READ, "checked": "11/19/2026"}
    unseen = change(sign_in(Role.ADMIN), "emergency_submission", said, status=422)
    assert "A case that is not yours: Written submission after an emergency moves" in unseen.text
    asked = change(visitor, "emergency_submission", said, status=422)
    assert asked.heading == "This moves due dates"
    assert asked.text.count("moves from Mon Nov 23, 2026 to Mon Nov 16, 2026") == 2
    assert step(store, code, clinic, "clock:emergency_submission") == "2026-11-23", "nothing yet"
    saved = visitor.press(asked, "Save and move")
    assert "Saved: Written submission after an emergency" in saved.text
    assert "10 working days shipped: 15 working days" in saved.text
    for moved in (code, closed):
        assert step(store, moved, clinic, "clock:emergency_submission") == "2026-11-16"
        assert told(clinic, moved) == [("clock.emergency_submission", "2026-11-23", "2026-11-16")]
    assert told(clinic, other) == []
    counted = visitor.get(f"/cases/{code}/deadlines")
    assert "10 working days" in counted.text
    assert READ in counted.text
    assert "Compared with its source by this clinic; as of Nov 19, 2026" in counted.text
    history = visitor.get(f"/cases/{code}/history").text
    assert "changed the deadline rule “Written submission after an emergency”" in history
    assert verify(store).problems == []


def test_a_target_of_ours_moves_what_today_lists(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    """Scans and calls on treatment are counted by the agenda, from the latest of many rows."""
    code = clinic.case_at(Stage.TREATMENT, urgency="emergency")
    permitted(clinic, code, "2026-10-30")
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-02")
    said = {"months": "2", "source": "The clinic's own plan", "checked": "11/19/2026"}
    visitor = sign_in(Role.ADMIN)
    asked = change(visitor, "scan_on_treatment", said, status=422)
    assert "This moves a due date" in asked.heading
    visitor.press(asked, "Save and move")
    assert step(store, code, clinic, "treatment:scan_on_treatment") == "2027-01-02"
    assert verify(store).problems == []


def test_the_day_to_chase_is_proposed_by_the_clinics_own_target(
    sign_in: SignIn, clinic: Clinic
) -> None:
    said = {"days": "8", "source": "The clinic's own target", "checked": "11/19/2026"}
    change(sign_in(Role.ADMIN), "company_acknowledgment", said)
    code = clinic.case()
    sent(clinic, code)
    assert "Wed Dec 2, 2026" in sign_in().get(f"/cases/{code}/deadlines").text


def test_a_rule_that_was_only_compared_moves_nothing(sign_in: SignIn, clinic: Clinic) -> None:
    emergency(clinic)
    visitor = sign_in(Role.ADMIN)
    page = change(visitor, "emergency_submission", {"checked": "11/19/2026"})
    assert "Compared with its source by this clinic; as of Nov 19, 2026" in page.text
    ahead = change(visitor, "emergency_submission", {"checked": "11/20/2026"}, status=422)
    assert "has not come yet" in ahead.text


def test_a_rule_that_counts_in_too_many_cases_is_refused_whole(
    sign_in: SignIn, clinic: Clinic, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "MOST", 1)
    codes = [emergency(clinic), emergency(clinic)]
    said = {"days": "10", "source": READ, "checked": "11/19/2026"}
    refused = change(sign_in(Role.ADMIN), "emergency_submission", said, status=422)
    assert "cases are counted by this rule" in refused.text
    for code in codes:
        assert step(store, code, clinic, "clock:emergency_submission") == "2026-11-23"


def test_what_is_fixed_has_no_page(sign_in: SignIn) -> None:
    visitor = sign_in(Role.ADMIN)
    for key in ("ind_in_effect", "chase", "go_on_by_letter", "nothing"):
        visitor.get(f"/rules/{key}", status=404)


def test_what_the_present_form_says_is_entered_and_worksheets_name_it(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    """design.md 3: editions of the form are data that an administrator can edit."""
    code = clinic.case(fda_edition="08/22", fda_kind="initial")
    visitor = sign_in(Role.ADMIN)
    page = visitor.get(visitor.get("/rules").link("Compare with FDA's present form"))
    typed: dict[str, str | list[str]] = {
        "form_08_22_stamp": "09/26",
        "form_08_22_numbers": ["7", "8", "9", "10"],
    }
    refused = visitor.press(page, "Save what the form says", typed, status=422)
    assert refused.errors == ["Enter where the form is from", "Enter when you read it"]
    source = {"form_08_22_source": "fda.gov/media/98616", "form_08_22_checked": "11/19/2026"}
    until = {"form_08_22_until": "September 30, 2029"}
    saved = visitor.press(refused, "Save what the form says", {**source, **until})
    assert "now 09/26, expiry printed on it September 30, 2029" in saved.text
    assert "as of Nov 19, 2026. Numbers not read in the form itself: 11." in saved.text
    worksheet = sign_in().get(f"/cases/{code}/fda/worksheet").text
    assert "Edition 09/26; the copy that was read expired September 30, 2029" in worksheet
    assert "The numbers 11 of this edition were not read" in worksheet
    with store.reading() as db:
        file, now = clinic.file(code), datetime(2026, 11, 19, 17, tzinfo=UTC)
        content = next_version(db, file, FDA_SET, prepared_by="Rosa", at=now)
    assert isinstance(content, FdaSet)
    assert (content.edition, content.edition_source) == ("09/26", "fda.gov/media/98616")
    clinic.say(code, fda_edition="06/19")
    assert "Edition 06/19" in sign_in().get(f"/cases/{code}/fda/worksheet").text
    for slug in ("08-22x", "1572"):
        visitor.get(f"/rules/forms/{slug}", status=404)
    assert verify(store).problems == []
