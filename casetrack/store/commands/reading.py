"""Who opened, printed, exported or was refused what: noted after the answer, never changed."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import insert

from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.base import table_of
from casetrack.store.session import Store
from casetrack.store.tables import Access

ONCE_IN = timedelta(minutes=10)
REMEMBERED = 5_000
READ = insert(table_of(Access))


@dataclass(frozen=True)
class Reading:
    """One look. Looks at the same thing in one session within ten minutes are one."""

    by: Actor
    session: str
    dossier: int | None
    what: str
    about: str = ""
    each: bool = False  # printing and exporting are noted every time


_recent: OrderedDict[tuple[str, int | None, str, str], datetime] = OrderedDict()
_lock = Lock()


def note_access(store: Store, reading: Reading) -> None:
    if not reading.each and _noted_lately(reading):
        return
    with store.writing() as db:
        db.execute(
            READ,
            {
                "at": now(),
                "user_id": reading.by.user,
                "user_name": reading.by.name,
                "dossier_id": reading.dossier,
                "what": reading.what,
                "about": reading.about[:200],
            },
        )
        db.commit()


def _noted_lately(reading: Reading) -> bool:
    key = (reading.session, reading.dossier, reading.what, reading.about)
    with _lock:
        last = _recent.get(key)
        if last is not None and now() - last < ONCE_IN:
            return True
        _recent[key] = now()
        _recent.move_to_end(key)
        while len(_recent) > REMEMBERED:
            _recent.popitem(last=False)
    return False
