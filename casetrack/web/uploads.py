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
    sent = [Sent(plain_name(file.filename or ""), file.read()) for file in files if file.filename]
    for file in files:
        file.close()
    return sent


def plain_name(name: str) -> str:
    """The last part of what the browser called the file, without marks that mislead."""
    last = re.split(r"[/\\]", name)[-1]
    return visible(UNSAFE.sub("", last)).strip()[:200] or "unnamed"
