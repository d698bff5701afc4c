"""ClinicalTrials.gov's words, from both of its formats, in one spelling."""

from casetrack.intake.references.reference import Doubts

STATUSES = {
    "NOT_YET_RECRUITING": "Not yet recruiting",
    "RECRUITING": "Recruiting",
    "ENROLLING_BY_INVITATION": "Enrolling by invitation",
    "ACTIVE_NOT_RECRUITING": "Active, not recruiting",
    "SUSPENDED": "Suspended",
    "TERMINATED": "Terminated",
    "COMPLETED": "Completed",
    "WITHDRAWN": "Withdrawn",
    "UNKNOWN": "Unknown status",
    "AVAILABLE": "Available",
    "NO_LONGER_AVAILABLE": "No longer available",
    "TEMPORARILY_NOT_AVAILABLE": "Temporarily not available",
    "APPROVED_FOR_MARKETING": "Approved for marketing",
    "WITHHELD": "Withheld",
}
KINDS = {
    "INTERVENTIONAL": "Interventional",
    "OBSERVATIONAL": "Observational",
    "EXPANDED_ACCESS": "Expanded access",
}
PHASES = {
    "EARLY_PHASE1": "Early phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
    "NA": "Not applicable",
}
_OLD_STATUSES = {"Active, not recruiting", "Unknown status", *STATUSES.values()}
_STALE = "Status unknown: ClinicalTrials.gov has not heard from its sponsor for two years."


def status(word: str) -> str:
    return STATUSES.get(word, word)


def phase(words: list[str]) -> str:
    """['PHASE2', 'PHASE3'] as 'Phase 2/3'."""
    first, *rest = [PHASES.get(word, word) for word in words] or [""]
    return "/".join([first, *(one.removeprefix("Phase ") for one in rest)])


def sentence_case(word: str) -> str:
    """'PARTICIPANT_LEVEL' and 'Participant Level' as 'Participant level'."""
    return word.replace("_", " ").capitalize()


def age(text: str) -> str:
    """'18 Years' as '18 years'; 'N/A' is no limit."""
    return "" if text == "N/A" else text.lower()


def sex(word: str) -> str:
    return "" if word.upper() in ("", "ALL", "BOTH") else word.capitalize()


def doubts(told: str, *, named: str, nct: str) -> Doubts:
    """What to look at before a trial is taken: an unknown word, another file's name."""
    found = []
    if told and told not in _OLD_STATUSES:
        found.append("Its status is a word this program does not know: read the record itself.")
    if told == STATUSES["UNKNOWN"]:
        found.append(_STALE)
    if named and named != nct:
        found.append(f"The file is named {named} but holds {nct}: what it holds is taken.")
    return tuple(found)
