"""Decides on which list of the chart an observation belongs: by profile, code, then words."""

import re
from collections.abc import Collection
from functools import lru_cache

from casetrack.intake.names import LOINC, NCIT, SNOMED


def shelf(
    text: str, *, codes: Collection[str], profiles: Collection[str] = (), category: str = ""
) -> str:
    """The list for one observation; the first rule that fits wins."""
    told, named = " ".join(profiles), _named(text[:LONGEST_NAME])
    for name, profile, known, _words in _RULES:
        if profile.search(told) or not known.isdisjoint(codes) or name in named:
            return name
    return "labs" if category.lower() in _LABORATORY else "measurements"


def is_weight(codes: Collection[str]) -> bool:
    """A body weight of the patient now; a birth weight is none."""
    return not _WEIGHT.isdisjoint(codes)


def is_height(codes: Collection[str]) -> bool:
    return not _HEIGHT.isdisjoint(codes)


def is_stage_group(codes: Collection[str], text: str) -> bool:
    """The overall stage, not its T, N or M."""
    return not _STAGE_GROUP.isdisjoint(codes) or bool(_STAGE_GROUP_WORDS.search(text))


LONGEST_NAME = 400  # characters
_LABORATORY = {"", "laboratory", "lab", "laboratories", "genetics"}


@lru_cache(maxsize=500)
def _named(text: str) -> frozenset[str]:
    """The lists that a name speaks of; a chart says the same few names over and over."""
    return frozenset(name for name, _, _, words in _RULES if words.search(text))


def _loinc(*codes: str) -> frozenset[str]:
    return frozenset(f"{LOINC}|{code}" for code in codes)


def _snomed(*codes: str) -> frozenset[str]:
    return frozenset(f"{SNOMED}|{code}" for code in codes)


_WEIGHT = _loinc("29463-7", "3141-9", "3142-7", "8335-2", "8341-0", "75292-3")
_HEIGHT = _loinc("8302-2", "3137-7", "3138-5", "8301-4", "8306-3", "8308-9")
_STAGE_GROUP = _loinc("21908-9", "21902-2", "21914-7") | _snomed(
    *("399390009", "399537006", "399588009"),
    *("1222592004", "1222593009", "1222594003"),  # AJCC: values, which some send as the question
)
_STAGE_GROUP_WORDS = re.compile(r"stage group|^stage\b|cancer stage|tumou?r stage", re.IGNORECASE)

_RULES: tuple[tuple[str, re.Pattern[str], frozenset[str], re.Pattern[str]], ...] = (
    (
        "performance_status",
        re.compile(r"performance-?status", re.IGNORECASE),
        _loinc("89247-1", "89262-0", "89243-0")
        | _snomed("423740007", "761869008")
        | {f"{NCIT}|C38144"},
        re.compile(r"\b(?:ECOG|Karnofsky|KPS|Lansky|Zubrod)\b|performance status", re.IGNORECASE),
    ),
    (
        "disease_status",
        re.compile(r"cancer-?disease-?status", re.IGNORECASE),
        _loinc("97509-4", "88040-1"),
        re.compile(r"cancer disease (?:status|progression)|\bRECIST\b.*response", re.IGNORECASE),
    ),
    (
        "measurements",
        re.compile(r"tumor-?size|/bodyweight$|/bodyheight$|body-surface-area", re.IGNORECASE),
        _WEIGHT
        | _HEIGHT
        | _loinc("21889-1", "33728-7", "33729-5", "33756-8", "8277-6", "3140-1", "3139-2")
        | _loinc("39156-5", "8480-6", "8462-4", "8867-4", "9279-1", "8310-5", "8331-1", "2708-6")
        | _loinc("59408-5", "85354-9", "55284-4", "8478-0")
        | _loinc("72166-2", "11367-0", "69453-9", "82810-3"),  # often sent without their category
        re.compile(r"^size\b.*\btumou?r|^tumou?r size", re.IGNORECASE),
    ),
    (
        "stages",
        re.compile(r"tnm|stage-?group|cancer-?stage|mcode-[\w-]+-stage\b", re.IGNORECASE),
        _STAGE_GROUP
        | _loinc("21905-5", "21906-3", "21907-1", "21899-0", "21900-6", "21901-4")
        | _loinc("21911-3", "21912-1", "21913-9")
        | _snomed("399504009", "399534004", "399387003", "384625004", "371494008", "371497001"),
        re.compile(
            r"\bTNM\b|stage group|^stage\b|\b(?:cancer|tumou?r) stage|\b[cpy]+[TNM] category"
            r"|\bFIGO\b|\bAnn Arbor\b|\bLugano\b|\bBreslow\b",
            re.IGNORECASE,
        ),
    ),
    (
        "biomarkers",
        re.compile(r"tumor-?marker|genomic|StructureDefinition/(?:variant|.*-implication|tmb|msi)"),
        _loinc("69548-6", "53041-0", "94076-7", "81695-9", "62862-8", "35266-6", "94734-1")
        | _loinc("85337-4", "16112-5", "85339-0", "16113-3", "48676-1", "85319-2", "85318-4")
        | _loinc("31150-6", "18474-7", "72383-3", "85329-1", "29593-1", "83052-1", "85147-7"),
        re.compile(
            r"tumou?r mutation\w* burden|\bTMB\b|microsatellite|\bMSI\b|mismatch repair|\bPD-?L1\b"
            r"|\bHER-?2\b|\bERBB2\b|(?:o)?estrogen receptor|progesterone receptor|\bKi-?67\b"
            r"|oncotype|mammaprint|gleason|\bgene(?:tic)? (?:variant|mutation|fusion|rearrangement)"
            r"|\bgene\b.*\b(?:variants?\b|[cp]\.)|\bmutation(?:s|al)?\b|\brearrange(?:d|ments?)\b"
            r"|(?<!acid )\bamplifi(?:ed|cation)\b|\bfusions?\b|\bIHC\b"
            r"|\bimmuno(?:histochemi|stain)|\bimmune stain\b",
            re.IGNORECASE,
        ),
    ),
)
