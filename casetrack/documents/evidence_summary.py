"""The evidence summary: one question, the studies that answer it, how sure they make us.

Every line names its source and the criterion of 21 CFR 312.305(a) or 312.310(a) it speaks to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casetrack.documents.content import Content, Draft, numbered
from casetrack.documents.evidence import cited
from casetrack.documents.evidence import studies as studies_of
from casetrack.documents.packet import Study
from casetrack.documents.values import Fact, Reader, Value
from casetrack.rules import evidence
from casetrack.rules.certainty import certainty
from casetrack.rules.criteria import BY_KEY
from casetrack.rules.facts import Row

PICO = ("pico_patients", "pico_intervention", "pico_comparison", "pico_outcomes")
FLOW = ("flow_found", "flow_screened", "flow_read", "flow_kept")
MOST_FINDINGS = 7  # Cochrane's limit for a table of findings


@dataclass(frozen=True)
class Cited:
    """A study with its number among the references, and the paragraphs it speaks to."""

    number: int
    study: Study
    criteria: str
    supports: Value


@dataclass(frozen=True)
class Finding:
    """One outcome of one study; `notes` are the numbers of its footnotes."""

    outcome: Value
    number: int
    people: str
    effect: str
    control: str
    drug: str
    certainty: str
    notes: tuple[int, ...]
    criteria: str


@dataclass(frozen=True)
class Harm:
    event: Value
    number: int
    text: str
    criteria: str


@dataclass(frozen=True)
class Reasoned:
    """A criterion, who decides it, and the studies that speak to it."""

    cites: str
    words: str
    decides: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Summary(Content):
    drug: Value
    diagnosis: Value
    pico: tuple[Fact, ...]
    answer: Value
    fits: Value
    searched: Value
    searched_on: Value
    searched_by: Value
    checked_by: Value
    studies: tuple[Cited, ...]
    findings: tuple[Finding, ...]
    more_findings: int  # beyond the most that a table of findings holds
    notes: tuple[str, ...]
    harms: tuple[Harm, ...]
    watch: Value
    flow: tuple[Fact, ...]
    absent: Value
    interests: Value
    criteria: tuple[Reasoned, ...]

    @property
    def tables(self) -> dict[str, int]:
        found = {
            "criteria": self.criteria,
            "studies": self.studies,
            "findings": self.findings,
            "harms": self.harms,
            "differs": self.studies,
        }
        return numbered(found)


def build(of: Draft) -> Summary:
    read = Reader(of.file)
    studies = tuple(_cited(read))
    held = {number: found or evidence.typed(row) for number, row, found in _numbered(read)}
    outcomes = _ranked(held, of.file.facts.answers.get("drug", ""))
    notes: list[str] = []
    return Summary(
        **of.heading("name", "phone"),
        drug=read.own("drug"),
        diagnosis=read.own("diagnosis"),
        pico=read.facts("summary", PICO),
        answer=read.own("evidence_answer"),
        fits=read.own("summary_fits"),
        searched=read.own("evidence_searched"),
        searched_on=read.own("evidence_searched_on"),
        searched_by=read.own("summary_by"),
        checked_by=read.own("summary_checked_by"),
        studies=studies,
        findings=tuple(
            _finding(number, row, held[number], studies, notes)
            for number, row in outcomes[:MOST_FINDINGS]
        ),
        more_findings=max(0, len(outcomes) - MOST_FINDINGS),
        notes=tuple(notes),
        harms=tuple(line for n, found in held.items() for line in _harms(n, found, studies)),
        watch=read.own("summary_watch"),
        flow=read.facts("summary", FLOW),
        absent=read.own("summary_absent"),
        interests=read.own("summary_interests"),
        criteria=tuple(_reasoned(read)),
    )


def _numbered(read: Reader) -> Iterable[tuple[int, Row, evidence.Study | None]]:
    """The case's evidence in its order, each with its number and the library's study behind it."""
    for number, row in enumerate(read.rows("study"), start=1):
        yield number, row, cited(read, row)


def _cited(read: Reader) -> Iterable[Cited]:
    for (number, row, _), study in zip(_numbered(read), studies_of(read), strict=True):
        supports = read.cell(row, "study", "supports")
        yield Cited(number, study, _paragraphs(row), supports)


def _paragraphs(row: Row) -> str:
    """'312.305(a)(1), 312.310(a)(1)'."""
    chosen = row.answers.get("supports", "").split(",")
    return ", ".join(c.cites.removeprefix("21 CFR ") for k, c in BY_KEY.items() if k in chosen)


def _ranked(held: Mapping[int, evidence.Study], drug: str) -> list[tuple[int, Row]]:
    """What the reader asks first: the drug asked for, then each study's main outcome, the rest."""

    def rank(one: tuple[int, Row]) -> int:
        number, row = one
        if evidence.is_of(held[number], drug):
            return 0
        return 1 if row is held[number].outcomes[0] else 2

    return sorted(((n, row) for n, study in held.items() for row in study.outcomes), key=rank)


def _finding(
    number: int, row: Row, held: evidence.Study, studies: tuple[Cited, ...], notes: list[str]
) -> Finding:
    sure, said = certainty(held.answers), row.answers
    alone = held.answers.get("design") in evidence.ONE_GROUP
    lacking = "no comparison group" if alone else "not reported"
    own = "hr" if said.get("ratio") else "responders"  # the answer in the case itself
    return Finding(
        outcome=Value(evidence.outcome_of(said), row.id, "outcome" if held.id else own),
        number=number,
        people=evidence.people(said) or _all_of(held),
        effect=evidence.ratio(said) or lacking,
        control=evidence.on_control(said) or lacking,
        drug=evidence.on_drug(said) or said.get("other", ""),
        certainty=sure.word,
        notes=tuple(_noted(str(step), notes) for step in sure.steps),
        criteria=studies[number - 1].criteria,
    )


def _all_of(held: evidence.Study) -> str:
    """Where nobody says in how many it was assessed, how many the study had."""
    n = held.answers.get("n", "")
    return f"{n} in the study" if n else ""


def _noted(words: str, notes: list[str]) -> int:
    """The number of a footnote; the same words are said once."""
    if words not in notes:
        notes.append(words)
    return notes.index(words) + 1


def _harms(number: int, held: evidence.Study, studies: tuple[Cited, ...]) -> Iterable[Harm]:
    for row in held.harms:
        event = Value(evidence.harm_of(row.answers), row.id, "event")
        yield Harm(event, number, evidence.how_often(row.answers), studies[number - 1].criteria)


def _reasoned(read: Reader) -> Iterable[Reasoned]:
    for key, criterion in BY_KEY.items():
        numbers = tuple(
            number
            for number, row, _ in _numbered(read)
            if key in row.answers.get("supports", "").split(",")
        )
        yield Reasoned(criterion.cites, criterion.words, criterion.decides, numbers)
