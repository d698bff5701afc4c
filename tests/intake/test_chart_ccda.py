"""C-CDA documents: what is coded is read, what is negated is not, what is prose is said."""

import tracemalloc
from collections.abc import Iterator

import pytest
from intake.made import chart, condition, document, section

from casetrack.intake import FileRefused, plain, read, worksheet
from casetrack.intake.safe_xml import Node, parse

SNOMED = "2.16.840.1.113883.6.96"


def _problem(value: str, *, observation: str = "", act: str = "", inside: str = "") -> str:
    return (
        f'<act classCode="ACT" moodCode="EVN" {act}><statusCode code="active"/>'
        f'<entryRelationship><observation classCode="OBS" moodCode="EVN" {observation}>'
        f'<code code="55607006"/><effectiveTime><low value="20210920"/></effectiveTime>'
        f"{value}{inside}</observation></entryRelationship></act>"
    )


def _named(text: str) -> str:
    return f'<value xsi:type="CD" code="1" codeSystem="{SNOMED}" displayName="{text}"/>'


def _medicine(text: str, attributes: str = 'moodCode="EVN"', status: str = "active") -> str:
    return (
        f'<substanceAdministration {attributes}><statusCode code="{status}"/>'
        '<effectiveTime xsi:type="IVL_TS"><low value="20220503"/><high value="20230119"/>'
        '</effectiveTime><doseQuantity value="400" unit="mg"/><consumable><manufacturedProduct>'
        f'<manufacturedMaterial><code code="1" displayName="{text}"/></manufacturedMaterial>'
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


def _result(code: str, value: str, attributes: str = "", status: str = "completed") -> str:
    return (
        f'<organizer><component><observation {attributes}><code code="{code}" '
        'codeSystem="2.16.840.1.113883.6.1" displayName="ECOG"/>'
        f'<statusCode code="{status}"/><effectiveTime value="20260108"/>{value}'
        "</observation></component></organizer>"
    )


def test_a_problem_is_read_with_its_status_and_place() -> None:
    found = document(section("11450-4", _problem(_named("Desmoid tumor"))))
    one = found.conditions[0]
    assert (one.text, one.status, one.date) == ("Desmoid tumor", "active", "2021-09-20")
    assert one.detail["cancer"] == "yes"
    assert one.source.path.endswith("section/entry/act/entryRelationship/observation")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            section("11450-4", _problem(_named("Sarcoma"), observation='negationInd="true"')),
            "recorded as not present",
        ),
        (
            section("11450-4", _problem(_named("Sarcoma"), act='negationInd="true"')),
            "recorded as not present",
        ),
        (
            section("11450-4", _problem(_named("Sarcoma"), observation='nullFlavor="NI"')),
            "marked as empty",
        ),
        (section("11450-4", _problem('<value nullFlavor="UNK"/>')), "no name and no code"),
        (
            section("10160-0", _medicine("sorafenib", 'moodCode="EVN" negationInd="true"')),
            "recorded as not taken",
        ),
        (section("10160-0", _medicine("sorafenib", 'nullFlavor="NI"')), "marked as empty"),
        (section("10160-0", _medicine("sorafenib", status="nullified")), "entered in error"),
        (section("10160-0", _medicine("sorafenib", 'moodCode="PRP"')), "only a proposal"),
        (
            section("47519-4", '<procedure negationInd="true"><code displayName="x"/></procedure>'),
            "not done",
        ),
        (
            section("47519-4", '<procedure moodCode="INT"><code displayName="x"/></procedure>'),
            "planned or ordered",
        ),
        (
            section(
                "47519-4",
                '<procedure><code displayName="x"/><statusCode code="cancelled"/></procedure>',
            ),
            "cancelled",
        ),
        (section("30954-2", _result("718-7", '<value nullFlavor="NI"/>')), "no value"),
        (section("30954-2", _result("718-7", "", 'negationInd="true"')), "not present"),
        (section("30954-2", _result("30954-2", '<value value="0"/>')), "placeholder"),
        (
            section(
                "48765-2",
                '<act negationInd="true"><entryRelationship><observation>'
                '<value code="419199007" displayName="Allergy"/><participant><participantRole>'
                '<playingEntity><code code="7980" displayName="Penicillin"/></playingEntity>'
                "</participantRole></participant></observation></entryRelationship></act>",
            ),
            "recorded as not present",
        ),
        (
            section(
                "48765-2",
                "<act><entryRelationship><observation>"
                f'<value code="416098002" codeSystem="{SNOMED}" displayName="Drug allergy"/>'
                "</observation></entryRelationship></act>",
            ),
            "names no substance",
        ),
    ],
)
def test_what_the_document_says_is_not_so_is_left_out(body: str, why: str) -> None:
    found = document(body)
    assert not found.conditions + found.medications + found.procedures
    assert not found.allergies + found.labs + found.measurements
    assert [why in one.why for one in found.left_out] == [True]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("11450-4", "Problems: text only, nothing coded to read."),
        ("10160-0", "Medications: text only, nothing coded to read."),
        ("48765-2", "Allergies: text only, nothing coded to read."),
    ],
)
def test_a_section_of_prose_says_so(code: str, words: str) -> None:
    found = document(section(code, text="<paragraph>Desmoid tumor of the thigh</paragraph>"))
    assert words in found.warnings
    assert "Desmoid" not in str(found.as_json())


