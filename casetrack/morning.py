"""The daily pass and the outbox as the settings have them: by command, and while serving."""

import logging
import os
import socket
import threading
from datetime import datetime
from time import sleep

from casetrack.mail import Delivered, deliver, post_of
from casetrack.rules.due import is_due
from casetrack.settings import Settings
from casetrack.store.acts import now
from casetrack.store.due import Outcome, Plan, last_pass, run_pass
from casetrack.store.session import Store

EVERY = 60.0  # seconds between two looks at the clock and into the outbox
log = logging.getLogger("casetrack")


def run(settings: Settings, store: Store) -> Outcome:
    """Today's pass over all dates, whether or not it has run before."""
    return run_pass(
        store,
        Plan(
            day=_here(settings).date(),
            machine=f"{socket.gethostname()}, process {os.getpid()}",
            site=settings.base_url.rstrip("/"),
            letters=settings.mails,
            physicians_see_all=settings.physicians_see_all,
        ),
    )


def send(settings: Settings, store: Store) -> Delivered:
    """Whatever the outbox holds and is to be tried now. Raises Unsent where none can go out."""
    return deliver(store, post_of(settings)) if settings.mails else Delivered()


def look(settings: Settings, store: Store) -> None:
    """What is to be done at this moment: the pass if this morning's is missing, then letters."""
    with store.reading() as db:
        last = last_pass(db)
    if is_due(last, _here(settings), settings.morning_hour):
        run(settings, store)
    send(settings, store)


def watch(settings: Settings) -> threading.Thread:
    """Looks once a minute as long as this process lives; what goes wrong is tried again."""

    def forever() -> None:
        store = Store(settings.database)
        while True:
            try:
                look(settings, store)
            except Exception as error:  # noqa: BLE001 - Today shows that it did not come
                log.error("the daily pass failed: %s", type(error).__name__)  # noqa: TRY400 - a trace may hold data
            sleep(EVERY)

    thread = threading.Thread(target=forever, name="morning", daemon=True)
    thread.start()
    return thread


def _here(settings: Settings) -> datetime:
    return now().astimezone(settings.zone)
