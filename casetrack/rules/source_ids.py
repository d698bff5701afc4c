"""PubMed numbers, DOIs and trial numbers: how they are written, found in text, and told apart."""

import re
from dataclasses import dataclass
from enum import StrEnum


class IdKind(StrEnum):
    PMID = "pmid"
    DOI = "doi"
    NCT = "nct"


ID_WORDS = {IdKind.PMID: "PubMed number", IdKind.DOI: "DOI", IdKind.NCT: "trial number"}


@dataclass(frozen=True)
class SourceId:
    kind: IdKind
    value: str

    def __str__(self) -> str:
        return f"{ID_WORDS[self.kind]} {self.value}"


def pmid(text: str) -> str:
    """The PubMed number a text is ('36884323', 'PMID: 36884323', its address), or nothing."""
    found = _PMID.fullmatch(text.strip())
    return found.group(1).lstrip("0") if found else ""


def doi(text: str) -> str:
    """The DOI in a text, without the address or the full stop around it, or nothing."""
    found = _DOI.search(text)
    if not found:
        return ""
    name = found.group().rstrip(".,;:")
    while name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1].rstrip(".,;:")
    return name


def nct(text: str) -> str:
    """The trial number a text is ('NCT04871282', its address), or nothing."""
    found = _NCT_ALONE.fullmatch(text.strip())
    return f"NCT{found.group(1)}" if found else ""


def all_ncts(text: str) -> tuple[str, ...]:
    """Every trial number in a text, each once, in order."""
    return tuple(dict.fromkeys(found.upper() for found in _NCT.findall(text)))


def told(text: str) -> SourceId | None:
    """What somebody typed to look a study up, if it can only be one thing."""
    for kind, read in ((IdKind.NCT, nct), (IdKind.DOI, doi), (IdKind.PMID, pmid)):
        if value := read(text):
            return SourceId(kind, value)
    return None


def same(kind: IdKind, one: str, other: str) -> bool:
    """Whether two numbers name one source; DOIs do not care about capitals."""
    return bool(one) and key(kind, one) == key(kind, other)


def key(kind: IdKind, value: str) -> str:
    """The form in which numbers of this kind are compared."""
    return value.casefold() if kind is IdKind.DOI else value


def address(kind: IdKind, value: str) -> str:
    """Where a person reads the source."""
    return f"{_ADDRESSES[kind]}{value}"


_ADDRESSES = {
    IdKind.PMID: "https://pubmed.ncbi.nlm.nih.gov/",
    IdKind.DOI: "https://doi.org/",
    IdKind.NCT: "https://clinicaltrials.gov/study/",
}
_PMID = re.compile(
    r"(?:PMID\s*:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"(0{0,7}[1-9][0-9]{0,7})/?",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]{1,180}")
_NCT = re.compile(r"\bNCT[0-9]{8}\b", re.IGNORECASE)
_NCT_ALONE = re.compile(
    r"(?:https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study|show)/)?"
    r"NCT ?([0-9]{8})/?(?:\?\S*)?",
    re.IGNORECASE,
)
