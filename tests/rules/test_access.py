"""Who may do what: denied unless a clause allows it (ux.md S23)."""

import pytest

from casetrack.rules.access import MAY, ON_A_CASE, Permission, may, who_may
from casetrack.rules.facts import Facts, Life, Stage
from casetrack.rules.people import Actor, Role

OWN, OTHER = 70, 71
CASE = Facts(stage=Stage.EVIDENCE, register=OWN)


def person(*roles: Role, register: int | None = None) -> Actor:
    return Actor(5, "Somebody", frozenset(roles), register)


def test_nobody_without_a_role_may_do_anything_but_sign_in() -> None:
    stranger = person()
    allowed = [p for p in Permission if may(stranger, p, CASE)]
    assert allowed == [Permission.LOOK, Permission.SIGN_IN, Permission.FEED]


def test_a_physician_sees_own_cases_only() -> None:
    assert may(person(Role.PHYSICIAN, register=OWN), Permission.SEE_CASE, CASE)
    assert not may(person(Role.PHYSICIAN, register=OTHER), Permission.SEE_CASE, CASE)
    assert not may(person(Role.PHYSICIAN), Permission.SEE_CASE, Facts(register=None))
    everything = Actor(5, "Dr. Kim", frozenset({Role.PHYSICIAN}), OTHER, sees_all=True)
    assert may(everything, Permission.SEE_CASE, CASE)


def test_a_physician_sees_the_cases_that_wait_for_him_or_that_he_owns() -> None:
    for responsible in (Facts(owner=5), Facts(owner=6, next_who=5)):
        assert may(person(Role.PHYSICIAN), Permission.SEE_CASE, responsible)
        assert not may(person(Role.VIEWER), Permission.SEE_CASE, responsible)
        assert not may(person(Role.ADMIN), Permission.SEE_CASE, responsible)
    assert not may(person(Role.PHYSICIAN), Permission.SEE_CASE, Facts(owner=6, next_who=7))


def test_a_viewer_reads_what_was_granted_and_changes_nothing() -> None:
    viewer = person(Role.VIEWER)
    assert not may(viewer, Permission.SEE_CASE, CASE)
    granted = Facts(granted=frozenset({5}))
    allowed = {p for p in ON_A_CASE if may(viewer, p, granted)}
    assert allowed == {Permission.SEE_CASE}


def test_an_administrator_sees_no_case() -> None:
    admin = person(Role.ADMIN)
    assert {p for p in ON_A_CASE if may(admin, p, CASE)} == set()
    assert may(admin, Permission.MANAGE_USERS)
    assert may(admin, Permission.LIST_CASES)


def test_what_cannot_be_seen_cannot_be_changed() -> None:
    stranger = person(Role.PHYSICIAN, register=OTHER)
    assert not any(may(stranger, permission, CASE) for permission in ON_A_CASE)


def test_a_closed_case_is_read_but_not_changed_until_it_is_reopened() -> None:
    closed = Facts(life=Life.CLOSED, register=OWN)
    rosa = person(Role.COORDINATOR)
    assert may(rosa, Permission.SEE_CASE, closed)
    assert may(rosa, Permission.MOVE_CASE, closed)
    assert not may(rosa, Permission.EDIT_FACTS, closed)
    assert not may(rosa, Permission.EDIT_DOSING, closed)
    assert not may(rosa, Permission.RUN_REQUEST, closed)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (
            Role.COORDINATOR,
            {
                "edit clinical facts",
                "move the case",
                "freeze, send and follow the manufacturer request",
            },
        ),
        (Role.NURSE, {"edit clinical facts"}),
        (Role.PHARMACIST, set()),
        (Role.REGULATORY, set()),
    ],
)
def test_the_matrix_of_the_handbook_holds(role: Role, allowed: set[str]) -> None:
    watched = {Permission.EDIT_FACTS, Permission.MOVE_CASE, Permission.RUN_REQUEST}
    assert {p.value for p in watched if may(person(role), p, CASE)} == allowed


def test_a_nurse_moves_the_first_stage_and_regulatory_staff_the_fifth() -> None:
    assert may(person(Role.NURSE), Permission.MOVE_CASE, Facts(stage=Stage.TEAM))
    assert not may(person(Role.NURSE), Permission.MOVE_CASE, Facts(stage=Stage.FDA_IRB))
    assert may(person(Role.REGULATORY), Permission.MOVE_CASE, Facts(stage=Stage.FDA_IRB))
    assert may(person(Role.PHARMACIST), Permission.EDIT_DOSING, CASE)


def test_every_permission_has_a_clause_and_a_sentence() -> None:
    assert set(MAY) == set(Permission)
    for permission in Permission:
        assert MAY[permission]
        assert who_may(permission)


def test_only_a_physician_approves() -> None:
    allowed = {role for role in Role if may(person(role, register=OWN), Permission.APPROVE, CASE)}
    assert allowed == {Role.PHYSICIAN}
