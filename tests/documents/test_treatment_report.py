"""The completion summary and the annual report: the course as it was, and nothing made up."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from databases import SqliteMill
from documents.reading import margins, sound, tags, texts, unpacked
from make import Clinic

from casetrack.documents import pages
from casetrack.documents.content import Draft
from casetrack.documents.press import Press, Printed
from casetrack.documents.treatment_report import TreatmentReport, build, reported_span
from casetrack.rules.documents import ANNUAL, COMPLETION, Paper, allowed_in
from casetrack.rules.facts import Stage
from casetrack.rules.identity import identifiers_in
from casetrack.rules.papers import paper_gaps, paper_needs
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store

TODAY = date(2026, 11, 19)
NEAREST = 27  # points: 3/8 inch
SECRET = {
    "patient_name": "Kara Canary-Rhodes",
    "birth_date": "1992-03-01",
    "record_number": "MRN-4711",
}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def row(clinic: Clinic, code: str, rows: str, said: dict[str, Any]) -> int:
    return clinic.row(code, rows, **said)


@pytest.fixture(scope="module")
def treated(clinic: Clinic) -> str:
    """An emergency case treated from August to November, with an end on record."""
    code = clinic.case_at(Stage.TREATMENT, urgency="emergency", **SECRET)
    told: dict[str, Any] = {"fda_permitted_how": "phone", "fda_official": "Dr. Reviewer"}
    clinic.do(code, Action.RECORD_PERMISSION, fda_permitted_on="2026-08-03", **told)
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-08-05")
    clinic.say(code, dose_unit="mg a day", stock_unit="tablets", weight="70.1")
    doses = (
        ("2026-08-05", "2026-08-31", "300", "planned"),
        ("2026-09-01", "2026-09-10", "0", "held"),
    )
    for start, end, given, how in doses:
        said = {"dose_from": start, "dose_to": end, "dose_planned": "300", "dose_given": given}
        row(clinic, code, "dose", {**said, "dose_how": how, "dose_why": "Vomiting"})
    for movement, amount in (("received", "84"), ("dispensed", "84"), ("brought_back", "10")):
        moved = {"moved_on": "2026-08-05", "movement": movement, "amount": amount, "lot": "A-17"}
        row(clinic, code, "stock", moved)
    for on, size in (("2025-01", "30"), ("2026-07-30", "60"), ("2026-11-02", "66")):
        scan = {"measured_on": on, "method": "MRI", "sum": size, "new_lesion": "no"}
        row(clinic, code, "measurement", scan)
    event = {"event_what": "Vomiting", "happened_on": "2026-08-30", "aware_on": "2026-08-31"}
    row(clinic, code, "safety", {**event, "event_grade": "3", "event_drug": "held"})
    ended: dict[str, Any] = {"ended_why": "growth", "ended_reason": "Growth on the scan"}
    clinic.do(code, Action.END_TREATMENT, last_dose_on="2026-11-02", **ended)
    doctor = clinic.person(Role.PHYSICIAN, "Anil Shah")
    clinic.do(code, Action.PLAN_NEXT, next_who=str(doctor.user))
    clinic.say(code, by=doctor, best_response="SD", conclusion="Held steady, then grew.")
    return code


def report(
    clinic: Clinic, code: str, paper: Paper = COMPLETION, today: date = TODAY
) -> TreatmentReport:
    file = clinic.file(code)
    return build(Draft(file, paper, 1, "Priya Rao", today))


def printed(press: Press, content: TreatmentReport) -> Printed:
    return press.print(pages.job(content, files={}))


def text(pdf: bytes) -> str:
    return " ".join(texts(pdf))


def test_the_summary_tells_course_result_events_drug_and_end(
    clinic: Clinic, press: Press, treated: str
) -> None:
    said = text(printed(press, report(clinic, treated)).pdf)
    for words in (
        *("Summary of expanded access use", "K.R. (case", "21 CFR 312.310(c)(2)"),
        *("Aug 5, 2026 to Nov 2, 2026", "90 days, the first and the last one counted"),
        *("8,100 given of 11,100 planned (73%), day by day, in mg a day", "Held", "Stable disease"),
        *("Held steady, then grew.", "Vomiting", "Grade 3", "None."),
        *("Progression", "Growth on the scan", "The count does not close: lot A-17, 10"),
        "I ask FDA to close the IND",
    ):
        assert words in said, words


def test_tables_and_figures_are_numbered_without_a_gap_whatever_is_left_out(
    clinic: Clinic, press: Press, treated: str
) -> None:
    whole, bare = report(clinic, treated), report(clinic, clinic.case())
    undosed = replace(whole, doses=(), dosing=None, events=())
    for content, tables, figures in ((whole, 4, 2), (undosed, 2, 1), (bare, 0, 0)):
        said = text(printed(press, content).pdf)
        captions = re.findall(r"Table (\d+)\. [A-Z]", said)
        assert [int(one) for one in captions] == list(range(1, tables + 1))
        assert re.findall(r"Figure (\d+)\.", said) == [str(n + 1) for n in range(figures)]
        sources = re.findall(r"Source: Table (\d+)", said)
        assert sources == [str(n + 1) for n in range(figures)]


def test_a_response_counts_from_the_last_measurement_before_the_first_dose(
    clinic: Clinic, treated: str
) -> None:
    found = report(clinic, treated).measured
    assert [one.on.text for one in found] == ["Jul 30, 2026", "Nov 2, 2026"]
    assert found[1].change == "+10%"


def test_what_nobody_judged_or_entered_is_not_made_up(
    clinic: Clinic, press: Press, treated: str
) -> None:
    content = report(clinic, treated)
    [event] = content.events
    assert [cell.text for cell in event[3:6]] == ["", "", ""], "serious, unexpected, suspected"
    assert "Drug and end: IND withdrawn on" in content.missing
    bare = text(printed(press, report(clinic, clinic.case())).pdf)
    for words in (
        *("No dose is on record", "No measurement is on record", "No movement of the drug"),
        *("No event is on record, and no visit on record says that anybody asked",),
        "Not provided",
    ):
        assert words in bare, words


def test_the_annual_report_is_about_its_year(clinic: Clinic, press: Press, treated: str) -> None:
    early = text(printed(press, report(clinic, treated, ANNUAL)).pdf)
    assert "Annual report, year 1" in early
    assert "Aug 3, 2026 to Nov 19, 2026; the year is not over" in early
    assert "Plan for the coming year" in early
    year_two = report(clinic, treated, ANNUAL, date(2028, 8, 3))
    assert (year_two.year, year_two.period) == (2, "Aug 3, 2027 to Aug 2, 2028")
    assert year_two.events == (), "the event was in the first year"
    assert year_two.doses == ()


def test_the_summary_tells_what_began_after_the_last_dose_and_a_year_what_fda_was_told_in_it(
    clinic: Clinic, press: Press, treated: str
) -> None:
    """All adverse events (21 CFR 312.310(c)(2)); reports sent, and deaths, in the year (312.33)."""
    late = {"event_what": "Bleeding", "happened_on": "2026-11-10", "aware_on": "2026-11-11"}
    row(clinic, treated, "safety", late)
    file = clinic.file(treated)
    told = {"fda_told_on": "2027-08-03", "fda_told_more_on": "2027-08-09"}
    rows = (replace(one, answers={**one.answers, **told}) for one in file.facts.rows["safety"])
    died = {"alive": "died", "alive_on": "2027-09-01", "died_of": "Sepsis"}
    facts = replace(
        file.facts,
        rows={**file.facts.rows, "safety": tuple(rows)},
        answers={**file.facts.answers, **died},
    )
    file = replace(file, facts=facts)

    def made(paper: Paper, today: date) -> TreatmentReport:
        return build(Draft(file, paper, 1, "Priya Rao", today))

    summary = made(COMPLETION, TODAY)
    assert [cells[0].text for cells in summary.events] == ["Vomiting", "Bleeding"]
    first = made(ANNUAL, date(2027, 8, 3))
    assert (len(first.events), first.reported) == (2, ())
    second = made(ANNUAL, date(2028, 8, 3))
    assert second.events == (), "they began in the first year"
    assert "Vomiting, Aug 3, 2027" in second.reported
    assert "Bleeding, Aug 9, 2027 (follow-up)" in second.reported
    said = text(printed(press, second).pdf)
    assert "Deaths The patient died" in said
    assert "Sepsis" in said
    assert "Deaths None on record" in text(printed(press, report(clinic, treated, ANNUAL)).pdf)


@pytest.mark.parametrize(
    ("today", "year", "end"),
    [
        (date(2027, 8, 2), 1, date(2027, 8, 2)),
        (date(2027, 8, 3), 1, date(2027, 8, 2)),
        (date(2028, 8, 2), 1, date(2027, 8, 2)),
        (date(2028, 8, 3), 2, date(2028, 8, 2)),
    ],
)
def test_the_year_reported_is_the_last_full_one(
    clinic: Clinic, treated: str, today: date, year: int, end: date
) -> None:
    span = reported_span(clinic.file(treated), annual=True, today=today)
    assert (span.year, span.end) == (year, end)


def test_a_year_begun_on_february_29_ends_the_day_before_its_anniversary(
    clinic: Clinic, treated: str
) -> None:
    file = clinic.file(treated)
    leap = {**file.facts.answers, "fda_permitted_on": "2024-02-29"}
    file = replace(file, facts=replace(file.facts, answers=leap))
    span = reported_span(file, annual=True, today=date(2025, 3, 1))
    assert (span.start, span.end) == (date(2024, 2, 29), date(2025, 2, 27))


@pytest.mark.parametrize("paper", [COMPLETION, ANNUAL], ids=["completion", "annual"])
def test_the_patient_is_named_by_initials_and_nothing_more(
    clinic: Clinic, press: Press, treated: str, paper: Paper
) -> None:
    made = printed(press, report(clinic, treated, paper))
    said = text(made.pdf)
    answers = clinic.file(treated).facts.answers
    assert identifiers_in(answers, said, allowed=allowed_in(paper, {})) == ()
    assert "K.R." in said
    everything = f"{said} {unpacked(made.pdf).decode('latin-1')}"
    assert not [secret for secret in ("Canary", "Rhodes", "MRN-4711") if secret in everything]
    assert sound(made.pdf)
    assert {"H1", "Table", "TH", "Figure"} <= {tag for tag, _ in tags(made.pdf)}
    for sides in margins(made.pdf):
        assert min(sides) >= NEAREST
    facts = clinic.file(treated).facts
    assert len(paper_gaps(paper, facts)) <= sum(paper_needs(paper, facts).values())
