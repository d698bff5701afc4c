"""The door: what is let in, in which encodings, and what is turned away with which words."""

import gzip
import json
from collections.abc import Callable

import pytest
from intake.made import ME, PATIENT, bundle, condition, read_json
from shared_data import shared

from casetrack.intake import FileRefused, door, read, safe_xml, strict_json
from casetrack.intake.fhir.from_xml import as_json

TEXT = json.dumps(bundle(condition()))
XML = (
    '<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Patient><id value="p1"/>'
    '<name><family value="Sämple"/></name></Patient></resource></entry></Bundle>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (gzip.compress(TEXT.encode()), "gzip archive: unpack it"),
        (b"PK\x03\x04rest", "ZIP archive: unpack it and upload the chart inside it"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
        (b"\xff\xd8\xff\xe0", "picture (JPEG)"),
        (b"\x00\x01 junk before %PDF-1.7", "PDF"),
        (b"\x00" * 128 + b"DICM", "DICOM image"),
        (b"{\\rtf1 chart}", "word processor file"),
        (b"\xd0\xcf\x11\xe0", "old Office file"),
        (b"MSH|^~\\&|LAB|", "HL7 version 2 message"),
        (b'{"transactionTime": "2026-01-01", "output": []}', "list of files of a bulk export"),
        (b'{"verifiableCredential": ["eyJ"]}', "SMART Health Card"),
        (b"PMID- 36884323\nTI  - x", "literature reference"),
        (b"name,born\nPat,1980", "table or plain text"),
        (b"hello", "not a patient chart"),
        (b"<!doctype html><p>chart", "web page"),
        (b"<!-- x --><HTML><body>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture (SVG)"),
        (b"<rss/>", "news feed"),
        (b"<note/>", "not a patient chart"),
        (b"<Bundle", "damaged or cut off"),
        (b"<a>\xff</a>", "damaged or cut off"),
        (b'<?xml version="1.0" encoding="no-such"?><Bundle/>', "damaged or cut off"),
        (b"{", "damaged or cut off near line 1"),
        (b'{"resourceType":"Patient",}', "damaged or cut off"),
        (b'{"a":1}', "no FHIR records"),
        (b"[]", "no FHIR records"),
        (b"[1,2]", "no FHIR records"),
        (b'{"protocolSection":{}}', "ClinicalTrials.gov record"),
        (b'{"resourceType":"Bundle"}', "no patient and nothing"),
        (b'{"resourceType":"ValueSet"}', "no patient and nothing"),
        (b'{"resourceType":"Patient","name":[{"family":"\xe4"}]}', "not written in UTF-8"),
        (b'{"resourceType":"Patient","x":Infinity}', "NaN, Infinity"),
        (b'{"resourceType":"Patient","x":1e999}', "NaN, Infinity"),
        (b'{"resourceType":"Patient","x":1' + b"0" * 400 + b"}", "far too long"),
        (b'{"resourceType":"Patient","id":"1","id":"2"}', "same field twice"),
        (b'{"resourceType":"Patient","x":' + b"[" * 5000 + b"]" * 5000 + b"}", "nested deeper"),
        (b"<a>" * 81 + b"</a>" * 81, "80 levels"),
        (b"<!DOCTYPE Bundle><Bundle/>", "DOCTYPE"),
        ("<!DOCTYPE Bundle><Bundle/>".encode("utf-16"), "DOCTYPE"),
    ],
)
def test_what_is_no_chart_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ctgov/NCT00184067.json", "ClinicalTrials.gov"),
        ("ctgov/NCT03133988.xml", "ClinicalTrials.gov"),
        ("ctgov/v1_full_studies_trimmed_a.json", "ClinicalTrials.gov"),
        ("ctgov/rss_desmoid_sarcoma_2016.xml", "news feed"),
        ("pubmed/pubmed1.xml", "PubMed"),
        ("pubmed/desmoid_defi_36884323.nbib", "literature reference"),
        ("drug/spl_humira.xml", "drug label"),
        ("drug/openfda_label_response.json", "openFDA"),
    ],
)
def test_other_files_of_the_trade_are_named(name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(shared(name).read_bytes())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_in_every_encoding_of_unicode(encoding: str) -> None:
    assert read(TEXT.encode(encoding)).patient.name == "Pat Sample"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_in_the_encodings_of_unicode(encoding: str) -> None:
    chart = read(XML.encode(encoding))
    assert chart.patient.family == "Sämple"
    assert chart.format == "FHIR R4 XML"


def test_xml_in_latin_1_says_so_and_is_read() -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?><?xml-stylesheet href="x.xsl"?>' + XML
    assert read(declared.encode("latin-1")).patient.family == "Sämple"


def test_the_narrative_of_xml_is_dropped_at_the_door() -> None:
    told = '<text><div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div></text>'
    root = safe_xml.parse(f'<Patient xmlns="http://hl7.org/fhir">{told}</Patient>'.encode())
    assert as_json(root) == {"resourceType": "Patient", "text": {}}


def test_a_file_over_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(FileRefused, match="larger than 32 MB"):
        read(b" " * (door.MAX_BYTES + 1))


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: b"[" + b"{}," * strict_json.MAX_PARTS + b"{}]",
        lambda: b'{"resourceType":"Bundle","entry":[' + b"{}," * (door.MAX_RECORDS + 1) + b"{}]}",
        lambda: b"<Bundle>" + b"<a/>" * safe_xml.MAX_ELEMENTS + b"</Bundle>",
    ],
)
def test_a_file_of_endless_parts_is_refused(bomb: Callable[[], bytes]) -> None:
    with pytest.raises(FileRefused, match=r"export a (shorter period|smaller part)"):
        read(bomb())


