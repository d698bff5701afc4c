"""Values, units, scores and stages: what is shown, what is derived, what is doubted."""

import json
from typing import Any

import pytest
from intake.made import bundle, chart, condition, observation, order

from casetrack.intake import read
from casetrack.intake.cancer import is_cancer, is_suspected
from casetrack.intake.dates import from_hl7, iso
from casetrack.intake.proposals import Held, propose

ICD = "http://hl7.org/fhir/sid/icd-10-cm"
CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-smokingstatus"


@pytest.mark.parametrize(
    ("value", "unit", "kg"),
    [
        (70.1, "kg", "70.1"),
        (150.4, "[lb_av]", "68.2"),
        (150.4, "lbs", "68.2"),
        (3200, "g", "3.2"),
        (1600, "[oz_av]", "45.4"),
        ("70.1", "kg", "70.1"),
    ],
)
def test_a_weight_is_given_in_kilograms(value: object, unit: str, kg: str) -> None:
    assert chart(observation("29463-7", value, unit)).measurements[0].detail["kg"] == kg


@pytest.mark.parametrize(
    ("value", "unit", "cm"),
    [(167, "cm", "167.0"), (1.67, "m", "167.0"), (71, "[in_us]", "180.3"), (6, "[ft_i]", "182.9")],
)
def test_a_height_is_given_in_centimeters(value: float, unit: str, cm: str) -> None:
    assert chart(observation("8302-2", value, unit)).measurements[0].detail["cm"] == cm


@pytest.mark.parametrize("unit", ["", "stone", "%"])
def test_a_weight_in_an_unknown_unit_is_not_converted_but_doubted(unit: str) -> None:
    found = chart(observation("29463-7", 11, unit))
    assert "kg" not in found.measurements[0].detail
    assert any("could not be converted" in one for one in found.warnings)


@pytest.mark.parametrize(("value", "unit"), [(1504, "kg"), (0, "kg"), (70_000_000, "g")])
def test_an_impossible_weight_is_doubted(value: float, unit: str) -> None:
    found = chart(observation("29463-7", value, unit))
    assert any("hardly possible" in one for one in found.warnings)


def test_a_birth_weight_is_not_the_weight() -> None:
    assert "kg" not in chart(observation("8339-4", 3.2, "kg")).labs[0].detail


def test_two_weights_of_one_day_are_both_kept_and_said() -> None:
    first = observation("29463-7", 70, "kg", effectiveDateTime="2026-01-08")
    other = observation("29463-7", 82, "kg", effectiveDateTime="2026-01-08T10:00:00Z")
    found = chart(first, other)
    assert len(found.measurements) == 2
    assert "Check this: the chart gives more than one weight on 2026-01-08: 70 kg; 82 kg." in (
        found.warnings
    )
    same = observation("29463-7", 154.3, "[lb_av]", effectiveDateTime="2026-01-08")
    assert not chart(first, same).warnings


@pytest.mark.parametrize(
    ("fields", "value", "unit"),
    [
        ({"valueQuantity": {"value": 5, "comparator": "<", "unit": "U/L"}}, "<5", "U/L"),
        ({"valueCodeableConcept": {"text": "Negative"}}, "Negative", None),
        ({"valueString": "clear"}, "clear", None),
        ({"valueInteger": 0}, 0, None),
        ({"valueBoolean": False}, "No", None),
        (
            {"valueRange": {"low": {"value": 1, "unit": "g"}, "high": {"value": 2, "unit": "g"}}},
            "1 g to 2 g",
            None,
        ),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1:128", None),
        ({"valueDateTime": "2020-01-01"}, "2020-01-01", None),
        ({"valuePeriod": {"start": "2020", "end": "2021"}}, "2020 to 2021", None),
        ({"valueQuantity": {"value": 2.9, "code": "mg/dL"}}, 2.9, "mg/dL"),
    ],
)
def test_a_value_of_every_type_is_shown(fields: dict[str, Any], value: object, unit: str) -> None:
    found = chart(observation("9999-9", **fields)).labs[0]
    assert (found.value, found.unit) == (value, unit)
    assert found.text == "LOINC 9999-9"


