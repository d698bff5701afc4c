"""How a job and its answers are put into frames; both sides read it here."""

from dataclasses import asdict

from .frames import Message
from .paper import Inspection, Job, Part, Section, Stamp, Upload


def pack_job(job: Job) -> tuple[Message, list[bytes]]:
    head = {"title": job.title, "author": job.author, "css": job.css, "lang": job.lang}
    parts = [_describe(part) for part in job.parts]
    message = {"do": "print", "job": head, "stamp": asdict(job.stamp), "parts": parts}
    return message, [_content(part) for part in job.parts]


def unpack_job(message: Message, blobs: list[bytes]) -> Job:
    parts = tuple(map(_part, message["parts"], blobs))
    return Job(**message["job"], parts=parts, stamp=Stamp(**message["stamp"]))


def pack_inspection(seen: Inspection) -> Message:
    return asdict(seen)


def unpack_inspection(message: Message) -> Inspection:
    return Inspection(
        message["media_type"], message["pages"], message["text"], tuple(message["notes"])
    )


def _describe(part: Part) -> Message:
    if isinstance(part, Section):
        return {"key": part.key, "title": part.title, "css": part.css}
    return {
        "key": part.key,
        "title": part.title,
        "media_type": part.media_type,
        "corner": part.corner,
    }


def _content(part: Part) -> bytes:
    if isinstance(part, Section):
        return part.html.encode("utf-8", "replace")  # half a character prints as "?"
    return part.data


def _part(head: Message, content: bytes) -> Part:
    if "media_type" in head:
        return Upload(**head, data=content)
    return Section(**head, html=content.decode())
