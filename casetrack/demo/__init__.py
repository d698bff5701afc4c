"""The demonstration clinic: invented people and cases, written by the real commands.

A case is a text in `cases/`, a report one in `papers/`, a chart export a file in `charts/`: a new
file there is all it takes.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from casetrack.demo import organizations, people, shelves
from casetrack.demo.days import Days, StoryClock, history_told_by
from casetrack.demo.people import PASSWORD
from casetrack.demo.reports import Report, as_upload
from casetrack.demo.script import Scene, named, scenes
from casetrack.demo.telling import Teller
from casetrack.documents.press import Press
from casetrack.settings import Settings
from casetrack.store.acts import lock
from casetrack.store.commands.reports import NewReport
from casetrack.store.commands.views import keep_view
from casetrack.store.queries.people import anybody
from casetrack.store.seal import DRAFTS, Seal
from casetrack.store.session import Db, Store
from casetrack.store.tables import CLINIC_ID
from casetrack.web.security import read_secret

HERE = Path(__file__).parent
OPENED = "~460d"
ROSAS_VIEW = {"name": "With the company", "asked": "life=open&stage=4"}


class Occupied(Exception):
    """Only an empty database can become the demonstration; nothing was changed."""


def load(store: Store, settings: Settings, *, tell: Callable[[str], None]) -> str:
    """Fills a prepared, empty database in one transaction: all of it, or nothing.

    Returns one closing sentence; raises Occupied where anybody has an account.
    """
    days, clock = Days(datetime.now(settings.zone).date()), StoryClock(settings.zone)
    told = _cases(days)
    seal = Seal(read_secret(settings.data_dir), purpose=DRAFTS)  # as the pages will open it
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    try:
        with store.writing() as db, ThreadPoolExecutor(1) as beside:
            with history_told_by(clock):
                _claim(db)
                people.furnish(db, days)
                reports = _reports(lambda r: beside.submit(as_upload, r, press=press, days=days))
                clock.turn_to(days.day(OPENED))
                accounts = people.found(db, days, clock)
                keep_view(db, accounts["rosa"].user, **ROSAS_VIEW)
                shelf = shelves.furnish(
                    db,
                    days,
                    clock,
                    accounts,
                    studies=named(_text("library.txt"), sign="=="),
                    drugs=named(_text("drugs.txt"), sign="=="),
                )
                tell(f"{len(accounts)} accounts, the register, and {len(shelf)} studies")
                teller = Teller(
                    db=db,
                    press=press,
                    seal=seal,
                    clock=clock,
                    days=days,
                    zone=settings.zone,
                    people=accounts,
                    reports=reports,
                    charts=_texts("charts"),
                    studies=named(_text("studies.txt"), sign="=="),
                    library=shelf,
                )
                for name, case in told:
                    tell(f"{teller.play(case)}: {name}")
            organizations.verify(db, days, accounts)  # they were shipped a moment ago
            db.commit()
    finally:
        press.close()
    return f"{len(told)} cases are ready. Every account has the password “{PASSWORD}”"


def _claim(db: Db) -> None:
    """Two loads at once: the second waits here, and finds the first one's accounts."""
    lock(db, CLINIC_ID)
    if anybody(db):
        raise Occupied(
            "Only an empty database can become the demonstration, and this one has accounts. "
            "Nothing was changed"
        )


def _cases(days: Days) -> list[tuple[str, tuple[Scene, ...]]]:
    """Every case by name, in the order in which they begin, so that their numbers rise."""
    shared = named(_text("shared.txt"), sign="==")
    read = [(name, scenes(text, shared=shared)) for name, text in _texts("cases").items()]
    return sorted(read, key=lambda case: days.day(case[1][0].day))


def _reports(
    start: Callable[[Report], Future[NewReport]],
) -> dict[str, tuple[Report, Future[NewReport]]]:
    """Every report by name, its printing begun."""
    read = {name: Report.read(text) for name, text in _texts("papers").items()}
    return {name: (report, start(report)) for name, report in read.items()}


def _texts(folder: str) -> dict[str, str]:
    found = sorted(path for path in (HERE / folder).iterdir() if path.is_file())
    return {path.stem: _text(f"{folder}/{path.name}") for path in found}


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


__all__ = ["PASSWORD", "Occupied", "load"]
