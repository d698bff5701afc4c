"""Figures of studies: what is refused, what is doubted, and how the rest is printed."""

from datetime import date

import pytest

from casetrack.rules import evidence
from casetrack.rules.certainty import certainty, certainty_errors
from casetrack.rules.citation import full, short
from casetrack.rules.evidence import Study
from casetrack.rules.facts import Row
from casetrack.rules.questions import overtaken
from casetrack.rules.questions.grading import DOMAINS

TODAY = date(2026, 11, 19)
RESPONSE = {
    "outcome": "Objective response",
    "some": "29",
    "of": "70",
    "control_some": "6",
    "control_of": "72",
}
HAZARD = {
    "outcome": "Progression or death",
    "ratio_kind": "HR",
    "ratio": "0.29",
    "ratio_low": "0.15",
    "ratio_high": "0.55",
    "primary": "yes",
}
JUDGED = dict.fromkeys(DOMAINS, "none")


def study(*outcomes: dict[str, str], **answers: str) -> Study:
    rows = tuple(Row(n, said) for n, said in enumerate(outcomes, start=1))
    return Study(1, "Gounder 2023, N Engl J Med 388:898", answers, {"outcome": rows})


def test_counts_print_with_denominator_and_exact_interval() -> None:
    assert evidence.finding(RESPONSE) == (
        "Objective response: 29/70 (41%, 95% CI 30 to 54) v 6/72 (8%, 95% CI 3 to 17)"
    )


def test_a_percentage_without_its_count_prints_as_reported_with_its_denominator() -> None:
    said = {"outcome": "Free of progression", "when": "at 2 years", "share": "76", "of": "70"}
    assert evidence.finding(said) == "Free of progression, at 2 years: 76% of 70"
    with_interval = said | {"share_low": "61", "share_high": "87"}
    assert evidence.on_drug(with_interval) == "76% (95% CI 61 to 87) of 70"


def test_the_main_outcome_is_the_key_result() -> None:
    assert evidence.key_result(study(RESPONSE, HAZARD)) == (
        "Progression or death: HR 0.29 (95% CI 0.15 to 0.55)"
    )
    assert evidence.key_result(study(HAZARD | {"other": "In words"})).endswith("0.55)")
    assert evidence.key_result(study({"outcome": "Pain", "other": "Less"})) == "Pain: Less"
    assert evidence.key_result(study()) == ""


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        ({"some": "5"}, "of", "out of how many"),
        ({"share": "41"}, "of", "out of how many"),
        ({"control_share": "8"}, "control_of", "out of how many"),
        ({"some": "8", "of": "7"}, "some", "More people"),
        ({"some": "3", "of": "7", "share": "43"}, "share", "computed"),
        ({"share_low": "3", "of": "7"}, "share", "Enter the percentage"),
        ({"share": "50", "share_low": "60", "share_high": "70", "of": "9"}, "share_high", "around"),
        ({"ratio": "0.3"}, "ratio_kind", "Choose"),
        ({"ratio_low": "0.3"}, "ratio", "Enter the ratio"),
        (HAZARD | {"ratio_low": "0.6"}, "ratio_high", "lower to the higher"),
        ({"other": "41% responded"}, "other", "needs its numbers"),
        ({"note": "Half; 12 percent stopped"}, "note", "needs its numbers"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_field(
    said: dict[str, str], key: str, words: str
) -> None:
    found = evidence.row_errors("outcome", said, design="randomized")
    assert words in found[key]


@pytest.mark.parametrize("design", ["single_arm", "series", "report", "laboratory"])
def test_a_study_of_one_group_has_no_ratio_and_no_comparison(design: str) -> None:
    found = evidence.row_errors("outcome", HAZARD | RESPONSE, design=design)
    assert found["ratio"] == (
        "A study without a comparison group has no hazard ratio. Leave it blank"
    )
    assert "no comparison figures" in found["control_some"]
    for compared in ("randomized", "comparative", ""):
        assert evidence.row_errors("outcome", HAZARD | RESPONSE, design=compared) == {}


def test_a_study_with_a_ratio_cannot_become_one_of_one_group() -> None:
    found = evidence.section_errors("study_design", {"design": "series"}, study(HAZARD))
    assert "Progression or death compares two groups" in found["design"]
    assert evidence.section_errors("study_design", {"design": "series"}, study()) == {}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("41% responded", True),
        ("Diarrhea in 58 of 69 (84%)", False),
        ("Diarrhea 58/69 (84%). Nausea 54%", True),
        ("0.29 (95% CI 0.15 to 0.55)", False),
        ("Median 15.1 months; not reached", False),
        ("", False),
    ],
)
def test_words_name_no_percentage_without_numbers(text: str, *, bare: bool) -> None:
    assert evidence.bare_percentage(text) is bare


