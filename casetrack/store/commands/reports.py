"""Uploaded reports: the bytes, and a row that says what they are."""

from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.people import Actor
from casetrack.store.acts import act, lock
from casetrack.store.commands.answers import insert_row
from casetrack.store.commands.papers import keep
from casetrack.store.session import Db
from casetrack.store.tables import Upload


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A file that was inspected and may be kept."""

    data: bytes
    given_name: str
    media_type: str
    pages: int
    text: str
    notes: str


def add_report(db: Db, case_id: int, report: NewReport, *, by: Actor) -> int:
    """Keeps a report; what it is and whether it names the patient is asked next."""
    dossier = lock(db, case_id)
    with act(db, dossier, by=by, action="uploaded", about="document") as uploading:
        entry = insert_row(uploading, "document", {"included": values.YES})
        sha256 = keep(db, report.data)
        db.add(
            Upload(
                entry_id=entry.id,
                dossier_id=case_id,
                seq=uploading.seq,
                sha256=sha256,
                media_type=report.media_type,
                size=len(report.data),
                pages=report.pages,
                given_name=report.given_name[:200],
                text=report.text,
                notes=report.notes,
            )
        )
        uploading.tell("file", "", f"{report.pages} pages, SHA-256 {sha256}", entry=entry.id)
    return entry.id
