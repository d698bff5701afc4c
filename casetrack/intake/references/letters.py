"""From the bytes of a text file to its lines, in whatever encoding each line was written."""

import json
from dataclasses import dataclass

from casetrack.intake.refused import FileRefused


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines; `guessed` and `unreadable` are numbers of lines, counted from 1."""

    all: list[str]
    guessed: frozenset[int] = frozenset()
    unreadable: frozenset[int] = frozenset()

    def doubts(self, first: int, last: int) -> tuple[str, ...]:
        """What to look at in a record that stands on these lines."""
        if self.guessed.isdisjoint(range(first, last + 1)):
            return ()
        return ("Its accents are not in UTF-8 and were read as Windows-1252: look at the names.",)

    def damage(self, first: int, last: int) -> str:
        """Why a record on these lines cannot be read, or nothing."""
        lost = self.unreadable.intersection(range(first, last + 1))
        return f"line {min(lost)} is in an encoding that cannot be told" if lost else ""


def lines_of(data: bytes) -> Lines:
    """UTF-8 and UTF-16 as a whole; else line by line as UTF-8 or Windows-1252."""
    encoding = json.detect_encoding(data[:4].ljust(4, b" "))
    try:
        return Lines(_split(data.decode(encoding).lstrip("\ufeff")))
    except UnicodeDecodeError:
        if not encoding.startswith("utf-8"):
            raise FileRefused(_ENCODING) from None
    return _by_line(data)


_ENCODING = "This file is not written in UTF-8: export it again as UTF-8."


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _by_line(data: bytes) -> Lines:
    found: list[str] = []
    guessed: set[int] = set()
    unreadable: set[int] = set()
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, line in enumerate(plain.split(b"\n"), start=1):
        try:
            found.append(line.decode())
            continue
        except UnicodeDecodeError:
            guessed.add(number)
        try:
            found.append(line.decode("cp1252"))
        except UnicodeDecodeError:
            found.append(line.decode("latin-1"))
            unreadable.add(number)
    return Lines(found, frozenset(guessed - unreadable), frozenset(unreadable))
