"""A paper's data on its pages: the parts the press prints, and the same to read on screen."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from casetrack.documents.content import Content, Exhibit
from casetrack.documents.flow import line, paragraphs, pieces
from casetrack.documents.press import Job, Part, Section, Stamp, Upload
from casetrack.documents.values import Value
from casetrack.paths import TEMPLATES
from casetrack.rules.documents import Naming
from casetrack.rules.text import within

Trace = Callable[[Value], str]
FOLDER = "documents"


def job(content: Content, *, files: Mapping[str, bytes]) -> Job:
    """What the press prints. `files` holds the attached reports by their SHA-256."""
    paper = content.kind
    own = paper.css
    coded = paper.naming is not Naming.NOBODY
    return Job(
        title=f"{content.code} {paper.title} v{content.version}" if coded else paper.title,
        author=content.clinic["name"].text or "casetrack",
        css=_source(f"{FOLDER}/paper.css") + (_source(f"{FOLDER}/{own}") if own else ""),
        parts=tuple(_parts(content, files)),
        stamp=Stamp(
            top_left=f"{paper.title} v{content.version}",
            bottom_left=paper.footer,
            bottom_center=f"{content.code}, {content.printed_on}" if coded else content.printed_on,
        ),
    )


def fingerprint(content: Content) -> str:
    """SHA-256 of everything the paper is made of: equal contents, equal fingerprints."""
    plain = json.dumps(content.made_of(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def as_page(content: Content, *, trace: Trace) -> list[tuple[str, Markup]]:
    """The parts as HTML for the screen, each value a link to where it comes from."""

    def address(value: Value) -> Markup:
        return escape(trace(value))  # no text to be broken into lines

    shown = [part for part in content.kind.parts if part.on_screen]
    return [
        (part.place, Markup(_one_level_down(_html(part.key, content, trace=address))))  # noqa: S704 - our own escaped templates
        for part in shown
    ]


def _one_level_down(html: str) -> str:
    """Headings under the web page's own h1. Data cannot hold a tag: it is escaped."""
    return re.sub(r"<(/?)h([1-5])\b", lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", html)


def _parts(content: Content, files: Mapping[str, bytes]) -> Iterator[Part]:
    for part in content.kind.parts:
        yield Section(part.place, part.title, _html(part.key, content))
        if part.attaches:
            for exhibit in content.exhibits:
                yield from _attached(content, part.letter, exhibit, files)


def _attached(
    content: Content, letter: str, exhibit: Exhibit, files: Mapping[str, bytes]
) -> Iterator[Part]:
    """A report behind its slip sheet."""
    slip = _html("slip", content, letter=letter, exhibit=exhibit)
    yield Section(f"slip-{exhibit.label}", f"{exhibit.label}. {exhibit.name}", slip)
    yield Upload(
        key=f"exhibit-{exhibit.label}",
        title=exhibit.name,
        data=files[exhibit.sha256],
        media_type=exhibit.media_type,
        corner=f"Tab {letter}. {exhibit.label}",
    )


def _html(name: str, content: Content, *, trace: Trace | None = None, **more: Any) -> str:  # noqa: ANN401 - a part's own data
    """A part in its paper's own folder, or one that every paper has."""
    own = f"{FOLDER}/{content.kind.folder or content.paper}/{name}.html"
    return (
        _templates()
        .select_template((own, f"{FOLDER}/{name}.html"))
        .render(
            packet=content,
            trace=trace,
            paged=trace is None,
            contents=_contents(content),
            fingerprint=(lambda: fingerprint(content)[:16]),
            **more,
        )
    )


def _contents(content: Content) -> list[tuple[str, str, str]]:
    """Letter, title and place of everything behind the first part."""
    listed = []
    for part in content.kind.parts[1:]:
        listed.append((part.letter, part.title, part.place))
        if part.attaches:
            listed += [(e.label, e.name, f"slip-{e.label}") for e in content.exhibits]
    return listed


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
    env.filters |= {"paragraphs": paragraphs, "flowing": _flowing, "within": within}
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
