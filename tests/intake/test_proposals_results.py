"""Biomarkers, tumor sizes, laboratory values and scores: what is proposed, what only counted."""

from typing import Any

import pytest
from intake.test_proposals_made import (
    LOINC,
    found,
    lab,
    of,
    proposed,
)


def test_one_change_both_present_and_absent_is_a_conflict() -> None:
    gene = {"finding": "variant", "gene": "CTNNB1"}
    told = of(
        proposed(
            biomarkers=(
                lab("CTNNB1", "Present", detail={**gene, "p": "NP_001895.1:p.(Thr41Ala)"}),
                lab("CTNNB1", "Absent", detail={**gene, "p": "not detected"}),
            )
        ),
        "biomarker",
    )
    assert {one.answers["result"]: one.answers.get("detail") for one in told} == {
        "present": "p.(Thr41Ala)",
        "absent": None,
    }
    assert all(one.conflict for one in told)


def test_two_changes_in_one_gene_are_two_findings() -> None:
    genes = [{"finding": "variant", "gene": "APC", "c": f"NM_1:c.{n}A>G"} for n in (1, 2)]
    told = of(
        proposed(biomarkers=[lab("APC", "Present", detail=one) for one in genes]), "biomarker"
    )
    assert [one.answers["detail"] for one in told] == ["c.1A>G", "c.2A>G"]
    assert not any(one.conflict for one in told)


@pytest.mark.parametrize(
    ("value", "result", "detail"),
    [
        ("Positive", "positive", None),
        ("Not detected", "absent", None),
        ("Yes", "present", None),
        ("No", "absent", None),
        ("No sample", "value", "No sample"),
        ("Positive (3+)", "positive", "Positive (3+)"),
        ("Equivocal", "unclear", None),
        ("High", "value", "High"),
        (25, "value", "25 /Mb"),
        ("Positive control, sample negative", "value", "Positive control, sample negative /Mb"),
    ],
)
def test_a_marker_is_read_word_by_word(value: Any, result: str, detail: str | None) -> None:
    unit = "/Mb" if detail and "/Mb" in detail else None
    (one,) = of(proposed(biomarkers=(lab("A marker", value, unit=unit),)), "biomarker")
    assert (one.answers["result"], one.answers.get("detail")) == (result, detail)


def test_lists_of_genes_and_interpretations_are_counted_only() -> None:
    told = proposed(
        biomarkers=(
            lab("Genes studied", "APC, TP53", detail={"finding": "genes studied"}),
            lab("Implication: X", "Responsive", detail={"finding": "implication"}),
        )
    )
    assert not told.proposals
    assert told.notes == ("1 list of genes studied and 1 interpretation were not proposed.",)


def test_tumor_sizes_of_one_day_are_in_conflict_and_never_added() -> None:
    sizes = [
        found("Tumor size", value=v, unit=u, date="2026-01-05")
        for v, u in ((2.5, "cm"), (31, "mm"))
    ]
    told = of(proposed(measurements=sizes), "measurement")
    assert [one.answers["sum"] for one in told] == ["25", "31"]
    assert all(one.conflict == "The chart gives 2 different values" for one in told)
    assert told[0].note.startswith("One diameter as recorded, not a sum: check.")


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("Polyp size", "mm", "33756-8"),
        ("Tumor size, additional dimension", "mm", "33729-5"),
        ("Tumor size", "furlong", "21889-1"),
        ("Body height", "cm", "8302-2"),
    ],
)
def test_what_is_no_greatest_diameter_is_no_measurement(text: str, unit: str, code: str) -> None:
    told = proposed(measurements=(found(text, value=12, unit=unit, code=f"{LOINC}{code}"),))
    assert not of(told, "measurement")
    assert told.notes == ("1 other measurement was not proposed.",)


def test_different_laboratory_values_of_one_test_and_day_are_in_conflict() -> None:
    told = of(proposed(labs=(lab("ALT", 38), lab("ALT", 51), lab("AST", 20))), "lab")
    assert [(one.answers["value"], bool(one.conflict)) for one in told] == [
        ("38", True),
        ("51", True),
        ("20", False),
    ]


def test_only_the_newest_forty_tests_are_proposed() -> None:
    many = [lab(f"Test {n}", n, date=f"20{n:02d}-01-01") for n in range(10, 60)]
    told = proposed(labs=many)
    assert [one.answers["taken_on"][:4] for one in of(told, "lab")] == [
        str(year) for year in range(2059, 2019, -1)
    ]
    assert told.notes == ("10 older laboratory tests were not proposed.",)


def test_digits_that_nobody_measured_are_rounded_and_told() -> None:
    told = of(proposed(labs=(lab("WBC", 5.460662791219653), lab("Phosphate", 2.9))), "lab")
    assert [one.answers["value"] for one in told] == ["2.9", "5.461"]
    assert told[1].note == "Rounded from 5.460662791219653."
    assert "5.460662791219653" in told[1].text


def test_only_whole_ecog_scores_are_proposed_and_other_scales_told() -> None:
    told = proposed(
        performance_status=(
            lab("ECOG performance status", 1, "2025-01-08"),
            lab("ECOG performance status", 5, "2026-01-09"),
            lab("Karnofsky (not ECOG)", 80, "2026-01-08"),
        )
    )
    (one,) = of(told, "ecog")
    assert one.answers == {"ecog": "1", "ecog_on": "2025-01-08"}
    assert told.notes == (
        "The performance status “5” was not proposed: it is no ECOG score.",
        "Karnofsky (not ECOG): 80 on Jan 8, 2026 was not proposed: the case asks for ECOG.",
    )


@pytest.mark.parametrize(
    ("value", "answer"),
    [("Negative", "negative"), ("POSITIVE", "positive"), ("Not detected", "negative")],
)
def test_a_pregnancy_test_is_no_laboratory_row(value: str, answer: str) -> None:
    told = proposed(labs=(lab("Choriogonadotropin (pregnancy test)", value),))
    assert [dict(one.answers) for one in told.proposals] == [
        {"pregnancy_test": answer, "pregnancy_test_on": "2026-01-08"}
    ]


def test_a_measured_hcg_is_left_to_the_physician() -> None:
    told = proposed(labs=(lab("Beta-hCG", 4.1, unit="mIU/mL"),))
    assert not of(told, "pregnancy_test")
    assert of(told, "lab")[0].answers["value"] == "4.1"
