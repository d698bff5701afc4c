"""Whatever JSON stands wherever in a chart, reading it ends in a Chart or in a refusal."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake.made import AT_NIGHT
from shared_data import shared

from casetrack.intake import Chart, FileRefused, read

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        ["Patient/p1", "#x", "2021-13-45", "entered-in-error", "final", "http://loinc.org", "1e400"]
    )
)
KEYS = st.sampled_from(
    [
        *("resourceType", "reference", "coding", "code", "system", "display", "text", "value"),
        *("valueQuantity", "component", "status", "subject", "extension", "url", "start", "meta"),
        *("concept", "contained", "id", "name", "given", "entry", "resource", "period", "unit"),
    ]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)

GOOD = [
    json.loads(shared(f"fhir/{name}").read_text())
    for name in (
        "desmoid_synthetic_a.json",
        "mcode_stu4_brian_l_pediatric.json",
        "genomics_oncologyexamples_a.json",
        "synthea_dstu2_nsclc_a.json",
        "synthea_stu3_sclc_a.json",
    )
] + [json.loads(shared("hostile/json/r5_shaped_a.json").read_text())]


@settings(
    max_examples=max(250, AT_NIGHT), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_value_in_any_place_is_survived(data: st.DataObject) -> None:
    bundle = copy.deepcopy(data.draw(st.sampled_from(GOOD)))
    for _ in range(data.draw(st.integers(1, 4))):
        _replace_somewhere(bundle, data)
    answer = _answer(json.dumps(bundle).encode())
    if isinstance(answer, Chart):
        json.dumps(answer.as_json(), allow_nan=False, ensure_ascii=False).encode("utf-8")
        assert not [one for one in answer.left_out if "damaged" in one.why]


@settings(max_examples=max(150, AT_NIGHT), deadline=None)
@given(value=ANYTHING)
def test_any_json_at_all_is_survived(value: object) -> None:
    _answer(json.dumps(value).encode())


@settings(max_examples=max(150, AT_NIGHT), deadline=None)
@given(text=st.text(max_size=60), start=st.sampled_from(["", "<", "{", "[", "%PDF-", "\ufeff<a>"]))
def test_any_text_at_all_is_survived(text: str, start: str) -> None:
    _answer((start + text).encode("utf-8", errors="surrogatepass"))


def _answer(data: bytes) -> Chart | str:
    """The chart, or the refusal, which is one sentence whatever the file holds."""
    try:
        return read(data)
    except FileRefused as refused:
        sentence = refused.sentence
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    return sentence


def _replace_somewhere(root: Any, data: st.DataObject) -> None:
    place = root
    for _ in range(40):
        if not place or not isinstance(place, dict | list):
            return
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.integers(0, 6)) == 0:
            place[key] = data.draw(ANYTHING)
            return
        place = place[key]
