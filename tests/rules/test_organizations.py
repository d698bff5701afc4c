"""Organizations: which serve a diagnosis, when an entry must be checked again, what is shipped."""

from datetime import date

import pytest

from casetrack.rules import values
from casetrack.rules.organizations import (
    Organization,
    check_due,
    must_check,
    same_party,
    suggested,
)
from casetrack.rules.questions import BY_ROWS, REGISTER, Of
from casetrack.rules.shipped import MARK, newer, shipped

TODAY = date(2026, 11, 19)
SHIPPED = [
    Organization(n, one.of, one.name, one.answers) for n, one in enumerate(shipped().values())
]


def names(diagnosis: str, *more: Organization) -> list[str]:
    return [one.name for one in suggested([*SHIPPED, *more], diagnosis)]


def test_groups_for_the_diagnosis_come_first_then_those_for_every_cancer() -> None:
    found = names("Desmoid tumor, chest wall")
    assert found[:2] == [
        "Desmoid Tumor Research Foundation (DTRF)",
        "National Organization for Rare Disorders (NORD)",
    ]
    assert {"Anova", "Cancer Commons", "xCures", "Patient advocate of this hospital"} < set(found)
    assert "FDA Project Facilitate" in found, "the help point of FDA for cancer"
    assert not {"FDA CBER (biologics)", "Iterion Therapeutics"} & set(found)
    assert "Desmoid Tumor Research Foundation (DTRF)" not in names("Glioblastoma")
    assert "Cancer Commons" in names("Glioblastoma")


def test_a_group_that_serves_others_or_is_no_longer_used_is_not_suggested() -> None:
    others = Organization(99, Of.ORGANIZATION, "Glioma", {"type": "advocacy", "serves": "glioma"})
    gone = Organization(98, Of.ORGANIZATION, "Gone", {"type": "advocacy", "retired": "yes"})
    silent = Organization(97, Of.ORGANIZATION, "Silent", {"type": "advocacy", "serves": ", ,"})
    assert not {"Glioma", "Gone", "Silent"} & set(names("Desmoid tumor", others, gone, silent))


@pytest.mark.parametrize(
    ("checked", "says"),
    [
        ("", "not verified here yet"),
        ("2026-02-02", "last verified Feb 2, 2026"),
        ("2026-05-23", ""),  # 180 days ago
        ("2026-05-22", "last verified May 22, 2026"),
        ("2026-11-19", ""),
    ],
)
def test_after_180_days_an_entry_asks_to_be_checked(checked: str, says: str) -> None:
    assert must_check(Of.ORGANIZATION, {"checked_on": checked}, TODAY) == says
    assert must_check(Of.COMPANY, {"policy_checked_on": checked}, TODAY) == says
    assert must_check(Of.PHYSICIAN, {}, TODAY) == ""
    due = check_due(Of.ORGANIZATION, {"checked_on": checked})
    assert bool(due and due < TODAY) == (says.startswith("last"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Iterion", "Iterion Therapeutics", "same"),
        ("ITERION therapeutics", "Iterion Therapeutics", "same"),
        ("Iterion", "Iterionix", ""),
        ("", "Iterion", ""),
        ("", "", ""),
        ("FDA", "FDA Project Facilitate", "same"),
        ("Facilitate", "FDA Project Facilitate", ""),
    ],
)
def test_a_party_is_known_by_the_beginning_of_its_name(one: str, other: str, same: str) -> None:
    assert same_party(one, other) is bool(same)
    assert same_party(other, one) is bool(same)


def test_every_shipped_answer_is_one_the_pages_ask_for_and_has_its_source() -> None:
    line = BY_ROWS["line"].rows
    assert line
    for one in shipped().values():
        own = {question.key: question for question in REGISTER[one.of][0].questions}
        assert one.answers["source"], one.key
        assert not {"checked_on", "policy_checked_on"} & one.answers.keys(), "the clinic checks"
        for key, value in one.answers.items():
            assert values.read(own[key], value, today=TODAY) == value, (one.key, key)
        for answers in one.lines:
            asked = {question.key: question for question in line.questions}
            for key, value in answers.items():
                assert values.read(asked[key], value, today=TODAY) == value, (one.key, key)


def test_a_newer_edition_is_offered_to_whoever_holds_an_older_one() -> None:
    one = shipped()["dtrf"]
    assert newer(one.of, one.name, {MARK: one.mark}) is None
    assert newer(one.of, "Renamed here", {MARK: one.mark}) is None
    assert newer(one.of, "Renamed here", {MARK: f"dtrf/{one.edition - 1}"}) == one
    assert newer(one.of, one.name, {}) == one, "the clinic's own entry of the same name"
    assert newer(one.of, "Unknown", {}) is None
    assert newer(one.of, "Unknown", {MARK: "gone/1"}) is None
