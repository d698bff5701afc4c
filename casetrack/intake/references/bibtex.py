"""BibTeX, by way of bibtexparser; LaTeX in titles and names becomes plain letters."""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry
from pylatexenc.latex2text import LatexNodes2Text

from casetrack.intake.references.desk import MAX_RECORDS, begins, too_many
from casetrack.intake.references.letters import Lines
from casetrack.intake.references.reference import Broken, Reference
from casetrack.intake.references.words import doubts_of_types, initialed, year_of
from casetrack.rules import source_ids

MOST_LATEX = 60_000  # characters of LaTeX decoded in one file; the rest loses its marks only
LONGEST_LATEX = 1_000

for _library in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # they quote the file


def read_bibtex(lines: Lines) -> Iterator[Reference | Broken]:
    text = "\n".join(lines.all)
    if len(_ENTRY.findall(text)) > MAX_RECORDS:
        raise too_many()
    library = parse_string(text)
    latex = _Latex()
    blocks = sorted(
        (*library.entries, *library.failed_blocks), key=lambda block: block.start_line or 0
    )
    for block in blocks:
        yield _record(block, lines, latex)


def _record(block: Block, lines: Lines, latex: "_Latex") -> Reference | Broken:
    first = (block.start_line or 0) + 1
    last = first + (block.raw or "").count("\n")
    entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
    damage = lines.damage(first, last) or _damage(entry)
    if damage or not isinstance(entry, Entry):
        return Broken(line=first, begins=begins(_start(block)), why=damage)
    held = {field.key.lower(): str(field.value) for field in entry.fields}
    return _reference(held, entry.entry_type.lower(), (first, last), lines, latex)


def _damage(block: Block | None) -> str:
    if isinstance(block, Entry):
        return ""
    if isinstance(block, DuplicateFieldKeyBlock):
        return "it gives the same field twice"
    return "its braces, commas or quotation marks do not fit together"


def _reference(
    held: Mapping[str, str], kind: str, place: tuple[int, int], lines: Lines, latex: "_Latex"
) -> Reference:
    types = tuple(filter(None, (_TYPES.get(kind, ""), held.get("type", ""))))
    return Reference(
        line=place[0],
        title=latex.plain(held.get("title", "")),
        authors=_authors(latex.plain(held.get("author", ""))),
        journal=latex.plain(held.get("journal") or held.get("booktitle", "")),
        year=year_of(held.get("year") or held.get("date", "")),
        volume=held.get("volume", ""),
        issue=held.get("number", ""),
        pages=re.sub(r"-{2,}", "-", held.get("pages", "")),
        pmid=source_ids.pmid(held.get("pmid", "")),
        doi=source_ids.doi(held.get("doi") or held.get("url", "")),
        ncts=source_ids.all_ncts(" ".join(held.get(key, "") for key in ("note", "abstract"))),
        abstract=latex.plain(held.get("abstract", "")),
        types=types,
        doubts=(*doubts_of_types(types), *lines.doubts(*place)),
    )


def _authors(text: str) -> tuple[str, ...]:
    """'Smith, John and the DeFi Group' by name; 'others' stands for names nobody typed."""
    names = re.split(r"\s+and\s+", text) if text else []
    return tuple(initialed(_turned(name)) for name in names if name != "others")


def _turned(name: str) -> str:
    """'John van der Berg' as 'van der Berg, John'; a name in one word stays."""
    words = name.split()
    if "," in name or len(words) < 2:
        return name
    small = next((n for n, word in enumerate(words[1:], 1) if word[0].islower()), len(words) - 1)
    return f"{' '.join(words[small:])}, {' '.join(words[:small])}"


def _start(block: Block) -> str:
    return (block.raw or "").lstrip().partition("\n")[0]


class _Latex:
    """Decodes LaTeX until the file's share is used up; nothing is read from disk."""

    def __init__(self) -> None:
        self._decoder = LatexNodes2Text()
        self._left = MOST_LATEX

    def plain(self, text: str) -> str:
        if not _LATEX.search(text):
            return text
        if len(text) <= min(LONGEST_LATEX, self._left):
            self._left -= len(text)
            try:
                return str(self._decoder.latex_to_text(text))
            except (RecursionError, ValueError, TypeError):
                pass
        return _MARKS.sub("", text)


_ENTRY = re.compile(r"@\w+\s*[{(]")
_LATEX = re.compile(r"[\\{}$~]|--")
_MARKS = re.compile(r"[{}$]|\\(?:[a-zA-Z]+|(?=[%&_#$]))")
_TYPES = {
    "article": "Journal Article",
    "inproceedings": "Conference abstract",
    "conference": "Conference abstract",
    "proceedings": "Conference abstract",
    "unpublished": "Unpublished",
    "phdthesis": "Thesis",
    "book": "Book",
}
