"""Lines of therapy out of orders and procedures: what is merged, what is never guessed."""

from typing import Any

import pytest
from intake.test_proposals_made import cancer, found, of, proposed

from casetrack.intake.chart import Finding
from casetrack.intake.proposals import Proposal, Proposed
from casetrack.intake.proposals.drug_names import known_names
from casetrack.intake.proposals.stopping import why_stopped


def order(text: str, date: str | None = "2023-02-14", **fields: Any) -> Finding:
    detail = {"kind": "ordered", **fields.pop("detail", {})}
    return found(text, date=date, status=fields.pop("status", "stopped"), detail=detail, **fields)


def done(text: str, date: str | None = "2021-11-08", **fields: Any) -> Finding:
    return found(text, date=date, status=fields.pop("status", "completed"), **fields)


def lines(**shelves: Any) -> list[Proposal]:
    return of(proposed(**shelves), "therapy")


# drugs


def test_nothing_is_said_about_response_or_going_on() -> None:
    (one,) = lines(medications=(order("sorafenib", status="active"),))
    assert one.answers == {"treatment": "sorafenib", "kind": "drug", "start": "2023-02-14"}
    assert one.note == "The chart still marks it active: ask whether it goes on."


def test_an_order_marked_active_has_not_stopped_whatever_end_was_planned() -> None:
    (one,) = lines(medications=(order("sorafenib", status="active", end="2023-12-31"),))
    assert "stop" not in one.answers
    assert "with an end on Dec 31, 2023" in one.note


def test_a_stop_is_proposed_only_where_the_chart_records_an_end() -> None:
    (without,) = lines(medications=(order("sorafenib", note="2022-05-03 to 2023-01-19"),))
    assert "stop" not in without.answers
    assert without.note == (
        "The chart marks it stopped and gives no end. The chart notes: 2022-05-03 to 2023-01-19."
    )
    (ended,) = lines(medications=(order("sorafenib", end="2023-05-01"),))
    assert ended.answers["stop"] == "2023-05-01"


def test_the_end_of_an_infusion_is_not_the_end_of_the_line() -> None:
    given = order("vincristine", end="2023-02-14", detail={"kind": "given"}, status="completed")
    (one,) = lines(medications=(given,))
    assert "stop" not in one.answers


def test_repeated_orders_of_a_drug_are_one_line() -> None:
    (one,) = lines(
        medications=(
            order("Cisplatin 50 MG", "2008-11-12", detail={"dose": "50 mg"}),
            order("cisplatin 100 mg", "2008-12-12", detail={"dose": "100 mg"}, end="2009-01-12"),
            order("CISplatin 50 MG", "2008-10-12", detail={"dose": "50 mg"}),
        )
    )
    assert one.answers == {
        "treatment": "CISplatin 50 MG",
        "kind": "drug",
        "dose": "50 mg; 100 mg",
        "start": "2008-10-12",
        "stop": "2009-01-12",
    }
    assert one.note.startswith("3 entries, Oct 12, 2008 to Dec 12, 2008. Also recorded as: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trastuzumab 120 mg", "ado-trastuzumab emtansine"),
        ("doxorubicin", "doxorubicin liposomal"),
        ("sorafenib", "pazopanib"),
    ],
)
def test_different_drugs_are_different_lines(one: str, other: str) -> None:
    assert len(lines(medications=(order(one), order(other)))) == 2


def test_a_brand_and_its_generic_name_are_one_drug() -> None:
    assert len(lines(medications=(order("Nexavar 200 mg"), order("sorafenib 200 mg")))) == 1


