"""Files that come in through a form: their bytes and a harmless name."""

import re
from dataclasses import dataclass

from flask import request

from casetrack.rules.text import visible

UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
MOST_FILES = 20


@dataclass(frozen=True)
class Sent:
    name: str
    data: bytes


def sent_files(field: str) -> list[Sent]:
    """The files of one field that hold anything. The name is for people, never for a disk."""
    files = request.files.getlist(field)[:MOST_FILES]
    return [Sent(plain_name(f.filename or ""), f.read()) for f in files if f.filename]


def plain_name(name: str) -> str:
    """The last part of what the browser called the file, without marks that mislead."""
    last = re.split(r"[/\\]", name)[-1]
    return visible(UNSAFE.sub("", last)).strip()[:200] or "unnamed"
