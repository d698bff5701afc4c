"""The register: physicians, companies and the clinic, with how much of each is known."""

from dataclasses import dataclass

from sqlalchemy import select

from casetrack.rules.questions import BY_KEY, Of
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID, Answer, Dossier, Entry

SECTION_OF = {Of.PHYSICIAN: "physician", Of.COMPANY: "policy", Of.CLINIC: "clinic"}


@dataclass(frozen=True)
class Listed:
    """One entry; `missing` counts the wanted facts that are blank."""

    kind: Of
    id: int
    name: str
    missing: int
    checked_on: str


@dataclass(frozen=True)
class Card:
    """One entry with all its answers, and what a form needs to change them."""

    kind: Of
    id: int
    name: str
    version: int
    root: int
    answers: dict[str, str]


def register(db: Db) -> list[Listed]:
    """Everything in the register, in two queries."""
    kinds = [of.value for of in SECTION_OF]
    query = (
        select(Dossier, Answer)
        .outerjoin(Answer, Answer.dossier_id == Dossier.id)
        .where(Dossier.kind.in_(kinds))
        .order_by(Dossier.name, Dossier.id)
    )
    found: dict[int, tuple[Dossier, dict[str, str]]] = {}
    for dossier, answer in db.execute(query):
        said = found.setdefault(dossier.id, (dossier, {}))[1]
        if answer is not None:
            said[answer.key] = answer.value
    return [_listed(dossier, said) for dossier, said in found.values()]


def card(db: Db, kind: Of, dossier_id: int) -> Card | None:
    """One entry of this kind; None if there is none with this number."""
    dossier = db.get(Dossier, dossier_id)
    if dossier is None or dossier.kind != kind:
        return None
    root = db.scalars(
        select(Entry.id).where(Entry.dossier_id == dossier_id, Entry.rows == "")
    ).one()
    held = db.scalars(select(Answer).where(Answer.entry_id == root))
    answers = {answer.key: answer.value for answer in held}
    return Card(kind, dossier.id, dossier.name, dossier.version, root, answers)


def is_demonstration(db: Db) -> bool:
    """Whether everything here is invented (store.commands.register.mark_demonstration)."""
    query = select(Answer.value).where(
        Answer.dossier_id == CLINIC_ID, Answer.key == "demonstration"
    )
    return db.scalars(query).first() == "yes"


def _listed(dossier: Dossier, said: dict[str, str]) -> Listed:
    kind = Of(dossier.kind)
    asked = BY_KEY[SECTION_OF[kind]].questions
    missing = [q for q in asked if (q.wanted or q.tab) and not said.get(q.key)]
    return Listed(kind, dossier.id, dossier.name, len(missing), said.get("policy_checked_on", ""))
