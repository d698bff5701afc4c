"""One child process, seen from its parent: started, asked, timed and, when it must be, killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from .frames import Message, receive, send

JOBS = 100
RESIDENT_MB = 330

Progress = Callable[[int, int, str], None]


class Stopped(Exception):
    """The child ended before it answered; `late` when it was killed for the time it took."""

    def __init__(self, *, late: bool, part: str | None) -> None:
        super().__init__("late" if late else "died")
        self.late = late
        self.part = part


class Printer:
    """For one caller at a time: `Press` sees to that."""

    def __init__(self, *, memory_mb: int) -> None:
        self._jobs = 0
        self._worn = False
        self._child = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-B", "-s", "-P", "-m", _CHILD, str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # warnings quote the text they are about
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._child.pid

    def is_alive(self) -> bool:
        return self._child.poll() is None

    def is_worn(self) -> bool:
        """Time for a fresh one: it has done its share, or has grown."""
        grown = self._resident_mb() > RESIDENT_MB
        return self._worn or grown or self._jobs >= JOBS

    def ask(
        self, question: Message, *blobs: bytes, seconds: float, progress: Progress | None = None
    ) -> tuple[Message, list[bytes]]:
        """The child's answer; Stopped when it ends, or is ended after so many seconds."""
        self._jobs += 1
        part: str | None = None
        with self._deadline(seconds) as late:
            try:
                send(self._to_child, question | {"seconds": int(seconds)}, *blobs)
                while True:
                    answer, results = receive(self._from_child)
                    if "at" not in answer:
                        self._worn = answer["worn"]
                        return answer, results
                    part = answer["at"]
                    if progress:
                        progress(answer["done"], answer["of"], answer["title"])
            except (EOFError, OSError) as gone:
                self.kill()
                raise Stopped(late=late.is_set(), part=part) from gone
            except BaseException:
                self.kill()  # mid-answer: nothing more can be read in step
                raise

    def kill(self) -> None:
        """Ends the child and whatever it may have started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._child.wait()
        for pipe in (self._to_child, self._from_child):
            with contextlib.suppress(OSError):
                pipe.close()

    def _resident_mb(self) -> int:
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE") >> 20

    @contextlib.contextmanager
    def _deadline(self, seconds: float) -> Iterator[threading.Event]:
        late = threading.Event()

        def end() -> None:
            late.set()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        clock.start()
        try:
            yield late
        finally:
            clock.cancel()

    @property
    def _to_child(self) -> BinaryIO:
        return cast(BinaryIO, self._child.stdin)

    @property
    def _from_child(self) -> BinaryIO:
        return cast(BinaryIO, self._child.stdout)


_CHILD = "casetrack.documents.press.child"
_PACKAGES = Path(__file__).resolve().parents[3]


def _environment() -> dict[str, str]:
    """Nothing of ours: no secrets, no database address, no home."""
    return {"LANG": "C.UTF-8", "PYTHONPATH": str(_PACKAGES), "PYTHONHASHSEED": "0"}
