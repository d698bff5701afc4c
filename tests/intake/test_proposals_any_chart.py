"""Whatever stands in a chart, its proposals can be stored and nothing raises."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from intake.made import AT_NIGHT
from intake.test_proposals_made import check_storable

from casetrack.intake.chart import SHELVES, Chart, Finding, Patient, Source
from casetrack.intake.proposals import Held, propose

TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        *(
            "sorafenib 400 mg",
            "Desmoid tumor",
            "Tumor size",
            "Body weight",
            "ECOG",
            "hCG",
            "cT3",
            "IIB",
        ),
        *(
            "Radiotherapy",
            "Resection",
            "No known allergies",
            "x" * 2_000,
            "word " * 300,
            "2019 note",
        ),
        *("active", "stopped", "Toxicity grade 3", "Progression", "Positive", "cm", "mm", "kg"),
    ]
)
DATES = (
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "2026-01-08",
            "2026",
            "2026-01",
            "2026-02-30",
            "1875-01-01",
            "2026-01-08T10:00:00Z",
            "20260108",
        ]
    )
)
DETAILS = st.dictionaries(
    st.sampled_from(
        [
            *("cancer", "suspected", "verification", "finding", "gene", "p", "c", "source", "vaf"),
            *("dose", "sig", "reason", "reason_for", "kind", "category", "body_site", "histology"),
            *("kg", "cm", "method", "reference_range", "interpretation", "reaction", "severity"),
            *("onset", "date_is", "ordered_from", "fractions", "criticality", "change", "dbsnp"),
        ]
    ),
    TEXTS,
    max_size=6,
)
FINDINGS = st.builds(
    Finding,
    TEXTS.filter(bool),
    source=st.builds(Source, TEXTS, TEXTS, st.none() | st.integers(0, 9**6)),
    code=st.none() | TEXTS,
    status=st.none() | TEXTS,
    date=DATES,
    end=DATES,
    value=st.none() | TEXTS | st.integers(-(10**29), 10**29) | st.floats() | st.booleans(),
    unit=st.none() | TEXTS,
    detail=DETAILS,
    note=st.none() | TEXTS,
)
LISTS = st.lists(FINDINGS, max_size=4).map(tuple)
PATIENTS = st.builds(
    Patient,
    name=st.none() | TEXTS,
    family=st.none() | TEXTS,
    given=st.lists(TEXTS, max_size=3).map(tuple),
    birth_date=DATES,
    sex=st.none() | TEXTS,
    deceased=st.booleans() | DATES,
    record_number=st.none() | TEXTS,
)
CHARTS = st.builds(
    Chart,
    format=st.sampled_from(["FHIR R4 JSON", "C-CDA"]),
    patient=PATIENTS,
    **dict.fromkeys(SHELVES, LISTS),
)


@settings(  # not shrunk: a smaller chart takes minutes to find and says no more
    max_examples=max(60, AT_NIGHT // 2),  # they are large
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(chart=CHARTS)
def test_any_chart_gives_proposals_that_can_be_stored(chart: Chart) -> None:
    check_storable(propose(chart, held=Held()).proposals)
