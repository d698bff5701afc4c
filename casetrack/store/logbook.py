"""Keeps the contact log's lines in step with the rows they are made of, within every act."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, select

from casetrack.rules.organizations import party_key, same_party
from casetrack.rules.questions import Of
from casetrack.store.session import Db
from casetrack.store.tables import Case, ContactLine, Dossier, Entry

ROWS = "contact"
PARTIES = (Of.COMPANY.value, Of.ORGANIZATION.value)


def keep(db: Db, entry: Entry, answers: Mapping[str, str]) -> None:
    """Writes the line of a contact that was added, changed or restored."""
    party = answers.get("with_whom", "")
    line = db.get(ContactLine, entry.id) or ContactLine(entry_id=entry.id)
    line.dossier_id, line.party, line.party_key = entry.dossier_id, party, party_key(party)
    line.party_id = party_of(db, entry.dossier_id, party)
    line.said_on = date.fromisoformat(answers["said_on"])
    line.chase_on = date.fromisoformat(answers["chase_on"]) if answers.get("chase_on") else None
    db.add(line)
    db.flush()


def drop(db: Db, entry: Entry) -> None:
    """Takes the line of a removed contact out of the log."""
    db.execute(delete(ContactLine).where(ContactLine.entry_id == entry.id))


def party_of(db: Db, dossier_id: int, party: str) -> int | None:
    """The register's entry that a contact is with; None for somebody who is not in it.

    In an organization's own log it is that organization; in a case its manufacturer may be named
    by the beginning of its name.
    """
    own = db.get_one(Dossier, dossier_id)
    if own.kind != "case":
        return own.id
    if not party:
        return None
    same = (Dossier.kind.in_(PARTIES), Dossier.name_key == party.casefold())
    found = db.scalars(select(Dossier.id).where(*same).order_by(Dossier.id)).first()
    if found is not None:
        return found
    query = select(Dossier).join(Case, Case.company_id == Dossier.id).where(Case.id == dossier_id)
    company = db.scalars(query).one_or_none()
    return company.id if company and same_party(party, company.name) else None
