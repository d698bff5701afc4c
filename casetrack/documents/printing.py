"""Prints a case's packet: a draft as the case stands, or a frozen version's own bytes."""

from dataclasses import replace
from datetime import datetime

from casetrack.documents import pages
from casetrack.documents.changes import changes_since, said
from casetrack.documents.packet import Packet
from casetrack.documents.press import Press, PressFailed
from casetrack.documents.request import build
from casetrack.rules.documents import REQUEST
from casetrack.rules.people import Actor
from casetrack.settings import Settings
from casetrack.store.commands.reading import Reading, note_access
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.papers import frozen_bytes, frozen_version, report_files
from casetrack.store.session import Db, Store


class NotPrinted(Exception):
    """No paper was written; says why in one sentence."""


def draft(store: Store, settings: Settings, code: str, *, by: Actor) -> bytes:
    """The packet as the case stands now, marked as a draft on every page."""
    with store.reading() as db:
        file = _case(db, code, by)
        packet = next_packet(db, file, prepared_by=by.name, at=datetime.now(settings.zone))
        files = report_files(db, {exhibit.sha256 for exhibit in packet.exhibits})
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    try:
        printed = press.print(pages.job(packet, files=files))
    except PressFailed as failed:
        raise NotPrinted(str(failed)) from None
    finally:
        press.close()
    note_access(store, Reading(by, "", file.id, "printed", "draft", each=True))
    return printed.draft


def frozen(store: Store, code: str, document: str, version: int, *, by: Actor) -> bytes:
    with store.reading() as db:
        file = _case(db, code, by)
        data = frozen_bytes(db, file.id, document, version)
    if data is None:
        raise NotPrinted(f"{code} has no frozen version {version} of {document}")
    note_access(store, Reading(by, "", file.id, "printed", f"version {version}", each=True))
    return data


def next_packet(db: Db, file: CaseFile, *, prepared_by: str, at: datetime) -> Packet:
    """The next version of the request packet, as the case stands."""
    held = [version.version for version in file.versions if version.paper == REQUEST.key]
    last = held[-1] if held else 0
    before = frozen_version(db, file.id, REQUEST.key, last) if last else None
    packet = build(file, version=last + 1, prepared_by=prepared_by, today=at.date())
    changes = changes_since(before.said, said(packet, file)) if before else ()
    return replace(packet, changes=changes)


def _case(db: Db, code: str, by: Actor) -> CaseFile:
    file = load_case(db, code, by=by)
    if file is None:
        raise NotPrinted(f"there is no case {code}")
    return file
