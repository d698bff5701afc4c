"""Studies in the store: kept once, cited by cases, counted, and never changing what was printed."""

from datetime import timedelta

import pytest
import time_machine
from make import DEFI, NOW, TODAY, Clinic
from sqlalchemy import select

from casetrack.documents.changes import changes_since, said
from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.rules.documents import REQUEST
from casetrack.rules.people import Role
from casetrack.rules.questions import Of
from casetrack.store.commands.facts import Typed, remove_row, save_answers
from casetrack.store.commands.imports import STUDIES, Gathered, keep_import, own_import
from casetrack.store.commands.library import add_drug, add_study, take_import
from casetrack.store.queries import library
from casetrack.store.queries.facts import facts_of
from casetrack.store.queries.history import timeline
from casetrack.store.refusals import Refused
from casetrack.store.tables import Import
from casetrack.store.verify import verify

RESPONSE = {"outcome": "Objective response", "some": "29", "of": "70"}


def change(clinic: Clinic, study: int, entry: int, **answers: str) -> None:
    with clinic.store.writing() as db:
        typed = Typed(entry=entry, answers=answers, drawn=10_000)
        save_answers(db, study, typed, by=clinic.rosa, about="study_results")
        db.commit()


def test_what_the_library_says_otherwise_is_a_change_of_the_next_version(clinic: Clinic) -> None:
    study = clinic.study(DEFI, RESPONSE, drug="Nirogacestat", design="randomized", n="142")
    code = clinic.case()
    clinic.cite(code, study)
    file = clinic.file(code)
    before = said(build(Draft(file, REQUEST, 1, "Rosa", TODAY)), file)
    change(clinic, study, file.studies[study].outcomes[0].id, some="30")
    change(clinic, study, file.studies[study].root, n="143")
    file = clinic.file(code)
    after = said(build(Draft(file, REQUEST, 2, "Rosa", TODAY)), file)
    found = changes_since(before, after)
    assert f"{DEFI}: how many in all: 142 → 143" in found
    assert any("29/70" in words and "30/70" in words for words in found)


def test_one_case_and_many_are_read_to_the_same_facts(clinic: Clinic) -> None:
    study = clinic.study(DEFI, RESPONSE, drug="Nirogacestat")
    citing, other = clinic.case(), clinic.case(initials="A.B.")
    clinic.cite(citing, study)
    clinic.row(citing, "study", citation="By hand 2020")
    files = [clinic.file(code) for code in (citing, other)]
    with clinic.store.reading() as db:
        many = facts_of(db, [file.id for file in files])
    assert [many[file.id] for file in files] == [file.facts for file in files]
    first, second = files[0].facts.rows["study"]
    assert (first.answers["citation"], second.answers["citation"]) == ("By hand 2020", DEFI)
    assert second.answers["responders"] == "29"


def test_a_study_is_used_by_the_cases_that_cite_it_now(clinic: Clinic) -> None:
    study = clinic.study()
    codes = [clinic.case(), clinic.case(initials="A.B.")]
    for code in codes:
        clinic.cite(code, study)
    rosa, stranger = clinic.rosa, clinic.person(Role.PHYSICIAN)
    with clinic.store.reading() as db:
        assert library.uses(db, study) == 2
        assert library.cases_citing(db, study, by=rosa) == codes
        assert library.cases_citing(db, study, by=stranger) == []
    file = clinic.file(codes[0])
    with clinic.store.writing() as db:
        remove_row(db, file.id, file.facts.rows["study"][0].id, by=clinic.rosa)
        db.commit()
    with clinic.store.reading() as db:
        assert library.uses(db, study) == 1


def test_the_same_paper_is_refused_and_another_report_of_its_trial_is_not(clinic: Clinic) -> None:
    numbers = {"pmid": "1", "doi": "10.1000/a", "nct": "NCT00000001", "published": "journal"}
    clinic.study("First", **numbers)
    with clinic.store.writing() as db:
        for again in ({"pmid": "1"}, {"doi": "10.1000/a"}):
            with pytest.raises(Refused, match="First"):
                add_study(db, {"name": "Again", **again}, by=clinic.rosa)
        add_study(db, {"name": "Later report", "nct": "NCT00000001"}, by=clinic.rosa)
        record = {"name": "Record", "nct": "NCT00000001", "published": "registry"}
        add_study(db, record, by=clinic.rosa)
        with pytest.raises(Refused, match="Record"):
            add_study(db, record, by=clinic.rosa)


def test_what_was_read_waits_a_week_for_its_reader_only(clinic: Clinic) -> None:
    rosa, other = clinic.rosa, clinic.person(Role.PHYSICIAN)
    found = [{"answers": {"name": "A", "pmid": "5"}, "rows": {"outcome": [RESPONSE]}, "doubts": []}]
    with time_machine.travel(NOW), clinic.store.writing() as db:
        number = keep_import(db, Gathered("RIS", found), by=rosa)
        db.commit()
    with clinic.store.reading() as db:
        assert own_import(db, number, about=STUDIES, by=rosa)
        assert own_import(db, number, about=STUDIES, by=other) is None
    with clinic.store.writing() as db:
        held = own_import(db, number, about=STUDIES, by=rosa)
        assert held
        (study,) = take_import(db, held, {0}, by=rosa)
        db.commit()
    with clinic.store.reading() as db:
        assert own_import(db, number, about=STUDIES, by=rosa) is None
        assert library.studies_of(db, [study])[study].outcomes[0].answers == RESPONSE
    with clinic.store.writing() as db:
        with time_machine.travel(NOW):
            keep_import(db, Gathered("RIS", []), by=rosa)
        with time_machine.travel(NOW + timedelta(days=8)):
            keep_import(db, Gathered("BibTeX", []), by=rosa)
        assert list(db.scalars(select(Import.source))) == ["BibTeX"]


def test_studies_and_drugs_have_a_history_and_hold_under_verification(clinic: Clinic) -> None:
    study = clinic.study(DEFI, RESPONSE, drug="Nirogacestat")
    with clinic.store.writing() as db:
        add_drug(db, {"name": "Nirogacestat", "other_names": "Ogsiveo"}, by=clinic.rosa)
        db.commit()
    clinic.cite(clinic.case(), study)
    change(clinic, study, clinic_root(clinic, study), checked_by="Lee", checked_on="2026-11-01")
    change(clinic, study, clinic_root(clinic, study), n="142")
    with clinic.store.reading() as db:
        (newest, *_) = timeline(db, study, of=Of.STUDY).lines
        held = library.studies_of(db, [study])[study]
    assert [one.words() for one in newest.changes] == [
        "How many in all: 142",
        "Checked by: Lee → removed",
        "Checked on: Nov 1, 2026 → removed",
    ]
    assert not held.answers.get("checked_on")
    assert verify(clinic.store).problems == []


def clinic_root(clinic: Clinic, study: int) -> int:
    with clinic.store.reading() as db:
        return library.studies_of(db, [study])[study].root