def test_the_narrative_gives_the_words_of_a_free_text_problem() -> None:
    value = '<value nullFlavor="OTH"><originalText><reference value="#p1"/></originalText></value>'
    text = '<table><tr ID="p1"><td>Desmoid <b>tumor</b></td><td>2021</td></tr></table>'
    found = document(section("11450-4", _problem(value), text=text))
    assert found.conditions[0].text == "Desmoid tumor"


def test_a_reference_to_elsewhere_is_not_followed() -> None:
    value = (
        '<value nullFlavor="OTH"><originalText><reference value="http://x/y"/></originalText>'
        "</value>"
    )
    here = '<content ID="y">Sarcoma</content>'
    assert not document(section("11450-4", _problem(value), text=here)).conditions


def test_the_status_observation_wins_over_the_concern() -> None:
    told = (
        '<entryRelationship><observation><templateId root="2.16.840.1.113883.10.20.22.4.6"/>'
        f'<value code="413322009" codeSystem="{SNOMED}"/></observation></entryRelationship>'
    )
    found = document(section("11450-4", _problem(_named("Pneumonia"), inside=told)))
    assert [(one.text, one.status) for one in found.conditions] == [("Pneumonia", "resolved")]


def test_a_medicine_is_read_with_dose_and_dates() -> None:
    one = document(section("10160-0", _medicine("sorafenib"))).medications[0]
    assert (one.text, one.date, one.end) == ("sorafenib", "2022-05-03", "2023-01-19")
    assert one.detail["dose"] == "400 mg"


def test_a_discharge_medicine_is_found_inside_its_act() -> None:
    inside = f"<act><entryRelationship>{_medicine('sorafenib')}</entryRelationship></act>"
    assert document(section("10183-2", inside)).medications[0].text == "sorafenib"


def test_a_score_in_the_functional_status_is_a_performance_status() -> None:
    found = document(section("47420-5", _result("89247-1", '<value xsi:type="INT" value="1"/>')))
    assert [(one.value, one.date) for one in found.performance_status] == [(1, "2026-01-08")]


def test_sections_are_known_by_template_where_the_code_is_missing() -> None:
    body = section("", _problem(_named("GIST")))
    bare = body.replace(
        '<code code="" codeSystem="2.16.840.1.113883.6.1"/>',
        '<templateId root="2.16.840.1.113883.10.20.22.2.5.1"/>',
    )
    assert document(bare).conditions[0].text == "GIST"


def test_sections_that_are_not_read_are_named_in_one_line() -> None:
    found = document(section("11369-6", "<act/>", title="Shots") + section("1-8", "<act/>"))
    assert "Not read: section “Shots”, section “Section”." in found.warnings


def test_a_dead_patient_is_said_first() -> None:
    who = (
        "<name><given>Pat</given><family>S</family></name><birthTime value='1980'/>"
        "<administrativeGenderCode nullFlavor='MSK'/>"
        '<sdtc:deceasedInd value="true"/><sdtc:deceasedTime value="20240506"/>'
    )
    found = document("", patient=who)
    assert found.patient.deceased == "2024-05-06"
    assert found.warnings[0] == "The chart records this patient as deceased (2024-05-06)."
    assert "The patient's sex was not provided (masked)." in found.warnings
    assert found.patient.birth_date == "1980"


def test_a_social_security_number_is_no_record_number() -> None:
    data = (
        b'<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole>'
        b'<id root="2.16.840.1.113883.4.1" extension="999-99-9999"/><patient><name>'
        b"<family>S</family></name></patient></patientRole></recordTarget></ClinicalDocument>"
    )
    assert read(data).patient.record_number is None


