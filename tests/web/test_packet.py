"""The packet: check, preview, freeze, send; versions list what changed; values are traced."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from documents.reading import texts
from flask import Flask
from make import PASSWORD, TODAY, Clinic
from pages import Page, Visitor
from pypdf import PdfReader
from shared_data import shared

from casetrack.documents import pages, previews
from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Stage
from casetrack.rules.papers import paper_gaps
from casetrack.rules.people import Role
from casetrack.rules.questions import Kind, Of, Question
from casetrack.rules.workflow import Action
from casetrack.store.commands.papers import Made
from casetrack.store.commands.papers import freeze as keep_frozen
from casetrack.store.session import Store
from casetrack.store.verify import verify

WEIGHED = "Save performance status, weight and height"
SignIn = Callable[..., Visitor]


@pytest.fixture
def code(clinic: Clinic) -> str:
    code = clinic.case_at(Stage.MANUFACTURER)
    clinic.say(code, permission="written", permission_on="2026-09-02", permission_with="company")
    clinic.say(code, weight="70.1", company="Aldane Bio", history="A 34-year-old woman.")
    clinic.row(code, "therapy", treatment="Sorafenib", start="2022", kind="drug")
    return code


def preview(visitor: Visitor, code: str) -> Page:
    visitor.press(visitor.get(f"/cases/{code}/papers/manufacturer-request"), "Preview")
    previews.wait_for_all()
    return visitor.get(f"/cases/{code}/papers/manufacturer-request/preview")


def freeze(visitor: Visitor, code: str, reason: str = "the company asked for what we have") -> Page:
    page = preview(visitor, code)
    version = page.heading.removeprefix("Preview of version ")
    return visitor.press(page, f"Freeze version {version}", gap_reason=reason)


def text_of(pdf: bytes) -> str:
    return " ".join(texts(pdf))


def test_the_packet_is_checked_previewed_frozen_and_sent(
    sign_in: SignIn, clinic: Clinic, code: str, store: Store
) -> None:
    visitor = sign_in()
    page = preview(visitor, code)
    assert "facts are missing" in page.text
    assert "not found" in page.text, "identifiers were looked for"
    draft = visitor.raw(page.link("Open the PDF"))
    assert draft.mimetype == "application/pdf"
    assert "Page 1 of" in text_of(draft.data)
    refused = visitor.press(page, "Freeze version 1", status=422)
    assert refused.errors == ["Say why you freeze it all the same"]
    frozen = visitor.press(
        refused, "Freeze version 1", gap_reason="the company asked for what we have"
    )
    assert "Version 1 is frozen" in frozen.text
    sending = visitor.get(frozen.link("Record sending"))
    assert sending.one("#next_on")["value"] == "Nov 27, 2026", (
        "five working days, over Thanksgiving"
    )
    sent = visitor.press(
        sending, "Record sending", sent_to="Dr. Lane", sent_how="email", sent_proof="message 7"
    )
    assert "Waiting on Aldane Bio since Nov 19, 2026" in sent.text
    version = visitor.get(f"/cases/{code}/papers/manufacturer-request/v/1")
    assert "Nov 19, 2026 to Dr. Lane" in version.text
    named = visitor.raw(f"{version.address}.pdf").headers["Content-Disposition"]
    assert named == f'inline; filename="{code}_manufacturer-request_v1_2026-11-19.pdf"'
    assert verify(store).problems == []


def test_what_is_missing_is_named_with_who_has_it_and_each_link_leads_there_and_back(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    """ux.md, check 33."""
    clinic.say(code, weight="", doctor="Anil Shah, MD")
    visitor = sign_in(clinic.rosa)

    def told() -> tuple[Page, dict[str, str], int]:
        page = visitor.get(f"/cases/{code}/papers/manufacturer-request")
        lines = [line.text for line in page.all(".gaps li")]
        count = re.search(r"(\d+) missing", page.text)
        assert count
        return page, {line.split(" ")[0]: line for line in lines}, int(count[1])

    page, lines, before = told()
    assert before == len(page.all(".gaps li"))
    assert lines["Weight"].endswith("; you")
    assert lines["Read"].endswith("; Anil Shah, MD"), "the physician's own signature"
    back = visitor.press(visitor.get(page.link("Weight")), WEIGHED, weight="61")
    assert back.heading == "Manufacturer request packet"
    page, lines, after = told()
    assert "Weight" not in lines
    assert after == before - 1
    clinic.save(code, {"plan.mark": "waiting", "plan.mark_words": "Lee Chen"})
    assert any(line.endswith("; Lee Chen") for line in told()[1].values())
    other = sign_in(Role.NURSE).get(f"/cases/{code}/papers/manufacturer-request")
    assert "; Rosa Ortiz" in other.text
    shah = clinic.person(Role.PHYSICIAN, "Anil Shah")
    clinic.do(code, Action.PLAN_NEXT, next_who=str(shah.user))
    visitor = sign_in(shah)
    page, _, before = told()
    signing = visitor.get(page.link("Read and approved"))
    signed = {"plan_approved_by": "Anil Shah, MD", "plan_approved_on": "today"}
    assert visitor.press(signing, "Save approval of the plan", signed).address == page.address
    page, lines, after = told()
    assert "Read" not in lines
    assert after < before


def test_a_frozen_version_never_changes_and_the_next_lists_what_did(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    freeze(visitor, code)
    before = visitor.raw(f"/cases/{code}/papers/manufacturer-request/v/1.pdf").data
    clinic.say(code, weight="68.2", ecog="1")
    clinic.row(code, "allergy", substance="Penicillin")
    page = preview(visitor, code)
    assert "Weight: 70.1 kg → 68.2 kg" in page.text
    assert "Added: Penicillin: substance: Penicillin" in page.text
    assert visitor.raw(f"/cases/{code}/papers/manufacturer-request/v/1.pdf").data == before, (
        "byte-identical"
    )
    second = freeze(visitor, code)
    assert "Weight: 70.1 kg → 68.2 kg" in second.text
    record = text_of(visitor.raw(f"/cases/{code}/papers/manufacturer-request/v/2.pdf").data)
    assert "Changes since version 1" in record
    assert "70.1 kg → 68.2 kg" in record


def test_a_link_to_a_version_opens_the_same_pages_for_a_colleague_who_signs_in(
    sign_in: SignIn, app: Flask, clinic: Clinic, code: str
) -> None:
    """ux.md, check 30."""
    visitor = sign_in(clinic.rosa)
    freeze(visitor, code)
    address = f"/cases/{code}/papers/manufacturer-request/v/1"
    other = Visitor(app.test_client())
    email = clinic.email(clinic.person(Role.NURSE))
    page = other.press(other.get(address), "Sign in", email=email, password=PASSWORD)
    assert (page.address, page.heading) == (address, visitor.get(address).heading)
    assert other.raw(f"{address}.pdf").data == visitor.raw(f"{address}.pdf").data


def test_what_is_frozen_is_what_was_previewed(sign_in: SignIn, clinic: Clinic, code: str) -> None:
    visitor = sign_in()
    page = preview(visitor, code)
    clinic.say(code, weight="68.2")
    refused = visitor.press(page, "Freeze version 1", status=422, gap_reason="x")
    assert any("preview it again" in error for error in refused.errors)
    assert clinic.file(code).versions == ()


def test_equal_input_gives_equal_bytes(
    sign_in: SignIn, clinic: Clinic, code: str, store: Store
) -> None:
    del sign_in
    packets = [build(Draft(clinic.file(code), REQUEST, 1, "R", TODAY)) for _ in range(2)]
    assert pages.fingerprint(packets[0]) == pages.fingerprint(packets[1])
    clinic.say(code, weight="68.2")
    other = build(Draft(clinic.file(code), REQUEST, 1, "R", TODAY))
    assert pages.fingerprint(other) != pages.fingerprint(packets[0])
    del store


def test_a_name_in_our_own_text_stops_the_freezing(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(
        code, patient_name="Kara Canary-Rhodes", birth_date="1992-03-01", record_number="MRN-4711"
    )
    clinic.say(code, history="Kara Canary-Rhodes, born 03/01/1992, MRN-4711, K.R.")
    visitor = sign_in()
    page = preview(visitor, code)
    for what in ("full name", "birth date", "record number"):
        assert f"The patient's {what} stands in history" in page.text
    refused = visitor.press(page, "Freeze version 1", status=422, gap_reason="send anyway")
    assert any("Take it out" in error for error in refused.errors)
    assert clinic.file(code).versions == ()


def test_the_paper_names_the_patient_by_code_only(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(
        code, patient_name="Kara Canary-Rhodes", birth_date="1992-03-01", record_number="MRN-4711"
    )
    visitor = sign_in()
    page = preview(visitor, code)
    pdf = visitor.raw(page.link("Open the PDF")).data
    shown = text_of(pdf) + str(PdfReader(BytesIO(pdf)).metadata)
    assert code in shown
    for secret in ("Canary", "Rhodes", "1992", "MRN-4711", "K.R."):
        assert secret not in shown
        assert secret.encode() not in _without_numbers(pdf)


def _without_numbers(pdf: bytes) -> bytes:
    """The file without lengths and offsets of its objects, which may be any year by chance."""
    return re.sub(rb"/Length \d+|(?m:^\d{10} \d{5} [nf])|startxref\s+\d+", b"", pdf)


def test_reports_are_merged_behind_slip_sheets_and_numbered_to_the_last_page(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    upload = visitor.get(f"/cases/{code}/reports/add")
    row = visitor.press(
        upload,
        "Upload",
        files={"files": ("mri.pdf", shared("hostile/pdf/with-attachment.pdf").read_bytes())},
    )
    visitor.press(
        row,
        "Save document",
        title="MRI, chest wall",
        what="imaging",
        made_on="May 2026",
        identifiers="redacted",
        included="yes",
    )
    assert "H1" in visitor.get(f"/cases/{code}/papers/manufacturer-request").text
    page = preview(visitor, code)
    pdf = visitor.raw(page.link("Open the PDF")).data
    pages = texts(pdf)
    for number, said in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in said
    assert any("H1. MRI, chest wall" in said and "What follows" in said for said in pages)
    attached = PdfReader(BytesIO(pdf)).attachments
    assert not attached, "what was embedded in an upload does not travel along"


def test_every_printed_value_on_the_web_page_leads_to_its_answer(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/papers/manufacturer-request/read")
    links = page.all("a.trace")
    assert len(links) > 5
    for link in links:
        trace = visitor.get(link["href"])
        said = trace.one("dl.people").text
        assert "Given by" in said
    weight = next(a for a in links if a.text == "70.1 kg")
    trace = visitor.get(weight["href"])
    assert trace.heading == "Weight"
    assert "Rosa Ortiz" in trace.text
    assert "typed into casetrack" in trace.text


def test_changes_tell_only_what_the_packet_prints(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    freeze(visitor, code)
    clinic.say(code, weight="68.2", wishes="She fears the needle.", doctor_note="Distrusts them.")
    preview(visitor, code)
    page = visitor.get(f"/cases/{code}/papers/manufacturer-request/read")
    assert "Weight: 70.1 kg → 68.2 kg" in page.text
    for kept_inside in ("needle", "Distrusts"):
        assert kept_inside not in page.html


def test_a_frozen_page_says_what_it_printed_although_the_answer_moved_on(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    freeze(visitor, code)
    clinic.say(code, weight="68.2")
    page = visitor.get(f"/cases/{code}/papers/manufacturer-request/v/1/read")
    weight = next(a for a in page.all("a.trace") if a.text == "70.1 kg")
    trace = visitor.get(weight["href"])
    assert "Version 1 printed 70.1 kg" in trace.text
    assert "The answer now 68.2 kg" in trace.text


def test_a_version_frozen_by_an_earlier_release_still_shows_its_pdf(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    older = {"packet": {"code": code, "another": "shape"}, "said": {}}
    made = Made(paper=REQUEST.key, version=1, pdf=b"%PDF-1.7", pages=1, made_of=older, changes=())
    with clinic.store.writing() as db:
        keep_frozen(db, clinic.file(code).id, made, by=clinic.rosa)
        db.commit()
    page = sign_in().get(f"/cases/{code}/papers/manufacturer-request/v/1/read")
    assert "Its PDF shows it unchanged" in page.text
    assert page.link("Open the PDF") == f"/cases/{code}/papers/manufacturer-request/v/1.pdf"


def test_a_draft_cannot_be_recorded_as_sent(sign_in: SignIn, code: str) -> None:
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/do/record-sending")
    assert "No version is frozen yet" in page.text
    refused = visitor.press(
        page,
        "Record sending",
        status=422,
        sent_to="Dr. Lane",
        sent_how="email",
        request_sent_on="today",
    )
    assert any("frozen" in error for error in refused.errors)
    assert refused.one(".error-summary a[href$=manufacturer-request]")


def test_only_a_coordinator_freezes(sign_in: SignIn, code: str) -> None:
    nurse = sign_in(Role.NURSE)
    page = preview(nurse, code)
    assert not [b for b in page.all("button") if b.text.startswith("Freeze")]


def test_printing_is_on_record(sign_in: SignIn, code: str) -> None:
    visitor = sign_in()
    freeze(visitor, code)
    visitor.raw(f"/cases/{code}/papers/manufacturer-request/v/1.pdf")
    assert "Coordinator One printed" in visitor.get(f"/cases/{code}/history").text


def test_the_plots_beside_the_tables_are_those_of_the_packet(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    measured = f"/cases/{code}/facts/measurements"
    clinic.row(code, "measurement", measured_on="2025-01-10", sum="60")
    assert not visitor.get(measured).all("figure")
    clinic.row(code, "measurement", measured_on="2025-06-10", sum="66")
    clinic.row(code, "therapy", treatment="Sorafenib", start="2025-02")
    printed = [
        str(svg)
        for svg in visitor.get(f"/cases/{code}/papers/manufacturer-request/read").all("svg.figure")
    ]
    beside = [
        visitor.get(f"/cases/{code}/facts/{key}").one("svg.figure")
        for key in ("prior_therapy", "measurements")
    ]
    assert [str(svg) for svg in beside] == printed


def test_a_doubt_about_the_packet_asks_for_a_reason_to_freeze(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    complete(clinic, code)
    clinic.say(code, permission="spoken")
    visitor = sign_in()
    page = preview(visitor, code)
    assert "Nothing is missing" in page.text
    assert "by word of mouth" in page.text
    refused = visitor.press(page, "Freeze version 1", status=422)
    assert refused.errors == ["Say why you freeze it all the same"]
    frozen = visitor.press(refused, "Freeze version 1", gap_reason="the paper is signed tomorrow")
    assert "Version 1 is frozen" in frozen.text


def test_nothing_is_sent_without_the_patients_permission(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    clinic.say(code, permission="not_asked")
    visitor = sign_in()
    frozen = freeze(visitor, code)
    sending = visitor.get(frozen.link("Record sending"))
    cure = sending.one(".check-this a")
    assert cure.text == "The patient's permission to share is not on record"
    assert cure["href"] == f"/cases/{code}/facts/wishes?back=case"
    visitor.press(sending, "Record sending", status=422, sent_to="Dr. Lane", sent_how="email")


def test_the_letter_of_an_emergency_promises_what_the_law_asks_then(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    ordinary = visitor.get(f"/cases/{code}/papers/manufacturer-request/read").text
    assert "ask FDA and our ethics board for permission before the first dose" in ordinary
    clinic.say(code, urgency="emergency")
    urgent = visitor.get(f"/cases/{code}/papers/manufacturer-request/read").text
    assert "ask FDA and our ethics board" not in urgent
    assert "within 15 working days (21 CFR 312.310(d))" in urgent
    assert "within 5 working days (21 CFR 56.104(c))" in urgent


def complete(clinic: Clinic, code: str) -> None:
    """Answers whatever the packet still needs."""
    while gaps := paper_gaps(REQUEST, clinic.file(code).facts):
        gap, rows = gaps[0], gaps[0].section.rows
        if gap.question is None:
            assert rows
            entry = clinic.row(code, rows.key)
            clinic.save(code, {rows.questions[0].key: some(rows.questions[0])}, entry=entry)
            continue
        said = {gap.question.key: some(gap.question)}
        if gap.section.of is Of.CASE:
            clinic.save(code, said, entry=gap.row.id if gap.row else 0)
        else:
            clinic.fill(clinic.file(code).dossiers[gap.section.of], said)


def some(question: Question) -> str:
    if question.choices:
        return question.choices[0].key
    return {Kind.DATE: "2026-11-02", Kind.ROUGH: "2026", Kind.WHOLE: "10", Kind.DECIMAL: "10"}.get(
        question.kind, "words"
    )
