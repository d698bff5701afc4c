"""The studies of tab F: from the library, figure by figure, or as they were typed into the case."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from casetrack.documents.packet import Study
from casetrack.documents.values import BLANK, Reader, Value
from casetrack.rules import evidence, values
from casetrack.rules.catalog import question
from casetrack.rules.certainty import certainty
from casetrack.rules.facts import Row
from casetrack.rules.intervals import percent
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import Answers, Of


def studies(read: Reader) -> tuple[Study, ...]:
    """Every study a case leans on, in the order of its table."""
    return tuple(
        _from_library(read, row, held) if (held := cited(read, row)) else _typed(read, row)
        for row in read.rows("study")
    )


def cited(read: Reader, row: Row) -> evidence.Study | None:
    """The study of the library behind a row of the case, if it cites one."""
    return read.file.studies.get(whole_number(row.answers.get("library", "")) or 0)


def _from_library(read: Reader, row: Row, held: evidence.Study) -> Study:
    """What the library says today; how this patient differs is the case's own."""

    def said(key: str) -> Value:
        asked = question(key, of=Of.STUDY)
        text = held.answers.get(key, "")
        if asked is None or not asked.applies(held.answers):
            return BLANK
        return Value(values.show(asked, text), held.root, key) if text else BLANK

    drug, dose = said("drug"), said("dose")
    return Study(
        citation=Value(held.name, held.root, "name"),
        ids=_ids(said("pmid"), said("doi"), said("nct")),
        design=said("design"),
        published=said("published"),
        patients=said("patients"),
        n=said("n"),
        drug=replace(drug, text=f"{drug.text}, {dose.text}") if drug and dose else drug,
        response=BLANK,
        control=BLANK,
        ratio=BLANK,
        other=BLANK,
        safety=said("safety"),
        data_cut=said("data_cut"),
        differs=read.cell(row, "study", "differs"),
        checked_on=said("checked_on"),
        results=_lines(held.outcomes, evidence.finding, "outcome"),
        harms=_lines(held.harms, evidence.harm, "event"),
        certainty=_certainty(held),
    )


def _lines(rows: Iterable[Row], told: Callable[[Answers], str], key: str) -> tuple[Value, ...]:
    """A line for each row; it leads to the row's own name."""
    return tuple(Value(told(row.answers), row.id, key) for row in rows)


def _certainty(held: evidence.Study) -> Value:
    """The word with its reasons; it leads to the design, where it starts."""
    found = certainty(held.answers)
    if not found.word:
        return BLANK
    reasons = "; ".join(map(str, found.steps))
    return Value(f"{found.word}{f' ({reasons})' if reasons else ''}", held.root, "design")


def _typed(read: Reader, row: Row) -> Study:
    def cell(key: str) -> Value:
        return read.cell(row, "study", key)

    return Study(
        citation=cell("citation"),
        ids=_ids(cell("pmid"), cell("doi"), cell("nct")),
        design=cell("design"),
        published=cell("published"),
        patients=cell("patients"),
        n=cell("n"),
        drug=cell("drug"),
        response=_fraction(cell("responders"), cell("assessed")),
        control=_fraction(cell("control_responders"), cell("control_assessed")),
        ratio=_ratio(cell("hr"), cell("hr_low"), cell("hr_high"), cell("hr_of")),
        other=cell("other_result"),
        safety=cell("safety"),
        data_cut=cell("data_cut"),
        differs=cell("differs"),
        checked_on=cell("checked_on"),
    )


def _ids(pmid: Value, doi: Value, nct: Value) -> tuple[Value, ...]:
    named = (("PMID ", pmid), ("doi ", doi), ("", nct))
    return tuple(replace(value, text=f"{word}{value.text}") for word, value in named if value)


def _fraction(some: Value, of: Value) -> Value:
    """Both counts with the percentage; it leads to the first of them."""
    return replace(some, text=percent(int(some.text), int(of.text))) if some and of else BLANK


def _ratio(ratio: Value, low: Value, high: Value, of: Value) -> Value:
    interval = f"95% CI {low.text} to {high.text}" if low and high else "interval not reported"
    text = f"HR {ratio.text} ({interval}){f', {of.text}' if of else ''}"
    return replace(ratio, text=text) if ratio else BLANK
