"""Files that come in through a form: their bytes and a harmless name."""

import re
from dataclasses import dataclass

from flask import request

from casetrack.rules.text import visible
from casetrack.rules.workflow import Refusal
from casetrack.settings import Settings

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


def sent_file(field: str, settings: Settings, *, missing: str) -> Sent | Refusal:
    """The one file of a field, or what to do: choose one, or a smaller one."""
    sent = sent_files(field)
    if not sent:
        return Refusal(missing, field=field)
    if len(sent[0].data) > settings.upload_mb * 1_000_000:
        return Refusal(f"At most {settings.upload_mb} MB can be read", field=field)
    return sent[0]


def plain_name(name: str) -> str:
    """The last part of what the browser called the file, without marks that mislead."""
    last = re.split(r"[/\\]", name)[-1]
    return visible(UNSAFE.sub("", last)).strip()[:200] or "unnamed"
