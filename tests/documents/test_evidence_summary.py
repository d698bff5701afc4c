"""The evidence summary: every line names its source and its criterion, every figure its numbers."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from databases import SqliteMill
from documents.reading import margins, sound, texts, words
from make import TODAY, Clinic

from casetrack.documents import pages
from casetrack.documents.content import Draft
from casetrack.documents.evidence_summary import MOST_FINDINGS, Summary, build
from casetrack.documents.press import Press
from casetrack.rules.documents import SUMMARY
from casetrack.rules.papers import paper_gaps, paper_needs
from casetrack.store.commands.facts import add_row
from casetrack.store.session import Store

NEAREST = 27  # points: 3/8 inch
DEFI = {
    "year": "2023",
    "pmid": "36884323",
    "design": "randomized",
    "published": "full",
    "patients": "adults with progressing desmoid tumors",
    "n": "142",
    "drug": "Nirogacestat",
    "bias": "none",
    "inconsistency": "none",
    "indirectness": "serious",
    "indirectness_why": "the patient stopped this very drug",
    "imprecision": "none",
    "publication": "none",
}
RESPONSE = {
    "outcome": "Objective response",
    "primary": "yes",
    "some": "29",
    "of": "70",
    "control_some": "6",
    "control_of": "72",
}
PFS = {
    "outcome": "Progression or death",
    "ratio_kind": "HR",
    "ratio": "0.29",
    "ratio_low": "0.15",
    "ratio_high": "0.55",
}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def summary(clinic: Clinic, code: str) -> Summary:
    return build(Draft(clinic.file(code), SUMMARY, 1, "Rosa Ortiz", TODAY))


def told(clinic: Clinic, press: Press, code: str) -> str:
    made = press.print(pages.job(summary(clinic, code), files={}))
    return " ".join(texts(made.pdf))


@pytest.fixture(scope="module")
def code(clinic: Clinic) -> str:
    """A case that cites one study of the library, for two criteria."""
    code = clinic.case(drug="Tegavivint")
    study = clinic.study("Gounder 2023, N Engl J Med", RESPONSE, PFS, **DEFI)
    clinic.row(
        code, "study", library=str(study), differs="had this drug before", supports="benefit,risk"
    )
    return code


def test_every_line_names_its_source_and_the_criterion_it_speaks_to(
    clinic: Clinic, press: Press, code: str
) -> None:
    content = summary(clinic, code)
    (study,) = content.studies
    assert study.criteria == "312.305(a)(2), 312.310(a)(1)"
    assert {line.number for line in content.findings} == {1}
    assert {line.criteria for line in content.findings} == {study.criteria}
    named = {one.cites: one.numbers for one in content.criteria}
    assert named["21 CFR 312.305(a)(2)"] == named["21 CFR 312.310(a)(1)"] == (1,)
    assert named["21 CFR 312.305(a)(1)"] == ()
    text = told(clinic, press, code)
    assert "For health professionals" in text
    assert "[1] Gounder 2023" in text
    assert "None named" in text, "a criterion without a study says so"


def test_figures_stand_with_their_numbers_and_certainty_with_its_reason(
    clinic: Clinic, press: Press, code: str
) -> None:
    response, survival = summary(clinic, code).findings
    assert response.drug.startswith("29/70 (41%, 95% CI")
    assert response.control.startswith("6/72 (8%")
    assert response.people == "142"
    assert survival.effect == "HR 0.29 (95% CI 0.15 to 0.55)"
    assert {response.certainty, survival.certainty} == {"Moderate"}
    assert response.notes == survival.notes == (1,)
    text = told(clinic, press, code)
    assert "Indirectness, one step down: the patient stopped this very drug" in text
    assert "36884323" in text
    assert "had this drug before" in text


def test_a_table_of_forty_studies_repeats_its_header_and_splits_no_row(
    clinic: Clinic, press: Press, code: str
) -> None:
    """ux.md check 37; figures with their names, and gray, are judged in test_papers."""
    content = summary(clinic, code)
    [one] = content.studies
    rows = tuple(replace(one, number=n, criteria=f"last{n:02}") for n in range(1, 41))
    made = press.print(pages.job(replace(content, studies=rows), files={}))
    found = words(made.pdf)
    of = {word.text: word.page for word in found if word.text.startswith("last")}
    assert len(of) == 40, "no row is cut off"
    starts = {(word.text, word.page) for word in found if re.fullmatch(r"\[\d+\]", word.text)}
    split = [n for n in range(1, 41) if (f"[{n}]", of[f"last{n:02}"]) not in starts]
    assert split == []
    held = sorted(set(of.values()))
    assert len(held) >= 4
    header = ("Study", "Design", "Results", "Safety", "Criteria")
    top = {(word.text, word.page) for word in found if word.top < 160}
    assert all((name, page) in top for name in header for page in held[1:]), "it is repeated"
    assert all(min(margins(made.pdf)[page - 1]) >= NEAREST for page in held), "nothing at the edge"
    assert sound(made.pdf)


def test_tables_are_numbered_as_they_are_printed(clinic: Clinic, press: Press) -> None:
    """Tables of findings and of side effects may be left out; no reader shall look for them."""

    def numbers(code: str) -> list[int]:
        return [int(n) for n in re.findall(r"Table (\d+)\.", told(clinic, press, code))]

    bare, plain, full = (clinic.case() for _ in range(3))
    assert numbers(bare) == [1]
    clinic.row(plain, "study", citation="Nothing counted", design="report")
    assert numbers(plain) == [1, 2, 3]
    assert summary(clinic, plain).tables["differs"] == 3
    study = clinic.study("Harms 2024", RESPONSE, **DEFI | {"pmid": "21"})
    with clinic.store.writing() as db:
        add_row(db, study, "harm", {"event": "Rash", "some": "3", "of": "9"}, by=clinic.rosa)
        db.commit()
    clinic.row(full, "study", library=str(study))
    assert numbers(full) == [1, 2, 3, 4, 5]


def test_a_side_effect_is_named_once_with_its_grade(clinic: Clinic, press: Press) -> None:
    code, study = clinic.case(), clinic.study("Grades 2024", **DEFI | {"pmid": "22"})
    severe = {"event": "Rash", "grade": "3", "some": "3", "of": "9"}
    with clinic.store.writing() as db:
        add_row(db, study, "harm", severe, by=clinic.rosa)
        db.commit()
    clinic.row(code, "study", library=str(study))
    [line] = summary(clinic, code).harms
    assert (line.event.text, line.text[:9]) == ("Rash, grade 3 or worse", "3/9 (33%,")
    assert "Rash, grade 3 or worse 3/9" in told(clinic, press, code)


def test_where_nobody_says_how_many_the_study_is_counted(clinic: Clinic, code: str) -> None:
    survival = summary(clinic, code).findings[1]
    assert survival.people == "142 in the study"
    uncounted, study = clinic.case(), clinic.study("Uncounted 2024", PFS, pmid="23")
    clinic.row(uncounted, "study", library=str(study))
    assert summary(clinic, uncounted).findings[0].people == ""


def test_at_most_seven_outcomes_are_summed_up_and_the_rest_is_pointed_to(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case()
    many = [{**RESPONSE, "outcome": f"Outcome {number}"} for number in range(MOST_FINDINGS + 2)]
    study = clinic.study("Many 2024", *many, **{**DEFI, "pmid": "1"})
    clinic.row(code, "study", library=str(study))
    content = summary(clinic, code)
    assert len(content.findings) == MOST_FINDINGS
    assert content.more_findings == 2
    assert "2 more outcomes stand in table 2" in told(clinic, press, code)


def test_the_drug_asked_for_comes_first_and_only_notes_of_what_is_printed(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case(drug="Tegavivint")
    many = [{**RESPONSE, "primary": "", "outcome": f"Outcome {number}"} for number in range(7)]
    other = {**DEFI, "pmid": "11", "imprecision": "serious", "imprecision_why": "few events"}
    own = {**DEFI, "pmid": "12", "drug": " tegavivint", "design": "single_arm"}
    alone = {"outcome": "Partial response", "some": "4", "of": "12"}
    for study in (
        clinic.study("Other 2024", *many, **DEFI | {"pmid": "10"}),
        clinic.study("Main 2024", *many[:1], PFS | {"primary": "yes"}, **other),
        clinic.study("Own 2024", alone, **own),
    ):
        clinic.row(code, "study", library=str(study))
    content = summary(clinic, code)
    shown = {study.number: study.study.citation.text for study in content.studies}
    first, *mains = content.findings[:3]
    assert (first.outcome.text, shown[first.number]) == ("Partial response", "Own 2024")
    assert (first.effect, first.control) == ("no comparison group",) * 2
    assert {(one.outcome.text, shown[one.number]) for one in mains} == {
        ("Outcome 0", "Other 2024"),
        ("Progression or death", "Main 2024"),
    }
    for one in content.findings[1:]:  # a randomized trial had a comparison group
        assert "not reported" in (one.effect, one.control)
    marks = {mark for line in content.findings for mark in line.notes}
    assert marks == set(range(1, len(content.notes) + 1)), "no note without its line"
    assert "4/12 (33%, 95% CI" in told(clinic, press, code)


def test_the_unpublished_study_of_the_drug_asked_for_leads_the_findings(
    clinic: Clinic, press: Press
) -> None:
    """It stands in one case only, where nobody judged its certainty."""
    code = clinic.case(drug="Tegavivint")
    clinic.row(
        code, "study", library=str(clinic.study("A trial 2024", PFS, **DEFI | {"pmid": "7"}))
    )
    own = {"citation": "Company data", "drug": "Tegavivint 5 mg/kg weekly", "design": "single_arm"}
    number = clinic.row(code, "study", responders="7", assessed="19")
    clinic.save(code, own, entry=number)
    clinic.row(code, "study", citation="Nothing counted", drug="Tegavivint", design="report")
    content = summary(clinic, code)
    first, second = content.findings
    assert (first.number, first.outcome.text, first.outcome.key) == (2, "Response", "responders")
    assert (first.people, first.certainty) == ("19", "")
    assert first.drug.startswith("7/19 (37%, 95% CI")
    assert (second.number, second.outcome.key) == (1, "outcome")
    assert "Not judged yet" in told(clinic, press, code)


def test_what_is_not_known_is_said_and_counted(clinic: Clinic, press: Press) -> None:
    code = clinic.case()
    text = told(clinic, press, code)
    assert "No published evidence is on record" in text
    assert "Not provided" in text
    missing = paper_gaps(SUMMARY, clinic.file(code).facts)
    assert {gap.part for gap in missing} == {"question", "studies", "safety", "method"}
    assert len(missing) == sum(paper_needs(SUMMARY, clinic.file(code).facts).values())
    clinic.say(code, pico_patients="adults", summary_watch="low phosphate")
    assert len(paper_gaps(SUMMARY, clinic.file(code).facts)) == len(missing) - 2


def test_the_patient_is_named_by_the_code_only(clinic: Clinic, press: Press, code: str) -> None:
    clinic.say(code, patient_name="Kara Rivers", record_number="MRN-77-1234")
    text = told(clinic, press, code)
    assert code in text
    for word in ("Kara", "Rivers", "MRN-77", "K.R."):
        assert word not in text
