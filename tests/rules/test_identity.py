"""Whose chart it is, and whether a text names the patient."""

import pytest

from casetrack.rules.identity import differences, identifiers_in, initials_of, namesakes

PATIENT = {
    "initials": "M.A.T.",
    "patient_name": "Marisol Ada Testcase-Okafor",
    "birth_date": "1991-07-14",
    "record_number": "TEST-0001",
}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("seen: marisol ada  TESTCASE-okafor today", "full name"),
        ("Ms. Testcase-Okafor was told", "family name"),
        ("patient M.A.T. agreed", "initials"),
        ("born 07/14/1991", "birth date"),
        ("born 7/14/1991.", "birth date"),
        ("DOB July 14, 1991", "birth date"),
        ("DOB 14 Jul 1991", "birth date"),
        ("1991-07-14", "birth date"),
        ("MRN:TEST-0001", "record number"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(text: str, what: str) -> None:
    assert what in identifiers_in(PATIENT, text)


@pytest.mark.parametrize(
    "text", ["", "a 34-year-old woman", "formal testcases", "TEST-00012", "in 1991", "117/14/19911"]
)
def test_other_texts_name_nobody(text: str) -> None:
    assert identifiers_in(PATIENT, text) == ()


def test_a_case_that_knows_no_identifiers_finds_none() -> None:
    assert identifiers_in({}, "Marisol Testcase-Okafor, 7/14/1991") == ()


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ({"initials": "M.T.", "birth_year": "1991", "sex": "female"}, 0),
        ({"initials": "MAT"}, 0),
        ({}, 0),
        ({"initials": "K.R."}, 1),
        ({"initials": "M.T.", "birth_year": "1990"}, 1),
        ({"birth_date": "1991-07-15", "sex": "male"}, 2),
    ],
)
def test_a_chart_of_somebody_else_is_noticed(held: dict[str, str], count: int) -> None:
    found = differences(held, name=PATIENT["patient_name"], birth_date="1991-07-14", sex="female")
    assert len(found) == count


def test_initials_come_from_every_name() -> None:
    assert initials_of("Marisol Ada Testcase-Okafor") == "M.A.T."
    assert initials_of("Adán Pulido") == "A.P."
    assert initials_of("") == ""


@pytest.mark.parametrize("name", ["Ruth O'Neil-Ávila", "Ruth O’Neil", "Ruth O‐Neil"])
def test_an_apostrophe_or_a_hyphen_begins_no_name(name: str) -> None:
    assert initials_of(name) == "R.O."
    assert differences({"initials": "R.O."}, name=name, birth_date="", sex="") == ()


@pytest.mark.parametrize("typed", ["RO", "ro", "r.o", "R.O.", "R O"])
def test_initials_are_found_however_they_were_typed(typed: str) -> None:
    assert identifiers_in({"initials": typed}, "the patient, R.O., agreed") == ("initials",)
    assert identifiers_in({"initials": typed}, "room RO") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Dr. Lindqvist", ["Grace Lindqvist, MD"]),
        ("grace  lindqvist", ["Grace Lindqvist, MD"]),
        ("Grace Lindqvist, MD", []),
        ("GRACE LINDQVIST, MD", []),
        ("Anil Shah", []),
        ("", []),
        (",", []),
    ],
)
def test_a_physician_is_known_by_the_family_name(typed: str, meant: list[str]) -> None:
    assert namesakes(typed, ["Grace Lindqvist, MD", "Tom Lind, MD"]) == meant
