"""A packet's data on its pages: the parts the press prints, and the same to read on screen."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from casetrack.documents.flow import line, paragraphs, pieces
from casetrack.documents.packet import Packet
from casetrack.documents.press import Job, Part, Section, Stamp, Upload
from casetrack.documents.values import Value
from casetrack.paths import TEMPLATES
from casetrack.rules.documents import REQUEST

Trace = Callable[[Value], str]
FOLDER = f"documents/{REQUEST.key}"


def job(packet: Packet, *, files: Mapping[str, bytes]) -> Job:
    """What the press prints. `files` holds the attached reports by their SHA-256."""
    return Job(
        title=f"{packet.code} {REQUEST.title} v{packet.version}",
        author=packet.clinic["name"].text or "casetrack",
        css=_source("documents/paper.css"),
        parts=tuple(_parts(packet, files)),
        stamp=Stamp(
            top_left=f"{REQUEST.title} v{packet.version}",
            bottom_left=REQUEST.footer,
            bottom_center=f"{packet.code}, {packet.printed_on}",
        ),
    )


def fingerprint(packet: Packet) -> str:
    """SHA-256 of everything the packet is made of: equal packets, equal fingerprints."""
    plain = json.dumps(packet.made_of(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def as_page(packet: Packet, *, trace: Trace) -> list[tuple[str, Markup]]:
    """The parts as HTML for the screen, each value a link to where it comes from."""

    def address(value: Value) -> Markup:
        return escape(trace(value))  # no text to be broken into lines

    parts = [("cover", _html("cover", packet, trace=address))]
    parts += [(f"tab-{t.letter}", _html(t.key, packet, trace=address)) for t in REQUEST.tabs]
    parts.append(("record", _record(packet, trace=address)))
    return [(key, Markup(_one_level_down(html))) for key, html in parts]  # noqa: S704 - our own escaped templates


def _one_level_down(html: str) -> str:
    """Headings under the web page's own h1. Data cannot hold a tag: it is escaped."""
    return re.sub(r"<(/?)h([1-5])\b", lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", html)


def _parts(packet: Packet, files: Mapping[str, bytes]) -> list[Part]:
    parts: list[Part] = [Section("cover", "Cover and contents", _html("cover", packet))]
    parts += [Section(f"tab-{t.letter}", t.title, _html(t.key, packet)) for t in REQUEST.tabs]
    for exhibit in packet.exhibits:
        slip = _html("slip", packet, exhibit=exhibit)
        parts.append(Section(f"slip-{exhibit.label}", f"{exhibit.label}. {exhibit.name}", slip))
        parts.append(
            Upload(
                key=f"exhibit-{exhibit.label}",
                title=exhibit.name,
                data=files[exhibit.sha256],
                media_type=exhibit.media_type,
                corner=f"Tab H. {exhibit.label}",
            )
        )
    parts.append(Section("reply", "Reply form", _html("reply", packet)))
    parts.append(Section("record", "Record of this version", _record(packet)))
    return parts


def _record(packet: Packet, *, trace: Trace | None = None) -> str:
    return _html("record", packet, trace=trace, fingerprint=fingerprint(packet)[:16])


def _html(name: str, packet: Packet, *, trace: Trace | None = None, **more: Any) -> str:  # noqa: ANN401 - a part's own data
    return (
        _templates()
        .get_template(f"{FOLDER}/{name}.html")
        .render(
            packet=packet,
            trace=trace,
            paged=trace is None,
            contents=_contents(packet),
            **more,
        )
    )


def _contents(packet: Packet) -> list[tuple[str, str, str]]:
    listed = [(tab.letter, tab.title, f"tab-{tab.letter}") for tab in REQUEST.tabs]
    slips = [(e.label, e.name, f"slip-{e.label}") for e in packet.exhibits]
    return [*listed, *slips, ("", "Reply form", "reply"), ("", "Record of this version", "record")]


@cache
def _templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"paragraphs": paragraphs, "flowing": _flowing}
    return env


def _safe(printed: object) -> object:
    """Whatever stands in double braces comes this way; what is Markup was made safe before."""
    return line(printed) if type(printed) is str else printed


def _flowing(text: str) -> Markup:
    """A text of any length."""
    parts = pieces(text)
    if len(parts) < 2:
        return escape(line(text))
    return Markup("").join(Markup("<span>{}</span>").format(part) for part in parts)


@cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text()
