"""The demonstration, loaded once a run: whoever only looks at it gets a copy of its database."""

import fcntl
import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from databases import SqliteMill

from casetrack import demo
from casetrack.documents.press import Inspection, Job, Press, Printed
from casetrack.documents.press.printer import Progress
from casetrack.settings import Settings
from casetrack.store.session import Store

T = TypeVar("T")


@dataclass(frozen=True)
class Demonstration:
    """A SQLite database, and the codes of its cases by the names of their stories.

    Its drafts open with the secret beside it: whoever copies the one copies the other.
    """

    database: Path
    codes: dict[str, str]

    def copy_to(self, folder: Path) -> None:
        """As the data folder of an installation of its own."""
        shutil.copyfile(self.database, folder / "casetrack.sqlite")
        shutil.copyfile(self.database.parent / "secret", folder / "secret")

    @classmethod
    def of_this_run(cls, folder: Path, mill: SqliteMill) -> "Demonstration":
        """Whichever worker comes first loads it; the others wait."""
        database, codes = folder / "demonstration.sqlite", folder / "codes.json"
        with _alone(folder / "demonstration.lock"):
            if not codes.exists():
                shutil.copyfile(mill.template, database)
                codes.write_text(json.dumps(load(f"sqlite:///{database}", folder)))
        return cls(database, json.loads(codes.read_text()))


def load(url: str, folder: Path) -> dict[str, str]:
    """Loads it into this database. What one engine had printed need not be for the other."""
    lines: list[str] = []
    with closing(Store(url)) as store, printed_once(folder):
        demo.load(store, Settings(database_url=url, data_dir=folder), tell=lines.append)
    told = (line.split(": ") for line in lines if ": " in line)
    return {name: code for code, name in told}


def printed_once(folder: Path) -> AbstractContextManager[object]:
    """What the demonstration has printed, it has printed once a run."""
    return patch("casetrack.demo.Press", partial(Remembering, folder / "printed"))


class Remembering(Press):
    """A press that does nothing twice in a run."""

    def __init__(self, folder: Path, **options: float) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # as the press takes them
        self.folder = folder
        self.folder.mkdir(exist_ok=True)

    def print(self, job: Job, *, progress: Progress | None = None) -> Printed:
        press = super().print
        return self._once(job, lambda: press(job, progress=progress))

    def inspect(self, data: bytes, *, name_hint: str = "") -> Inspection:
        look = super().inspect
        return self._once((data, name_hint), lambda: look(data, name_hint=name_hint))

    def _once(self, asked: object, do: Callable[[], T]) -> T:
        kept = self.folder / hashlib.sha256(pickle.dumps(asked)).hexdigest()
        if not kept.exists():
            begun = kept.with_suffix(f".{os.getpid()}")
            begun.write_bytes(pickle.dumps(do()))
            begun.rename(kept)
        held: T = pickle.loads(kept.read_bytes())  # noqa: S301 - written above
        return held


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
