"""What openFDA says of a drug is read as it is, and nothing is made of what is missing."""

import json

from shared_data import shared

from casetrack.intake.approvals import read_approvals, read_labels


def test_a_real_label_is_read() -> None:
    wanted = json.loads(shared("expected.json").read_text())["drug/openfda_label_response.json"]
    (label,) = read_labels(shared("drug/openfda_label_response.json").read_bytes())
    assert label.brand == wanted["brand"].title()
    assert (label.set_id, label.effective_on) == (wanted["set_id"], wanted["effective"])
    assert label.labeler == wanted["labeler"]


def test_odd_shapes_say_nothing() -> None:
    for odd in ("{}", "[]", "7", '{"results": [7, {"products": {"brand_name": 3}}]}'):
        assert read_approvals(odd.encode()) == ()
