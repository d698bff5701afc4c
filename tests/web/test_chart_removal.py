"""A chart of another patient is taken out of the case once nothing of it stands, and restored."""

from collections.abc import Callable

import pytest
from make import NOW, TODAY, Clinic
from pages import Page, Visitor
from shared_data import shared
from sqlalchemy import select, update

from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.rules.documents import REQUEST
from casetrack.rules.people import Role
from casetrack.rules.questions import BY_KEY
from casetrack.rules.workflow import Action
from casetrack.store.commands.charts import (
    Decided,
    Decision,
    decide_proposals,
    remove_chart,
    restore_chart,
)
from casetrack.store.commands.facts import restore_row
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.queries.history import timeline
from casetrack.store.refusals import Refused
from casetrack.store.tables import Chart, Proposal
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
WHY = "Export of another patient, chosen by mistake"


@pytest.fixture
def code(clinic: Clinic) -> str:
    return clinic.case(initials="M.T.", birth_year="1991", diagnosis="Desmoid tumor")


@pytest.fixture
def visitor(sign_in: SignIn) -> Visitor:
    return sign_in()


@pytest.fixture
def chart(visitor: Visitor, code: str) -> Page:
    """The page of a chart that was read just now."""
    page = visitor.get(f"/cases/{code}/charts")
    data = shared("fhir/desmoid_synthetic_a.json").read_bytes()
    return visitor.press(page, "Read chart", files={"chart": ("chart.json", data)})


def take(visitor: Visitor, page: Page, words: str) -> None:
    """Accepts the one fact that says this."""
    [row] = [tr for tr in page.all(".proposals tbody tr") if words in tr.text]
    accept = row.one("[value=accept]")
    visitor.press(page, "Save decisions", {accept["name"]: "accept"})


def remove(visitor: Visitor, page: Page, why: str = WHY, *, status: int = 303) -> Page:
    asked = visitor.get(page.link("Remove this chart"))
    return visitor.press(asked, "Remove chart", status=status, why=why)


def remove_line(visitor: Visitor, code: str, line: int) -> None:
    asked = visitor.get(f"/cases/{code}/facts/prior_therapy/{line}/remove")
    visitor.press(asked, f"Remove {BY_KEY['prior_therapy'].table.one}")


def freeze_packet(clinic: Clinic, code: str) -> None:
    """A version that says where every value of it came from."""
    file = clinic.file(code)
    packet = build(Draft(file, REQUEST, 1, "Rosa Ortiz", TODAY))
    said = {f"{row.id}/treatment": ["", "Printed"] for row in file.facts.rows["therapy"]}
    made_of = {"packet": packet.made_of(), "said": said}
    made = Made(paper=REQUEST.key, version=1, pdf=b"%PDF-1", pages=1, made_of=made_of, changes=())
    with clinic.store.writing() as db:
        freeze(db, file.id, made, by=clinic.rosa)
        db.commit()


def number_of(page: Page) -> int:
    return int(page.address.rsplit("/", 1)[1])


