"""The worksheet for Form FDA 3926 on its page: order, ticks, elections that nobody defaults."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfile, rmtree

import pytest
from make import Clinic
from pages import Page, Visitor
from pypdf import PdfReader
from shared_data import shared
from web.test_deadlines import agreed, permitted
from web.test_papers import preview

from casetrack.documents.fda_set import FdaSet
from casetrack.documents.printing import next_version
from casetrack.rules.clocks import deadlines
from casetrack.rules.documents import FDA_SET
from casetrack.rules.facts import Stage, Track
from casetrack.rules.owed import owed
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.settings import Settings

SignIn = Callable[..., Visitor]
SAID = {
    "fda_edition": "08/22",
    "fda_kind": "initial",
    "fda_indication": "Progressing desmoid tumor",
    "sex": "female",
    "history": "Grown through two drugs.",
    "why_now": "Pain limits sleep.",
    "weight": "61.4",
}


@pytest.fixture
def code(clinic: Clinic) -> str:
    code = clinic.case_at(Stage.FDA_IRB, company="Aldane Bio")
    clinic.save(code, SAID)
    return code


def at(code: str) -> str:
    return f"/cases/{code}/fda/worksheet"


def numbers(page: Page) -> list[str]:
    return [cell.text.split()[0] for cell in page.all(".worksheet tbody td:first-child")]


def agreed_without_letter(clinic: Clinic, code: str) -> None:
    agreed(clinic, code)
    clinic.do(code, Action.PLAN_WITHOUT_LETTER, letter_plan="FDA agreed by phone")


def still_owed(clinic: Clinic, code: str) -> tuple[date | None, bool]:
    """When the next annual report is due, and whether the summary is owed."""
    facts = clinic.file(code).facts
    yearly = next(one for one in deadlines(facts) if one.clock.key == "annual_report")
    return yearly.due, "summary" in {one.key for one in owed(facts)}


def row(page: Page, key: str) -> str:
    found = page.one(f"#on-{key}").closest("tr")
    assert found is not None
    return found.text


def test_where_it_is_sent_comes_from_contacts_and_says_how_fresh_that_is(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    """An address that FDA changes is changed once, in Contacts; no paper holds another."""
    visitor = sign_in(Role.COORDINATOR)
    card = visitor.get(visitor.get("/organizations").link("FDA CDER Division of Drug Information"))
    changing = visitor.get(f"{card.address}/change")
    visitor.press(changing, "Save organization", address="Document Room, 1 New Road, Silver Spring")
    clinic.save(code, {"fda_route": "mail"})
    page = visitor.get(at(code)).text
    assert "1 New Road, Silver Spring (check this: not verified here yet)" in page
    assert "10903 New Hampshire Ave" in page, "biologics"
    assert "Ammendale" not in page
    visitor.press(card, "I checked it today")
    assert "1 New Road, Silver Spring (checked Nov 19, 2026)" in visitor.get(at(code)).text
    with clinic.store.reading() as db:
        file, now = clinic.file(code), datetime(2026, 11, 19, 17, tzinfo=UTC)
        content = next_version(db, file, FDA_SET, prepared_by="Priya Rao", at=now)
    assert isinstance(content, FdaSet)
    assert any("1 New Road" in line for line in content.how)
    portal = {"type": "insurer", "portal": "https://tidewater.example.org"}
    clinic.register("organization", "Tidewater Mutual", **portal)
    clinic.save(code, {"fda_route": "portal"})
    page = visitor.get(at(code)).text
    assert "https://erequest.navigator.reaganudall.org" in page
    assert "Tidewater" not in page, "an insurer's portal is none of FDA's"
    clinic.save(code, {"fda_route": "email"})
    assert "FDA Project Facilitate: ONCProjectFacilitate@fda.hhs.gov" in visitor.get(at(code)).text


def test_fields_stand_in_the_order_of_the_chosen_edition(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in(Role.REGULATORY)
    newer = visitor.get(at(code))
    assert "Not an FDA form" in newer.text
    assert len(newer.all(".elements li")) == 9, "FDA's elements of the history, all of them"
    assert list(dict.fromkeys(numbers(newer))) == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "10",
        "11",
    ]
    assert row(newer, "initials").startswith("2 1 Patient's initials")
    assert row(newer, "race").startswith("5 absent")
    clinic.say(code, fda_edition="06/19")
    older = visitor.get(at(code))
    assert row(older, "initials").startswith("1 2 Patient's initials")
    assert row(older, "physician").startswith("8 1")
    assert not older.all("#on-race"), "this edition does not ask"
    assert "expired May 31, 2022" in older.text
    clinic.say(code, fda_kind="followup", fda_contents="annual,general")
    follow = visitor.get(at(code))
    assert list(dict.fromkeys(numbers(follow))) == ["1", "2", "3", "8", "9", "10", "11"]
    told = row(follow, "contents")
    assert told.count("☑") == 2
    assert told.count("☐") == 6
    assert "☑ Annual report" in told


def test_nothing_is_elected_or_certified_by_the_page(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(at(code))
    for key in ("10a", "10b"):
        assert "☑" not in row(page, key)
        assert "not decided: left open" in row(page, key)
    assert "☑" not in row(page, "certification")
    visitor.get(f"/cases/{code}/facts/elections")
    assert not visitor.get(f"/cases/{code}/facts/elections").all("main form"), "the physician's own"
    form = sign_in().get(f"/cases/{code}/facts/elections")
    assert not form.all("main form")
    clinic.say(code, elects_10a="yes", elects_10b="no")
    said = visitor.get(at(code))
    assert "☑ 10.a" in row(said, "10a")
    assert "☐ 10.b" in row(said, "10b")
    assert "not decided" not in row(said, "10b")


def test_what_was_copied_is_ticked_and_untied_when_it_changes(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(at(code))
    kept = visitor.press(page, "Save what is on the form", fda_copied=["history", "drug"])
    assert "2 of" in kept.text
    assert "checked" in kept.one("#on-history")
    clinic.say(code, why_now="Worse since Monday.")
    later = visitor.get(at(code))
    assert "checked" not in later.one("#on-history")
    assert "Changed since" in row(later, "history")
    assert "checked" in later.one("#on-drug")
    assert "1 of" in later.text


def test_the_history_counts_its_characters_and_says_what_fda_misses(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    page = sign_in(Role.REGULATORY).get(at(code))
    text = page.one("#text-history").text
    assert "Gender: Female" in text
    assert f"{len(text)} characters" in row(page, "history")
    missing = [li.text for li in page.all(".elements li") if "missing" in li.text]
    assert len(missing) == 4, missing
    clinic.row(code, "therapy", treatment="Sorafenib", response="SD")
    clinic.row(code, "alternative", option="Surgery", standing="unsuitable", why="Nerve.")
    clinic.say(code, allergy_none="yes")
    again = sign_in(Role.REGULATORY).get(at(code))
    left = [li.text for li in again.all(".elements li") if "missing" in li.text]
    assert left == ["○ Why there is no other option missing"], "the presets are not answered yet"
    assert "Allergies or sensitivities: None known" in again.text


def test_whoever_only_reads_ticks_nothing(sign_in: SignIn, clinic: Clinic, code: str) -> None:
    visitor = sign_in(Role.PHARMACIST)
    assert not visitor.get(at(code)).all("main form")


def test_the_companys_number_typed_as_ours_is_refused(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(code, letter_refers_to="IND 123456")
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/do/record-ind-number")
    refused = visitor.press(page, "Record the IND number", status=422, ind_number="IND 123456")
    assert refused.errors == [
        "This is the number of the company's application. Enter the one FDA gave us"
    ]
    kept = visitor.press(refused, "Record the IND number", ind_number="165432")
    assert "165432" in visitor.get(at(code)).text
    assert kept.heading
    clinic.say(code, letter_refers_to="IND 165432")
    again = visitor.get(f"/cases/{code}/facts/fda_form")
    assert "is that of the company's application" in again.one(".check-this").text


def test_a_request_of_fda_has_its_day_on_today(sign_in: SignIn, clinic: Clinic, code: str) -> None:
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/facts/fda_word/add")
    typed = {"about": "Stopping rule", "what": "request", "word_on": "11/18/2026"}
    wrong = visitor.press(
        page, "Save request or letter", typed, status=422, answered_on="11/17/2026"
    )
    assert "before FDA asked" in wrong.errors[0]
    visitor.press(wrong, "Save request or letter", answered_on="", answer_by="11/20/2026")
    assert "Answer FDA: Stopping rule" in sign_in(clinic.rosa).get("/today").text

    asked = clinic.file(code).facts.rows["fda_word"][0].id
    step = visitor.get(f"/cases/{code}/agenda/row:{asked}")
    refused = visitor.press(step, "Save", status=422, outcome="done", on="11/20/2026")
    assert refused.errors == ["Done on: Nov 20, 2026 has not come yet"]
    visitor.press(refused, "Save", outcome="done", on="11/19/2026")
    assert clinic.file(code).facts.rows["fda_word"][0].answers["answered_on"] == "2026-11-19"
    assert "Answer FDA" not in sign_in(clinic.rosa).get("/today").text


MAPPING = """
edition = "08/22"
[texts]
initials = "{page}Patient_Identifier[0]"
[ticks]
"10a" = "{page}female_box[0]"
""".format(page="topmostSubform[0].Page1[0].")


@pytest.fixture
def form(settings: Settings) -> Iterator[Path]:
    """The clinic's copy of a fillable form, in its place."""
    folder = settings.data_dir / "forms"
    folder.mkdir()
    copyfile(shared("forms/FDA-3500_2015-10_fillable.pdf"), folder / "fda-3926.pdf")
    (folder / "fda-3926.toml").write_text(MAPPING)
    yield folder
    rmtree(folder)


