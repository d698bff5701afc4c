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
from casetrack.intake.references.words import doubts_of, initialed, year_of
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
    parents = {entry.key.lower(): entry for entry in library.entries}
    macros = {one.key.lower(): str(one.value) for one in library.strings}
    for block in blocks:
        yield _record(block, lines, latex, _Elsewhere(parents, macros))


def _record(
    block: Block, lines: Lines, latex: "_Latex", elsewhere: "_Elsewhere"
) -> Reference | Broken:
    first = (block.start_line or 0) + 1
    last = first + (block.raw or "").count("\n")
    entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
    damage = lines.damage(first, last) or _damage(entry)
    if damage or not isinstance(entry, Entry):
        return Broken(line=first, begins=begins(_start(block)), why=damage)
    held = elsewhere.filled(entry)
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
    title = latex.plain(held.get("title", ""))
    journal = latex.plain(
        held.get("journal") or held.get("journaltitle") or held.get("booktitle", "")
    )
    where = latex.plain(held.get("howpublished") or held.get("publisher", ""))
    return Reference(
        line=place[0],
        title=title,
        authors=_authors(held.get("author", ""), latex),
        journal=journal,
        year=year_of(held.get("year") or held.get("date", "")),
        volume=held.get("volume", ""),
        issue=held.get("number", ""),
        pages=re.sub(r"-{2,}", "-", held.get("pages", "")),
        pmid=source_ids.pmid(held.get("pmid", "")),
        doi=source_ids.doi(held.get("doi") or held.get("url", "")),
        ncts=source_ids.all_ncts(" ".join(held.get(key, "") for key in ("note", "abstract"))),
        abstract=latex.plain(held.get("abstract", "")),
        types=types,
        doubts=(*doubts_of(types, title=title, journal=journal or where), *lines.doubts(*place)),
    )


def _authors(text: str, latex: "_Latex") -> tuple[str, ...]:
    """'Smith, John and {The DeFi Group}' by name; 'others' stands for names nobody typed."""
    names = [name for name in _names(text) if name and name != "others"]
    return tuple(
        latex.plain(name) if _is_whole(name) else initialed(_turned(latex.plain(name)))
        for name in names
    )


def _names(text: str) -> list[str]:
    """The names between the words "and"; inside braces the word is part of a name."""
    names, depth, start = [], 0, 0
    for found in _JOINT.finditer(text):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth == 0 and found.group() not in "{}":
            names.append(text[start : found.start()].strip())
            start = found.end()
    return [*names, text[start:].strip()]


def _is_whole(name: str) -> bool:
    """'{The DeFi Group}' is an organization, whose words are not to be turned."""
    return name.startswith("{") and name.endswith("}") and " " in name


def _turned(name: str) -> str:
    """'John van der Berg' as 'van der Berg, John'; a name in one word stays."""
    words = name.split()
    if "," in name or len(words) < 2:
        return name
    small = next((n for n, word in enumerate(words[1:], 1) if word[0].islower()), len(words) - 1)
    return f"{' '.join(words[small:])}, {' '.join(words[:small])}"


def _start(block: Block) -> str:
    return (block.raw or "").lstrip().partition("\n")[0]


class _Elsewhere:
    """What an entry leaves to other places of its file: to @string, and to the entry it names."""

    def __init__(self, parents: Mapping[str, Entry], macros: Mapping[str, str]) -> None:
        self._parents = parents
        self._macros = macros

    def filled(self, entry: Entry) -> dict[str, str]:
        held = self._fields(entry)
        parent = self._parents.get(held.get("crossref", "").strip().lower())
        if parent is None or parent is entry:
            return held
        given = self._fields(parent)
        given["booktitle"] = given.get("booktitle") or given.get("title", "")
        passed = {key: value for key, value in given.items() if key in _INHERITED}
        return {**passed, **held}

    def _fields(self, entry: Entry) -> dict[str, str]:
        return {field.key.lower(): self._joined(str(field.value)) for field in entry.fields}

    def _joined(self, value: str) -> str:
        """'nejm # " Suppl"' is the text of a macro and what is added to it."""
        parts = _PART.findall(value) if _JOINED.fullmatch(value) else []
        told = [part[1:-1] if part[0] in '"{' else self._macros.get(part.lower()) for part in parts]
        return value if not told or None in told else "".join(filter(None, told))


_INHERITED = {"booktitle", "journal", "year", "date", "volume", "number", "publisher"}
_PART = re.compile(r'"[^"]*"|\{[^{}]*\}|[A-Za-z][\w:.-]*')
_JOINED = re.compile(rf"\s*(?:{_PART.pattern})(?:\s*#\s*(?:{_PART.pattern}))+\s*")


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


_JOINT = re.compile(r"(?<=\s)and(?=\s)|[{}]")
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
