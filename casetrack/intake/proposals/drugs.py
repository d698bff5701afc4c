"""Which medicines treat cancer: by the chart's own reason or category, else by the drug's name."""

import re
from collections.abc import Collection

from casetrack.intake.cancer import is_cancer
from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.diagnosis import cancers_of
from casetrack.intake.proposals.drug_names import FORMS, known_names, words_of
from casetrack.intake.proposals.phrases import flat


def cancer_names(chart: Chart) -> frozenset[str]:
    """What this chart calls the patient's cancers."""
    return frozenset(flat(one.text).casefold() for one in cancers_of(chart))


def treats_cancer(medicine: Finding, cancers: Collection[str]) -> bool:
    return (
        is_for_cancer(medicine, cancers)
        or bool(known_names(medicine.text))
        or bool(_CHEMOTHERAPY.search(medicine.detail.get("category", "")))
    )


def is_for_cancer(finding: Finding, cancers: Collection[str]) -> bool:
    """Whether the recorded reason is one of the chart's cancers, or plainly a cancer."""
    reason = flat(finding.detail.get("reason_for", ""))
    spelled = reason.casefold()
    return any(name in spelled for name in cancers) or any(map(is_cancer, reason.split("; ")))


def drug_of(text: str) -> frozenset[str]:
    """What makes two entries the same drug: its name and form, or else the whole text."""
    named = known_names(text)
    if not named:
        return frozenset({flat(text).casefold()})
    return named | FORMS.intersection(words_of(text))


_CHEMOTHERAPY = re.compile(r"chemotherap|antineoplastic|cytotoxic", re.IGNORECASE)
