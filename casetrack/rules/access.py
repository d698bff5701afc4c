"""Who may do what: a permission is any of its clauses, a clause is all of its predicates.

Deny by default: what no clause allows is refused. The table follows ux.md S23.
"""

from collections.abc import Callable
from enum import StrEnum

from casetrack.rules.facts import Facts, Life, Stage
from casetrack.rules.people import Actor, Role
from casetrack.rules.questions.shape import Duty
from casetrack.rules.settling import settles

Predicate = Callable[[Actor, Facts], bool]
NOBODYS_CASE = Facts()


class Permission(StrEnum):
    LOOK = "style and script"
    SIGN_IN = "sign in"
    FEED = "read one's own calendar by its private address"
    LIST_CASES = "list cases"
    OWN_DRAFTS = "see one's own drafts"
    OWN_PASSWORD = "choose one's own password"  # noqa: S105  a permission
    START_CASE = "start a case"
    SEE_CASE = "see the case"
    EDIT_FACTS = "edit clinical facts"
    EDIT_DOSING = "edit dosing and medicines"
    KEEP_REPORTS = "upload and describe reports and letters"
    APPROVE = "approve the plan"
    RELEASE_DRUG = "release the drug"
    JUDGE = "judge events on treatment"
    MOVE_CASE = "move the case"
    CLOSE_OWING = "close the case with something still owed"
    DO_STEPS = "do and plan what is next"
    LOG_CONTACT = "log a contact of the case"
    RELEASE = "record a release of patient data"
    HAND_OVER = "hand the case over"
    GIVE_ACCESS = "give a viewer access"
    RUN_REQUEST = "freeze, send and follow the manufacturer request"
    RECORD_FDA_IRB = "record FDA and IRB steps"
    RECORD_TREATMENT = "record treatment"
    FOLLOW_ROUTES = "follow the routes to a drug"
    SEE_HISTORY = "see who did and read what"
    LOG_OUTSIDE = "log a contact that concerns no case"
    SEE_REGISTER = "see the register"
    EDIT_REGISTER = "edit the register"
    EDIT_RULES = "change the length of a deadline rule"
    SEE_LIBRARY = "see the evidence library"
    EDIT_LIBRARY = "edit the evidence library"
    MANAGE_USERS = "manage accounts"
    SEE_ACCESS_LOG = "see the access log"


def everybody(_actor: Actor, _case: Facts) -> bool:
    return True


def works_here(actor: Actor, _case: Facts) -> bool:
    return bool(actor.roles)


def coordinator(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.COORDINATOR)


def nurse(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.NURSE)


def physician(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.PHYSICIAN)


def pharmacist(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.PHARMACIST)


def regulatory(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.REGULATORY)


def viewer(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.VIEWER)


def administrator(actor: Actor, _case: Facts) -> bool:
    return actor.holds(Role.ADMIN)


def own_patient(actor: Actor, case: Facts) -> bool:
    """The treating physician's case, by the register entry that belongs to the account."""
    return actor.sees_all or (actor.register is not None and actor.register == case.register)


def responsible(actor: Actor, case: Facts) -> bool:
    """Who owns the case, or has to do what is next."""
    return actor.user in (case.owner, case.next_who)


def leads(actor: Actor, case: Facts) -> bool:
    """Whose case it is."""
    return actor.user == case.owner


def given_access(actor: Actor, case: Facts) -> bool:
    return actor.user in case.granted


def in_first_stage(_actor: Actor, case: Facts) -> bool:
    return case.stage is Stage.TEAM


def in_fda_stage(_actor: Actor, case: Facts) -> bool:
    return case.stage is Stage.FDA_IRB


def in_emergency(_actor: Actor, case: Facts) -> bool:
    return case.emergency


