"""What the child can do: print, inspect, fill in forms, say which walls hold; heavy libraries."""

import gc
import io
import logging
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from .compose import Composer
from .filling import fields, fill
from .frames import Message
from .inspection import inspect
from .paper import Job, PressFailed, Section, Stamp, UploadRefused
from .tuning import tune
from .typecase import OUTSIDE, Fetcher, Typecase
from .wire import pack_inspection, unpack_job

Answer = tuple[Message, list[bytes]]
Tell = Callable[[Message], None]


class Workshop:
    """Warm once made: a first paper has been printed and read, so nothing is left to load."""

    def __init__(self) -> None:
        logging.disable()  # warnings quote the text they are about
        tune()
        fetcher = Fetcher()
        self.holds: dict[str, bool] = {}
        self._composer = Composer(Typecase(), fetcher)
        self._warm_up()

    def answer(self, question: Message, blobs: list[bytes], tell: Tell) -> Answer:
        """The answer to one frame; whatever goes wrong is an answer, too."""
        worn = False
        try:
            answer, results = self._do(question, blobs, tell)
        except PressFailed as failed:
            answer, results = _failed(failed.sentence, failed.part, failed), []
        except UploadRefused as refused:
            answer, results = {"refused": refused.sentence}, []
        except FatalURLFetchingError as fault:
            answer, results = _failed(OUTSIDE, None, fault), []
        except MemoryError as fault:
            answer, results = _failed(_MEMORY, None, fault), []
            worn = True
        except Exception as fault:  # noqa: BLE001  the parent must hear of it
            answer, results = _failed(_UNKNOWN, None, fault), []
        return answer | {"worn": worn}, results

    def rest(self) -> None:
        """Between jobs: what stays is frozen, so that no collection ever walks over it again."""
        if self._composer.forget():
            gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _do(self, question: Message, blobs: list[bytes], tell: Tell) -> Answer:
        match question["do"]:
            case "print":
                return self._print(unpack_job(question, blobs), tell)
            case "inspect":
                return pack_inspection(inspect(blobs[0], question["name_hint"])), []
            case "fill":
                return {}, [fill(blobs[0], question["texts"], question["ticks"])]
            case "fields":
                return {"fields": [asdict(field) for field in fields(blobs[0])]}, []
            case _:
                return {"layers": self.holds}, []

    def _print(self, job: Job, tell: Tell) -> Answer:
        def report(part: str | None, done: int, of: int, title: str) -> None:
            tell({"at": part, "done": done, "of": of, "title": title})

        bound = self._composer.compose(job, report)
        answer = {
            "pages": bound.pages,
            "first_page": bound.first_page,
            "mark_at": bound.mark_at,
        }
        return answer, [bound.pdf, bound.mark]

    def _warm_up(self) -> None:
        section = Section("warm", "", _SAMPLE)
        job = Job("warm", "warm", "p { color: #111 }", (section,), Stamp("a", "b", "c"))
        _, (pdf, _) = self._print(job, lambda _: None)
        inspect(pdf, "")
        for kind in ("PNG", "JPEG"):
            picture = io.BytesIO()
            Image.new("RGB", (8, 8)).save(picture, kind)
            inspect(picture.getvalue(), "")


_SAMPLE = (
    '<h1>Warm</h1><p><b>bold</b> <i>italic</i> <a href="#warm">link</a> <!--pages--></p>'
    "<table><thead><tr><th>a</table>"
    '<svg width="9" height="9"><title>t</title><text y="8">a</text></svg>'
)
_MEMORY = (
    "This paper needs more memory than it may have. "
    "Take out the largest attachment or the longest text and print again."
)
_UNKNOWN = "The paper could not be printed. Tell an administrator; the log names the cause."


def _failed(sentence: str, part: str | None, fault: BaseException) -> Message:
    return {"failed": sentence, "part": part, "cause": _cause(fault)}


def _cause(fault: BaseException) -> str:
    """Where it happened and what kind of fault it was, without any text of the paper."""
    root = fault
    while root.__cause__ is not None:
        root = root.__cause__
    frames = traceback.extract_tb(root.__traceback__)[-3:]
    places = " > ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames)
    return f"{type(root).__name__} at {places}"