def test_the_clinics_own_form_is_filled_in_from_the_case(
    sign_in: SignIn, clinic: Clinic, code: str, form: Path
) -> None:
    clinic.say(code, elects_10a="yes")
    visitor = sign_in(Role.REGULATORY)
    made = visitor.raw(visitor.get(at(code)).link("Fill in this clinic's copy of the form"))
    assert made.status_code == 200
    assert "attachment" in made.headers["Content-Disposition"]
    assert code in made.headers["Content-Disposition"]
    held = PdfReader(BytesIO(made.data)).get_fields() or {}
    page = "topmostSubform[0].Page1[0]."
    assert held[f"{page}Patient_Identifier[0]"].get("/V") == "K.R."
    assert held[f"{page}female_box[0]"].get("/V") == "/1"
    clinic.say(code, fda_edition="06/19")
    refused = visitor.get(f"/cases/{code}/fda/form.pdf", status=422)
    assert "is of edition 08/22" in refused.errors[0]
    (form / "fda-3926.pdf").write_bytes(b"%PDF-1.7 broken")
    clinic.say(code, fda_edition="08/22")
    broken = visitor.get(f"/cases/{code}/fda/form.pdf", status=422)
    assert "damaged" in broken.errors[0]


def test_without_a_form_there_is_none_to_fill(sign_in: SignIn, code: str) -> None:
    visitor = sign_in(Role.REGULATORY)
    assert "clinic's copy" not in visitor.get(at(code)).text
    visitor.get(f"/cases/{code}/fda/form.pdf", status=404)


