"""How each paper names the patient, as the clinic chose for its recipient: on the bytes."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from databases import SqliteMill
from documents.reading import texts, unpacked
from make import NOW, Clinic

from casetrack.documents import pages
from casetrack.documents.content import Content, Draft, printed_text
from casetrack.documents.makers import MAKERS
from casetrack.documents.press import Press
from casetrack.rules.documents import PAPERS, Naming, Paper, allowed_in, naming_of
from casetrack.rules.identity import identifiers_in
from casetrack.store.session import Store

SECRET = {
    "patient_name": "Kara Canary-Rhodes",
    "birth_date": "1992-03-01",
    "record_number": "MRN-4711",
}
NEVER = ("Kara", "Canary", "Rhodes", "MRN-4711", "03/01/1992", "Mar 1, 1992", "1992-03-01")
SETTINGS = ("names_to_fda", "names_to_company", "names_to_board")
CHOSEN = [paper for paper in PAPERS if paper.named_by]
OTHER = {"names_to_fda": "code", "names_to_company": "initials", "names_to_board": "initials"}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


@pytest.fixture(scope="module")
def code(clinic: Clinic) -> str:
    said: dict[str, Any] = {**SECRET, "initials": "K.C.R.", "first_dose_on": "2026-11-02"}
    code = clinic.case(urgency="emergency", **said)
    clinic.say(code, history="A woman with a desmoid tumor.", fda_permitted_on="2026-10-30")
    event = clinic.row(code, "safety", event_what="Vomiting", aware_on="2026-11-12")
    clinic.say(code, safety_event=str(event))
    return code


def made(clinic: Clinic, code: str, paper: Paper, chosen: dict[str, str]) -> Content:
    number = clinic.file(code).dossiers["clinic"]  # type: ignore[index]
    clinic.fill(number, {key: chosen.get(key, "") for key in SETTINGS})
    draft = Draft(clinic.file(code), paper, 1, "Rosa Ortiz", NOW.date())
    return MAKERS[paper.key].build(draft)


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.key for paper in PAPERS])
def test_no_setting_lets_a_paper_say_more_than_it_chose(
    clinic: Clinic, code: str, paper: Paper
) -> None:
    answers = clinic.file(code).facts.answers
    for choice in ("", "code", "initials", "full name"):
        chosen = dict.fromkeys(SETTINGS, choice)
        said = " ".join(printed_text(made(clinic, code, paper, chosen)).values())
        found = identifiers_in(answers, said)
        assert set(found) <= {"initials"}
        allowed = allowed_in(paper, chosen)
        assert identifiers_in(answers, said, allowed=allowed) == (), choice
        if paper.named_by and choice == "initials":
            assert found == ("initials",)
        assert naming_of(paper, chosen) is not Naming.FULL


@pytest.mark.parametrize("paper", CHOSEN, ids=[paper.key for paper in CHOSEN])
def test_the_other_choice_stands_in_the_very_bytes(
    clinic: Clinic, press: Press, code: str, paper: Paper
) -> None:
    content = made(clinic, code, paper, OTHER)
    pdf = press.print(pages.job(content, files={})).pdf
    read = " ".join(texts(pdf))
    whole = f"{read} {unpacked(pdf).decode('latin-1')}"
    assert not [word for word in NEVER if word in whole]
    initials = OTHER[paper.named_by] == "initials"
    assert ("K.C.R." in read) is (initials or paper.asks_initials)
    assert code in read
    words = "Patient is named initials" if initials else "Patient is named case code only"
    assert words in " ".join(read.split())


def test_each_recipient_has_its_own_choice() -> None:
    by_key = {paper.key: paper.named_by for paper in CHOSEN}
    assert {key for key, named in by_key.items() if named == "names_to_board"} == {
        *("irb-request", "irb-notice", "safety-report-irb"),
    }
    assert {key for key, named in by_key.items() if named == "names_to_company"} == {
        *("manufacturer-request", "safety-report-company"),
    }
    assert {key for key, named in by_key.items() if named == "names_to_fda"} == {
        *("fda-set", "safety-report", "annual-report", "completion-summary"),
    }
