"""What a treatment's records add up to; what cannot be among them, and what is asked about."""

from dataclasses import replace
from datetime import date

import pytest

from casetrack.rules.access import RIGHT_TO, may
from casetrack.rules.agenda import agenda
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.people import Actor, Role
from casetrack.rules.questions import BY_KEY
from casetrack.rules.sense import doubts, row_errors
from casetrack.rules.treatment import (
    checklist,
    counts,
    doses,
    last_asked,
    lasts_until,
    open_ticks,
    total,
    unbalanced,
)

TODAY = date(2026, 11, 19)
BEGUN = Facts(
    tracks={Track.TREATMENT: "on_treatment", Track.FDA: "permitted"},
    answers={"first_dose_on": "2026-11-02", "fda_permitted_on": "2026-10-23"},
)


def with_rows(key: str, *rows: dict[str, str], **answers: str) -> Facts:
    held = tuple(Row(n, row) for n, row in enumerate(rows, start=1))
    return replace(BEGUN, rows={key: held}, answers={**BEGUN.answers, **answers})


def dose(start: str, end: str = "", planned: str = "300", given: str = "300") -> dict[str, str]:
    how = "planned" if planned == given else "held" if given == "0" else "reduced"
    found = {"dose_from": start, "dose_planned": planned, "dose_given": given, "dose_how": how}
    return {**found, "dose_to": end} if end else found


def moved(on: str, movement: str, amount: str, lot: str = "A-17", **more: str) -> dict[str, str]:
    return {"moved_on": on, "movement": movement, "amount": amount, "lot": lot, **more}


def words(facts: Facts) -> list[str]:
    """What is asked about the treatment itself; consent and the board have their own test."""
    beside = ("consent", "irb")
    return [doubt.words for doubt in doubts(facts, TODAY) if doubt.section.key not in beside]


def test_doses_are_summed_day_by_day_until_today() -> None:
    held = with_rows(
        "dose",
        dose("2026-11-02", "2026-11-08"),
        dose("2026-11-09", "2026-11-11", given="0"),
        dose("2026-11-12", given="150"),
    )
    found = doses(held, TODAY)
    assert found.planned == 300 * 18
    assert found.given == 300 * 7 + 150 * 8
    assert (found.share, found.of("held"), found.of("reduced")) == (61, 1, 1)


def test_after_the_last_dose_nothing_more_is_summed() -> None:
    ended = with_rows("dose", dose("2026-11-02"), last_dose_on="2026-11-11")
    assert doses(ended, TODAY).given == 3_000


def test_a_period_without_its_day_or_amount_is_left_out_and_counted_as_left_out() -> None:
    held = with_rows("dose", {"dose_from": "2026-11-02"}, {"dose_given": "300"})
    assert (doses(held, TODAY).left_out, doses(held, TODAY).share) == (2, None)


def test_every_unit_of_the_drug_is_counted_by_lot_and_balances_to_zero() -> None:
    rows = [
        moved("2026-10-30", "received", "84"),
        moved("2026-11-01", "received", "84", lot="B-02"),
        moved("2026-11-02", "dispensed", "84"),
        moved("2026-11-12", "brought_back", "10"),
    ]
    held = with_rows("stock", *rows, stock_unit="tablets", stock_per_day="3")
    assert [(one.lot, one.on_hand) for one in counts(held)] == [("A-17", 10), ("B-02", 84)]
    assert total(held).on_hand == 94
    assert lasts_until(held, TODAY) == date(2026, 12, 20), "31 whole days"
    assert unbalanced(held) == "Not at zero, in tablets: lot A-17: 10; lot B-02: 84"
    rows += [
        moved("2026-11-18", "destroyed", "10"),
        moved("2026-11-18", "sent_back", "80", lot="B-02"),
        moved("2026-11-18", "lost", "4", lot="B-02", moved_note="Dropped"),
    ]
    assert unbalanced(with_rows("stock", *rows)) == ""
    assert "nothing shows what became of it" in unbalanced(BEGUN)
    assert unbalanced(Facts()) == "", "without a dose no drug is owed"


def test_lots_do_not_make_up_for_each_other() -> None:
    held = with_rows(
        "stock", moved("2026-10-30", "received", "5"), moved("2026-11-02", "sent_back", "5", "B-02")
    )
    assert total(held).on_hand == 0
    assert unbalanced(held) == "Not at zero, in units: lot A-17: 5; lot B-02: -5"