def test_a_document_about_two_patients_is_refused() -> None:
    role = "<patientRole><patient><name><family>{}</family></name></patient></patientRole>"
    both = "".join(f"<recordTarget>{role.format(name)}</recordTarget>" for name in "AB")
    data = f'<ClinicalDocument xmlns="urn:hl7-org:v3">{both}</ClinicalDocument>'
    with pytest.raises(FileRefused, match="about 2 patients"):
        read(data.encode())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (
            '<value xsi:type="IVL_PQ"><high value="5" unit="mg" inclusive="false"/></value>',
            "< 5 mg",
        ),
        ('<value xsi:type="IVL_PQ"><low value="5" unit="mg"/></value>', "≥ 5 mg"),
        (
            '<value xsi:type="RTO"><numerator value="1"/><denominator value="64"/></value>',
            "1:64",
        ),
        ('<value xsi:type="BL" value="true"/>', "Yes"),
    ],
)
def test_a_limit_a_titer_and_a_truth_are_shown_as_meant(value: str, shown: str) -> None:
    found = document(section("30954-2", _result("1000-9", value).replace("ECOG", "Some test")))
    assert found.labs[0].value == shown


_STAGE = (
    '<observation classCode="OBS" moodCode="EVN"><code code="21908-9" displayName="Stage group" '
    'codeSystem="2.16.840.1.113883.6.1"/><value code="1" displayName="IIB"/></observation>'
)


def test_a_stage_hung_on_a_diagnosis_is_a_stage() -> None:
    inside = f"<entryRelationship>{_STAGE}</entryRelationship>"
    found = document(section("11450-4", _problem(_named("Sarcoma of thigh"), inside=inside)))
    assert [one.text for one in found.conditions] == ["Sarcoma of thigh"]
    assert [one.value for one in found.stages] == ["IIB"]
    alone = document(section("11450-4", f"<act>{inside}</act>"))
    assert not alone.conditions
    assert [one.value for one in alone.stages] == ["IIB"]


def test_a_score_is_read_wherever_it_stands_but_among_plans() -> None:
    score = _result("89247-1", '<value xsi:type="INT" value="1"/>')
    assert document(section("51848-0", score)).performance_status[0].value == 1
    assert not document(section("61146-7", score)).performance_status


def test_a_long_text_many_entries_point_to_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, words = [], Node.words

    def counting(node: Node, *, most: int | None = None) -> str:
        read.append((node.name, most))
        return words(node, most=most)

    monkeypatch.setattr(Node, "words", counting)
    pointing = '<value><originalText><reference value="#a"/></originalText></value>'
    told = f'<content ID="a">{"x " * 100_000}</content>'
    found = document(section("11450-4", *[_problem(pointing)] * 2_000, text=told))
    assert len(found.conditions) == 2_000
    assert [most for name, most in read if name == "content"] == [plain.LIMIT + 1]
    assert any("were cut" in one for one in found.warnings)


def test_of_a_long_text_no_more_is_gone_through_than_is_asked_for() -> None:
    class Counted(list[str | Node]):
        passed = 0

        def __reversed__(self) -> Iterator[str | Node]:
            Counted.passed += 1
            return super().__reversed__()

    root = parse(b"<a>" + b"<b> some \n words</b>" * 5_000 + b"</a>")
    whole = root.words()
    for node in root.children:
        node.text = Counted(node.text)
    assert root.words(most=100) == whole[:100]
    assert Counted.passed < 20, "each of them has ten letters"


def test_a_text_of_millions_of_words_is_not_held_word_by_word() -> None:
    root = parse(b"<a>" + b"ab " * 1_000_000 + b"</a>")
    tracemalloc.start()
    size = len(root.words())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_900_000
    assert peak < 45_000_000, "all the words by themselves take sixty"


def test_more_findings_than_a_chart_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheet, "MAX_FINDINGS", 10)
    assert document(section("11450-4", *[_problem(_named("Sarcoma"))] * 10)).conditions
    with pytest.raises(FileRefused, match="findings: export a shorter period"):
        document(section("11450-4", *[_problem(_named("Sarcoma"))] * 11))


def test_a_denial_holds_for_whatever_hangs_on_it() -> None:
    inside = f"<entryRelationship>{_STAGE}</entryRelationship>"
    denied = _problem(_named("Sarcoma"), act='negationInd="true"', inside=inside)
    found = document(section("11450-4", denied))
    assert not found.conditions + found.stages
    assert [one.why for one in found.left_out] == ["it is recorded as not present"] * 2


def test_a_birth_name_and_a_nickname_are_no_part_of_the_name() -> None:
    name = (
        '<name><given>Pat</given><given qualifier="CL">Patty</given>'
        '<family qualifier="BR">Maiden</family><family>Sample</family></name>'
    )
    assert document("", patient=name).patient.name == "Pat Sample"
    only = '<name><given>Pat</given><family qualifier="BR">Maiden</family></name>'
    assert document("", patient=only).patient.name == "Pat Maiden"


def test_a_status_may_come_in_several_codings() -> None:
    told = [
        {"system": "http://snomed.info/sct", "code": "73425007"},
        {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "inactive"},
    ]
    assert chart(condition(clinicalStatus={"coding": told})).conditions[0].status == "inactive"
