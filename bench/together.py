"""A case's page while two packets print, beside the same page while nothing prints."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from make import PASSWORD, Clinic
from sqlalchemy import select

from bench import KEPT, table
from bench.rich import rich_case
from casetrack.settings import Settings
from casetrack.store.commands.signin import Credentials, sign_in
from casetrack.store.prepare import prepare
from casetrack.store.session import Store
from casetrack.store.tables import Print, Session

PRINTING, PACKETS, IDLE = 2, 5, 150
PAUSE = 0.02  # between two looks, as if somebody clicked fast
TIMES = 3.0


def main() -> None:
    table.head(f"The case page of `casetrack serve` while {PRINTING} packets print, p95 of each")
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=KEPT))
    store = Store(Settings(data_dir=folder).database)
    try:
        prepare(store, clinic="Bench clinic")
        clinic = Clinic(store)
        codes = [rich_case(clinic, seed) for seed in range(1, PACKETS + 2)]
        with _served(folder) as port:
            browser = Browser(store, clinic, port)
            _race(browser, codes[0], codes[1:])
    finally:
        store.close()
        shutil.rmtree(folder)


class Browser:
    """Somebody signed in, over HTTP; what prints is asked of the store itself."""

    def __init__(self, store: Store, clinic: Clinic, port: int) -> None:
        self.store, self.port = store, port
        email = clinic.email(clinic.rosa)
        given = Credentials(email=email, password=PASSWORD, device="", address="127.0.0.1")
        self.session = sign_in(store, given).session
        with store.reading() as db:
            self.csrf = db.scalars(select(Session.csrf)).one()

    def look(self, code: str) -> None:
        self._ask("GET", f"/cases/{code}", 200)

    def preview(self, code: str) -> None:
        self._ask("POST", f"/cases/{code}/papers/manufacturer-request/preview", 303)

    def printing(self) -> int:
        with self.store.reading() as db:
            return len(db.scalars(select(Print.key).where(Print.state == "working")).all())

    def pages(self) -> list[int]:
        with self.store.reading() as db:
            return list(db.scalars(select(Print.pages).where(Print.state == "ready")))

    def _ask(self, method: str, address: str, wanted: int) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        body = urlencode({"csrf": self.csrf}) if method == "POST" else None
        headers = {"Cookie": f"casetrack-session={self.session}", **kind}
        connection.request(method, address, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        if response.status != wanted:
            raise RuntimeError(f"{method} {address}: {response.status}")


def _race(browser: Browser, shown: str, printed: list[str]) -> None:
    browser.preview(printed[0])  # warms one printer; the other warms on its way
    _wait(lambda: not browser.printing())
    _looks(browser, shown, 20)
    idle = _looks(browser, shown, IDLE)
    busy: list[float] = []
    left = printed[1:]
    while left or browser.printing():
        while left and browser.printing() < PRINTING:
            browser.preview(left.pop())
        if browser.printing() == PRINTING:
            busy += _looks(browser, shown, 10)
        else:
            time.sleep(PAUSE)
    idle += _looks(browser, shown, IDLE)
    ours, raw = table.p95(busy), table.p95(idle)
    table.bound(
        f"{len(busy)} looks beside {len(idle)}",
        f"{ours * 1000:.1f} ms",
        f"{raw * 1000:.1f} ms",
        f"{TIMES:.2f}",
        holds=ours / raw <= TIMES,
        ratio=f"{ours / raw:.2f}",
    )
    pages = browser.pages()
    table.say(f"{len(pages)} packets of {min(pages)} to {max(pages)} pages were printed")


def _looks(browser: Browser, code: str, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        taken.append(table.seconds(lambda: browser.look(code)))
        time.sleep(PAUSE)
    return taken


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = {"CASETRACK_DATA_DIR": str(folder), "CASETRACK_PRINTERS": str(PRINTING)}
    command = [sys.executable, "-m", "casetrack.cli", "serve", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL
    ) as server:
        try:
            _wait(lambda: _listens(port))
            yield port
        finally:
            server.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _wait(ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.1)
