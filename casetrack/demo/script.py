"""Reads a case's script, a file of `cases/`: scene by scene, who did what on which day.

    ~90d shah says
      doctor_decision: agreed | doctor_decided_on: today
    +8d rosa lists lab: test value unit range taken_on
      ALT | 24 | U/L | 7–45 | ~80d

A scene is a day, a person, a verb and what it is about; what was typed stands below. Facts are
"key: value", several on a line between bars; "¶" begins a paragraph; "= name" brings in lines or
whole scenes that cases share. A row of a table runs on over lines that are indented further.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent, indent

Answers = Mapping[str, str]

HEADING = re.compile(r"([~+]\S+) (\w+) (\w+) ?(.*)")
SHARED = re.compile(r"(?m)^( *)= (.+)$")
FACT = re.compile(r"(?:^|\s\|\s|\n)\s*([a-z][a-z_.\d]*): ")


@dataclass(frozen=True)
class Scene:
    day: str
    who: str
    verb: str
    about: str
    body: str


def scenes(script: str, *, shared: Mapping[str, str]) -> tuple[Scene, ...]:
    """A script's scenes, with what it shares brought in."""
    whole = dedent(script)
    while SHARED.search(whole):
        whole = SHARED.sub(lambda found: indent(shared[found[2]].strip("\n"), found[1]), whole)
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in whole.splitlines():
        if heading := HEADING.fullmatch(line):
            found.append((heading, []))
        elif found:  # what stands before the first scene says what the case is about
            found[-1][1].append(line)
    return tuple(
        Scene(day, who, verb, about, "\n".join(body))
        for heading, body in found
        for day, who, verb, about in [heading.groups()]
    )


def facts(text: str) -> dict[str, str]:
    """'key: value' pairs."""
    _, *pairs = FACT.split(text)
    return {
        key: " ".join(value.split()).replace(" ¶ ", "\n\n")
        for key, value in zip(pairs[::2], pairs[1::2], strict=True)
    }


def table(columns: str, *, text: str) -> Iterator[Answers]:
    """Rows under columns; an empty cell is no answer."""
    keys = columns.split()
    for row in re.sub(r"\n +", " ", dedent(text).strip()).splitlines():
        cells = (" ".join(cell.split()) for cell in row.split("|"))
        yield {key: cell for key, cell in zip(keys, cells, strict=True) if cell}


def named(text: str, *, sign: str) -> dict[str, str]:
    """Passages under names: each name stands after the sign on a line of its own."""
    _, *parts = re.split(rf"(?m)^\s*{re.escape(sign)} (.+)$", text)
    return dict(zip(parts[::2], parts[1::2], strict=True))
