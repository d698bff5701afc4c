"""What openFDA says of a drug is read as it is, and nothing is made of what is missing."""

from shared_data import shared

from casetrack.intake.approvals import read_approvals, read_indications


def test_a_real_label_is_read() -> None:
    told = read_indications(shared("drug/openfda_label_response.json").read_bytes())
    assert told == "INDICATIONS Condition listed above or as directed by the physician"


def test_odd_shapes_say_nothing() -> None:
    for odd in ("{}", "[]", "7", '{"results": [7, {"products": {"brand_name": 3}}]}'):
        assert read_approvals(odd.encode()) == ()
        assert not read_indications(odd.encode())