SEES = (
    (coordinator,),
    (nurse,),
    (pharmacist,),
    (regulatory,),
    (physician, own_patient),
    (physician, responsible),
    (physician, given_access),
    (viewer, given_access),
)
WORKERS = ((coordinator,), (nurse,), (physician,), (pharmacist,), (regulatory,))
MAY: dict[Permission, tuple[tuple[Predicate, ...], ...]] = {
    Permission.LOOK: ((everybody,),),
    Permission.SIGN_IN: ((everybody,),),
    Permission.FEED: ((everybody,),),
    Permission.LIST_CASES: ((works_here,),),
    Permission.OWN_DRAFTS: ((works_here,),),
    Permission.OWN_PASSWORD: ((works_here,),),
    Permission.START_CASE: ((coordinator,), (nurse,), (physician,)),
    Permission.SEE_CASE: SEES,
    Permission.EDIT_FACTS: ((coordinator,), (nurse,), (physician,)),
    Permission.EDIT_DOSING: ((coordinator,), (nurse,), (physician,), (pharmacist,)),
    Permission.KEEP_REPORTS: WORKERS,
    Permission.APPROVE: ((physician,),),
    Permission.RELEASE_DRUG: ((pharmacist,), (physician,)),
    Permission.JUDGE: ((physician,),),
    Permission.MOVE_CASE: (
        (coordinator,),
        (physician,),
        (nurse, in_first_stage),
        (regulatory, in_fda_stage),
    ),
    Permission.CLOSE_OWING: ((coordinator, leads), (physician, own_patient)),
    Permission.DO_STEPS: WORKERS,
    Permission.LOG_CONTACT: WORKERS,
    Permission.RELEASE: ((coordinator,), (nurse,), (physician,), (regulatory,)),
    Permission.HAND_OVER: ((coordinator,), (physician,)),
    Permission.GIVE_ACCESS: ((coordinator,),),
    Permission.RUN_REQUEST: ((coordinator,), (physician, in_emergency)),
    Permission.RECORD_FDA_IRB: ((coordinator,), (physician,), (regulatory,)),
    Permission.RECORD_TREATMENT: ((coordinator,), (nurse,), (physician,), (pharmacist,)),
    Permission.FOLLOW_ROUTES: ((coordinator,), (nurse,), (physician,)),
    Permission.SEE_HISTORY: ((coordinator,), (physician,), (regulatory,)),
    Permission.LOG_OUTSIDE: WORKERS,
    Permission.SEE_REGISTER: ((works_here,),),
    Permission.EDIT_REGISTER: ((coordinator,), (physician,), (regulatory,)),
    Permission.EDIT_RULES: ((administrator,), (regulatory,)),
    Permission.SEE_LIBRARY: ((works_here,),),
    Permission.EDIT_LIBRARY: ((coordinator,), (physician,), (pharmacist,), (regulatory,)),
    Permission.MANAGE_USERS: ((administrator,),),
    Permission.SEE_ACCESS_LOG: ((administrator,),),
}

