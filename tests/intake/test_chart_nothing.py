"""A statement that there is nothing, or that nothing is known, is never an entry of a list."""

from typing import Any

import pytest
from intake.made import chart, condition, document, order, section

from casetrack.intake.proposals import Held, Proposal, propose

IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
SNOMED = "http://snomed.info/sct"


def _allergy(code: str = "", system: str = SNOMED, *, text: str = "", **fields: Any) -> Any:
    coding = [{"system": system, "code": code}] if code else []
    told = {"coding": coding, "text": text}
    return {"resourceType": "AllergyIntolerance", "code": told, **fields}


def _proposed(*resources: Any) -> list[Proposal]:
    whole = propose(chart(*resources), held=Held()).proposals
    return [one for one in whole if one.rows == "allergy" or "allergy_none" in one.answers]


@pytest.mark.parametrize(
    "told",
    [
        _allergy("716186003"),
        _allergy("160244002"),
        _allergy("no-known-allergies", IPS),
        _allergy(text="NKA"),
        _allergy(text="None known"),
        _allergy(text="Patient denies any allergies"),
    ],
)
def test_no_known_allergies_is_the_answer_none(told: Any) -> None:
    (only,) = _proposed(told)
    assert only.answers == {"allergy_none": "yes"}
    assert only.path == "Bundle.entry[1].resource.code"


@pytest.mark.parametrize("code", ["409137002", "429625007", "716184000", "428607008"])
def test_one_kind_of_allergy_denied_says_nothing_of_the_others(code: str) -> None:
    (only,) = _proposed(_allergy(code))
    assert only.answers == {"allergy_none": "yes"}
    assert "one kind of allergy only" in only.note


@pytest.mark.parametrize(
    "told",
    [
        _allergy("no-allergy-info", IPS),
        _allergy(text="No information about allergies"),
        _allergy(text="Allergies not on file"),
        _allergy(text="No allergies on file"),
        _allergy(text="Unknown"),
        _allergy("716186003", clinicalStatus={"coding": [{"code": "inactive"}]}),
        _allergy("716186003", verificationStatus={"coding": [{"code": "refuted"}]}),
    ],
)
def test_nothing_known_or_no_longer_true_is_no_answer(told: Any) -> None:
    assert not _proposed(told)


def test_an_allergy_whose_reaction_is_not_known_is_an_allergy() -> None:
    (only,) = _proposed(_allergy(text="Penicillin (reaction not documented)"))
    assert only.answers["substance"] == "Penicillin (reaction not documented)"


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (condition("No known problems"), "there are none"),
        (condition("No current problems or disability"), "there are none"),
        (condition("None"), "there are none"),
        (condition(code={"coding": [{"system": SNOMED, "code": "160245001"}]}), "there are none"),
        (
            condition(code={"coding": [{"system": IPS, "code": "no-problem-info"}]}),
            "nothing is kno",
        ),
        (order("No known medications"), "there are none"),
        (order("Medications unknown"), "nothing is known"),
        (
            {"resourceType": "Procedure", "status": "completed", "code": {"text": "No surgeries"}},
            "there are none",
        ),
    ],
)
def test_a_list_that_is_empty_stays_empty(resource: Any, why: str) -> None:
    found = chart(resource)
    assert not found.conditions + found.medications + found.procedures
    assert why in found.left_out[0].why


def _observed(value: str, attributes: str = 'negationInd="true"', substance: str = "") -> str:
    entity = substance or '<code nullFlavor="NA"/>'
    return section(
        "48765-2",
        '<act classCode="ACT" moodCode="EVN"><statusCode code="active"/><entryRelationship>'
        f'<observation classCode="OBS" moodCode="EVN" {attributes}><value xsi:type="CD" '
        f'code="{value}" codeSystem="2.16.840.1.113883.6.96" displayName="Allergy"/><participant>'
        f"<participantRole><playingEntity>{entity}</playingEntity></participantRole></participant>"
        "</observation></entryRelationship></act>",
        text='<content ID="n">No Known Allergies</content>',
    )


@pytest.mark.parametrize(
    ("value", "substance", "says"),
    [
        ("419199007", "", "No known allergies"),
        ("416098002", "", "No known drug allergies"),
        ("414285001", "", "No known food allergies"),
        (
            "419199007",
            '<code nullFlavor="NA"><originalText><reference value="#n"/></originalText></code>',
            "No Known Allergies",
        ),
    ],
)
def test_a_negated_allergy_to_nothing_in_particular_means_none(
    value: str, substance: str, says: str
) -> None:
    found = document(_observed(value, substance=substance))
    assert [one.text for one in found.allergies] == [says]
    (only,) = (
        one for one in propose(found, held=Held()).proposals if "allergy_none" in one.answers
    )
    assert only.path.startswith("ClinicalDocument/component/structuredBody/component/section/entry")


@pytest.mark.parametrize(
    "body",
    [
        _observed("416098002", substance='<code code="7980" displayName="Penicillin"/>'),
        _observed("716186003"),  # it denies that none is known
        _observed("419199007", 'negationInd="true" nullFlavor="NI"'),
        _observed("419199007").replace('"EVN"', '"INT"'),
        _observed("419199007", ""),
    ],
)
def test_another_negated_allergy_says_nothing_of_the_rest(body: str) -> None:
    found = document(body)
    assert not found.allergies
    assert len(found.left_out) == 1


def test_a_section_without_information_says_so() -> None:
    body = section("48765-2").replace("<section>", '<section nullFlavor="NI">')
    found = document(body)
    assert "Allergies: the document says that it holds no information on them." in found.warnings
