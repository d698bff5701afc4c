"""A laid-out page as it is bound into a paper: numbered, with running text and checked links."""

from typing import Any

from .paper import PressFailed
from .running import RunningText
from .typecase import OUTSIDE, Fetcher

POINTS = 0.75  # in a CSS pixel


class Sheet:
    """Stands in for a `weasyprint.Page`, which knows neither its number nor its neighbors."""

    def __init__(
        self, page: Any, *, number: int, part: str, running: RunningText, fetcher: Fetcher
    ) -> None:
        self._page = page
        self._number = number
        self._part = part
        self._running = running
        self._fetcher = fetcher
        self._page_box = page._page_box  # noqa: SLF001  what `add_tags` walks
        self.width, self.height, self.bleed = page.width, page.height, page.bleed
        self.bookmarks = page.bookmarks
        self.forms: dict[None, list[Any]] = {None: []}
        self.anchors = {part: (0, 0, 0, 0)} | page.anchors  # of equal names the first one counts
        self.links = [link for link in page.links if _may_stay(*link[:2])]
        for *_, box in page.links:
            box.link_annotation = None  # a page kept from an earlier paper remembers its links

    def paint(self, stream: Any, scale: float = 1) -> None:
        refusals = self._fetcher.refusals
        self._page.paint(stream, scale)
        if self._fetcher.refusals > refusals:  # WeasyPrint leaves the picture out in silence
            raise PressFailed(OUTSIDE, self._part)
        self._running.draw(
            stream,
            number=self._number,
            width=self.width * POINTS,
            height=self.height * POINTS,
        )


def _may_stay(kind: str, target: str) -> bool:
    return kind == "internal" or (kind == "external" and target.startswith("https://"))
