"""The child's life: closes itself off, warms up, then answers frames until its parent is gone."""

import ctypes.util
import gc
import os
import select
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO

from . import sandbox
from .frames import receive, send

if TYPE_CHECKING:
    from .workshop import Workshop

GARBAGE_AFTER = 1_000_000  # a laid-out paper is nearly all alive: looking oftener only costs time


def main(memory_mb: int) -> None:
    gc.set_threshold(GARBAGE_AFTER, 20, 100)
    questions, answers = _take_pipes()
    new_workshop = _load()
    holds = {  # before the font library starts threads of its own, which these would not bind
        "privileges": sandbox.give_up_privileges(),
        "network": sandbox.leave_network(),
        "disk": sandbox.close_disk(),
    }
    workshop = new_workshop()
    threading.Thread(target=_leave_with_parent, args=(questions.fileno(),), daemon=True).start()
    holds["memory"] = sandbox.limit(memory_mb=memory_mb)
    holds["processes"] = sandbox.stay_alone()
    holds["python"] = sandbox.watch()
    workshop.holds = holds
    _serve(workshop, questions, answers)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Frames go where no stray `print` of a library can follow."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    return questions, answers


def _load() -> "type[Workshop]":
    """To find a library by a short name Python runs a compiler; WeasyPrint knows the full ones."""
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - theirs
    from .workshop import Workshop  # noqa: PLC0415 - after that

    return Workshop


def _serve(workshop: "Workshop", questions: BinaryIO, answers: BinaryIO) -> None:
    while True:
        workshop.rest()
        try:
            question, blobs = receive(questions)
        except EOFError:
            return
        sandbox.limit_cpu(question["seconds"])
        answer, results = workshop.answer(question, blobs, lambda told: send(answers, told))
        send(answers, answer, *results)
        del question, blobs, answer, results


def _leave_with_parent(questions: int) -> None:
    """A job whose parent died has no reader."""
    hung_up = select.poll()
    hung_up.register(questions, 0)  # only its closing, not its bytes
    hung_up.poll()
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
