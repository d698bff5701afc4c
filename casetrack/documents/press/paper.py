"""What goes into the press and what comes out, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One laid-out part: trusted template output, a `<body>`'s content or a whole document.

    `<!--page:KEY-->` becomes the first page of part KEY and `<!--pages-->` the number of pages: no
    escaped text can hold them. `#KEY` links to that page. `css` follows the job's.
    """

    key: str
    title: str
    html: str
    css: str = ""


@dataclass(frozen=True)
class Upload:
    """A report from outside that `Press.inspect` has accepted; `corner` is printed top right."""

    key: str
    title: str
    data: bytes
    media_type: str
    corner: str = ""


Part = Section | Upload


@dataclass(frozen=True)
class Stamp:
    """Running text on every page; "Page x of y" stands bottom right by itself."""

    top_left: str
    bottom_left: str
    bottom_center: str


@dataclass(frozen=True)
class Job:
    title: str
    author: str
    css: str
    parts: tuple[Part, ...]
    stamp: Stamp
    lang: str = "en-US"


@dataclass(frozen=True)
class Printed:
    """`draft` is `pdf` with a mark across every page; `first_page` counts from 1."""

    pdf: bytes
    draft: bytes
    pages: int
    first_page: dict[str, int]


@dataclass(frozen=True)
class Inspection:
    """What an upload is; `text` is at most 200,000 characters, `notes` are sentences for people."""

    media_type: str
    pages: int
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class FormField:
    """A field of a fillable form: its full name, whether it takes text or a tick, its tooltip."""

    name: str
    kind: str
    about: str


class PressFailed(Exception):
    """No paper was made. `part` is the key of the part at fault, where one is."""

    def __init__(self, sentence: str, part: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.part = part


class UploadRefused(Exception):
    """The file was not accepted; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
