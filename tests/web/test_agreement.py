"""The agreement on its pages: a paper is followed, a letter is received, each by who may."""

from collections.abc import Callable

from documents.made import report
from make import Clinic
from pages import Visitor
from web.test_deadlines import agreed

from casetrack.rules.facts import Track
from casetrack.rules.people import Role

SignIn = Callable[..., Visitor]


def asked(clinic: Clinic) -> str:
    """A case whose company has agreed."""
    code = clinic.case(company="Aldane Bio")
    agreed(clinic, code)
    return code


def test_a_letter_is_recorded_with_the_file_that_was_uploaded(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = asked(clinic)
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/do/record-letter")
    assert "not among the case's reports and letters" in page.text
    upload = visitor.get(f"/cases/{code}/reports/add")
    files = {"files": ("letter.pdf", report("Letter of authorization"))}
    described = visitor.press(upload, "Upload", files=files)
    visitor.press(
        described, "Save document", title="Letter", what="authorization", identifiers="none"
    )
    page = visitor.get(f"/cases/{code}/do/record-letter")
    said = {"letter_on": "10/14/2026", "letter_signed_by": "Head of regulatory affairs"}
    refused = visitor.press(page, "Record letter of authorization", said, status=422)
    assert refused.errors == ["Enter: the letter itself", "Enter: received on"]
    number = str(page.all("#letter_file option")[1]["value"])
    visitor.press(
        refused,
        "Record letter of authorization",
        letter_file=number,
        letter_came_on="10/16/2026",
        letter_refers_to="IND 123456",
        next_what="File with FDA",
    )
    assert clinic.file(code).facts.tracks[Track.LETTER] == "received"
    stage = visitor.get(f"/cases/{code}/stages/4")
    assert "The letter itself Letter" in stage.text
    assert visitor.get(stage.link("its file")).heading == "Change document"


def test_the_newest_version_of_a_paper_stands_on_stage_four_and_on_today(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = asked(clinic)
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(f"/cases/{code}/facts/agreement/add")
    typed = {"paper": "supply", "draft": "2", "came_on": "today", "turn": "company"}
    refused = visitor.press(page, "Save version of a paper", typed, status=422)
    assert refused.errors == ["Enter by when it is done, or chased"]
    visitor.press(refused, "Save version of a paper", chase_on="11/25/2026")
    stage = visitor.get(f"/cases/{code}/stages/4")
    assert "Supply agreement Version 2. The company's, by Nov 25, 2026" in stage.text
    waiting = sign_in(clinic.rosa).get("/today?view=waiting")
    assert "Chase Aldane Bio: supply agreement, version 2" in waiting.text


def test_a_pharmacist_reads_the_agreement(sign_in: SignIn, clinic: Clinic) -> None:
    code = asked(clinic)
    visitor = sign_in(Role.PHARMACIST)
    assert not visitor.get(f"/cases/{code}/facts/agreement").all("main form")
    visitor.get(f"/cases/{code}/facts/agreement/add", status=403)
    assert visitor.get(f"/cases/{code}/reports/add").form("Upload")
