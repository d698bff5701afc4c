"""Frozen papers and previews."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from casetrack.store.session import Db
from casetrack.store.tables import Blob, Paper, Print, Upload


@dataclass(frozen=True)
class Frozen:
    """What a frozen version was made of."""

    version: int
    packet: dict[str, Any]
    said: dict[str, Any]


@dataclass(frozen=True)
class Preview:
    """How far a preview is."""

    key: str
    state: str
    done: int
    of: int
    doing: str
    pages: int
    first_pages: dict[str, int]


def frozen_version(db: Db, case_id: int, paper: str, version: int) -> Frozen | None:
    query = select(Paper.version, Paper.made_of).where(
        Paper.dossier_id == case_id, Paper.paper == paper, Paper.version == version
    )
    found = db.execute(query).one_or_none()
    return Frozen(found[0], found[1]["packet"], found[1]["said"]) if found else None


def frozen_bytes(db: Db, case_id: int, paper: str, version: int) -> bytes | None:
    """The stored bytes of a frozen version: served as they are, never rendered again."""
    query = (
        select(Blob.data)
        .join(Paper, Paper.sha256 == Blob.sha256)
        .where(Paper.dossier_id == case_id, Paper.paper == paper, Paper.version == version)
    )
    return db.scalars(query).one_or_none()


def report_files(db: Db, hashes: set[str]) -> dict[str, bytes]:
    """The bytes behind reports, by their SHA-256."""
    query = select(Blob.sha256, Blob.data).where(Blob.sha256.in_(hashes))
    return {entry: found for entry, found in db.execute(query)}  # noqa: C416 - dict() loses the types


def report_texts(db: Db, entries: set[int]) -> dict[int, str]:
    """The text that was read out of reports, by their row."""
    query = select(Upload.entry_id, Upload.text).where(Upload.entry_id.in_(entries))
    return {entry: found for entry, found in db.execute(query)}  # noqa: C416 - dict() loses the types


def preview(db: Db, key: str) -> Preview | None:
    found = db.get(Print, key)
    if found is None:
        return None
    return Preview(
        found.key,
        found.state,
        found.done,
        found.of,
        found.doing,
        found.pages,
        dict(found.first_pages),
    )


def preview_bytes(db: Db, case_id: int, key: str, *, draft: bool) -> bytes | None:
    column = Print.draft if draft else Print.final
    query = select(column).where(
        Print.key == key, Print.dossier_id == case_id, Print.state == "ready"
    )
    return db.scalars(query).one_or_none()


def finished_print(db: Db, case_id: int, key: str) -> Print | None:
    query = (
        select(Print)
        .options(undefer(Print.final), undefer(Print.made_of))
        .where(Print.key == key, Print.dossier_id == case_id, Print.state == "ready")
    )
    return db.scalars(query).one_or_none()
