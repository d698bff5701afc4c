"""Prints a case's papers: a draft as the case stands, or a frozen version's own bytes."""

from dataclasses import replace
from datetime import UTC, datetime

from casetrack.documents import pages
from casetrack.documents.changes import changes_since, said
from casetrack.documents.content import Content, Draft
from casetrack.documents.makers import MAKERS
from casetrack.documents.press import Press, PressFailed
from casetrack.rules.documents import BY_KEY, FDA_SET, Paper
from casetrack.rules.people import Actor
from casetrack.settings import Settings
from casetrack.store.commands.reading import Reading, note_access
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.papers import frozen_bytes, frozen_version, report_files
from casetrack.store.queries.register import fda_offices
from casetrack.store.session import Db, Store


class NotPrinted(Exception):
    """No paper was written; says why in one sentence."""


def draft(store: Store, settings: Settings, code: str, document: str, *, by: Actor) -> bytes:
    """The paper as the case stands now, marked as a draft on every page."""
    with store.reading() as db:
        file = _case(db, code, by)
        now = datetime.now(settings.zone)
        content = next_version(db, file, BY_KEY[document], prepared_by=by.name, at=now)
        files = report_files(db, {exhibit.sha256 for exhibit in content.exhibits})
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    try:
        printed = press.print(pages.job(content, files=files))
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


def next_version(
    db: Db, file: CaseFile, paper: Paper, *, prepared_by: str, at: datetime
) -> Content:
    """The next version of a paper, as the case stands."""
    held = file.versions_of(paper.key)
    last = held[-1].version if held else 0
    before = frozen_version(db, file.id, paper.key, last) if last else None
    offices = fda_offices(db) if paper is FDA_SET else ()
    draft = Draft(file, paper, last + 1, prepared_by, at.date(), at.tzinfo or UTC, offices)
    content = MAKERS[paper.key].build(draft)
    changes = changes_since(before.said, said(content, file)) if before else ()
    return replace(content, changes=changes)


def _case(db: Db, code: str, by: Actor) -> CaseFile:
    file = load_case(db, code, by=by)
    if file is None:
        raise NotPrinted(f"there is no case {code}")
    return file
