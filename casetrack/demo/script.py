"""Reads a case's script: scene by scene, who did what on which day, in plain words.

    ~90d shah says
      doctor_decision: agreed | doctor_decided_on: ~90d
    ~80d rosa lists lab: test value unit range taken_on
      ALT | 24 | U/L | 7–45 | ~80d

A scene is a day, a person, a verb and what it is about; what was typed stands below. Facts are
"key: value", several on a line between bars; "¶" begins a paragraph; "= name" brings in a passage
that cases share. A table's row may run on over several lines.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

Answers = Mapping[str, str]

HEADING = re.compile(r"(~\S+) (\w+) (\w+) ?(.*)")
FACT = re.compile(r"(?:^|\s\|\s|\n)\s*([a-z][a-z_.]*): ")


@dataclass(frozen=True)
class Scene:
    day: str
    who: str
    verb: str
    about: str
    body: str


def scenes(script: str, *, shared: Mapping[str, str]) -> tuple[Scene, ...]:
    """A script's scenes, shared passages brought in."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in dedent(script).strip().splitlines():
        if heading := HEADING.fullmatch(line):
            found.append((heading, []))
        else:
            passage = line.strip().removeprefix("= ")
            found[-1][1].append(shared[passage] if line.strip().startswith("= ") else line)
    return tuple(Scene(*heading.groups(), "\n".join(body)) for heading, body in found)


def facts(text: str) -> Answers:
    """'key: value' pairs."""
    _, *pairs = FACT.split(text)
    return {
        key: " ".join(value.split()).replace(" ¶ ", "\n\n")
        for key, value in zip(pairs[::2], pairs[1::2], strict=True)
    }


def table(columns: str, *, text: str) -> Iterator[Answers]:
    """Rows under columns; an empty cell is no answer."""
    keys = columns.split()
    row: list[str] = []
    for line in text.splitlines():
        first, *more = line.split("|")
        row = [*row[:-1], f"{row[-1]} {first}", *more] if row else [first, *more]
        if len(row) >= len(keys) and not line.rstrip().endswith("|"):
            cells = (" ".join(cell.split()) for cell in row)
            yield {key: cell for key, cell in zip(keys, cells, strict=True) if cell}
            row = []


def named(text: str) -> dict[str, str]:
    """Passages under names: each name stands after '* ' on a line of its own."""
    _, *parts = re.split(r"(?m)^\s*\* (.+)$", text)
    return dict(zip(map(str.strip, parts[::2]), parts[1::2], strict=True))