def test_components_become_findings_of_their_panel() -> None:
    systolic = {
        "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
        "valueQuantity": {"value": 120, "unit": "mm[Hg]"},
    }
    found = chart(observation("85354-9", component=[systolic, {"code": {"text": "void"}}]))
    assert [(one.text, one.value) for one in found.measurements] == [
        ("Systolic blood pressure", 120)
    ]
    assert found.measurements[0].detail["panel"] == "Blood pressure"


def test_a_panel_is_silent_only_when_its_parts_are_in_the_file() -> None:
    part = observation("718-7", 7, "g/dL", id="part")
    panel = observation("58410-2", hasMember=[{"reference": "Observation/part"}])
    assert not chart(panel, part).left_out
    assert chart(panel).left_out[0].why == "it has no value"


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"valueInteger": 1}, 1),
        ({"valueQuantity": {"value": 1.0}}, 1),
        ({"valueCodeableConcept": {"coding": [{"code": "LA9623-5"}], "text": "Restricted"}}, 1),
        ({"valueCodeableConcept": {"text": "ECOG 1: restricted"}}, 1),
        ({"valueString": "1 - Restricted in strenuous activity"}, 1),
        ({"valueString": "able to work"}, "able to work"),
    ],
)
def test_a_score_is_a_number_when_it_can_be_told(fields: dict[str, Any], points: object) -> None:
    found = chart(observation("89247-1", **fields)).performance_status[0]
    assert found.value == points
    assert found.text == "ECOG performance status"


@pytest.mark.parametrize(
    "words",
    ["0-1", "ECOG 1 to 2", "2/5", "1.5", "0 or 1", "1 {score} to 2 {score}", "1 point or 2"],
)
def test_a_range_of_scores_is_no_score(words: str) -> None:
    found = chart(observation("89247-1", valueString=words))
    assert found.performance_status[0].value == words
    assert not [one for one in propose(found, held=Held()).proposals if "ecog" in one.answers]


@pytest.mark.parametrize(
    ("code", "result"),
    [("LA9633-4", "present"), ("LA9634-2", "absent"), ("LA18198-4", "unclear"), ("LA0-0", None)],
)
def test_a_variant_is_present_or_absent_also_without_words(code: str, result: str | None) -> None:
    gene = {"code": _loinc("48018-6"), "valueString": "APC"}
    found = chart(observation("69548-6", valueCodeableConcept=_loinc(code), component=[gene]))
    (row,) = (one for one in propose(found, held=Held()).proposals if one.rows == "biomarker")
    assert row.answers.get("result") == result


