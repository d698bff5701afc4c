"""Lists of contacts: what a spreadsheet writes is read, what is no list is refused."""

import json
from datetime import date

import pytest
from shared_data import shared

from casetrack.intake import FileRefused
from casetrack.intake.directory import MAX_BYTES, Directory, read_directory
from casetrack.rules.organizations import must_check
from casetrack.rules.questions import Of
from casetrack.rules.text import for_spreadsheet, from_spreadsheet

TODAY = date(2026, 11, 20)


def read(text: str | bytes, *, type_: str = "company") -> Directory:
    data = text if isinstance(text, bytes) else text.encode()
    return read_directory(data, type_=type_, today=TODAY)


def test_a_directory_of_manufacturers_is_read_and_what_is_old_asks_to_be_checked() -> None:
    found = read(shared("lists/synthetic_directory_a.csv").read_bytes())
    first, second = found.found
    assert first.of is Of.COMPANY
    assert first.answers == {
        "name": "Example Biopharma, Inc.",
        "email": "ea@example-biopharma.invalid",
        "policy_link": "https://example-biopharma.invalid/ea",
        "policy_checked_on": "2026-01-05",
        "policy_days": "5",
        "policy_days_of": "business",
        "source": "A list uploaded Nov 20, 2026, line 2",
    }
    assert first.number == "+1-555-555-0110"
    assert (second.answers["policy_days"], second.answers["policy_days_of"]) == ("48", "hours")
    assert must_check(second.of, second.answers, TODAY) == "last verified Feb 1, 2024"
    assert not found.broken
    assert not found.warnings


def test_a_messy_list_keeps_its_good_lines_and_says_what_it_guessed() -> None:
    found = read(shared("hostile/text/messy_import_a.csv").read_bytes())
    assert [line.answers["name"] for line in found.found] == ["Beta, Ltd", "Gamma", "-1+1"]
    assert [line.place for line in found.found] == ["line 2", "line 3", "line 5"]
    assert found.found[0].answers["note"] == 'said "hi"'
    assert found.found[2].answers["note"] == "é"
    assert found.found[2].doubts == ("Its name begins like a formula; it is kept as text",)
    assert found.warnings == ("Letters with accents were read as Windows-1252: look at the names.",)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_spreadsheets_own_csv_is_read(mark: str, encoding: str) -> None:
    cells = (
        ("Organization", "Type", "Serves"),
        ("Böhme\nStiftung", "Advocacy group or navigator", "x"),
    )
    text = "\r\n".join(mark.join(f'"{cell}"' for cell in row) for row in cells)
    (line,) = read(text.encode(encoding), type_="irb").found
    assert line.answers["name"] == "Böhme Stiftung"
    assert line.answers["type"] == "advocacy"
    assert line.answers["serves"] == "x"


def test_a_cell_that_cannot_be_read_is_left_out_and_the_line_stays() -> None:
    text = (
        "name,type,link,last checked,company acknowledgement,fax\n"
        "Aldane,wizard,javascript:alert(1),2031-01-01,soon,1\n"
        ",,https://a.example,,,\n"
        "Borm,,,,5 days,\n"
        "Crane,,,,2 business days,\n"
    )
    found = read(text)
    aldane, borm, crane = found.found
    assert set(aldane.answers) == {"name", "source"}
    assert [doubt.split(" is left out")[0] for doubt in aldane.doubts] == [
        "Its type, “wizard”, is none of those kept here",
        "Address of the policy",
        "Policy checked on",
        "Time to acknowledge",
    ]
    assert borm.answers["policy_days_of"] == "calendar"
    assert borm.doubts == ("Its days are taken as calendar days: look at the policy",)
    assert (crane.answers["policy_days"], crane.answers["policy_days_of"]) == ("2", "business")
    assert [(one.line, one.why) for one in found.broken] == [(3, "no name stands in it")]
    assert found.warnings == ("Columns that are not read: fax.",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n , \n", "empty"),
        (b"contact,phone\na,b\n", "No column of this file holds names"),
        (b"<ClinicalDocument/>", "No column of this file holds names"),
        (b"name\n" + b"a\n" * 2_001, "more than 2,000 lines"),
        (b"name\n" + b"a" * MAX_BYTES, "larger than 4 MB"),
        (b'name\n"' + b"a" * 200_000, "cannot be read as CSV"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "ZIP"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=says) as refused:
        read(data)
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize(
    "cell", json.loads(shared("hostile/text/csv_injection_a.json").read_text())
)
def test_no_spreadsheet_calculates_what_leaves_and_it_comes_back_as_it_was(cell: str) -> None:
    written = for_spreadsheet(cell)
    assert written == f"'{cell}"
    assert from_spreadsheet(written) == cell
    assert from_spreadsheet(for_spreadsheet(written)) == written
    assert for_spreadsheet("'t Hooft") == from_spreadsheet("'t Hooft") == "'t Hooft"
