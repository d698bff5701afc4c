"""The press as the web process sees it: a few warm printers, asked one job at a time each."""

import contextlib
import logging
import threading
from collections.abc import Iterator, Mapping

from .frames import Message
from .paper import FormField, Inspection, Job, PressFailed, Printed, UploadRefused
from .printer import Printer, Progress, Stopped
from .wire import pack_job, unpack_inspection

INSPECTION_SECONDS = 10


_log = logging.getLogger(__name__)


class Press:
    """Thread-safe. At most `children` jobs run at once; others wait as long as one job may take."""

    def __init__(self, children: int = 1, seconds: float = 45, memory_mb: int = 1024) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._idle: list[Printer] = []
        self._places = threading.BoundedSemaphore(children)
        self._lock = threading.Lock()
        self._closed = False

    def print(self, job: Job, *, progress: Progress | None = None) -> Printed:
        """The paper; PressFailed, with the key of the part at fault, when there is none."""
        question, blobs = pack_job(job)
        try:
            with self._printer() as printer:
                answer, results = printer.ask(
                    question, *blobs, seconds=self._seconds, progress=progress
                )
        except Stopped as stopped:
            raise PressFailed(_why(stopped, self._seconds), stopped.part) from stopped
        if "failed" in answer:
            _log.warning("a paper failed: %s", answer["cause"])
            raise PressFailed(answer["failed"], answer["part"])
        pdf, mark = results
        at = answer["mark_at"]
        draft = b"".join((memoryview(pdf)[:at], mark, memoryview(pdf)[at + len(mark) :]))
        return Printed(pdf, draft, answer["pages"], answer["first_page"])

    def inspect(self, data: bytes, *, name_hint: str = "") -> Inspection:
        """What the upload is; UploadRefused when it is not a readable PDF, PNG or JPEG."""
        try:
            with self._printer() as printer:
                answer, _ = printer.ask(
                    {"do": "inspect", "name_hint": name_hint}, data, seconds=INSPECTION_SECONDS
                )
        except Stopped as stopped:
            raise UploadRefused(_UNREADABLE) from stopped
        except PressFailed as busy:
            raise UploadRefused(busy.sentence) from busy
        if "refused" in answer:
            raise UploadRefused(answer["refused"])
        return unpack_inspection(answer)

    def fill(self, form: bytes, *, texts: Mapping[str, str], ticks: Mapping[str, bool]) -> bytes:
        """The form with these fields filled in; UploadRefused when that cannot be done."""
        question = {"do": "fill", "texts": dict(texts), "ticks": dict(ticks)}
        _, (filled,) = self._look_into(form, question)
        return filled

    def fields(self, form: bytes) -> tuple[FormField, ...]:
        """The fields of a fillable form; UploadRefused when it has none."""
        answer, _ = self._look_into(form, {"do": "fields"})
        return tuple(FormField(**field) for field in answer["fields"])

    def _look_into(self, form: bytes, question: Message) -> tuple[Message, list[bytes]]:
        try:
            with self._printer() as printer:
                answer, results = printer.ask(question, form, seconds=INSPECTION_SECONDS)
        except Stopped as stopped:
            raise UploadRefused(_UNREADABLE) from stopped
        except PressFailed as busy:
            raise UploadRefused(busy.sentence) from busy
        if "refused" in answer or "failed" in answer:
            raise UploadRefused(answer.get("refused") or _DAMAGED_FORM)
        return answer, results

    def layers(self) -> dict[str, bool]:
        """Which walls around the child hold on this machine."""
        try:
            with self._printer() as printer:
                answer, _ = printer.ask({"do": "layers"}, seconds=self._seconds)
        except Stopped as stopped:
            raise PressFailed(_why(stopped, self._seconds)) from stopped
        holds: dict[str, bool] = answer["layers"]
        return holds

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for printer in idle:
            printer.kill()

    @contextlib.contextmanager
    def _printer(self) -> Iterator[Printer]:
        if self._closed or not self._places.acquire(timeout=self._seconds):
            raise PressFailed(_BUSY)
        try:
            printer = self._take()
            try:
                yield printer
            finally:
                self._put_back(printer)
        finally:
            self._places.release()

    def _take(self) -> Printer:
        with self._lock:
            while self._idle:
                printer = self._idle.pop()
                if printer.is_alive():
                    return printer
                printer.kill()
        return Printer(memory_mb=self._memory_mb)

    def _put_back(self, printer: Printer) -> None:
        with self._lock:
            keep = printer.is_alive() and not printer.is_worn() and not self._closed
            if keep:
                self._idle.append(printer)
        if not keep:
            printer.kill()


_BUSY = "Other papers are being printed just now. Wait a minute and try again."
_DAMAGED_FORM = "This form is damaged and cannot be filled in. Take it anew from FDA"
_UNREADABLE = (
    "This file could not be read in the time and memory allowed. "
    "Print it to a new PDF and upload that."
)


def _why(stopped: Stopped, seconds: float) -> str:
    if stopped.late:
        return (
            f"Printing was stopped after {seconds:g} seconds. "
            "Shorten the longest text in this part and print again."
        )
    return (
        "The printing process stopped before the paper was done, most likely for lack of memory. "
        "Print again; if it stops twice, take out the largest attachment or the longest text."
    )
