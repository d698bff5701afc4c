"""Releases of patient data: the patient's word first, and what an accounting must name."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions.groups import BASES as ASKED
from casetrack.rules.questions.groups import RECIPIENTS
from casetrack.rules.releases import (
    BASES,
    DISCLOSING,
    RECIPIENT_KINDS,
    Release,
    Told,
    accounting,
    lacks_permission,
    of_acts,
    of_rows,
    permission_words,
    refused,
    six_years_before,
)

NOW = datetime(2026, 11, 19, 12, tzinfo=ZoneInfo("America/New_York"))
TODAY = NOW.date()
WRITTEN = {
    "permission": "written",
    "permission_on": "2026-10-02",
    "permission_with": "company,groups",
    "permission_until": "2026-12-31",
}
WHOLE = {
    "recipient": "Cancer Commons",
    "recipient_kind": "groups",
    "content": "Two MRI reports, by code",
    "purpose": "To find a trial",
    "basis": "authorization",
    "released_on": "2026-11-18",
    "released_by": "Rosa Ortiz",
}


def release(day: str, basis: str, entry: int = 0) -> Release:
    return Release(
        day=day,
        recipient="x",
        address="",
        content="x",
        purpose="x",
        basis=BASES[basis],
        by="x",
        entry=entry,
    )


@pytest.mark.parametrize(
    ("said", "words", "lacks"),
    [
        (WRITTEN, {}, ""),
        ({}, {}, "permission to share is not on record"),
        ({"permission": "not_asked"}, {}, "not on record"),
        ({"permission": "refused"}, {}, "does not permit"),
        ({**WRITTEN, "permission": "spoken"}, {}, "not bound by HIPAA"),
        ({**WRITTEN, "permission_with": "company"}, {}, "with patient advocacy groups"),
        (WRITTEN, {"recipient_kind": "doctors"}, "with other hospitals and doctors"),
        (WRITTEN, {"released_on": "2026-10-01"}, "given later, Oct 2, 2026"),
        (WRITTEN, {"released_on": "2027-01-01"}, "ended Dec 31, 2026"),
        (WRITTEN, {"recipient_kind": "insurer"}, "does not name them"),
        (WRITTEN, {"recipient_kind": "insurer", "basis": "payment"}, ""),
        ({}, {"recipient_kind": "fda", "basis": "fda"}, ""),
        ({}, {"recipient_kind": "company", "basis": "treatment"}, "not on record"),
        ({**WRITTEN, "permission": "spoken"}, {"recipient_kind": "company"}, "in writing"),
        (
            {**WRITTEN, "permission": "spoken"},
            {"recipient_kind": "company", "basis": "treatment"},
            "",
        ),
        ({}, {"basis": "none"}, ""),
    ],
)
def test_nothing_is_released_that_the_permission_on_file_does_not_cover(
    said: dict[str, str], words: dict[str, str], lacks: str
) -> None:
    found = lacks_permission(Facts(answers=said), {**WHOLE, **words}, today=TODAY)
    assert bool(found) == bool(lacks)
    assert lacks in found


def test_a_release_says_everything_an_accounting_needs() -> None:
    assert refused(WHOLE, now=NOW) == []
    for key in WHOLE:
        [one] = refused({**WHOLE, key: ""}, now=NOW)
        assert one.field == key
    [one] = refused({**WHOLE, "released_on": "2026-11-20"}, now=NOW)
    assert "has not come yet" in one.words
    for basis in ("other", "none"):
        [one] = refused({**WHOLE, "basis": basis}, now=NOW)
        assert one.field == "release_note"


def test_an_accounting_names_what_the_law_asks_for_six_years_back() -> None:
    told = [
        release("2026-11-19", "fda"),
        release("2020-11-19", "irb"),
        release("2020-11-18", "irb"),
        release("2026-11-20", "fda"),
        release("2026-01-01", "authorization"),
        release("2026-01-02", "treatment"),
        release("2026-01-03", "none"),
        release("2026-01-03", "spoken", 4),
    ]
    counted, left_out = accounting(told, until=TODAY)
    assert [(one.day, one.basis.key) for one in counted] == [
        ("2020-11-19", "irb"),
        ("2026-01-03", "none"),
        ("2026-01-03", "spoken"),
        ("2026-11-19", "fda"),
    ]
    assert [one.basis.key for one in left_out] == ["authorization", "treatment"]
    assert six_years_before(date(2028, 2, 29)) == date(2022, 2, 28)


def test_acts_that_disclose_are_releases_and_a_corrected_day_moves_the_last_one() -> None:
    told = [
        Told("record-fda-submission", "fda_sent_on", "2026-10-01", "Priya Rao"),
        Told("record-irb-request", "irb_asked_on", "2026-10-05", "Priya Rao"),
        Told("record-fda-submission", "fda_sent_on", "2026-11-01", "Priya Rao"),
        Told("corrected", "fda_sent_on", "2026-11-02", "Rosa Ortiz"),
        Told("saved", "permission", "written", "Dana Cole"),
    ]
    found = [(one.day, one.recipient, one.basis.key) for one in of_acts(told)]
    assert found == [
        ("2026-10-01", "FDA", "fda"),
        ("2026-11-02", "FDA", "fda"),
        ("2026-10-05", "Ethics board (IRB)", "irb"),
    ]
    emptied = [*told, Told("corrected", "irb_asked_on", "", "Rosa Ortiz")]
    assert [one.recipient for one in of_acts(emptied)] == ["FDA", "FDA"]
    assert list(of_acts([Told("corrected", "fda_sent_on", "2026-11-02", "x")])) == []


def test_every_basis_and_recipient_that_is_asked_for_is_known_to_the_law() -> None:
    assert {choice.key for choice in ASKED} <= BASES.keys()
    assert set(RECIPIENT_KINDS.values()) <= {choice.key for choice in RECIPIENTS}
    assert {t.discloses.basis for t in DISCLOSING.values() if t.discloses} <= BASES.keys()
    for key, act in DISCLOSING.items():
        assert key in {question.key for question in act.asks}, act.action


def test_rows_half_filled_in_by_an_older_hand_are_still_told() -> None:
    [one] = of_rows(Facts(rows={"release": (Row(7, {"recipient": "Somebody"}),)}))
    assert (one.recipient, one.basis.key, one.entry) == ("Somebody", "other", 7)


def test_the_consent_is_told_with_its_scope_and_its_end() -> None:
    assert permission_words(Facts()) == "No permission is on file"
    words = permission_words(Facts(answers={**WRITTEN, "permission_what": "history and scans"}))
    assert words == (
        "Yes, in writing; given Oct 2, 2026; for the drug's manufacturer, patient advocacy groups; "
        "sharing history and scans; until Dec 31, 2026"
    )
    assert permission_words(Facts(answers={**WRITTEN, "permission": "refused"})) == "No"
