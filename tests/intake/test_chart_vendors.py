"""Charts as hospital systems really write them: codes without words, old extensions, panels."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from intake.made import PATIENT, chart, coded, document, observation, order, section

from casetrack.intake import plain, shelves, worksheet
from casetrack.intake.fhir import reading
from casetrack.intake.fhir.access import MOST_CODINGS, concept
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.observations import MOST_MEMBERS, read_observation
from casetrack.intake.proposals import Held, propose
from casetrack.intake.refused import FileRefused
from casetrack.intake.safe_xml import Node, parse
from casetrack.intake.worksheet import NotTaken, Worksheet

SNOMED = "http://snomed.info/sct"
READINGS = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/"


def named(text: str, value: Any = "Positive") -> dict[str, Any]:
    return observation("", valueString=value) | {"code": {"text": text}}


@pytest.mark.parametrize(
    "text",
    [
        "SARS-CoV-2 RNA by nucleic acid amplification",
        "Immunoglobulin G",
        "Platelet transfusion reaction",
        "Lymphocyte transformation",
    ],
)
def test_an_ordinary_result_is_no_marker(text: str) -> None:
    found = chart(named(text))
    assert [one.text for one in found.labs] == [text]
    assert found.biomarkers == ()


@pytest.mark.parametrize(
    "text",
    [
        "NTRK fusion panel",
        "MDM2 amplification (FISH)",
        "Desmin IHC",
        "Beta-catenin immunohistochemistry",
        "CTNNB1 mutation analysis",
        "BRAF gene p.Val600Glu [Presence] in Tissue by Molecular genetics method",
        "EWSR1 rearrangement",
        "Ki67 Ag [Presence] in Tissue by Immune stain",
    ],
)
def test_what_a_pathologist_found_is_a_marker(text: str) -> None:
    found = chart(named(text))
    assert [one.text for one in found.biomarkers] == [text]
    assert found.labs == ()


@pytest.mark.parametrize(
    ("system", "code", "said"),
    [
        (READINGS, "POS", "Positive"),
        ("http://hl7.org/fhir/v2/0078", "NEG", "Negative"),
        ("urn:oid:2.16.840.1.113883.5.83", "ND", "Not detected"),
        (READINGS, "XYZ", "XYZ"),
    ],
)
def test_a_reading_given_as_a_code_is_said_in_words(system: str, code: str, said: str) -> None:
    reading = [{"coding": [{"system": system, "code": code}]}]
    found = chart(observation("85337-4", interpretation=reading))
    assert found.biomarkers[0].value == said
    row = next(one for one in propose(found, held=Held()).proposals if one.rows == "biomarker")
    assert row.text.count(said) == 1


def test_a_score_known_by_its_code_alone_has_no_code_for_words() -> None:
    answer = {"coding": [{"system": "http://loinc.org", "code": "LA9624-3"}]}
    found = chart(observation("89247-1", valueCodeableConcept=answer)).performance_status[0]
    assert (found.value, found.detail) == (2, {})


def test_a_karnofsky_score_by_its_short_name_is_never_a_laboratory_value_nor_an_ecog() -> None:
    told = [named("KPS", "80"), named("ECOG performance status", "1")]
    found = chart(*[{**one, "effectiveDateTime": "2026-01-08"} for one in told])
    assert [one.text for one in found.performance_status] == ["KPS", "ECOG performance status"]
    assert not any("more than one performance status" in one for one in found.warnings)


@pytest.mark.parametrize("code", ["399588009", "399390009", "1222593009"])
def test_a_stage_group_is_one_by_its_code_alone(code: str) -> None:
    staged = observation("", valueCodeableConcept={"text": "AJCC p2A"})
    staged["code"] = {"coding": [{"system": SNOMED, "code": code}]}
    found = chart({"resourceType": "Condition", "code": {"text": "Breast cancer"}}, staged)
    assert [one.value for one in found.stages] == ["AJCC p2A"]
    lines = [one.answers.get("disease_stage") for one in propose(found, held=Held()).proposals]
    assert "Stage 2A" in lines


@pytest.mark.parametrize("code", ["384625004", "371494008", "371497001"])
def test_a_pathologic_category_is_a_stage_by_its_code_alone(code: str) -> None:
    staged = observation("", valueCodeableConcept=coded("pX"))
    staged["code"] = {"coding": [{"system": SNOMED, "code": code}]}
    assert chart(staged).stages[0].text.endswith(("(pT)", "(pN)", "(pM)"))


@pytest.mark.parametrize("name", ["mcode-termination-reason", "mcode-treatment-termination-reason"])
def test_the_reason_to_stop_is_read_where_older_editions_of_mcode_put_it(name: str) -> None:
    reason = {"text": "Refusal of treatment by patient"}
    ended = {"url": MCODE + name, "valueCodeableConcept": reason}
    found = chart(order("sorafenib", status="stopped", extension=[ended]))
    assert found.medications[0].detail["reason"] == reason["text"]
    line = next(one for one in propose(found, held=Held()).proposals if one.rows == "therapy")
    assert line.answers["why_stopped"] == "wish"


def test_a_pregnancy_status_is_named_and_is_no_laboratory_value() -> None:
    found = chart(observation("82810-3", valueCodeableConcept={"text": "Not pregnant"}))
    assert [one.text for one in found.measurements] == ["Pregnancy status"]


RESULT = (
    '<observation classCode="OBS" moodCode="EVN"><code code="2160-0" '
    'codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>'
    '<value xsi:type="PQ" value="0.9" unit="mg/dL"/></observation>'
)


def test_a_result_in_a_panel_within_a_panel_has_the_day_of_the_outer_one() -> None:
    inner = f"<organizer><component>{RESULT}</component></organizer>"
    outer = (
        f'<organizer><effectiveTime value="20260101"/><component>{inner}</component></organizer>'
    )
    assert document(section("30954-2", outer)).labs[0].date == "2026-01-01"


def test_a_panel_within_a_panel_has_its_own_name_or_that_of_the_outer_one() -> None:
    inner = f"<organizer><component>{RESULT}</component></organizer>"
    outer = f'<organizer><code displayName="CMP"/><component>{inner}</component></organizer>'
    assert document(section("30954-2", outer)).labs[0].detail["panel"] == "CMP"


def test_a_panel_is_looked_through_once_and_not_again_for_each_of_its_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked, look = [], Node.all

    def counting(node: Node, *path: str) -> list[Node]:
        looked.append(len(node.children))
        return look(node, *path)

    monkeypatch.setattr(Node, "all", counting)
    parts = f"<component>{RESULT}</component>" * 1_000
    assert len(document(section("30954-2", f"<organizer>{parts}</organizer>")).labs) == 1_000
    assert sum(looked) < 100_000, "a thousand results times a thousand would be a million"


def test_many_children_are_gone_through_once_whatever_is_asked_of_them() -> None:
    class Counted(list[Node]):
        passes = 0

        def __iter__(self) -> Iterator[Node]:
            Counted.passes += 1
            return super().__iter__()

    root = parse(b"<a>" + b"<b/><c/>" * 5_000 + b"</a>")
    root.children = Counted(root.children)
    assert [len(root.all("b")), len(root.all("c")), len(root.all("d"))] == [5_000, 5_000, 0]
    assert [root.first("d") for _ in range(100)] == [None] * 100
    assert Counted.passes == 1


def test_references_without_end_are_followed_no_further_than_a_panel_can_have() -> None:
    inside = [{"resourceType": "Observation", "id": f"c{number}"} for number in range(3_000)]
    pointers = [{"reference": f"#x{number}"} for number in range(3_000)]
    followed = []

    class Counting(Folder):
        def follow(self, value: object, *, within: Record) -> Record | None:
            followed.append(value)
            return super().follow(value, within=within)

    body = {**observation("24323-8"), "contained": inside, "hasMember": pointers}
    with pytest.raises(NotTaken, match="no value"):
        read_observation(Record("Observation", body, "here"), Counting([]), Worksheet())
    assert len(followed) == MOST_MEMBERS


def test_a_long_name_that_many_orders_share_is_cut_before_it_is_normalized(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes, normalize = [], unicodedata.normalize

    def counting(form: Literal["NFC"], text: str) -> str:
        sizes.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", counting)
    named = {"resourceType": "Medication", "id": "m", "code": {"text": "é" * 1_000_000}}
    orders = [
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "medicationReference": {"reference": "Medication/m"},
            "note": [{"text": str(number)}],
        }
        for number in range(200)
    ]
    found = chart(named, *orders)
    assert {one.text for one in found.medications} == {"é" * (plain.LIMIT - 1) + "…"}
    assert len(found.medications) == 200
    assert any("were cut" in one for one in found.warnings)
    assert 0 < max(sizes) <= 2 * plain.LIMIT


def test_what_a_panel_says_is_gathered_once_and_not_again_for_each_of_its_parts() -> None:
    class Counted(list[object]):
        passes = 0

        def __iter__(self) -> Iterator[object]:
            Counted.passes += 1
            return super().__iter__()

    part = {"code": {"text": "Sodium"}, "valueString": "normal"}
    body = {**named("Panel"), "component": [part] * 500, "note": Counted([{"text": "Fasting"}])}
    sheet = Worksheet()
    read_observation(Record("Observation", body, "here"), Folder([]), sheet)
    assert sheet.size() == 501
    assert Counted.passes == 1


def test_a_name_that_a_chart_repeats_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    class Words:
        def search(self, text: str) -> bool:
            looked.append(text)
            return False

    rule = ("stages", re.compile("x"), frozenset[str](), Words())
    monkeypatch.setattr(shelves, "_RULES", (rule,))
    many = [named("A name that no other test has", number) for number in range(300)]
    assert len(chart(*many).labs) == 300
    assert looked == ["A name that no other test has"]


def test_more_records_than_a_chart_can_have_are_refused_before_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = []

    def counting(record: Record, folder: Folder, sheet: Worksheet) -> None:
        read.append(record)
        read_observation(record, folder, sheet)

    monkeypatch.setattr(worksheet, "MAX_FINDINGS", 10)
    monkeypatch.setitem(reading._READERS, "Observation", counting)
    results = [observation("718-7", number, id=f"o{number}") for number in range(11)]
    with pytest.raises(FileRefused, match="findings: export a shorter period"):
        chart(*results)
    assert not read
    heading = {**observation("24323-8"), "hasMember": [{"reference": "Observation/o1"}]}
    assert len(chart(*results[:10], *[heading] * 5, results[0]).labs) == 10


def test_a_patient_with_twenty_thousand_numbers_is_told_by_the_first_of_them() -> None:
    numbers = [{"system": "s", "value": str(number)} for number in range(20_000)]
    mine, other = ({"identifier": {"system": "s", "value": one}} for one in ("7", "19999"))
    found = chart(
        *(
            {"resourceType": "Condition", "code": {"text": "x"}, "subject": one}
            for one in (mine, other)
        ),
        patient={**PATIENT, "identifier": numbers},
    )
    assert len(found.conditions) == 1
    assert "someone other than the patient" in found.left_out[0].why


def test_of_a_hundred_thousand_codes_no_more_are_read_than_a_concept_can_have() -> None:
    codes = [{"system": f"s{number}", "code": "c"} for number in range(100_000)]
    many = {"text": "Desmoid tumor", "coding": codes}
    found = concept(many)
    assert (found.words, len(found.codes)) == ("Desmoid tumor", MOST_CODINGS)
    assert chart({"resourceType": "Condition", "code": many}).conditions[0].code == "s0|c"


def test_a_result_of_no_known_day_takes_none_from_outside_its_panels() -> None:
    inner = f"<organizer><component>{RESULT}</component></organizer>"
    assert document(section("30954-2", inner)).labs[0].date is None


def test_a_problem_coded_as_unknown_is_left_out_by_its_own_words() -> None:
    told = (
        '<observation><text><reference value="#k"/></text><value xsi:type="CD" '
        'nullFlavor="UNK"/></observation>'
    )
    found = document(section("11450-4", told, text='<content ID="k">Kidney disease</content>'))
    assert found.conditions == ()
    assert found.left_out[0].what == "Kidney disease"
    assert "read them yourself" in found.left_out[0].why
