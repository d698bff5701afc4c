"""Tells the neoplasms from the rest of a problem list: by profile, by code, or else by words."""

import re
from collections.abc import Iterable


def is_cancer(text: str, codes: Iterable[str] = (), profiles: Iterable[str] = ()) -> bool:
    """A malignant, in situ or uncertain neoplasm of this patient, now or in remission.

    An mCODE cancer profile decides first, then ICD-10 or ICD-9, then the words. Benign neoplasms
    (D10–D36), family history, suspicions and consequences ("cancer-related pain") are not cancer.
    """
    if any(_PROFILE.search(profile) for profile in profiles):
        return True
    if is_suspected(text):
        return False
    icd = [neoplasm for code in codes if (neoplasm := _by_icd(code)) is not None]
    if icd:
        return any(icd)
    return bool(_NEOPLASM.search(text)) and not _NOT_THIS.search(text)


def is_suspected(text: str) -> bool:
    """A suspicion, not a diagnosis: "Suspected lung cancer (situation)"."""
    return bool(_SUSPECTED.search(text))


_PROFILE = re.compile(r"(primary|secondary)-?cancer-?condition", re.IGNORECASE)
_SUSPECTED = re.compile(
    r"\bsuspe(cted|cts?|cious|cion)\b|\bpossible\b|\brule out\b|\br/o\b", re.IGNORECASE
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
_NOT_THIS = re.compile(
    r"\bbenign\b|\bhistory\b|\bh/o\b|\bscreening for|\bfear of|\brisk (?:of|for)|\bno evidence"
    r"|\bnegative for (?:malignan|cancer|neoplas|tumou?r)|\bsusceptibil|\bcounsel|\bnon-?malignan"
    r"|(?:cancer|neoplas\w+|tumou?r|malignan\w+)[- ](?:related|associated|induced)"
    r"|(?:due|secondary) to (?:\w+ ){0,2}(?:cancer|neoplas|tumou?r|malignan)|in neoplastic disease"
    r"|\btumou?r (?:lysis|markers?|necrosis)|\b(?:palmar|plantar|penile|gingival|dupuytren)",
    re.IGNORECASE,
)


def _by_icd(code: str) -> bool | None:
    system, _, value = code.rpartition("|")
    if "icd-10" in system or "icd10" in system:
        return bool(_ICD10.match(value))
    if "icd-9" in system or "icd9" in system:
        return bool(_ICD9.match(value))
    if system.endswith("icd-o-3"):  # behavior after the slash: 0 is benign
        return not value.endswith("/0")
    return None