def test_drugs_that_began_and_stopped_together_are_one_line() -> None:
    why = {"reason": "Toxicity (hepatic, grade 3)"}
    (one,) = lines(
        medications=(order("vinblastine 5 mg/m2", detail=why), order("methotrexate", detail=why))
    )
    assert one.answers == {
        "treatment": "methotrexate + vinblastine 5 mg/m2",
        "kind": "drug",
        "start": "2023-02-14",
        "why_stopped": "toxicity",
        "toxicity": "Toxicity (hepatic, grade 3)",
        "grade": "3",
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2023-02-14", "Toxicity"), ("2023-02-15", "Toxicity")),
        (("2023-02-14", "Toxicity"), ("2023-02-14", "Disease progression")),
        (("2023-02-14", ""), ("2023-02-14", "")),
        ((None, "Toxicity"), (None, "Toxicity")),
    ],
)
def test_drugs_are_not_one_line_by_half_of_it(
    first: tuple[str | None, str], second: tuple[str | None, str]
) -> None:
    told = lines(
        medications=(
            order("vinblastine", first[0], detail={"reason": first[1]}),
            order("methotrexate", second[0], detail={"reason": second[1]}),
        )
    )
    assert len(told) == 2


def test_a_drug_stopped_and_begun_again_has_two_lines() -> None:
    first = order("sorafenib", "2020-01-01", detail={"reason": "Toxicity"})
    again = order("sorafenib", "2022-01-01", status="active")
    told = lines(medications=(first, again))
    assert [one.answers.get("why_stopped") for one in told] == ["toxicity", None]


def test_a_drug_given_for_the_cancer_is_therapy_and_says_why_it_stands_there() -> None:
    given = order("predniSONE", detail={"reason_for": "Desmoid tumor"})
    (one,) = lines(conditions=(cancer("Desmoid tumor"),), medications=(given,))
    assert "if it is supportive care, decline it" in one.note


def test_an_anticancer_drug_for_something_else_says_for_what() -> None:
    (one,) = lines(
        medications=(order("methotrexate", detail={"reason_for": "Rheumatoid arthritis"}),)
    )
    assert "The chart gives it for: Rheumatoid arthritis." in one.note


@pytest.mark.parametrize("reason_for", ["", "Hypertension", "Cancer-related pain"])
def test_other_medicines_are_no_therapy(reason_for: str) -> None:
    one = order("amlodipine", status="active", detail={"reason_for": reason_for})
    told = proposed(conditions=(cancer(),), medications=(one,))
    assert not of(told, "therapy")
    assert of(told, "medicine")


def test_the_names_tell_anticancer_drugs_from_their_neighbors() -> None:
    assert known_names("DOXOrubicin / varegacestat 5 MG") == {"doxorubicin", "varegacestat"}
    assert not known_names("tofacitinib, emtricitabine, amlodipine 5 mg, semaglutide")


# why it stopped


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("Disease progression", "growth"),
        ("Tumor grew", "growth"),
        ("Adverse reaction to drug", "toxicity"),
        ("Intolerance", "toxicity"),
        ("Could not tolerate it: not tolerated", "toxicity"),
        ("Treatment completed", "done"),
        ("Course complete", "done"),
        ("Completed as planned, no progression", "done"),
        ("Patient's wish", "wish"),
        ("Patient declined further treatment", "wish"),
        ("Refused by patient", "wish"),
        ("Lifetime dose reached: maximum dose", "maximum"),
        ("Recurrence", "return"),
        ("Insurance denied", "access"),
        ("Toxicity and progression", "other"),
        ("Patient died", "other"),
        ("Incomplete response", "other"),
        ("Patient moved away", "other"),
        ("No toxicity", "other"),
    ],
)
def test_the_reason_to_stop_is_told_in_the_words_of_the_form(reason: str, why: str) -> None:
    told = why_stopped(reason)
    assert told["why_stopped"] == why
    assert (reason in told.get("note", "")) == (why == "other")
    assert (told.get("toxicity") == reason) == (why == "toxicity")


@pytest.mark.parametrize(
    ("reason", "grade"),
    [
        ("Toxicity (hepatic, grade 3)", "3"),
        ("Toxicity, Grade IV", "4"),
        ("Toxicity grade 3-4", ""),
        ("Toxicity grade 2 or 3", ""),
        ("Toxicity: grade 2 rash, grade 3 hepatitis", ""),
        ("Toxicity", ""),
    ],
)
def test_a_grade_is_taken_only_if_there_is_one(reason: str, grade: str) -> None:
    assert why_stopped(reason)["grade"] == grade