def test_lines_may_be_pretty_or_broken_and_the_rest_is_read() -> None:
    lines = [json.dumps(PATIENT), '{"resourceType": "Condition", ', json.dumps(condition())]
    chart = read("\n\n".join(lines).encode())
    assert chart.format == "FHIR R4 NDJSON"
    assert [one.text for one in chart.conditions] == ["Desmoid tumor"]
    assert chart.left_out[0].what == "Line 3"
    assert any("one line of the file was damaged" in one for one in chart.warnings)


def test_a_list_of_bundles_is_one_chart() -> None:
    chart = read_json([bundle(condition()), bundle(condition("Anemia"), patient=None)])
    assert [one.text for one in chart.conditions] == ["Desmoid tumor", "Anemia"]
    assert chart.conditions[1].source.path == "[1].entry[0].resource.code"


def test_a_single_record_without_a_patient_is_read_with_a_warning() -> None:
    chart = read_json({**condition(), "subject": {"reference": "Patient/p9"}})
    assert chart.patient.name is None
    assert chart.conditions[0].source.path == "Condition.code"
    assert any("names no patient" in one for one in chart.warnings)


def test_one_page_of_a_longer_answer_says_so() -> None:
    page = {**bundle(condition()), "link": [{"relation": "next", "url": "http://x/y"}]}
    assert any("one page of a longer record" in one for one in read_json(page).warnings)
    whole = {**bundle(condition()), "type": "searchset", "total": 812}
    assert any("one page of a longer record" in one for one in read_json(whole).warnings)


def test_what_a_server_says_of_its_export_is_passed_on() -> None:
    remark = {"severity": "warning", "details": {"text": "Labs are missing"}}
    chart = read_json(bundle(condition(), {"resourceType": "OperationOutcome", "issue": [remark]}))
    assert "The sending system remarks: “Labs are missing”." in chart.warnings


def test_a_refusal_names_no_patient() -> None:
    twin = {**PATIENT, "id": "p2"}
    with pytest.raises(FileRefused, match="2 patients") as refused:
        read_json(bundle(twin))
    assert "Sample" not in str(refused.value)


def test_the_answer_of_an_operation_is_opened() -> None:
    parts = [{"name": "c", "resource": {**condition(), "subject": ME}}]
    wrapped = [{"name": "return", "resource": bundle()}, {"name": "more", "part": parts}]
    found = read_json({"resourceType": "Parameters", "parameter": wrapped})
    assert found.patient.name == "Pat Sample"
    assert found.conditions[0].source.path == "Parameters.parameter[1].part[0].resource.code"


def test_a_place_in_xml_has_its_line() -> None:
    text = XML.replace(
        "</Bundle>",
        "<entry>\n<resource>\n<Condition>\n<code>\n<text value='Desmoid tumor'/></code>\n"
        "<stage>\n<summary><text value='I'/></summary></stage></Condition></resource></entry>"
        "</Bundle>",
    )
    found = read(text.encode())
    assert (found.conditions[0].source.path, found.conditions[0].source.line) == (
        "Bundle.entry[1].resource.code",
        4,
    )
    assert found.stages[0].source.line == 7
    assert found.patient.source is not None
    assert found.patient.source.line == 1


def test_a_place_in_json_has_no_line() -> None:
    assert read(TEXT.encode()).conditions[0].source.line is None
