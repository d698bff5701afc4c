"""How each criterion stands: its finding, the answers and studies it rests on, its attestation."""

from collections.abc import Iterator
from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.catalog import question
from casetrack.rules.criteria import CRITERIA, Criterion
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import BY_ROWS, section_asking
from casetrack.rules.tasks import row_title


@dataclass(frozen=True)
class Ground:
    """One answer, or the rows of one table, that a finding rests on; `cure` is its place."""

    label: str
    words: str
    cure: str
    key: str = ""
    rows: str = ""


@dataclass(frozen=True)
class Standing:
    criterion: Criterion
    finding: str
    attested_on: str
    grounds: tuple[Ground, ...]
    studies: tuple[Row, ...]


def standings(facts: Facts) -> tuple[Standing, ...]:
    """The five criteria as they stand."""
    return tuple(_standing(one, facts) for one in CRITERIA)


def attest_refused(criterion: Criterion, facts: Facts) -> str:
    """Why the physician cannot attest this yet; empty where nothing is in the way."""
    if not facts.answers.get(criterion.finding):
        return "Nothing is written about this criterion yet. Write its finding first"
    return ""


def _standing(criterion: Criterion, facts: Facts) -> Standing:
    said = facts.answers
    studies = (
        row
        for row in facts.rows.get("study", ())
        if criterion.key in row.answers.get("supports", "").split(",")
    )
    return Standing(
        criterion,
        said.get(criterion.finding, ""),
        said.get(criterion.attested, ""),
        tuple(_grounds(criterion, facts)),
        tuple(studies),
    )


def _grounds(criterion: Criterion, facts: Facts) -> Iterator[Ground]:
    for key in criterion.rests:
        asked, section = question(key), section_asking(key)
        if asked and asked.applies(facts.answers):
            shown = values.show(asked, facts.answers.get(key, ""))
            cure = f"section:{section.key}" if section else "stage:4"
            yield Ground(asked.label, shown, cure, key=key)
    for table in criterion.rows:
        section = BY_ROWS[table]
        titles = "; ".join(row_title(section, row) for row in facts.rows_of(section))
        none = section.table.none
        if not titles and none and facts.answers.get(none) == values.YES:
            titles = "None"
        yield Ground(section.title, titles, f"section:{section.key}", rows=table)