def test_a_chart_stays_while_facts_of_it_stand_in_the_case(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    early = visitor.get(chart.link("Remove this chart"))
    take(visitor, chart, "150.4 lb")
    take(visitor, visitor.get(chart.address), "sorafenib")
    asked = visitor.get(chart.link("Remove this chart"))
    assert "2 facts of this chart stand in the case" in asked.text
    assert not asked.all("main form")
    assert asked.link("sorafenib") == f"/cases/{code}/facts/prior_therapy"
    refused = visitor.press(early, "Remove chart", status=422, why=WHY)
    [words] = refused.errors
    assert words == ("2 facts of this chart stand in the case. Change or remove them first")
    assert refused.one("#why")["value"] == WHY, "what was typed is kept"
    visitor.get(chart.address)
    clinic.say(code, weight="60", weight_on="2026-11-01")
    [line] = clinic.file(code).facts.rows["therapy"]
    remove_line(visitor, code, line.id)
    assert "Removed: the chart" in remove(visitor, chart).text


def test_a_reason_is_asked_for(visitor: Visitor, chart: Page) -> None:
    refused = remove(visitor, chart, "  ", status=422)
    assert refused.errors == ["Say why the chart is removed"]
    assert refused.one("#why")["aria-describedby"] == "why-error"
    assert visitor.get(chart.address).heading == "Facts from a chart"


def test_who_only_looks_on_removes_and_restores_nothing(sign_in: SignIn, chart: Page) -> None:
    pharmacist, nurse = sign_in(Role.PHARMACIST), sign_in(Role.NURSE)
    assert "Remove this chart" not in pharmacist.get(chart.address).text
    refused = pharmacist.get(f"{chart.address}/remove", status=403)
    assert "A coordinator, nurse or physician can change clinical facts" in refused.text
    gone = remove(nurse, chart)
    assert gone.all("main form[action$='/restore']")
    looked = pharmacist.get(gone.address)
    assert WHY in looked.text
    assert not looked.all("main form[action$='/restore']")
    pharmacist.get(chart.address, status=404)


def test_a_closed_case_keeps_its_charts_as_they_are(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    number, case = number_of(chart), clinic.file(code).id
    clinic.do(code, Action.CLOSE, close_reason="not_eligible", close_notes="Ended")
    assert "Remove this chart" not in visitor.get(chart.address).text
    visitor.get(f"{chart.address}/remove", status=403)
    with clinic.store.writing() as db, pytest.raises(Refused, match="case is closed"):
        remove_chart(db, case, number, by=clinic.rosa, why=WHY)


def test_in_a_closed_case_a_removed_chart_stays_removed(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    listed = remove(visitor, chart)
    clinic.do(code, Action.CLOSE, close_reason="not_eligible", close_notes="Ended")
    assert not visitor.get(listed.address).all("main form")
    with clinic.store.writing() as db, pytest.raises(Refused, match="case is closed"):
        restore_chart(db, clinic.file(code).id, number_of(chart), by=clinic.rosa)


def test_a_chart_of_another_case_cannot_be_removed_from_this_one(
    visitor: Visitor, clinic: Clinic, chart: Page
) -> None:
    other = clinic.case(initials="O.T.")
    visitor.get(f"/cases/{other}/charts/{number_of(chart)}/remove", status=404)
    with clinic.store.writing() as db, pytest.raises(Refused, match="removed meanwhile"):
        remove_chart(db, clinic.file(other).id, number_of(chart), by=clinic.rosa, why=WHY)
    with clinic.store.writing() as db, pytest.raises(Refused, match="not among the removed"):
        restore_chart(db, clinic.file(other).id, number_of(chart), by=clinic.rosa)


def test_a_removed_chart_is_listed_and_opened_no_more(
    visitor: Visitor, code: str, chart: Page
) -> None:
    edit = visitor.get(chart.link("Edit sorafenib"))
    listed = remove(visitor, chart)
    assert listed.address == f"/cases/{code}/charts"
    assert "No chart has been read into this case yet" in listed.text
    assert not listed.all(f"main a[href='{chart.address}']")
    assert WHY in listed.text
    assert "chart.json" not in listed.text, "a file's name may say whose it is"
    for address in (chart.address, edit.address, f"{chart.address}/remove"):
        visitor.get(address, status=404)
    visitor.press(chart, "Save decisions", status=404)
    visitor.press(edit, "Take it over as edited", status=404)


def test_nothing_of_a_removed_chart_is_taken_over(
    clinic: Clinic, code: str, visitor: Visitor, chart: Page
) -> None:
    remove(visitor, chart)
    file, number = clinic.file(code), number_of(chart)
    with clinic.store.writing() as db:
        one = db.scalars(select(Proposal).where(Proposal.text.contains("150.4 lb"))).one()
        decided = Decided(number, {one.id: Decision("accepted", one.answers)}, file.version)
        with pytest.raises(Refused, match="removed meanwhile"):
            decide_proposals(db, file.id, decided, by=clinic.rosa)
        with pytest.raises(Refused, match="removed meanwhile"):
            remove_chart(db, file.id, number, by=clinic.rosa, why=WHY)


def test_a_row_of_a_removed_chart_comes_back_only_after_the_chart(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    take(visitor, chart, "sorafenib")
    [line] = clinic.file(code).facts.rows["therapy"]
    remove_line(visitor, code, line.id)
    remove(visitor, chart)
    case = clinic.file(code).id
    with clinic.store.writing() as db:
        with pytest.raises(Refused, match="Restore the chart first"):
            restore_row(db, case, line.id, by=clinic.rosa)
        restore_chart(db, case, number_of(chart), by=clinic.rosa)
        restore_row(db, case, line.id, by=clinic.rosa)
        db.commit()
    assert [row.id for row in clinic.file(code).facts.rows["therapy"]] == [line.id]


def test_where_a_value_came_from_says_that_the_chart_was_removed(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    take(visitor, chart, "sorafenib")
    [line] = clinic.file(code).facts.rows["therapy"]
    freeze_packet(clinic, code)
    paper = f"/cases/{code}/papers/{REQUEST.key}/v/1"
    trace = f"/cases/{code}/trace/{line.id}/treatment?version=1"
    assert visitor.get(trace).all(f"a[href='{chart.address}']")
    remove_line(visitor, code, line.id)
    remove(visitor, chart)
    traced = visitor.get(trace)
    assert "that is not in this case anymore: Coordinator One removed the chart" in traced.text
    assert WHY in traced.text
    assert "Version 1 printed" in traced.text
    assert not traced.all(f"a[href='{chart.address}']")
    assert "Bundle.entry" not in traced.text
    assert "sorafenib" in visitor.get(f"{paper}/read").text
    assert visitor.raw(f"{paper}.pdf").data == b"%PDF-1"


def test_a_restored_chart_has_what_was_still_open(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    listed = remove(visitor, chart)
    back = visitor.press(listed, "Restore FHIR R4 JSON")
    assert not back.all("#removed")
    again = visitor.get(back.one("main tbody a")["href"])
    assert again.address == chart.address
    assert len(again.all("input[type=radio]")) == len(chart.all("input[type=radio]")) > 0
    take(visitor, again, "150.4 lb")
    assert clinic.file(code).facts.answers["weight"] == "68.2"


def test_the_history_tells_it_and_is_whole(
    visitor: Visitor, clinic: Clinic, code: str, chart: Page
) -> None:
    visitor.press(remove(visitor, chart), "Restore FHIR R4 JSON")
    told = visitor.get(f"/cases/{code}/history").text
    assert "Coordinator One removed a chart, FHIR R4 JSON" in told
    assert f"Why: {WHY}" in told
    assert "Coordinator One restored a chart, FHIR R4 JSON" in told
    with clinic.store.reading() as db:
        lines = timeline(db, clinic.file(code).id).lines
    assert [line.action for line in lines[:3]] == ["chart-restored", "chart-removed", "chart-read"]
    assert verify(clinic.store).problems == []


def test_no_program_removes_a_chart_without_an_event(clinic: Clinic, chart: Page) -> None:
    with (
        clinic.store.writing() as db,
        pytest.raises(Exception, match="a change without its event"),
    ):
        db.execute(update(Chart).values(removed_at=NOW, removed_by="Nobody"))
