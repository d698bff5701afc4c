"""Stage 5: what is found about each criterion, in words, and the physician's attestation of it."""

from casetrack.rules.criteria import CRITERIA, PHYSICIAN
from casetrack.rules.questions.shape import Duty, Kind, Question, Section
from casetrack.rules.text import within

FINDINGS = Section(
    key="criteria",
    title="Criteria for expanded access",
    task="Write what is found about each criterion",
    why="FDA finds four of them and the physician one; each needs its grounds in words. A change "
    "takes the physician's attestation away.",
    stage=5,
    duty=Duty.FILING,
    needed="21 CFR 312.305(a), 312.310(a)",
    questions=tuple(
        Question(
            key=one.finding,
            label=one.words,
            kind=Kind.TEXT,
            cap=1_500,
            hint="The physician determines this: how, and on what grounds"
            if one.decides == PHYSICIAN
            else "FDA decides; say on what grounds we think it holds",
            wanted=True,
            cites=one.cites,
        )
        for one in CRITERIA
    ),
)

ATTESTED = Section(
    key="attestation",
    title="Attestation of the criteria",
    task="Attest each finding",
    why="The physician's own act, one by one.",
    duty=Duty.APPROVAL,
    apart=True,
    questions=tuple(
        Question(
            key=one.attested,
            label=f"Attested: {within(one.words)}",
            kind=Kind.DATE,
            cites=one.cites,
        )
        for one in CRITERIA
    ),
)

SECTIONS = (FINDINGS, ATTESTED)