def _loinc(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


@pytest.mark.parametrize(("answer", "shown"), [(True, "Present"), (False, "Absent")])
def test_a_variant_may_be_a_yes_or_a_no(answer: bool, shown: str) -> None:  # noqa: FBT001
    gene = {"code": _loinc("48018-6"), "valueString": "MET"}
    origin = {"code": _loinc("48002-0"), "valueCodeableConcept": _loinc("LA6683-2")}
    found = chart(observation("69548-6", valueBoolean=answer, component=[gene, origin]))
    assert found.biomarkers[0].value == shown
    assert found.biomarkers[0].detail["source"] == "Germline"


def test_a_marker_with_nothing_but_its_reading_is_read() -> None:
    only = {**observation("85337-4"), "interpretation": [{"coding": [{"code": "NEG"}]}]}
    found = chart(only, {**only, "dataAbsentReason": {"text": "not performed"}})
    assert [one.value for one in found.biomarkers] == ["NEG"]
    assert "no value: not performed" in found.left_out[0].why


def test_a_measurement_at_several_times_has_the_first_of_them() -> None:
    times = {"event": ["2026-01-03", "2026-01-02"]}
    assert chart(observation("29463-7", 70, effectiveTiming=times)).measurements[0].date == (
        "2026-01-02"
    )


def test_a_dose_given_at_several_times_began_with_the_first() -> None:
    given = {**order(), "resourceType": "MedicationAdministration", "status": "completed"}
    found = chart({**given, "occurenceTiming": {"event": ["2022-02-01", "2022-01-02"]}})
    assert found.medications[0].date == "2022-01-02"


@pytest.mark.parametrize(
    ("written", "shown"), [("-0.0", "0.0"), ("-0.00", "0.00"), ("0.00", "0.00"), ("-1.50", "-1.50")]
)
def test_zero_is_not_below_zero(written: str, shown: str) -> None:
    data = json.dumps(bundle(observation("1742-6", 987.5, "U/L"))).replace("987.5", written)
    assert str(read(data.encode()).labs[0].value) == shown


def test_digits_stand_as_they_were_measured() -> None:
    limits = [{"low": {"value": 12.00}, "high": {"value": 150000.5}}]
    raw = json.dumps(bundle(observation("718-7", 1313, "g/dL", referenceRange=limits)))
    raw = raw.replace("1313", "13.10").replace("12.0", "12.00")
    found = read(raw.encode())
    (row,) = (one for one in propose(found, held=Held()).proposals if one.rows == "lab")
    assert (row.answers["value"], row.answers["range"]) == ("13.10", "12.00 to 150000.5")
    assert found.labs[0].value == 13.1
    assert json.loads(json.dumps(found.as_json()))["labs"][0]["value"] == 13.1


def test_the_intent_of_a_treatment_is_noted() -> None:
    address = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-treatment-intent"
    intent = [{"url": address, "valueCodeableConcept": {"text": "Palliative"}}]
    for one in (order(extension=intent), {**RADIATION, "extension": intent}):
        (row,) = (one for one in propose(chart(one), held=Held()).proposals if one.rows)
        assert "Intent: Palliative." in row.note


RADIATION = {
    "resourceType": "Procedure",
    "status": "completed",
    "code": {"text": "External beam radiation therapy"},
}


@pytest.mark.parametrize(
    "told",
    [
        condition("Secondary malignant neoplasm of bone"),
        condition("Metastasis to lung"),
        condition("Bone tumor", code={"coding": [{"system": ICD, "code": "C79.51"}]}),
    ],
)
def test_a_metastasis_beside_the_cancer_says_what_it_is(told: dict[str, Any]) -> None:
    found = propose(chart(condition("Sarcoma of thigh"), told), held=Held()).proposals
    notes = [one.note for one in found if "diagnosis" in one.answers]
    assert sorted("metastasis of another tumor" in one for one in notes) == [False, True]


def test_a_condition_that_ended_no_one_knows_when_is_over() -> None:
    found = chart(condition("Asthma", abatementAge={"value": 12, "unit": "years"}))
    (row,) = (one for one in propose(found, held=Held()).proposals if one.rows)
    assert "End as recorded: 12 years." in row.note
    many = [condition(f"Illness {n}", abatementBoolean=True) for n in range(30)]
    rows = [one for one in propose(chart(*many), held=Held()).proposals if one.rows]
    assert len(rows) == 20


def test_stages_that_contradict_are_all_kept_and_said() -> None:
    clinical = observation("21908-9", valueCodeableConcept={"text": "IIB"})
    pathologic = observation("21902-2", valueCodeableConcept={"text": "IIIC"})
    found = chart(clinical, pathologic, observation("21905-5", valueString="cT3"))
    assert len(found.stages) == 3
    assert "Check this: the chart gives more than one stage: IIB; IIIC." in found.warnings


def test_a_stage_inside_the_diagnosis_stands_among_the_stages() -> None:
    found = chart(condition(stage={"summary": {"text": "Stage 2"}}))
    assert [(one.value, one.source.path) for one in found.stages] == [
        ("Stage 2", "Bundle.entry[1].resource.stage[0].summary")
    ]
    assert found.conditions[0].detail["stage"] == "Stage 2"


def test_markers_are_told_from_ordinary_results_by_their_words() -> None:
    named = [
        {**observation("1-8", valueString="x"), "code": {"text": text}}
        for text in ("PD-L1 by clone 22C3", "EGFR gene mutation analysis", "eGFR", "Ki-67")
    ]
    found = chart(*named)
    assert [one.text for one in found.biomarkers] == [
        "PD-L1 by clone 22C3",
        "EGFR gene mutation analysis",
        "Ki-67",
    ]
    assert [one.text for one in found.labs] == ["eGFR"]


def test_smoking_status_is_no_laboratory_value() -> None:
    smoking = observation("72166-2", valueString="never", meta={"profile": [CORE]})
    found = chart(smoking)
    assert [one.text for one in found.measurements] == ["Tobacco smoking status"]


def test_old_active_orders_are_doubted() -> None:
    found = chart(order(authoredOn="2001-01-01"))
    assert any("still marked active" in one for one in found.warnings)
    assert not chart(order(authoredOn="2001-01-01", status="stopped")).warnings


def test_a_cancer_both_active_and_resolved_is_doubted() -> None:
    found = chart(condition(clinicalStatus="active"), condition(clinicalStatus="resolved"))
    assert "Check this: “Desmoid tumor” is recorded both as active and as resolved." in (
        found.warnings
    )


def test_a_dosage_without_words_is_put_into_words() -> None:
    dosage = {
        "doseAndRate": [{"doseQuantity": {"value": 400, "unit": "mg"}}],
        "route": {"text": "oral"},
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        "asNeededBoolean": True,
    }
    found = chart(order(dosageInstruction=[dosage])).medications[0]
    assert found.detail["dose"] == "400 mg, oral, 2 times every day, as needed"


@pytest.mark.parametrize(
    ("text", "codes", "cancer"),
    [
        ("Desmoid tumour", (), True),
        ("Aggressive fibromatosis", (), True),
        ("Acute myeloid leukaemia", (), True),
        ("AIDS-associated Kaposi sarcoma", (), True),
        ("High-risk neuroblastoma", (), True),
        ("Gastrointestinal stromal tumor", (), True),
        ("Polycythemia vera", (), True),
        ("Problem", ("http://hl7.org/fhir/sid/icd-10-cm|D48.116",), True),
        ("Problem", ("http://hl7.org/fhir/sid/icd-10-cm|C49.2",), True),
        ("Problem", ("http://hl7.org/fhir/sid/icd-9-cm|174.2",), True),
        ("Benign neoplasm of colon", ("http://hl7.org/fhir/sid/icd-10-cm|D12.6",), False),
        ("Neoplasm related pain", ("http://hl7.org/fhir/sid/icd-10-cm|G89.3",), False),
        ("Cancer-related fatigue", (), False),
        ("Family history of breast cancer", (), False),
        ("Personal history of malignant neoplasm", (), False),
        ("Screening for malignant neoplasm of colon", (), False),
        ("Tumor lysis syndrome", (), False),
        ("Plantar fibromatosis", (), False),
        ("Suspected lung cancer (situation)", (), False),
        ("Polyp of colon", (), False),
        ("Sarcoidosis", (), False),
        ("Fibroadenoma of breast", (), False),
        ("Lipoma", ("http://hl7.org/fhir/sid/icd-10-cm|D17.1",), False),
        *(
            (text, (), False)
            for text in (
                *("FH: breast cancer", "Mother with ovarian cancer", "Colon cancer - father"),
                *("Family hx of colon carcinoma", "Paternal grandmother colon cancer"),
                *("No malignancy", "Malignancy excluded", "Lymphoma (ruled out)", "Hx of melanoma"),
                *("Carcinoma not found", "Negative for sarcoma", "Unlikely to be malignant"),
                *("Breast cancer screening", "Cancer survivor", "Non-neoplastic nevus"),
                *("Query lymphoma", "? sarcoma", "Likely desmoid tumor", "Sarcoma vs fibroma"),
                *("Malignant hypertension", "Premalignant lesion", "Concern for malignancy"),
            )
        ),
        *(
            (text, (), True)
            for text in (
                *("Breast cancer without metastasis", "Colon cancer, no metastases"),
                *("Leukemia in remission", "Invasive carcinoma of no special type"),
                *("Acute myeloblastic leukemia, not having achieved remission",),
                *("Malignant neoplasm, not otherwise specified", "Melanoma, metastasis excluded"),
            )
        ),
    ],
)
def test_cancer_is_told_from_what_only_sounds_like_it(
    text: str, codes: tuple[str, ...], *, cancer: bool
) -> None:
    assert is_cancer(text, codes) is cancer


def test_a_report_in_the_place_of_a_name_is_no_diagnosis() -> None:
    assert not is_cancer("Sarcoma. " + "The specimen was received. " * 40 + "Sarcoma ruled out.")
    assert is_cancer("Sarcoma " * 200, ["http://hl7.org/fhir/sid/icd-10-cm|C49.2"])


def test_an_mcode_profile_decides() -> None:
    profile = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition"
    found = chart(condition("Mass of thigh", meta={"profile": [profile]}))
    assert found.conditions[0].detail["cancer"] == "yes"


def test_a_disease_with_versus_in_its_name_is_no_suspicion() -> None:
    assert not is_suspected("Graft versus host disease")
    assert is_suspected("Sarcoma versus fibroma")


def test_a_suspicion_is_marked_as_one() -> None:
    assert is_suspected("Suspected lung cancer (situation)")
    found = chart(condition("Suspected lung cancer (situation)"))
    assert found.conditions[0].detail["suspected"] == "yes"
    assert "cancer" not in found.conditions[0].detail


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2012", "2012"),
        ("201208", "2012-08"),
        ("20120806", "2012-08-06"),
        ("201208061200", "2012-08-06T12:00:00"),
        ("20130710221054.000-0500", "2013-07-10T22:10:54-05:00"),
        ("200130311", None),
        ("20121301", None),
        ("0", None),
        ("", None),
        (None, None),
    ],
)
def test_the_dates_of_documents_become_iso(written: str | None, read_as: str | None) -> None:
    assert from_hl7(written) == read_as