@pytest.mark.parametrize(
    ("rows", "answers", "field"),
    [
        ("dose", dose("2026-11-09", "2026-11-08"), "dose_to"),
        ("dose", {**dose("2026-11-09", given="0"), "dose_given": "1"}, "dose_given"),
        ("dose", {**dose("2026-11-09"), "dose_given": "150"}, "dose_given"),
        ("dose", {**dose("2026-11-09", given="150"), "dose_given": "300"}, "dose_given"),
        ("stock", {"moved_on": "2026-11-09", "movement": "received", "amount": "3"}, "lot"),
        ("stock", moved("2026-11-09", "lost", "3"), "moved_note"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_field(
    rows: str, answers: dict[str, str], field: str
) -> None:
    assert list(row_errors(rows, answers)) == [field]
    assert row_errors("dose", dose("2026-11-09", "2026-11-09")) == {}


def test_what_is_out_of_order_is_asked_about() -> None:
    held = with_rows(
        "dose",
        dose("2026-11-01", "2026-11-05"),
        dose("2026-11-05"),
        drug_released_on="2026-11-03",
        drug_checked_on="2026-11-04",
        last_dose_on="2026-11-04",
    )
    assert words(held) == [
        "Released Nov 3, 2026, after the first dose, Nov 2, 2026",
        "Released Nov 3, 2026, before it was checked, Nov 4, 2026",
        "Doses from Nov 1, 2026, before the first dose, Nov 2, 2026",
        "Doses up to Nov 5, 2026, after the last dose, Nov 4, 2026",
        "Doses up to Nov 5, 2026, after the last dose, Nov 4, 2026",
        "Doses from Nov 5, 2026 overlap those from Nov 1, 2026",
    ]


def test_doses_while_fda_holds_are_asked_about() -> None:
    """21 CFR 312.42: under a clinical hold, only what FDA itself still permits."""
    held = with_rows("dose", dose("2026-11-02"), fda_hold_on="2026-11-12")
    (asked,) = words(held)
    assert "FDA has placed a clinical hold since Nov 12, 2026" in asked
    stopped = dose("2026-11-02", "2026-11-12"), dose("2026-11-13", given="0")
    assert words(with_rows("dose", *stopped, fda_hold_on="2026-11-12")) == []


def test_more_dispensed_than_received_and_an_expired_lot_are_asked_about() -> None:
    held = with_rows(
        "stock",
        moved("2026-11-02", "dispensed", "4", "B-02"),
        moved("2026-10-30", "received", "9", expires_on="2026-11-10"),
        moved("2026-11-12", "dispensed", "2"),
        moved("2026-12-01", "dispensed", "1"),
    )
    assert words(held) == [
        "Lot B-02: more has left than had come by Nov 2, 2026",
        "Lot A-17 was dispensed after it expired, Nov 10, 2026",
        "Lot A-17 was dispensed after it expired, Nov 10, 2026",
        "Lot A-17 expired Nov 10, 2026",
        "On: Dec 1, 2026 has not come yet",
    ]


def test_the_first_dose_brings_its_steps_and_each_follows_the_latest_of_its_kind() -> None:
    def steps(facts: Facts) -> dict[str, str]:
        return {i.key.partition(":")[2]: i.on.isoformat() for i in agenda(facts)}

    begun = steps(BEGUN)
    assert begun["annual_report"] == "2027-12-22"
    assert begun["scan_on_treatment"] == "2027-02-02"
    assert begun["symptom_call"] == "2026-11-09"
    assert begun["stock_check"] == "2026-11-30"
    assert "scan_on_treatment" not in steps(Facts(answers=BEGUN.answers)), "not on treatment"
    scanned = with_rows("measurement", {"measured_on": "2026-05"}, {"measured_on": "2027-01-30"})
    assert steps(scanned)["scan_on_treatment"] == "2027-04-30"
    late = with_rows("symptom", {"noted_on": "2027-02-10"})
    assert steps(late)["symptom_call_later"] == "2027-03-10"
    seen = with_rows(
        "treatment_visit",
        {"visit_day": "2026-11-05", "visit_next_on": "2026-11-12", "visit_asked": "yes"},
        {"visit_day": "2026-11-12", "visit_next_on": "2026-11-20"},
    )
    assert steps(seen)["2"] == "2026-11-20"
    assert "1" not in steps(seen), "that visit was kept"
    assert "symptom_call" not in steps(seen)
    assert last_asked(seen) == "2026-11-05"


def test_the_next_supply_is_awaited_until_it_has_come() -> None:
    waiting = with_rows("stock", next_supply_on="2026-12-01")
    assert "treatment:supply" in [item.key for item in agenda(waiting)]
    came = with_rows("stock", moved("2026-12-02", "received", "84"), next_supply_on="2026-12-01")
    assert "treatment:supply" not in [item.key for item in agenda(came)]


def test_the_checklist_says_what_is_open_and_where_it_is_recorded() -> None:
    assert [tick.cure for tick in open_ticks(checklist(Facts()))] == [
        *("stage:5", "stage:5", "section:consent"),
        *("section:release", "section:release"),
    ]
    released = {
        f"drug_{what}_{key}": "Lee Chen" for what in ("checked", "released") for key in ["by"]
    }
    days = {"drug_checked_on": "2026-11-01", "drug_released_on": "2026-11-01"}
    ready = replace(
        BEGUN,
        answers={**BEGUN.answers, **released, **days, "irb_decided_on": "2026-10-28"},
        tracks={**BEGUN.tracks, Track.IRB: "concurred"},
        rows={"consent_form": (Row(1, {"signed_on": "2026-10-30"}),)},
    )
    assert open_ticks(checklist(ready)) == ()
    held = replace(ready, tracks={**ready.tracks, Track.FDA: "on_hold"})
    assert [tick.words for tick in open_ticks(checklist(held))] == ["FDA permits it"]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        (Role.PHARMACIST, {"release", "dosing", "stock"}),
        (Role.NURSE, {"dosing", "stock", "treatment_visits"}),
        (Role.REGULATORY, set()),
    ],
)
def test_the_pharmacist_releases_doses_and_counts(role: Role, sections: set[str]) -> None:
    actor = Actor(1, "One", frozenset({role}))
    asked = ("release", "dosing", "stock", "treatment_visits")
    assert {key for key in asked if may(actor, RIGHT_TO[BY_KEY[key].duty], BEGUN)} == sections
