"""A child's assent and the parents' permission: asked about from the day of consent on."""

from datetime import date

import pytest

from casetrack.rules.assent import a_child, asked_of, consent_day
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import BY_KEY
from casetrack.rules.questions.irb import OF_CHILDREN
from casetrack.rules.sense import doubts

TODAY = date(2026, 11, 19)
SIGNED = {"form_version": "Version 1", "signed_on": "2026-11-01", "signed_by": "parent"}
SETTLED = {
    "assent_required": "required",
    "assent_given": "yes",
    "assent_on": "2026-11-01",
    "parents_needed": "one",
    "parents_gave": "one",
}


def facts(*forms: dict[str, str], **said: str) -> Facts:
    rows = tuple(Row(number, {**SIGNED, **form}) for number, form in enumerate(forms, 1))
    return Facts(answers={"birth_date": "2012-06-01", **said}, rows={"consent_form": rows})


def asked(case: Facts) -> list[str]:
    keys = (*OF_CHILDREN, "signed_by")
    return [one.words for one in doubts(case, TODAY) if one.key in keys]


@pytest.mark.parametrize(
    ("born", "day", "found"),
    [
        ("2008-11-19", date(2026, 11, 18), True),
        ("2008-11-19", date(2026, 11, 19), False),  # the birthday itself
        ("2008-02-29", date(2026, 2, 28), True),
        ("2008-02-29", date(2026, 3, 1), False),
        ("2008", date(2025, 12, 31), True),
        ("2008", date(2026, 6, 1), None),  # only the year: open until it ends
        ("2008", date(2026, 12, 31), False),
        ("", date(2026, 6, 1), False),
    ],
)
def test_who_is_a_child_on_a_day(born: str, day: date, found: object) -> None:
    key = "birth_date" if len(born) == 10 else "birth_year"
    assert a_child({key: born}, day) is found


def test_it_is_the_day_of_consent_that_counts() -> None:
    grown_since = facts({}, birth_date="2008-11-10")
    assert consent_day(grown_since, TODAY) == date(2026, 11, 1)
    assert "Whether the board requires" in " ".join(asked(grown_since))
    assert consent_day(facts(first_dose_on="2026-11-03"), TODAY) == date(2026, 11, 3)
    assert consent_day(facts(), TODAY) == TODAY


def test_nothing_is_asked_of_grown_ups() -> None:
    grown = facts({"signed_by": "patient"}, birth_date="1992-03-01")
    assert asked(grown) == []
    section = BY_KEY["consent"]
    assert not OF_CHILDREN & {q.key for q in asked_of(section.all_questions(), grown, TODAY)}
    child = {q.key for q in asked_of(section.all_questions(), facts(), TODAY)}
    assert child >= OF_CHILDREN


def test_a_child_s_consent_that_nobody_looked_at_is_asked_about() -> None:
    assert asked(facts()) == [], "nothing is under way yet"
    assert asked(facts({"signed_by": "patient"})) == [
        "Version 1 is signed by the patient, who was under 18",
        "Whether the board requires the child's assent is not on record (21 CFR 50.55(a))",
        "Whether one parent's permission is enough is not on record (21 CFR 50.55(e))",
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"assent_given": ""}, "The child's assent is required and not on record with its day"),
        ({"assent_on": ""}, "The child's assent is required and not on record with its day"),
        ({"assent_given": "no"}, "The child does not assent, and the board requires it"),
        ({"parents_gave": ""}, "No parent's permission is on record"),
        ({"parents_needed": "both"}, "Both parents' permission is needed; why one gave it alone"),
        ({"assent_on": "2026-11-05", "first_dose_on": "2026-11-02"}, "dated after the first dose"),
    ],
)
def test_each_thing_that_stands_open_is_said(said: dict[str, str], words: str) -> None:
    [one] = asked(facts({}, **{**SETTLED, **said}))
    assert words in one


@pytest.mark.parametrize("why", ["unable", "benefit", "waived"])
def test_where_the_board_asks_for_no_assent_none_is_wanted(why: str) -> None:
    waived = {**SETTLED, "assent_required": why, "assent_given": "", "assent_on": ""}
    assert asked(facts({}, **waived)) == []
    one_alone = {**waived, "parents_needed": "both", "one_parent_why": "died"}
    assert asked(facts({}, **one_alone)) == []


def test_a_year_alone_asks_for_the_day_of_birth_and_a_grown_up_s_parent_is_odd() -> None:
    year_only = facts({}, birth_date="", birth_year="2008")
    words = [one.words for one in doubts(year_only, TODAY) if one.key == "birth_date"]
    assert words == ["Whether the patient was under 18 on Nov 1, 2026 needs the date of birth"]
    [odd] = asked(facts({}, birth_date="1992-03-01"))
    assert "signed by a parent; the patient was 18 or older on Nov 1, 2026" in odd
