"""The real server over the demonstration, and its log."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from demonstrated import Demonstration

from casetrack.settings import Settings

PATIENCE = 30  # seconds, for whatever has to begin or to be printed
UPLOAD_MB = 3
# The fullest case, and one each with a chart, an emergency, a pause, a date that has come, an end.
CASES = (
    *("kr", "gathering", "emergency", "held", "due-today", "trial-first", "fda"),
    *("on-treatment", "follow-up", "emergency-calling"),
)


@dataclass(frozen=True)
class Served:
    """The address of a running `casetrack serve`, its database, and the codes of its cases."""

    address: str
    settings: Settings
    codes: dict[str, str]
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def begin(cls, folder: Path, demonstration: Demonstration) -> "Served":
        settings = Settings(data_dir=folder)
        demonstration.copy_to(folder)
        codes = {name: demonstration.codes[name] for name in CASES}
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


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])
