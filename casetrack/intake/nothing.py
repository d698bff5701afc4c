"""Tells a statement that there is nothing, or that nothing is known, from a finding."""

import re
from collections.abc import Collection

NOTHING = "it says that there are none"
NOT_KNOWN = "it only says that nothing is known"


def why_none(text: str, codes: Collection[str] = ()) -> str | None:
    """Why a condition, a medicine or a procedure of these words is none; None where it is one."""
    if says_unknown(text, codes):
        return NOT_KNOWN
    known = any(code.endswith(_NONE_CODES) for code in codes)
    return NOTHING if known or _NONE.match(text) or _NONE_OF_THESE.fullmatch(text) else None


def says_unknown(text: str, codes: Collection[str] = ()) -> bool:
    """'No information about allergies' is no answer, and above all not 'no allergies'."""
    return any(_NO_INFORMATION.search(code) for code in codes) or bool(_UNKNOWN.fullmatch(text))


def denies_allergies(text: str, codes: Collection[str] = ()) -> bool:
    """'No known allergies', of whatever kind; not where an exception follows."""
    if _EXCEPT.search(text):
        return False
    known = any(code.endswith(_NO_ALLERGY_CODES) for code in codes)
    return known or bool(_NO_ALLERGY.search(text) or _NONE.match(text))


# HL7 International Patient Summary, code system "absent and unknown data"
_NO_INFORMATION = re.compile(r"absent-unknown-uv-ips\|no-\w+-info$")
_NONE_CODES = (
    *("|no-known-problems", "|no-known-medications", "|no-known-procedures"),
    *("|160245001", "|787481004"),  # SNOMED CT: no current problems, no known medications
)
_NO_ALLERGY_CODES = (
    *("|no-known-allergies", "|no-known-medication-allergies", "|no-known-food-allergies"),
    *("|no-known-environmental-allergies", "|716186003", "|160244002", "|409137002"),
    *("|429625007", "|428607008", "|716184000", "|428197003"),  # food, environment, latex, insects
)
_NONE = re.compile(r"\s*(?:none|nil|nothing)(?: (?:known|reported|stated))?\W*$", re.IGNORECASE)
_NONE_OF_THESE = re.compile(
    r"\s*(?:no|denies(?: any)?) (?:known |current |active |significant |chronic |reported |prior )*"
    r"(?:health |medical |surgical )?(?:problems?|conditions?|diagnos[ei]s|medications?|medicines?"
    r"|drugs?|meds|procedures?|surger(?:y|ies)|operations?)(?: or disability)?\W*",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\s*(?:(?:(?:drug |food )?allerg(?:y|ies)|medications?|problems?|conditions?)(?: status)?"
    r"(?: is| are)? )?(?:unknown|not (?:known|asked|assessed|recorded|documented|on file|reviewed))"
    r"\W*|\s*no (?:known )?(?:allergies|medications?|problems?) (?:on file|recorded|documented)\W*"
    r"|\s*(?:no information\b.*|information not available\W*)",
    re.IGNORECASE,
)
_NO_ALLERGY = re.compile(
    r"^\s*(?:patient |pt )?(?:has )?no (?:known |current |relevant )*(?:\w+ )?(?:allerg|sensitiv)"
    r"|^\s*(?:patient |pt )?denies (?:any |known )*(?:\w+ )?allerg|^\s*NKD?A\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\bexcept|\bother than|\bapart from|\bbut\b", re.IGNORECASE)
