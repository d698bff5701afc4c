"""Laid-out sections, kept for the next printing: only what changed is laid out again."""

import hashlib
import re
from collections import OrderedDict
from functools import lru_cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.html import UA

from .typecase import Fetcher, Typecase

BASE_URL = "app:/"
MOST_PAGES, PAGES_LEFT = 150, 60  # kept in memory at once; after some had to go
MOST_STYLES = 40  # each paper has a few, and every printing of it the same

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
        self._style = lru_cache(MOST_STYLES)(self._parse)
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
        """Between jobs: when too many pages are kept, forgets the longest unused; whether any.

        Some more than must go: looking for what they leave behind takes as long for one as for all.
        """
        pages = sum(map(len, self._kept.values()))
        if pages <= MOST_PAGES:
            return False
        while pages > PAGES_LEFT:
            _, forgotten = self._kept.popitem(last=False)
            pages -= len(forgotten)
        return True

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
