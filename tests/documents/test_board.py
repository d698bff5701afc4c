"""Papers for the ethics board and the record of the call: the law's statements, and least data."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, tzinfo
from zoneinfo import ZoneInfo

import pytest
from databases import SqliteMill
from documents.reading import sound, tags, texts, unpacked
from make import TODAY, Clinic

from casetrack.documents import board, call_record, pages
from casetrack.documents.content import Content, Draft, restored
from casetrack.documents.press import Press
from casetrack.rules.consent import BASIC, WITHOUT_CONSENT
from casetrack.rules.documents import CALL_RECORD, IRB_NOTICE, IRB_REQUEST
from casetrack.rules.emergency.script import script
from casetrack.rules.facts import Row
from casetrack.rules.papers import paper_gaps
from casetrack.rules.workflow import Action
from casetrack.store.session import Store

EASTERN, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
FOUR = ",".join(one.key for one in WITHOUT_CONSENT)
WHO = {
    "patient_name": "Jonas Canary-Moreau",
    "birth_date": "1999-05-17",
    "record_number": "MRN-90417",
    "initials": "J.C.M.",
}
NAMES = ("Canary", "Moreau", "MRN-90417", "90417", "1999-05-17", "05/17/1999", "J.C.M.")


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def made(
    kind: str, clinic: Clinic, code: str, *, zone: tzinfo = EASTERN, today: date = TODAY
) -> Content:
    file = clinic.file(code)
    if kind == "request":
        return board.request(Draft(file, IRB_REQUEST, 1, "Priya Rao", today))
    if kind == "notice":
        return board.notice(Draft(file, IRB_NOTICE, 1, "Priya Rao", today, zone))
    return call_record.build(Draft(file, CALL_RECORD, 1, "Rosa Ortiz", today, zone))


def printed(press: Press, content: Content) -> tuple[bytes, list[str]]:
    pdf = press.print(pages.job(content, files={})).pdf
    return pdf, texts(pdf)


@pytest.fixture(scope="module")
def code(clinic: Clinic) -> str:
    """An emergency from the first call to the first dose, told in full."""
    code = clinic.case(urgency="emergency", drug="Tegavivint", **WHO)
    clinic.say(
        code,
        company="Calder Bay",
        diagnosis="Mesenteric desmoid",
        emergency_threat="Perforation within days",
        emergency_finds="threat,no_standard,no_time",
        emergency_outcome="Awake, no perforation on day 3",
        irb_chair="The chair",
        irb_why="The tumor does not wait for the next meeting",
        irb_encloses="plan,consent",
        history="A man with polyposis.",
        plan_dose="5 mg/kg",
        consent_how="signed",
        company_agreed_at="18:05",
        fda_permitted_at="18:52",
        first_dose_at="08:15",
    )
    clinic.row(code, "therapy", treatment="Sorafenib", start="2024", why_stopped="growth")
    clinic.row(
        code,
        "consent_form",
        form_version="Version 1",
        form_on="2026-10-30",
        form_basic=",".join(one.key for one in BASIC),
        signed_on="2026-10-30",
        signed_at="19:30",
    )
    clinic.do(code, Action.RECORD_AGREEMENT, request_decided_on="2026-10-30")
    clinic.do(
        code,
        Action.RECORD_PERMISSION,
        fda_permitted_how="phone",
        fda_permitted_on="2026-10-30",
        fda_official="Dr. Ortega",
        ind_number="FAKE-178501",
    )
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-01", first_dose_by="Dana Cole")
    return code


@pytest.mark.parametrize("kind", ["request", "notice"])
def test_a_letter_without_a_name_goes_to_the_board(clinic: Clinic, press: Press, kind: str) -> None:
    code = clinic.case()
    clinic.say(code, irb_board="Harbor Health IRB")
    _, told = printed(press, made(kind, clinic, code))
    assert "November 19, 2026 Harbor Health IRB" in told[0]
    clinic.say(code, irb_board="")
    _, told = printed(press, made(kind, clinic, code))
    assert "November 19, 2026 Not provided" in told[0], "nobody at all is named"


def test_the_notice_says_what_the_law_asks_and_when_it_is_owed(
    clinic: Clinic, press: Press, code: str
) -> None:
    pdf, told = printed(press, made("notice", clinic, code))
    first = told[0]
    for words in (
        "November 1, 2026, 8:15 AM Eastern",
        "within 5 working days, due November 6, 2026 (21 CFR 56.104(c))",
        "October 30, 2026, 6:52 PM Eastern, Dr. Ortega",
        "FAKE-178501",
        "× Life is threatened",
        "× No standard acceptable treatment is available",
        "× There is no time to get the board's approval",
        "× Obtained before the use: Version 1, October 30, 2026, 7:30 PM",
        "Any later use here needs your review first (21 CFR 56.104(c))",
        "Received",
    ):
        assert words in first.replace("’", "'"), words
    assert "× Exception" not in first
    assert "Awake, no perforation on day 3" in told[1]
    assert "Perforation within days" in told[1]
    assert len(told) == 3, "two pages and the record of the version"
    assert sound(pdf)
    assert {"H1", "H2", "Table"} <= {tag for tag, _ in tags(pdf)}


def test_nothing_is_ticked_that_nobody_has_said(clinic: Clinic, press: Press) -> None:
    bare = clinic.case(urgency="emergency")
    for kind in ("notice", "record", "request"):
        _, told = printed(press, made(kind, clinic, bare))
        assert "×" not in " ".join(told), kind
    _, told = printed(press, made("notice", clinic, bare))
    assert "due" not in told[0].split("21 CFR 56.104(c)")[1], "no day before the first dose"
    missing = {gap.words for gap in paper_gaps(IRB_NOTICE, clinic.file(bare).facts)}
    assert "What the physician finds" in missing
    assert "How is consent given?" in missing


def test_without_consent_the_notice_carries_both_physicians(clinic: Clinic, press: Press) -> None:
    code = clinic.case(urgency="emergency")
    clinic.say(
        code,
        consent_how="exception",
        exception_finds=FOUR,
        exception_by="Anil Shah, MD",
        exception_on="2026-11-01",
        second_physician="after",
        second_physician_name="Mei Tan, MD",
    )
    _, told = printed(press, made("notice", clinic, code))
    first = " ".join(told)
    assert (
        "× Exception from consent (21 CFR 50.23), certified by Anil Shah, MD, Nov 1, 2026" in first
    )
    for one in WITHOUT_CONSENT:
        assert one.cites in first
    assert "× Obtained" not in first
    assert "Mei Tan, MD, still owed (21 CFR 50.23(a), (b))" in first
    clinic.say(code, exception_finds="threat")
    _, told = printed(press, made("notice", clinic, code))
    assert " ".join(told).count("×") == 2, "the exception and one finding"


def test_an_hour_elsewhere_is_told_in_eastern_time(clinic: Clinic, code: str) -> None:
    there = made("notice", clinic, code, zone=CHICAGO)
    assert isinstance(there, board.BoardNotice)
    assert there.authorized == "October 30, 2026, 6:52 PM (7:52 PM Eastern)"
    assert there.used == "November 1, 2026, 8:15 AM (9:15 AM Eastern)"


def test_the_request_asks_the_chair_only_where_the_physician_elects_it(
    clinic: Clinic, press: Press, code: str
) -> None:
    open_choice = clinic.case()
    _, told = printed(press, made("request", clinic, open_choice))
    assert "I elect" not in " ".join(told)
    assert "The full board, at a convened meeting" in told[0]
    clinic.do(code, Action.RECORD_IRB_REQUEST, irb_asked_on="2026-11-05", irb_review="member")
    _, told = printed(press, made("request", clinic, code))
    letter = told[0]
    assert "I elect, in field 10.b of Form FDA 3926" in letter
    assert "The tumor does not wait for the next meeting" in letter
    assert "Treatment and monitoring plan" in letter
    assert "FDA: Permission on record, Oct 30, 2026, IND number FAKE-178501" in letter
    everything = " ".join(told)
    for words in ("5 mg/kg", "Version 1", "Concurrence of the chair", "Approval ends"):
        assert words in everything
    full = clinic.case()
    clinic.do(full, Action.RECORD_IRB_REQUEST, irb_asked_on="2026-11-05", irb_review="full")
    _, told = printed(press, made("request", clinic, full))
    assert "I elect" not in told[0]
    assert "review at a convened meeting" in told[0]


def test_what_fda_asks_is_read_with_what_the_physician_agrees_to(clinic: Clinic, code: str) -> None:
    """Domain 5.2; an option that nobody has answered is no reason, and no paper names initials."""
    facts = clinic.file(code).facts
    options = (
        Row(1, {"option": "Surgery", "standing": "unsuitable", "why": "The bowel"}),
        Row(2, {"option": "Radiation"}),
    )
    lines = (Row(3, {"treatment": "Sorafenib"}),)
    known = replace(
        facts,
        rows={**facts.rows, "alternative": options, "therapy": lines},
        physician={**facts.physician, "license_state": "New York", "license_number": "FAKE-1"},
        clinic={**facts.clinic, "irb": "Harbor board", "rule_emergency_submission_days": "10"},
    )
    told = {line.label: line.text for line in script(known, age="27", initials="J.M.")}
    assert told["No other option"] == "Surgery (not suitable)"
    assert told["Tried"] == "Sorafenib", "what is not known of it is left out"
    assert told["License"] == "New York; FAKE-1"
    assert told["Ethics board"] == "Harbor board"
    assert told["We agree"].startswith("The written submission follows within 10 working days")
    assert told["Patient"].startswith("J.M.; 27")
    read = {line.label: line.text for line in script(known, age="27")}
    assert "J.M." not in read["Patient"]


def test_the_record_of_the_call_is_one_page_with_its_hours_in_order(
    clinic: Clinic, press: Press, code: str
) -> None:
    pdf, told = printed(press, made("record", clinic, code))
    assert len(told) == 1
    page = told[0]
    hours = [
        "The company agreed",
        "FDA authorized the use by phone",
        "Consent was signed",
        "The first dose was given",
    ]
    places = [page.index(words) for words in hours]
    assert places == sorted(places)
    for words in ("6:05 PM", "6:52 PM", "7:30 PM", "8:15 AM", "Dr. Ortega", "FAKE-178501"):
        assert words in page
    assert "due November 23, 2026" in page
    assert "due November 6, 2026" in page
    assert sound(pdf)
    blank = clinic.case(urgency="emergency")
    content = made("record", clinic, blank)
    _, told = printed(press, content)
    assert len(told) == 1
    assert "within 15 working days of FDA's authorization" in told[0].replace("’", "'")


@pytest.mark.parametrize("kind", ["request", "notice", "record"])
def test_no_paper_names_the_patient_in_any_of_its_bytes(
    clinic: Clinic, press: Press, code: str, kind: str
) -> None:
    content = made(kind, clinic, code)
    pdf, told = printed(press, content)
    assert clinic.file(code).code in " ".join(told)
    whole = unpacked(pdf)
    for name in NAMES:
        assert name not in " ".join(told), name
        assert name.encode() not in whole, name
        assert name.encode("utf-16-be") not in whole, name


@pytest.mark.parametrize("kind", ["request", "notice", "record"])
def test_the_same_case_makes_the_same_bytes_and_can_be_read_again(
    clinic: Clinic, press: Press, code: str, kind: str
) -> None:
    content = made(kind, clinic, code)
    assert printed(press, content)[0] == printed(press, content)[0]
    assert restored(type(content), content.made_of()) == content
    keys = {"request": IRB_REQUEST, "notice": IRB_NOTICE, "record": CALL_RECORD}
    assert content.kind is keys[kind]
