"""Tells the neoplasms from the rest of a problem list: by profile, by code, or else by words."""

import re
from collections.abc import Iterable
from functools import lru_cache


def is_cancer(text: str, codes: Iterable[str] = (), profiles: Iterable[str] = ()) -> bool:
    """A malignant, in situ or uncertain neoplasm of this patient, now or in remission.

    An mCODE cancer profile decides first, then ICD-10 or ICD-9, then the words. Benign neoplasms
    (D10–D36), a relative's cancer, what is suspected or ruled out, and consequences
    ("cancer-related pain") are not cancer.
    """
    if any(_PROFILE.search(profile) for profile in profiles):
        return True
    named = len(text) <= LONGEST_NAME
    if named and (is_suspected(text) or _RELATIVE.search(text) or _is_ruled_out(text)):
        return False
    icd = [neoplasm for code in codes if (neoplasm := _by_icd(code)) is not None]
    if icd:
        return any(icd)
    affirmed = _DENIED.sub("", text) if named else ""
    return bool(_NEOPLASM.search(affirmed)) and not _NOT_THIS.search(text)


def is_secondary(text: str, codes: Iterable[str] = (), profiles: Iterable[str] = ()) -> bool:
    """A metastasis, coded beside the cancer it came from."""
    told = any(_SECONDARY_PROFILE.search(profile) for profile in profiles)
    coded = any("icd" in code and _ICD_SECONDARY.search(code) for code in codes)
    return told or coded or bool(_SECONDARY.search(text[:LONGEST_NAME]))


def is_suspected(text: str) -> bool:
    """A suspicion, not a diagnosis: "Suspected lung cancer (situation)"."""
    return _sounds_suspected(text[:LONGEST_NAME])


LONGEST_NAME = 400  # characters; a longer one is a report, and no name of a disease

_PROFILE = re.compile(r"(primary|secondary)-?cancer-?condition", re.IGNORECASE)
_SECONDARY_PROFILE = re.compile(r"secondary-?cancer-?condition", re.IGNORECASE)
_ICD_SECONDARY = re.compile(r"\|C7[789]")
_SECONDARY = re.compile(
    r"^\s*secondary malignan|^\s*metasta(?:sis|ses)\b|\bmetasta(?:sis|ses) (?:to|in)\b",
    re.IGNORECASE,
)
_SUSPECTED = re.compile(
    r"\bsuspe(cted|cts?|cious|cion)\b|\bpossibl[ey]\b|\brule out\b|\br/o\b|\bprobabl[ey]\b"
    r"|\blikely\b|\bpresum(?:ed|ptive)\b|\bquery\b|^\s*\?|\?\s*$|\bcannot (?:be )?exclude"
    r"|\bconcern(?:ing)? for\b|\bworrisome for\b|\bv(?:s|ersus)\b(?!\.? ?host)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\bFHx?\b|\bfamily (?:h(?:istory|x)|member)|\b(?:mother|father|brother|sibling|parent|aunt"
    r"|uncle|cousin|daughter|maternal|paternal|relative|grand\w+)s?\b|\bsister\b(?! (?:mary )?jos)",
    re.IGNORECASE,
)

# ICD-10-CM chapter 2: C00–C96 malignant, D00–D09 in situ, D37–D49 uncertain or unspecified
# (D48 holds the desmoid tumor); D10–D36 and D3A are benign. ICD-9-CM: 140–209 and 230–239.
_ICD10 = re.compile(r"C\d|D0\d|D3[7-9]|D4\d", re.IGNORECASE)
_ICD9 = re.compile(r"(?:1[4-9]\d|20[0-8]|209\.[0-37]|23[0-9])(?:\.|$)")

_NEOPLASM = re.compile(
    r"malignan|cancer\b|carcinoma|sarcoma|leuk(?:a)?emia|lymphoma|melanoma|myeloma|blastoma"
    r"|glioma|astrocytoma|ependymoma|mesothelioma|seminoma|germinoma|thymoma|chordoma|carcinoid"
    r"|\bneoplas|\btumou?rs?\b|metasta|\bdesmoid|\bfibromatosis|neuroendocrine|myelofibrosis"
    r"|myelodysplas|myeloproliferative|polycythemia vera|thrombocythemia|macroglobulin[a]?emia"
    r"|histiocytosis|\bDCIS\b|\bGIST\b",
    re.IGNORECASE,
)
# Of "breast cancer without metastasis" the first half is said, of "no malignancy" nothing
_DENIED = re.compile(
    r"\b(?:no\b(?! longer)|without|negative for|absence of|free of|denies)\b[^,;.:]*", re.IGNORECASE
)
_RULED_OUT = re.compile(
    r"\bruled[- ]out\b|\bexcluded\b|\bunlikely\b|\babsent\b|\bdisprove[dn]\b|\bnot (?:found|seen"
    r"|present|identified|detected|confirmed|cancer|malignan|a (?:cancer|tumou?r|malignan))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:()]| [-–] ")
_NOT_THIS = re.compile(
    r"\bbenign\b|\bhistory\b|\b(?:h/o|hx)\b|\bscreening\b|\bfear of|\bworr(?:y|ied)\b"
    r"|\brisk (?:of|for)|\bsurvivor|\bcarrier|\bsusceptibil|\bcounsel|\b(?:cancer|tumou?r) staging"
    r"|\bnon-?(?:malignan|neoplas|cancer)|\bpre-?(?:malignan|neoplas|cancer)|\bcancer gene\b"
    r"|\bmalignant (?:hyper(?:thermia|pyrexia|tension)|otitis|(?:pleural |pericardial )?effusion"
    r"|ascites)|neuroleptic malignant"
    r"|(?:cancer|neoplas\w+|tumou?r|malignan\w+)[- ](?:related|associated|induced)"
    r"|(?:due|secondary) to (?:\w+ ){0,2}(?:cancer|neoplas|tumou?r|malignan)|in neoplastic disease"
    r"|\btumou?r (?:lysis|markers?|necrosis)|\b(?:palmar|plantar|penile|gingival|dupuytren)",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def _sounds_suspected(name: str) -> bool:
    return bool(_SUSPECTED.search(name))


def _is_ruled_out(text: str) -> bool:
    """Whether the words say there is none: in "lymphoma (ruled out)", not of a mere metastasis."""
    clauses = _CLAUSE.split(text)
    affirmed = [one for one in clauses if not _RULED_OUT.search(one)]
    denied = len(affirmed) < len(clauses)
    about_else = any(_NEOPLASM.search(one) for one in clauses if one not in affirmed)
    return denied and not (about_else and any(map(_NEOPLASM.search, affirmed)))


def _by_icd(code: str) -> bool | None:
    system, _, value = code.rpartition("|")
    if "icd-10" in system or "icd10" in system:
        return bool(_ICD10.match(value))
    if "icd-9" in system or "icd9" in system:
        return bool(_ICD9.match(value))
    if system.endswith("icd-o-3"):  # behavior after the slash: 0 is benign
        return not value.endswith("/0")
    return None
