"""Stage 3 and releases: consent before anything is shared, and an accounting for the patient."""

import json
from collections.abc import Callable

from make import Clinic
from pages import Page, Visitor
from shared_data import shared

from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.text import clean, visible
from casetrack.rules.workflow import Action
from casetrack.store.commands.cases import Asked
from casetrack.store.commands.papers import Made, freeze, record_sending
from casetrack.store.queries.casefile import load_case
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
PERMITTED = {
    "permission": "written",
    "permission_on": "2026-11-01",
    "permission_with": "company,groups",
}
WHOLE = {
    "recipient": "Cancer Commons",
    "recipient_kind": "groups",
    "content": "Two MRI reports, by code",
    "purpose": "To find a trial",
    "basis": "authorization",
}


def add(visitor: Visitor, code: str, *, status: int = 303, **typed: str) -> Page:
    page = visitor.get(f"/cases/{code}/releases/add")
    return visitor.press(page, "Record release", {**WHOLE, **typed}, status=status)


def test_without_consent_an_interruption_keeps_what_was_typed(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    stopped = add(visitor, code, status=422)
    assert stopped.heading == "Not without the patient’s permission"
    assert "permission to share is not on record" in stopped.text
    assert clinic.file(code).facts.rows.get("release") is None
    form = visitor.press(stopped, "Back to what I typed", status=422)
    assert form.one("#content").text == WHOLE["content"]
    assert form.errors == []
    wishes = visitor.get(stopped.link("Record the patient’s permission"))
    visitor.press(
        wishes, "Save patient's wishes and permission", PERMITTED, permission_with=["groups"]
    )
    listed = visitor.press(form, "Record release")
    assert "1 release on record" in listed.text
    assert "45 CFR 164.508" in listed.text
    assert verify(clinic.store).problems == []


def test_what_left_without_permission_is_recorded_as_just_that(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in(Role.NURSE)
    refused = add(visitor, code, status=422, basis="none")
    assert refused.errors == ["Say in the note what happened, and who was told"]
    listed = visitor.press(refused, "Record release", release_note="Wrong fax number")
    assert "Something left without permission" in listed.text
    account = visitor.get(listed.link("Accounting for the patient"))
    assert "Cancer Commons" in account.one("article table").text


def test_an_incomplete_release_is_refused_field_by_field(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    clinic.save(code, PERMITTED)
    refused = add(
        sign_in(), code, status=422, content="", released_on="12/1/2026", purpose="x" * 300
    )
    assert refused.errors == ["For what purpose has 300 characters. Shorten it to 200"]
    refused = add(sign_in(), code, status=422, content="", released_on="12/1/2026")
    assert refused.errors == [
        "Enter: what was released",
        "Released on: Dec 1, 2026 has not come yet",
    ]


def sent_by_then(clinic: Clinic, code: str, day: str) -> None:
    """Sends a frozen packet to the company, as the page would."""
    file = clinic.file(code)
    version = len(file.versions) + 1
    made = Made(paper=REQUEST.key, version=version, pdf=b"%PDF-1", pages=12, made_of={}, changes=())
    with clinic.store.writing() as db:
        freeze(db, file.id, made, by=clinic.rosa)
        found = load_case(db, code, by=clinic.rosa)
        assert found
        words = {
            "sent_version": str(version),
            "sent_to": "Dr. Lane, Iterion",
            "sent_how": "email",
            "request_sent_on": day,
            "next_what": "acknowledgment",
            "next_who": str(clinic.rosa.user),
            "next_on": "2026-11-30",
        }
        asked = Asked(
            action=Action.RECORD_SENDING, words=words, drawn=found.version, now=clinic.now
        )
        record_sending(db, found.facts, found.id, asked, by=clinic.rosa)
        db.commit()


def test_sendings_and_what_goes_to_fda_and_the_board_are_releases_by_themselves(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.FDA_IRB, urgency="ordinary")
    clinic.save(code, {**PERMITTED, "company": "Iterion", "permission": "spoken"})
    clinic.now = clinic.now.replace(year=2027)  # the packet is frozen by the real clock
    sent_by_then(clinic, code, "2027-11-19")
    clinic.say(code, permission="written")
    sent_by_then(clinic, code, "2027-11-19")
    clinic.do(code, Action.RECORD_IRB_REQUEST, irb_asked_on="2026-11-18", irb_review="full")
    visitor = sign_in()
    listed = visitor.get(f"/cases/{code}/releases")
    rows = [row.text for row in listed.all("tbody tr")]
    assert len(rows) == 3
    assert "version 2, 12 pages" in rows[0] or "version 1, 12 pages" in rows[0]
    bases = sorted(row.split("reviewer looks for. ")[1][:10] for row in rows[:2])
    assert bases == ["Permission", "The patien"], "each by what was permitted at that time"
    assert "Ethics board (IRB)" in rows[2]
    assert "to be confirmed" in rows[2]


def test_the_accounting_names_what_the_law_asks_and_nothing_of_it_is_in_its_address(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(initials="Z.Q.")
    clinic.save(code, {**PERMITTED, "patient_name": "Zoe Quill"})
    visitor = sign_in()
    add(visitor, code)
    add(
        visitor,
        code,
        recipient="Harbor Health IRB",
        recipient_kind="irb",
        recipient_address="1 Example Wharf",
        basis="irb",
    )
    listed = visitor.get(f"/cases/{code}/releases")
    account = visitor.get(listed.link("Accounting for the patient"))
    table = account.one("article table").text
    for part in ("Nov 19, 2026", "Harbor Health IRB", "1 Example Wharf", "MRI", "find a trial"):
        assert part in table
    assert "Cancer Commons" not in table
    assert "1 disclosure (the patient's authorization: 1)" in account.text
    assert "Zoe Quill" in account.text
    assert "Nov 19, 2020 to Nov 19, 2026" in account.text
    told = f"{account.title} {account.address}"
    assert not [secret for secret in ("Zoe", "Z.Q.", "Harbor") if secret in told]


def test_a_closed_case_still_accounts_for_what_left_it(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    clinic.do(code, Action.CLOSE, close_reason="patient_no")
    visitor = sign_in()
    assert "need not be listed" in visitor.get(f"/cases/{code}/releases/accounting").text
    visitor.get(f"/cases/{code}/releases/add", status=403)


def test_a_release_is_changed_removed_and_comes_back(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    clinic.save(code, PERMITTED)
    visitor = sign_in(Role.REGULATORY)
    listed = add(visitor, code)
    row = visitor.get(listed.link("Change the release to"))
    listed = visitor.press(row, "Save release", recipient_address="PO Box 1")
    assert "PO Box 1" in listed.text
    ask = visitor.get(listed.link("Remove the release to"))
    listed = visitor.press(ask, "Remove release", why="entered in error")
    assert "Nothing of this patient has left the clinic yet" in listed.text
    coordinator = sign_in()
    coordinator.press(coordinator.get(f"/cases/{code}/removed"), "Restore Cancer Commons")
    assert "PO Box 1" in visitor.get(f"/cases/{code}/releases").text


def test_stage_three_shows_the_consent_whom_to_ask_and_what_was_said(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.ADVOCACY)
    visitor = sign_in()
    stage = visitor.get(f"/cases/{code}/stages/3")
    assert "No permission is on file" in stage.text
    assert "No group contacted yet" in stage.text
    for name in ("Desmoid Tumor Research", "Cancer Commons", "xCures", "Anova", "Facilitate"):
        stage.link(f"Log a contact with {'FDA Project ' if name == 'Facilitate' else ''}{name}")
    form = visitor.get(stage.link("Log a contact with Cancer Commons"))
    assert form.one("#with_whom")["value"] == "Cancer Commons"
    stage = visitor.press(
        form,
        "Log contact",
        direction="out",
        asked="Who decides at the company?",
        answer="Dr. Lane",
        useful="yes",
        chase_on="+5wd",
    )
    assert stage.heading == "Stage 3: Advocacy groups"
    assert "Asked Nov 19, 2026 Useful: yes" in stage.text
    assert "Chase Nov 27, 2026" in stage.text
    release = visitor.get(stage.link("Record a release to Cancer Commons"))
    assert release.one("#recipient")["value"] == "Cancer Commons"
    assert release.one("[name=recipient_kind] option[selected]")["value"] == "groups"


def test_stage_three_is_left_with_words_where_nobody_was_asked(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.ADVOCACY)
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/do/move-on")
    assert "Does the patient want help from groups?" in page.text
    refused = visitor.press(page, "Move on", status=422, next_what="Ask", next_on="+1wd")
    assert refused.errors == ["Enter: why move on with this missing"]
    clinic.say(code, groups_wanted="no")
    moved = visitor.press(
        visitor.get(f"/cases/{code}/do/move-on"), "Move on", next_what="Ask", next_on="+1wd"
    )
    assert "stage 4" in moved.text


def test_typed_text_stays_text_on_every_page_of_releases(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case_at(Stage.ADVOCACY)
    clinic.save(code, PERMITTED)
    strings = json.loads(shared("hostile/text/blns_even.json").read_text())
    fits = [s for s in strings if "\0" not in s and "\n" not in clean(s)]
    short = [s for s in fits if 0 < len(clean(s)) <= 200][::6]
    fields = ("recipient", "content", "purpose", "recipient_address", "released_by")
    visitor = sign_in()
    for start in range(0, len(short), len(fields)):
        some = dict(zip(fields, short[start:], strict=False))
        add(visitor, code, **{**some, "basis": "law", "recipient_kind": "other"})
    for place in ("releases", "releases/accounting", "stages/3"):
        page = visitor.get(f"/cases/{code}/{place}")
        assert not page.all("main :is(img, script, iframe, svg)"), place
    shown = " ".join(visitor.get(f"/cases/{code}/releases").text.split())
    unseen = [s for s in short if " ".join(visible(clean(s)).split()) not in shown]
    assert unseen == []
