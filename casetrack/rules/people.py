"""Who works on a case, and in which role (ux.md S23)."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    COORDINATOR = "coordinator"
    NURSE = "nurse"
    PHYSICIAN = "physician"
    PHARMACIST = "pharmacist"
    REGULATORY = "regulatory"
    VIEWER = "viewer"
    ADMIN = "admin"


ROLE_WORDS = {
    Role.COORDINATOR: "Runs cases: facts, stages, packets, sending",
    Role.NURSE: "Sees the patient: facts, wishes, the first stage",
    Role.PHYSICIAN: "Treats and answers for the request: own cases",
    Role.PHARMACIST: "Dosing, interactions, stock",
    Role.REGULATORY: "FDA and IRB: stage 5",
    Role.VIEWER: "Reads the cases they were given",
    Role.ADMIN: "Accounts and settings; sees no patient data",
}


@dataclass(frozen=True)
class Actor:
    """The person who asks, as far as the law needs to know.

    `register` is the physician's entry in the clinic's register that this account belongs to;
    it decides which cases are a physician's own. `sees_all`: the clinic's setting for physicians.
    """

    user: int
    name: str
    roles: frozenset[Role]
    register: int | None = None
    sees_all: bool = False

    def holds(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(user=0, name="casetrack", roles=frozenset())
NOBODY = Actor(user=0, name="", roles=frozenset())