def test_a_follow_up_is_recorded_beside_the_permission_and_left_with_fda(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    agreed_without_letter(clinic, code)
    clinic.do(code, Action.RECORD_SUBMISSION, fda_sent_on="2026-10-16")
    clinic.do(code, Action.RECORD_RECEIPT, fda_received_on="2026-10-20")
    permitted(clinic, code, "2026-10-23")
    clinic.say(code, fda_kind="followup", fda_contents="annual")
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/do/record-fda-follow-up")
    early = visitor.press(
        page, "Record a follow-up to FDA", status=422, followup_sent_on="10/15/2026"
    )
    assert "before the first submission" in " ".join(early.errors)
    visitor.press(
        early,
        "Record a follow-up to FDA",
        {"followup_of": ["annual"], "followup_sent_on": "11/18/2026", "followup_how": "email"},
    )
    facts = clinic.file(code).facts
    assert facts.tracks[Track.FDA] == "permitted"
    assert (facts.answers["fda_sent_on"], facts.answers["fda_received_on"]) == (
        "2026-10-16",
        "2026-10-20",
    )
    left = sign_in(Role.COORDINATOR).get(f"/cases/{code}/releases")
    assert "Follow-up to the individual patient IND" in left.text


def test_a_report_sent_as_a_follow_up_is_no_longer_owed(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    agreed_without_letter(clinic, code)
    clinic.do(code, Action.RECORD_SUBMISSION, fda_sent_on="2025-09-16")
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/do/record-fda-follow-up")
    label, both = "Record a follow-up to FDA", {"followup_of": ["annual", "summary"]}
    early = visitor.press(page, label, {**both, "followup_sent_on": "11/16/2026"}, status=422)
    refused = " ".join(early.errors)
    assert "The day of FDA's permission is not on record, so this report cannot" in refused
    assert "The day of the last dose is not on record, so this report cannot be sent" in refused
    permitted(clinic, code, "2025-10-01")
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2025-10-10")
    ended = {"last_dose_on": "2026-11-10", "ended_why": "progression", "ended_reason": "It grew"}
    clinic.do(code, Action.END_TREATMENT, by=None, **ended)
    assert (date(2026, 11, 30), True) == still_owed(clinic, code)
    page = visitor.get(f"/cases/{code}/do/record-fda-follow-up")
    before = visitor.press(page, label, {**both, "followup_sent_on": "11/09/2026"}, status=422)
    assert before.errors == ["Sent on: this is before the day of the last dose, Nov 10, 2026"]
    visitor.press(before, label, {**both, "followup_sent_on": "11/16/2026"})
    assert (date(2027, 11, 30), False) == still_owed(clinic, code)
    visitor.get(f"/cases/{code}/days/followup_sent_on", status=404)
    again = visitor.get(f"/cases/{code}/do/record-fda-follow-up")
    visitor.press(again, label, {**both, "followup_sent_on": "11/17/2026"})
    said = clinic.file(code).facts.answers
    assert (said["annual_report_on"], said["summary_sent_on"]) == ("2026-11-17", "2026-11-17")


def test_a_follow_up_about_something_else_leaves_the_reports_owed(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    agreed_without_letter(clinic, code)
    clinic.do(code, Action.RECORD_SUBMISSION, fda_sent_on="2025-09-16")
    permitted(clinic, code, "2025-10-01")
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/do/record-fda-follow-up")
    visitor.press(
        page,
        "Record a follow-up to FDA",
        {"followup_of": ["general"], "followup_sent_on": "11/16/2026"},
    )
    assert (date(2026, 11, 30), False) == still_owed(clinic, code)


def test_the_set_is_previewed_frozen_and_its_sending_recorded_with_the_submission(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(code, patient_name="Kara Canary")
    agreed_without_letter(clinic, code)
    visitor = sign_in(Role.REGULATORY)
    made = preview(visitor, code, "fda-set")
    assert "Full name, birth date and record number: not found" in made.text
    frozen = visitor.press(made, "Freeze version 1", gap_reason="The plan follows")
    record = visitor.get(frozen.link("Record sending"))
    assert record.heading == "Record FDA submission"
    refused = visitor.press(record, "Record FDA submission", status=422, fda_sent_on="today")
    assert refused.errors == ["Choose: how the set was sent"]
    visitor.press(refused, "Record FDA submission", fda_sent_how="email", next_what="Receipt")
    version = visitor.get(frozen.address)
    assert "Nov 19, 2026 to FDA, E-mail" in version.text
    assert clinic.file(code).facts.tracks[Track.FDA] == "submitted"
    clinic.say(code, fda_kind="followup", fda_contents="general")
    follow = visitor.get(visitor.get(frozen.address).link("Record sending"))
    assert follow.heading == "Record a follow-up to FDA"
    visitor.press(
        follow,
        "Record a follow-up to FDA",
        followup_of=["general"],
        followup_sent_on="today",
        followup_how="fax",
    )
    assert "to FDA, Fax" in visitor.get(frozen.address).text


def test_a_set_that_names_the_patient_is_not_frozen(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(code, patient_name="Kara Canary", why_now="Kara Canary cannot sleep.")
    visitor = sign_in(Role.REGULATORY)
    made = preview(visitor, code, "fda-set")
    assert "full name stands in" in made.text
    refused = visitor.press(made, "Freeze version 1", status=422, gap_reason="Anyway")
    assert any("full name" in error for error in refused.errors)
    assert clinic.file(code).versions == ()