ON_A_CASE = frozenset(
    {
        Permission.SEE_CASE,
        Permission.EDIT_FACTS,
        Permission.EDIT_DOSING,
        Permission.KEEP_REPORTS,
        Permission.APPROVE,
        Permission.RELEASE_DRUG,
        Permission.JUDGE,
        Permission.MOVE_CASE,
        Permission.CLOSE_OWING,
        Permission.DO_STEPS,
        Permission.LOG_CONTACT,
        Permission.RELEASE,
        Permission.HAND_OVER,
        Permission.GIVE_ACCESS,
        Permission.RUN_REQUEST,
        Permission.RECORD_FDA_IRB,
        Permission.RECORD_TREATMENT,
        Permission.FOLLOW_ROUTES,
        Permission.SEE_HISTORY,
    }
)
WHILE_OPEN = ON_A_CASE - {
    Permission.SEE_CASE,
    Permission.MOVE_CASE,
    Permission.GIVE_ACCESS,
    Permission.SEE_HISTORY,
}
RIGHT_TO = {
    Duty.CONTACTS: Permission.LOG_CONTACT,
    Duty.RELEASES: Permission.RELEASE,
    Duty.FACTS: Permission.EDIT_FACTS,
    Duty.DOSING: Permission.EDIT_DOSING,
    Duty.REPORTS: Permission.KEEP_REPORTS,
    Duty.FILING: Permission.RECORD_FDA_IRB,
    Duty.APPROVAL: Permission.APPROVE,
    Duty.DRUG_RELEASE: Permission.RELEASE_DRUG,
    Duty.EVENTS: Permission.RECORD_TREATMENT,
}
"""What one must be allowed to do to answer in a section."""
CLOSED = "This case is closed. Reopen it to change anything"
CLOSED_OWING = (
    "This case is closed: only what it still owes can be recorded. "
    "Reopen it to change anything else"
)
WHO = {
    Permission.START_CASE: "A coordinator, nurse or physician can start a case",
    Permission.EDIT_FACTS: "A coordinator, nurse or physician can change clinical facts",
    Permission.EDIT_DOSING: "A coordinator, nurse, physician or pharmacist can change this",
    Permission.KEEP_REPORTS: "Whoever works on the case can upload and describe reports",
    Permission.APPROVE: "The physician reads and approves the plan",
    Permission.JUDGE: "The physician judges events",
    Permission.RELEASE_DRUG: "The pharmacist, or the physician, releases the drug",
    Permission.CLOSE_OWING: (
        "Something is still owed: the coordinator whose case it is, or the treating physician, can "
        "close it"
    ),
    Permission.MOVE_CASE: "A coordinator or the physician can move the case",
    Permission.DO_STEPS: "Whoever works on the case can do and plan what is next",
    Permission.LOG_CONTACT: "Whoever works on the case can log a contact; viewers read",
    Permission.LOG_OUTSIDE: "Whoever works on cases can log a contact; viewers read",
    Permission.RELEASE: "A coordinator, nurse, physician or regulatory staff can record this",
    Permission.HAND_OVER: "A coordinator or the physician can hand the case over",
    Permission.GIVE_ACCESS: "A coordinator can give access",
    Permission.RUN_REQUEST: (
        "A coordinator can freeze and send the request; in an emergency the physician too"
    ),
    Permission.RECORD_FDA_IRB: "Regulatory staff, a coordinator or the physician can record this",
    Permission.RECORD_TREATMENT: "Staff who treat the patient can record this",
    Permission.FOLLOW_ROUTES: "A coordinator, nurse or physician can record this",
    Permission.SEE_HISTORY: "A coordinator, the physician or regulatory staff can see this",
    Permission.EDIT_REGISTER: "A coordinator, physician or regulatory staff can change this",
    Permission.EDIT_RULES: "An administrator or regulatory staff can change this",
    Permission.EDIT_LIBRARY: (
        "A coordinator, physician, pharmacist or regulatory staff can change the library"
    ),
    Permission.MANAGE_USERS: "An administrator can manage accounts",
    Permission.SEE_ACCESS_LOG: "An administrator can see this",
}


def may(actor: Actor, permission: Permission, case: Facts = NOBODYS_CASE, *, at: str = "") -> bool:
    """Whether the actor may do this. On a case, one must be able to see it first.

    `at` is the place where it would be done: a closed case goes on where what it owes is settled.
    """
    if permission in ON_A_CASE and not _allowed(actor, SEES, case):
        return False
    shut = permission in WHILE_OPEN and case.life is Life.CLOSED
    if shut and not (at and settles(case, at)):
        return False
    return _allowed(actor, MAY[permission], case)


def who_may(permission: Permission, case: Facts = NOBODYS_CASE) -> str:
    """One sentence that says whom to ask, or that the case is closed."""
    if permission in WHILE_OPEN and case.life is Life.CLOSED:
        return CLOSED_OWING if settles(case, "step:") else CLOSED
    return WHO.get(permission, "Ask an administrator of this clinic for access")


def _allowed(actor: Actor, clauses: tuple[tuple[Predicate, ...], ...], case: Facts) -> bool:
    return any(all(predicate(actor, case) for predicate in clause) for clause in clauses)
