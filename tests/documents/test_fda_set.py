"""The FDA set and the draft of the letter: what they print, what they leave to the physician."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from databases import SqliteMill
from documents.made import report
from documents.reading import bookmarks, texts, unpacked
from documents.test_papers import attach
from make import TODAY, Clinic

from casetrack.documents import fda_set, letter_draft, pages
from casetrack.documents.content import Draft, printed_text, restored
from casetrack.documents.fda_set import FdaSet
from casetrack.documents.press import Press, Printed
from casetrack.rules.documents import FDA_SET, LETTER_DRAFT, allowed_in
from casetrack.rules.form3926 import BY_KEY, EDITIONS, FIELDS, LONG
from casetrack.rules.identity import identifiers_in
from casetrack.store.queries.papers import report_files
from casetrack.store.session import Store

NAME, BORN, NUMBER = "Kara Canary-Rhodes", "1992-03-01", "MRN-4711"
SAID = {
    "fda_edition": "08/22",
    "fda_kind": "initial",
    "fda_indication": "Progressing desmoid tumor of the chest wall",
    "fda_route": "portal",
    "sex": "female",
    "weight": "61.4",
    "allergy_none": "yes",
    "history": "Grown through two drugs within a year.",
    "why_now": "Pain limits sleep.",
    "plan_dose": "100 mg",
    "finding_risk": "The disease is the greater risk.",
}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


@pytest.fixture(scope="module")
def code(clinic: Clinic) -> str:
    """A case with something in every tab, and a letter."""
    code = clinic.case(patient_name=NAME, birth_date=BORN, record_number=NUMBER)
    letter = attach(clinic, code, report("We authorize"), "application/pdf")
    letter_said = {"letter_file": str(letter), "letter_on": "2026-10-14"}
    clinic.save(code, {"company": "Aldane Bio", **letter_said, **SAID})
    clinic.row(code, "therapy", treatment="Sorafenib", response="SD", start="2024")
    clinic.row(code, "alternative", option="Ablation", standing="unsuitable", why="Too large.")
    return code


def content(clinic: Clinic, code: str) -> FdaSet:
    return fda_set.build(Draft(clinic.file(code), FDA_SET, 1, "Priya Rao", TODAY))


def printed(clinic: Clinic, press: Press, made: FdaSet) -> Printed:
    with clinic.store.reading() as db:
        files = report_files(db, {exhibit.sha256 for exhibit in made.exhibits})
    return press.print(pages.job(made, files=files))


@pytest.fixture(scope="module")
def paper(clinic: Clinic, press: Press, code: str) -> Printed:
    return printed(clinic, press, content(clinic, code))


def test_cover_worksheet_and_what_goes_behind_the_form(paper: Printed) -> None:
    told = texts(paper.pdf)
    assert "EXPANDED ACCESS SUBMISSION, individual patient. Not an emergency" in told[0]
    assert "Patient K.R." in told[0]
    assert "B. Worksheet" in told[1], "the cover letter has one page"
    whole = " ".join(told)
    assert "Worksheet. Not an FDA form. Edition 08/22" in whole
    assert "We authorize" in whole, "the letter itself is enclosed"
    names = [title for title, _ in bookmarks(paper.pdf)]
    assert [name for name in names if name[:3] in {f"{x}. " for x in "ABCDEFG"}]
    for words in ("How the criteria are met", "Treatment plan", "Qualification statement"):
        assert words in whole


def test_the_entries_stand_under_their_numbers_in_both_editions(clinic: Clinic, code: str) -> None:
    newer = {box.key: (box.number, box.other) for box in content(clinic, code).boxes}
    assert newer["initials"] == ("2", "1")
    assert newer["physician"] == ("1", "8")
    assert newer["history"] == ("5", "4")
    assert newer["race"] == ("5", "")
    assert newer["10a"] == ("10", "10")
    clinic.say(code, fda_edition="06/19")
    older = [(box.key, box.number) for box in content(clinic, code).boxes]
    clinic.say(code, fda_edition="08/22")
    assert older[:2] == [("initials", "1"), ("submitted_on", "2")]
    assert "race" not in dict(older)
    numbers = [int(number) for _, number in older]
    assert numbers == sorted(numbers)


def test_a_follow_up_does_not_bear_the_day_of_the_first_submission(
    clinic: Clinic, code: str
) -> None:
    def day() -> tuple[str, str]:
        box = next(box for box in content(clinic, code).boxes if box.key == "submitted_on")
        return box.text, box.note

    asked = "The day on which you send it"
    assert day() == ("", asked)
    clinic.say(code, fda_sent_on="2026-10-16")
    assert day() == ("10/16/2026", asked)
    clinic.say(code, fda_kind="followup")
    found = day()
    clinic.say(code, fda_kind="initial", fda_sent_on="")
    assert found == ("", asked)


def test_every_field_of_an_edition_is_known_and_none_stands_twice() -> None:
    for edition in EDITIONS:
        fields = [field for _, keys in edition.numbers for field in keys]
        assert len(fields) == len(set(fields)), edition.key
        assert set(fields) <= set(BY_KEY)
        asked = {n for n, _ in edition.numbers}
        assert edition.initial | edition.followup == asked
        assert edition.inferred <= asked
    both = {field for edition in EDITIONS for _, keys in edition.numbers for field in keys}
    assert both == {field.key for field in FIELDS}


def test_a_follow_up_prints_the_eight_contents_and_its_own_fields(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case()
    clinic.say(code, fda_edition="08/22", fda_kind="followup", fda_contents="safety,annual")
    made = content(clinic, code)
    assert [box.number for box in made.boxes if box.key in ("contents", "10a")] == ["9", "10"]
    assert not {"history", "plan", "qualification"} & {box.key for box in made.boxes}
    (contents,) = (box for box in made.boxes if box.key == "contents")
    assert [tick.on for tick in contents.ticks] == [True, False, True] + [False] * 5
    told = " ".join(texts(printed(clinic, press, made).pdf))
    assert "This is a follow-up to the IND" in told
    assert "☑ Annual report" in told


def test_what_only_the_physician_decides_is_left_open(
    clinic: Clinic, press: Press, code: str, paper: Printed
) -> None:
    told = " ".join(texts(paper.pdf))
    for box in ("10.a", "10.b"):
        assert f"☐ {box} not decided" in told
    assert "☑ 10" not in told
    assert "signs and dates it on the form itself" in told
    assert "Not attested by the physician" in told
    certified = next(box for box in content(clinic, code).boxes if box.key == "certification")
    assert (certified.text, certified.ticks) == ("", ())


def test_the_bytes_name_the_patient_by_initials_only(
    clinic: Clinic, press: Press, code: str, paper: Printed
) -> None:
    whole = unpacked(paper.pdf).decode("latin-1") + " ".join(texts(paper.pdf))
    for word in (NAME, "Canary-Rhodes", NUMBER, "03/01/1992", "Mar 1, 1992", "1992-03-01"):
        assert word not in whole
    answers = clinic.file(code).facts.answers
    told = " ".join(printed_text(content(clinic, code)).values())
    assert identifiers_in(answers, told) == ("initials",)
    assert identifiers_in(answers, told, allowed=allowed_in(FDA_SET, {})) == ()
    assert allowed_in(LETTER_DRAFT, {}) == ()


def test_the_clinic_may_name_the_patient_by_the_code(clinic: Clinic, code: str) -> None:
    clinic_id = clinic.file(code).dossiers["clinic"]  # type: ignore[index]
    clinic.fill(clinic_id, {"names_to_fda": "code"})
    made = content(clinic, code)
    clinic.fill(clinic_id, {"names_to_fda": ""})
    assert made.patient.text == code
    assert next(box for box in made.boxes if box.key == "initials").text == "K.R."


def test_an_emergency_names_fdas_word_and_the_day_the_papers_are_due(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case(urgency="emergency")
    clinic.say(
        code,
        fda_permitted_on="2026-10-30",
        fda_permitted_how="phone",
        fda_official="Dr. Grey",
        ind_number="165432",
    )
    told = texts(printed(clinic, press, content(clinic, code)).pdf)[0]
    assert "EMERGENCY." in told
    assert "Dr. Grey" in told
    assert "due November 23, 2026" in told, "domain 4.1: Veterans Day is skipped"
    assert "165432" in told
    assert "This is the written submission after FDA's authorization" in told
    assert "I request permission" not in told, "FDA has given it"
    assert "October 30, 2026, hour not on record" in told
    clinic.say(code, fda_permitted_at="18:52")
    later = content(clinic, code).authorized[1].values[0]
    assert (later.text, later.key) == (
        "October 30, 2026, 6:52 PM (2:52 PM Eastern)",
        "fda_permitted_on",
    )


def test_long_text_goes_behind_the_worksheet(clinic: Clinic, press: Press, code: str) -> None:
    clinic.say(code, history="It grew. " * (LONG // 9 + 10))
    made = content(clinic, code)
    clinic.say(code, history=SAID["history"])
    box = next(box for box in made.boxes if box.key == "history")
    assert box.long
    told = " ".join(texts(printed(clinic, press, made).pdf))
    assert "see the text below this table" in told
    assert f"5. Brief clinical history, {len(box.text)} characters" in told


def test_what_is_missing_is_listed_and_a_frozen_set_opens_again(clinic: Clinic, code: str) -> None:
    bare = content(clinic, clinic.case())
    assert "Tab F: the letter of authorization, or the plan without one" in bare.missing
    assert "Tab B: Indication" in bare.missing
    assert not any("Tab F" in words for words in content(clinic, code).missing)
    made = content(clinic, code)
    again = restored(FdaSet, made.made_of())
    assert isinstance(again, FdaSet)
    assert again.boxes == made.boxes


def test_the_draft_of_the_letter_says_that_it_is_one(
    clinic: Clinic, press: Press, code: str
) -> None:
    """The structure FDA has published (domain 2.1), and nothing the company alone knows."""
    made = letter_draft.build(Draft(clinic.file(code), LETTER_DRAFT, 1, "Priya Rao", TODAY))
    pdf = press.print(pages.job(made, files={})).pdf
    told = texts(pdf)[0]
    for words in (
        "A draft, not a letter",
        "promises no supply",
        "Aldane Bio authorizes Anil Shah, MD",
        "refer to and rely on the IND",
        "FDA may refer to that IND",
        "authority to sign",
        "[the company's IND number]",
        "[Signature]",
    ):
        assert words in told, words
    whole = unpacked(pdf).decode("latin-1") + " ".join(texts(pdf))
    for word in (NAME, "K.R.", NUMBER, "1992"):
        assert word not in whole
