"""Makes the paper in the child: lays out what changed, numbers the pages, binds, and marks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pydyf
from weasyprint import Document
from weasyprint.document import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError

from .galleys import Galleys, Pages
from .inserts import CSS as INSERTS_CSS
from .inserts import Inserts
from .mark import blank_mark, drawn_mark, mark_at
from .paper import Job, Part, PressFailed, Section
from .running import RunningText
from .sheets import Sheet
from .typecase import OUTSIDE, Fetcher, Typecase

Tell = Callable[[str | None, int, int, str], None]  # part at work, done, of, title

FILLS_A_PAGE = 1_200  # letters of a section that names pages; a wrong guess costs a round
ROUNDS = 3  # a contents page that still moves its own numbers after these will never settle


@dataclass(frozen=True)
class Bound:
    pdf: bytes
    mark: bytes
    mark_at: int
    pages: int
    first_page: dict[str, int]


class Composer:
    def __init__(self, typecase: Typecase, fetcher: Fetcher) -> None:
        self._typecase = typecase
        self._fetcher = fetcher
        self._galleys = Galleys(typecase, fetcher)

    def compose(self, job: Job, tell: Tell) -> Bound:
        """The bound paper; PressFailed with the part at fault."""
        work = _Work(job, self._galleys, self._fetcher, tell)
        work.lay_out()
        tell(None, len(job.parts), len(job.parts), "")
        return self._bind(work)

    def forget(self) -> bool:
        """Whether anything was thrown away to make room."""
        return self._galleys.trim()

    def _bind(self, work: "_Work") -> Bound:
        job, mark = work.job, blank_mark()
        pages = [(part.key, page) for part in job.parts for page in work.pages[part.key]]
        running = RunningText(job.stamp, pages=len(pages), typecase=self._typecase, mark=mark)
        sheets = [
            Sheet(page, number=number, part=key, running=running, fetcher=self._fetcher)
            for number, (key, page) in enumerate(pages, 1)
        ]
        metadata = DocumentMetadata(title=job.title, authors=[job.author], lang=job.lang)
        document = Document(sheets, metadata, self._fetcher, self._typecase, {}, None)

        def finish(_: Document, pdf: pydyf.PDF) -> None:
            work.inserts.bind(pdf)
            pdf.catalog["PageMode"] = "/UseOutlines"
            decimal = pydyf.Dictionary({"S": "/D"})
            pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, decimal])})

        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/ua-1")
        return Bound(pdf, drawn_mark(), mark_at(pdf, mark), len(pages), work.first_pages())


@dataclass
class _Work:
    """One paper between its layout and its binding."""

    job: Job
    galleys: Galleys
    fetcher: Fetcher
    tell: Tell
    inserts: Inserts = field(default_factory=Inserts)
    pages: dict[str, Pages] = field(default_factory=dict)
    done: int = 0

    def lay_out(self) -> None:
        later = []
        for part in self.job.parts:
            if isinstance(part, Section) and _TOKEN.search(part.html):
                later.append(part)
            else:
                self._set(part)
        for part in later:
            letters = len(_NOT_LETTERS.sub("", part.html))
            self.pages[part.key] = [None] * (1 + letters // FILLS_A_PAGE)
        self._number(later)

    def first_pages(self) -> dict[str, int]:
        first, page = {}, 1
        for part in self.job.parts:
            first[part.key] = page
            page += len(self.pages[part.key])
        return first

    def _number(self, sections: list[Section]) -> None:
        """Sections that name pages are set when the numbers are known, and again if they move."""
        for _ in range(ROUNDS):
            before = self.first_pages(), self._count()
            for section in sections:
                self._set(section, html=_fill(section, *before))
            if before == (self.first_pages(), self._count()):
                return
        raise PressFailed(_UNSETTLED, sections[0].key)

    def _count(self) -> int:
        return sum(map(len, self.pages.values()))

    def _set(self, part: Part, html: str = "") -> None:
        self.tell(part.key, self.done, len(self.job.parts), part.title)
        self.done = min(self.done + 1, len(self.job.parts))
        refusals = self.fetcher.refusals
        try:
            self.pages[part.key] = self._lay_out(part, html)
        except FatalURLFetchingError as fault:
            raise PressFailed(OUTSIDE, part.key) from fault
        except (PressFailed, MemoryError):
            raise
        except Exception as fault:
            raise PressFailed(_BROKEN, part.key) from fault
        if self.fetcher.refusals > refusals:
            raise PressFailed(OUTSIDE, part.key)

    def _lay_out(self, part: Part, html: str) -> Pages:
        lang = self.job.lang
        if isinstance(part, Section):
            css = (self.job.css, part.css)
            return self.galleys.lay_out(html or part.html, css=css, lang=lang)
        made, images = self.inserts.as_html(part)
        return self.galleys.lay_out(made, css=(INSERTS_CSS,), lang=lang, images=images)


_TOKEN = re.compile(r"<!--pages-->|<!--page:([^\s<>]+)-->")
_NOT_LETTERS = re.compile(r"<[^>]*>|\s+")
_BROKEN = "This part could not be laid out. Tell an administrator that its template is at fault."
_UNSETTLED = "The page numbers of this part do not settle. Tell an administrator."
_NO_SUCH_PART = (
    "This part names a page of a part that is not in the paper. "
    "Tell an administrator that its template is at fault."
)


def _fill(section: Section, first: dict[str, int], pages: int) -> str:
    def number(token: re.Match[str]) -> str:
        if token[1] is None:
            return str(pages)
        if token[1] not in first:
            raise PressFailed(_NO_SUCH_PART, section.key)
        return str(first[token[1]])

    return _TOKEN.sub(number, section.html)
