"""Who the patient is: one current name, honest gaps, nothing guessed."""

from typing import Any

import pytest
from intake.made import PATIENT, chart, condition, observation

from casetrack.intake import Patient

MASKED = {
    "extension": [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "masked",
        }
    ]
}


def _patient(**fields: Any) -> tuple[Patient, tuple[str, ...]]:
    found = chart(condition(), patient={**PATIENT, **fields})
    return found.patient, found.warnings


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ([{"use": "usual", "family": "B"}, {"use": "official", "family": "A"}], "A"),
        ([{"use": "old", "family": "B"}, {"family": "A"}], "A"),
        ([{"use": "maiden", "family": "B"}, {"use": "nickname", "family": "A"}], "A"),
        ([{"use": "maiden", "family": "A"}], "A"),
        ([{"use": "official", "family": "B", "period": {"end": "2020"}}, {"family": "A"}], "A"),
        ([{"text": "A"}], "A"),
        ([MASKED, {"use": "usual", "text": "A"}], "A"),
    ],
)
def test_the_current_name_wins(names: list[dict[str, Any]], chosen: str) -> None:
    patient, warnings = _patient(name=names)
    assert patient.name == chosen
    assert any("more than one name" in one for one in warnings) == ("B" in str(names))


def test_what_is_masked_is_none_and_said() -> None:
    patient, warnings = _patient(name=[MASKED], birthDate=None, _birthDate=MASKED)
    assert (patient.name, patient.birth_date) == (None, None)
    assert "The patient's name was not provided (masked)." in warnings
    assert "The patient's birth date was not provided (masked)." in warnings


def test_what_is_missing_is_none_and_said() -> None:
    found = chart(condition(), patient={"resourceType": "Patient", "id": "p1"})
    assert (found.patient.name, found.patient.sex) == (None, None)
    assert len([one for one in found.warnings if one.startswith("The chart gives no")]) == 3


@pytest.mark.parametrize(("born", "kept"), [("1980", "1980"), ("1980-02", "1980-02")])
def test_a_birth_date_is_as_precise_as_recorded(born: str, kept: str) -> None:
    assert _patient(birthDate=born)[0].birth_date == kept


@pytest.mark.parametrize("born", ["02/03/1980", "1980-02-30", "yesterday"])
def test_a_birth_date_that_is_none_is_not_used_but_quoted(born: str) -> None:
    patient, warnings = _patient(birthDate=born)
    assert patient.birth_date is None
    assert any(born in one for one in warnings)


@pytest.mark.parametrize(
    ("fields", "deceased", "first"),
    [
        ({"deceasedBoolean": True}, True, "The chart records this patient as deceased."),
        ({"deceasedBoolean": "true"}, True, "The chart records this patient as deceased."),
        (
            {"deceasedDateTime": "2024-05-06T07:08:09Z"},
            "2024-05-06T07:08:09Z",
            "The chart records this patient as deceased (2024-05-06).",
        ),
        ({"_deceasedDateTime": MASKED}, True, "The chart records this patient as deceased."),
    ],
)
def test_death_is_said_first(fields: dict[str, Any], deceased: object, first: str) -> None:
    patient, warnings = _patient(**fields)
    assert patient.deceased == deceased
    assert warnings[0] == first


@pytest.mark.parametrize(
    "told",
    [
        {"code": {"coding": [{"system": "http://loinc.org", "code": "69453-9"}]}},
        {"code": {"text": "Date of death"}},
    ],
)
def test_a_death_among_the_observations_is_said_first(told: dict[str, Any]) -> None:
    death = {**observation("81956-5"), "valueString": "Sepsis", **told}
    found = chart(death)
    assert "the patient is not recorded as deceased" in found.warnings[0]
    dead = chart(death, patient={**PATIENT, "deceasedBoolean": True})
    assert not any("not recorded as deceased" in said for said in dead.warnings)


def test_a_living_patient_is_not_said_to_have_died() -> None:
    patient, warnings = _patient(deceasedBoolean=False)
    assert patient.deceased is False
    assert not warnings


def test_only_a_medical_record_number_is_taken_as_one() -> None:
    number = {"type": {"coding": [{"system": "urn:v2", "code": "MR"}]}, "value": "77"}
    other = {"type": {"coding": [{"system": "urn:v2", "code": "SS"}]}, "value": "999-99-9999"}
    assert _patient(identifier=[other, number])[0].record_number == "77"
    assert _patient(identifier=[other])[0].record_number is None


def test_text_is_composed_and_cleaned() -> None:
    patient, warnings = _patient(name=[{"family": "Jose\u0301\u202e\u0000", "given": ["\ud800"]}])
    assert patient.name == "José"
    assert any("reverse the reading direction" in one for one in warnings)
    assert any("control characters" in one for one in warnings)


def test_a_novel_in_a_name_is_cut_and_said() -> None:
    patient, warnings = _patient(name=[{"family": "x" * 5000}])
    assert len(patient.name or "") == 2000
    assert any("longer than can be shown" in one for one in warnings)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"active": False}, "no longer in use"),
        ({"link": [{"type": "replaced-by", "other": {"reference": "Patient/p9"}}]}, "replaced by"),
        (
            {
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
                        "valueCode": "M",
                    }
                ]
            },
            "the sex female and the sex at birth male",
        ),
    ],
)
def test_a_record_of_doubtful_standing_is_doubted(fields: dict[str, Any], said: str) -> None:
    assert any(said in one for one in chart(patient={**PATIENT, **fields}).warnings)
