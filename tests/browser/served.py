"""The real server over a database with a few people and telling cases, and its log."""

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from casetrack import demo
from casetrack.demo import people, shelves
from casetrack.demo.days import Days, StoryClock, history_told_by
from casetrack.demo.reports import as_upload
from casetrack.demo.script import named
from casetrack.demo.telling import Teller
from casetrack.documents.press import Press
from casetrack.settings import Settings
from casetrack.store.prepare import prepare
from casetrack.store.session import Store

PATIENCE = 30  # seconds, for whatever has to begin or to be printed
UPLOAD_MB = 3
# The fullest case, and one each with a chart, an emergency, a pause, a date that has come, an end.
CASES = ("kr", "gathering", "emergency", "held", "due-today", "trial-first")


@dataclass(frozen=True)
class Served:
    """The address of a running `casetrack serve`, its database, and the codes of its cases."""

    address: str
    settings: Settings
    codes: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def begin(cls, folder: Path) -> "Served":
        settings = Settings(data_dir=folder)
        codes = furnish(settings)
        port, log = _free_port(), folder / "log"
        environment = {
            "CASETRACK_DATA_DIR": str(folder),
            "CASETRACK_UPLOAD_MB": str(UPLOAD_MB),
            "CASETRACK_SESSION_HOURS": "24",
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "casetrack.cli", "serve", "--port", str(port)],
                env={**os.environ, **environment},
                stdout=subprocess.DEVNULL,
                stderr=out,
            )
        served = cls(f"http://127.0.0.1:{port}", settings, codes, process, log)
        served.wait_until_it_listens(port)
        return served

    def wait_until_it_listens(self, port: int) -> None:
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"casetrack serve did not start: {self.log.read_text()}")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def furnish(settings: Settings) -> dict[str, str]:
    """The demonstration's clinic with only the cases that show most; their codes by name."""
    days, clock = Days(datetime.now(settings.zone).date()), StoryClock(settings.zone)
    with closing(Store(settings.database)) as store, closing(Press()) as press:
        prepare(store, clinic="Test clinic")
        with store.writing() as db, ThreadPoolExecutor(1) as beside, history_told_by(clock):
            people.furnish(db, days)
            reports = demo._reports(
                lambda report: beside.submit(as_upload, report, press=press, days=days)
            )
            clock.turn_to(days.day(demo.OPENED))
            accounts = people.found(db, days, clock)
            shelf = shelves.furnish(
                db,
                days,
                clock,
                accounts,
                studies=named(demo._text("library.txt"), sign="=="),
                drugs=named(demo._text("drugs.txt"), sign="=="),
            )
            teller = Teller(
                db=db,
                press=press,
                clock=clock,
                days=days,
                zone=settings.zone,
                people=accounts,
                reports=reports,
                charts=demo._texts("charts"),
                studies=named(demo._text("studies.txt"), sign="=="),
                library=shelf,
            )
            told = dict(demo._cases(days))
            codes = {name: teller.play(told[name]) for name in told if name in CASES}
            db.commit()
    return codes


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])
