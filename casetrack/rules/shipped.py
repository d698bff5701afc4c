"""The organizations casetrack is installed with, each with its source, read from data beside this.

`organizations.toml` holds them in stored form; a clinic verifies each before its first use.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casetrack.rules.questions import Answers, Of

FILE = Path(__file__).with_name("organizations.toml")
MARK = "shipped"
"""The answer by which an entry of a clinic is known to be one of these: 'key/edition'."""


@dataclass(frozen=True, kw_only=True)
class Shipped:
    key: str
    edition: int
    of: Of
    answers: Answers
    lines: tuple[Answers, ...]

    @property
    def name(self) -> str:
        return self.answers["name"]

    @property
    def mark(self) -> str:
        return f"{self.key}/{self.edition}"


@cache
def shipped() -> Mapping[str, Shipped]:
    """Every entry by its key."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["organization"]
    return {one["key"]: _entry(dict(one)) for one in told}


def newer(of: Of, name: str, answers: Answers) -> Shipped | None:
    """What casetrack ships about this entry beyond what the clinic took over, if anything.

    An entry that the clinic made itself is known by its name.
    """
    key, _, edition = answers.get(MARK, "").partition("/")
    same = (one for one in shipped().values() if (one.of, one.name) == (of, name))
    found = shipped().get(key) if key else next(same, None)
    return found if found and int(edition or 0) < found.edition else None


def _entry(told: dict[str, object]) -> Shipped:
    key, edition, lines = told.pop("key"), told.pop("edition"), told.pop("lines", [])
    of = Of(str(told.pop("kind", Of.ORGANIZATION)))
    answers = {name: str(value).strip() for name, value in told.items()}
    assert isinstance(edition, int)  # noqa: S101 - told to the type checker
    assert isinstance(lines, list)  # noqa: S101 - told to the type checker
    return Shipped(
        key=str(key), edition=edition, of=of, answers=answers, lines=tuple(map(dict, lines))
    )
