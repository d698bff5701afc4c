"""The demonstration clinic: invented people and cases, written by the real commands."""

from collections.abc import Callable
from datetime import datetime

from casetrack.demo import company, early, kr, late, people
from casetrack.demo.days import Days, StoryClock, history_told_by
from casetrack.demo.kr_reports import REPORTS
from casetrack.demo.people import PASSWORD
from casetrack.demo.script import scenes
from casetrack.demo.shared import PASSAGES
from casetrack.demo.studies import STUDIES
from casetrack.demo.telling import Teller
from casetrack.documents.press import Press
from casetrack.settings import Settings
from casetrack.store.acts import lock
from casetrack.store.commands.register import mark_demonstration
from casetrack.store.queries.people import anybody
from casetrack.store.session import Db, Store
from casetrack.store.tables import CLINIC_ID

SCRIPTS = (kr.SCRIPT, *early.SCRIPTS, *company.SCRIPTS, *late.SCRIPTS)
OPENED = "~460d"


class Occupied(Exception):
    """Only an empty database can become the demonstration; nothing was changed."""


def load(store: Store, settings: Settings, *, tell: Callable[[str], None]) -> str:
    """Fills a prepared, empty database in one transaction: all of it, or nothing.

    Returns one closing sentence; raises Occupied where anybody has an account.
    """
    days, clock = Days(datetime.now(settings.zone).date()), StoryClock(settings.zone)
    told = sorted((scenes(s, shared=PASSAGES) for s in SCRIPTS), key=lambda s: days.day(s[0].day))
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    try:
        with store.writing() as db, history_told_by(clock):
            _claim(db)
            clock.turn_to(days.day(OPENED))
            mark_demonstration(db)
            accounts = people.found(db, days, clock)
            tell(f"{len(accounts)} accounts and the register")
            teller = Teller(
                db=db,
                press=press,
                clock=clock,
                days=days,
                zone=settings.zone,
                people=accounts,
                reports=REPORTS,
                studies=STUDIES,
            )
            for script in told:
                tell(f"{teller.play(script)}, {len(script)} scenes")
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


__all__ = ["PASSWORD", "Occupied", "load"]