@pytest.mark.parametrize("text", ["2021-02-30", "2021-13", "21", "2021-1-1", "2021-01-01T10", "x"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert iso(text) is None


def test_a_date_that_is_none_is_quoted_beside_the_finding() -> None:
    found = chart(condition(onsetDateTime="spring 2019"), observation("718-7", 7, "g/dL"))
    assert found.conditions[0].date is None
    assert found.conditions[0].detail["onset"] == "recorded as “spring 2019”"
    late = observation("718-7", 7, "g/dL", effectiveDateTime="noon", issued="2020-01-02T03:04:05Z")
    taken = chart(late).labs[0]
    assert taken.date == "2020-01-02T03:04:05Z"
    assert taken.detail["date_is"] == "the day it was issued"
    assert taken.detail["date_recorded_as"] == "noon"


def test_an_onset_may_be_an_age() -> None:
    age = {"value": 44, "unit": "years"}
    found = chart(condition(onsetAge=age, recordedDate="2020-01-01")).conditions[0]
    assert found.detail["onset"] == "44 years"
    assert (found.date, found.detail["date_is"]) == ("2020-01-01", "the day it was recorded")


def test_a_code_without_words_is_shown_by_its_system() -> None:
    bare = {"coding": [{"system": "urn:oid:2.16.840.1.113883.6.90", "code": "C49.2"}]}
    found = chart(condition("", code=bare)).conditions[0]
    assert (found.text, found.code) == (
        "ICD-10-CM C49.2",
        "http://hl7.org/fhir/sid/icd-10-cm|C49.2",
    )