# operations, radiation, ablation


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wide local excision of desmoid tumor", "surgery"),
        ("Mastectomy, partial", "surgery"),
        ("Surgical removal of sarcoma", "surgery"),
        ("Radiotherapy course of treatment", "radiation"),
        ("Stereotactic radiosurgery", "radiation"),
        ("Cryoablation of soft tissue", "ablation"),
        ("Chemotherapy (procedure)", "drug"),
        ("Combined chemotherapy and radiation therapy", "other"),
    ],
)
def test_a_treatment_is_known_by_plain_words(text: str, kind: str) -> None:
    (one,) = lines(procedures=(done(text),))
    assert one.answers["kind"] == kind
    assert one.answers["start"] == "2021-11-08"
    assert ("stop" in one.answers) == (kind == "surgery")


@pytest.mark.parametrize(
    "text",
    [
        "Biopsy of breast",
        "Excisional biopsy",
        "Screening for malignant neoplasm of breast",
        "Radiation therapy planning CT imaging",
        "Rectal polypectomy",
        "Appendectomy",
        "Catheter ablation of atrial tissue",
        "Eye surgery",
        "Documentation of current medications",
        *("Discussion of amputation", "Mastectomy declined", "Mastectomy (mother)"),
        *("Planned resection of desmoid tumor", "Excision not performed"),
    ],
)
def test_looking_and_everyday_operations_are_counted_only(text: str) -> None:
    told = proposed(procedures=(done(text),))
    assert told == Proposed((), ("1 other procedure was not proposed.",))


def test_an_operation_for_something_else_is_no_therapy_and_one_on_a_mass_may_be() -> None:
    assert not lines(procedures=(done("Excision of skin", detail={"reason_for": "Burn"}),))
    (one,) = lines(procedures=(done("Excision", detail={"reason_for": "Soft tissue mass"}),))
    assert one.note == "The chart gives no reason: check that it treated the tumor."


def test_sessions_are_one_course_and_a_long_pause_begins_another() -> None:
    days = ["2018-10-26", "2018-11-20", "2018-12-07", "2019-06-01"]
    told = lines(procedures=[done("Radiation therapy", day, end=day) for day in days])
    assert [one.answers["start"] for one in told] == ["2018-10-26", "2019-06-01"]
    assert "stop" not in told[0].answers  # nobody recorded that the last session was the last
    assert "3 entries, Oct 26, 2018 to Dec 7, 2018: ask for the end." in told[0].note
    assert told[1].answers["stop"] == "2019-06-01"


def test_a_course_with_its_own_end_stands_alone() -> None:
    first = done(
        "Radiotherapy",
        "2018-08-15",
        end="2018-09-25",
        detail={"dose": "6000 cGy", "fractions": "30"},
    )
    told = lines(procedures=(first, done("Radiotherapy", "2018-10-01", end="2018-10-25")))
    assert [one.answers["stop"] for one in told] == ["2018-09-25", "2018-10-25"]
    assert told[0].answers["dose"] == "6000 cGy, 30 fractions"


def test_two_operations_are_two_lines_and_one_told_twice_is_one() -> None:
    days = ("2021-11-08", "2021-11-08", "2021-12-01")
    told = lines(procedures=[done("Resection of tumor", day) for day in days])
    assert [one.answers["stop"] for one in told] == ["2021-11-08", "2021-12-01"]


def test_lines_stand_in_the_order_of_their_start() -> None:
    told = lines(
        medications=(order("sorafenib", "2022-05-03"), order("imatinib", None)),
        procedures=(done("Resection of tumor", "2021-11-08"),),
    )
    assert [one.answers.get("start") for one in told] == ["2021-11-08", "2022-05-03", None]
