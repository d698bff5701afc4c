"""Laid-out sections, kept for the next printing: only what changed is laid out again."""

import hashlib
import re
from collections import OrderedDict
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.html import UA

from .typecase import Fetcher, Typecase

BASE_URL = "app:/"
MOST_PAGES = 100  # kept in memory at once

HOUSE_CSS = """
@page { size: letter; margin: 1in 0.75in 0.85in 1in }
html { font-family: "Noto Sans", "DejaVu Sans", sans-serif }
body { margin: 0 }
h3, h4, h5, h6 { bookmark-level: none }
"""

Pages = list[Any]  # of weasyprint.Page

_NOTES = re.compile(r"footnote|note\(|note-", re.IGNORECASE)


class Galleys:
    """The oldest go first; within one job nothing that it uses is thrown away."""

    def __init__(self, typecase: Typecase, fetcher: Fetcher) -> None:
        self._typecase = typecase
        self._fetcher = fetcher
        self._house = self._parse(HOUSE_CSS)
        self._styles: dict[str, CSS] = {}
        self._kept: OrderedDict[bytes, Pages] = OrderedDict()

    def lay_out(
        self, html: str, *, css: tuple[str, ...], lang: str, images: dict[str, Any] | None = None
    ) -> Pages:
        """The section's pages; `images` are drawn in place of their addresses and not kept."""
        if images is not None:
            return self._set(html, css, lang, images)
        key = _key(html, lang, *css)
        if key not in self._kept:
            self._kept[key] = self._set(html, css, lang, {})
        self._kept.move_to_end(key)
        return self._kept[key]

    def trim(self) -> bool:
        """Between jobs: forgets the longest unused until few enough pages are left; whether any."""
        self._styles.clear()
        before = len(self._kept)
        pages = sum(map(len, self._kept.values()))
        while pages > MOST_PAGES:
            _, forgotten = self._kept.popitem(last=False)
            pages -= len(forgotten)
        return len(self._kept) < before

    def _set(self, html: str, css: tuple[str, ...], lang: str, images: dict[str, Any]) -> Pages:
        kind = HTML if _NOTES.search("".join((html, *css))) else _WithoutNotes
        document = kind(
            string=_whole(html, lang), base_url=BASE_URL, url_fetcher=self._fetcher
        ).render(
            font_config=self._typecase,
            stylesheets=[self._house, *map(self._style, filter(None, css))],
            cache=images,
        )
        return list(document.pages)

    def _style(self, css: str) -> CSS:
        if css not in self._styles:
            self._styles[css] = self._parse(css)
        return self._styles[css]

    def _parse(self, css: str) -> CSS:
        return CSS(
            string=css, base_url=BASE_URL, url_fetcher=self._fetcher, font_config=self._typecase
        )


class _WithoutNotes(HTML):  # type: ignore[misc]  # WeasyPrint ships without types
    """WeasyPrint's style sheet gives each element five notes; most papers have none."""

    _sheet = CSS(string=re.sub(r"(?m)^::(footnote|note)-.*$", "", UA))

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: ARG002, FBT001, FBT002  theirs
        return [self._sheet]


def _key(*texts: str) -> bytes:
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _whole(html: str, lang: str) -> str:
    if html.lstrip()[:9].lower().startswith(("<!doctype", "<html")):
        return html
    return f'<!doctype html><html lang="{lang}"><body>{html}'