def test_unusual_figures_are_doubted_and_kept() -> None:
    no_interval = {"outcome": "PFS", "ratio_kind": "HR", "ratio": "0.3"}
    assert evidence.row_errors("outcome", no_interval, design="randomized") == {}
    odd = study(
        no_interval,
        {"outcome": "At 2 years", "share": "76", "of": "170"},
        n="142",
        extracted_by="Rosa",
        checked_by="Rosa",
        checked_on="2026-01-02",
    )
    assert evidence.doubts(odd, TODAY) == (
        "PFS: a ratio without its interval",
        "At 2 years: a percentage on the drug without its interval",
        "At 2 years: out of more people than the study has",
        "Extracted and checked by the same person, Rosa",
        "Last checked Jan 2, 2026, more than six months ago",
    )
    assert evidence.is_stale("", TODAY)
    assert not evidence.is_stale("2026-11-01", TODAY)


def test_a_study_is_of_the_drug_that_its_own_words_begin_with() -> None:
    dosed = study(drug="Tegavivint, 5 mg/kg weekly")
    assert evidence.is_of(dosed, " tegavivint")
    assert not evidence.is_of(dosed, "Nirogacestat")
    assert not evidence.is_of(dosed, ""), "where no drug is asked for, none is of it"


def test_a_case_cites_a_study_by_the_answers_of_its_own_questions() -> None:
    free = {"outcome": "Free of progression", "some": "36", "of": "43"}
    found = evidence.cited(
        study(
            HAZARD, free, RESPONSE, drug="Nirogacestat", dose="150 mg", design="randomized", n="142"
        )
    )
    assert found["citation"] == "Gounder 2023, N Engl J Med 388:898"
    assert found["drug"] == "Nirogacestat, 150 mg"
    assert (found["responders"], found["assessed"]) == ("29", "70")
    assert (found["control_responders"], found["control_assessed"]) == ("6", "72")
    assert (found["hr"], found["hr_low"], found["hr_of"]) == (
        "0.29",
        "0.15",
        "Progression or death",
    )


def test_certainty_starts_with_the_design_and_steps_down_with_reasons() -> None:
    down = {"imprecision": "serious", "imprecision_why": "142 people", "bias": "very"}
    found = certainty({"design": "randomized", **JUDGED, **down})
    assert (found.word, found.start) == ("Very low", "High")
    assert [str(step) for step in found.steps] == [
        "Risk of bias, two steps down: no reason given",
        "Imprecision, one step down: 142 people",
    ]
    assert certainty({"design": "randomized", **JUDGED}).word == "High"
    assert certainty({"design": "single_arm", **JUDGED}).word == "Low"
    assert certainty({"design": "single_arm", **JUDGED, "bias": "very"}).word == "Very low"
    assert "bias_why" in certainty_errors(down)
    assert "imprecision_why" not in certainty_errors(down)


def test_certainty_is_never_a_default() -> None:
    assert certainty({"design": "randomized"}).word == ""
    some = certainty({"design": "randomized", **JUDGED, "publication": ""})
    assert (some.word, some.unjudged) == ("", ("Publication bias",))
    assert certainty({"design": "laboratory", **JUDGED}).word == ""


def test_a_changed_figure_takes_the_check_away() -> None:
    gone = ("checked_by", "checked_on")
    assert overtaken("outcome", (), of="study") == gone
    assert overtaken("", ("n",), of="study") == gone
    assert overtaken("", ("imprecision",), of="study") == gone
    assert overtaken("", ("limits", "link"), of="study") == ()
    assert overtaken("", ("drug",), of="drug") == ()
    assert "plan_approved_by" in overtaken("", ("drug",))


def test_citations_are_short_in_tables_and_full_below() -> None:
    authors = (
        "Gounder M",
        "Ratan R",
        "Alcindor T",
        "Schöffski P",
        "van der Graaf WT",
        "A B",
        "C D",
    )
    assert (
        short(authors=authors, year="2023", journal="N Engl J Med", volume="388", pages="898-912")
        == "Gounder 2023, N Engl J Med 388:898"
    )
    assert short(authors=(), year="2018", journal="", volume="", pages="") == "2018"
    assert short(authors=("van der Graaf WT",), year="", journal="", volume="", pages="") == (
        "van der Graaf"
    )
    said = full(
        authors=authors,
        title="Nirogacestat for desmoid tumors.",
        journal="N Engl J Med",
        year="2023",
        volume="388",
        issue="10",
        pages="898-912",
        doi="10.1056/x",
    )
    assert said == (
        "Gounder M, Ratan R, Alcindor T, et al. Nirogacestat for desmoid tumors. "
        "N Engl J Med. 2023;388(10):898-912. doi:10.1056/x"
    )
