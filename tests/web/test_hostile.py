"""Every hostile file through every door that takes a file: the answer asked for (R22, R23)."""

import json
import time
from collections.abc import Callable

import pytest
from make import Clinic
from pages import Visitor
from shared_data import shared
from sqlalchemy import func, select

from casetrack.store.session import Store
from casetrack.store.tables import Blob, Chart, Entry, Upload

SignIn = Callable[..., Visitor]
SECONDS = 10
EXPECTED = json.loads(shared("expected.json").read_text())
FILES = sorted(
    name
    for name in EXPECTED
    if name.startswith(
        ("hostile/json", "hostile/xml", "hostile/zip", "hostile/pdf", "hostile/poly", "hostile/img")
    )
)
CHART_KINDS = ("hostile/json", "hostile/xml")
REPORT_KINDS = ("hostile/pdf", "hostile/poly", "hostile/img")


def counts(store: Store) -> tuple[int, ...]:
    with store.reading() as db:
        return tuple(
            db.scalar(select(func.count()).select_from(t)) or 0
            for t in (Blob, Chart, Upload, Entry)
        )


def may_be(name: str, door: str, *, accepted: bool) -> bool:
    """Whether this answer is among those the corpus allows at this door."""
    kinds = {"chart": CHART_KINDS, "report": REPORT_KINDS}.get(door, ())
    if not name.startswith(kinds):
        return not accepted  # a file of another kind is refused by name
    expect = EXPECTED[name]["expect"]
    if accepted:
        return (
            expect.startswith("accept")
            or "or accept" in expect
            or "warn" in expect
            or "never inflated" in expect
            or expect
            in ("reject or ignore", "reject or strip", "reject with plain message or store unread")
        )
    return "reject" in expect or "refuse" in expect


DOORS = {  # where it stands, its button, its field, and what else it asks
    "chart": ("/cases/{code}/charts", "Read chart", "chart", {}),
    "report": ("/cases/{code}/reports/add", "Upload", "files", {}),
    "contacts": ("/organizations/list", "Read the list", "list", {"type": "company"}),
}


@pytest.mark.parametrize("door", DOORS)
def test_each_file_gets_its_answer_in_time_and_nothing_is_half_stored(
    sign_in: SignIn, clinic: Clinic, store: Store, door: str
) -> None:
    code = clinic.case()
    visitor = sign_in()
    wrong: list[tuple[object, ...]] = []
    for name in FILES:
        address, button, field, more = DOORS[door]
        page = visitor.get(address.format(code=code))
        form = page.form(button)
        csrf = form.one("[name=csrf]")
        before = counts(store)
        started = time.monotonic()
        file = (name.rsplit("/", 1)[1], shared(name).read_bytes())
        response = visitor.send(page.address, {"csrf": csrf["value"], **more}, {field: file})
        seconds = time.monotonic() - started
        accepted = response.status_code == 303
        text = response.get_data(as_text=True)
        if response.status_code not in (303, 422) or seconds > SECONDS:
            wrong.append((name, response.status_code, round(seconds, 1)))
        elif not may_be(name, door, accepted=accepted):
            wrong.append((name, "accepted" if accepted else "refused", EXPECTED[name]["expect"]))
        elif not accepted and counts(store) != before:
            wrong.append((name, "something was stored"))
        if "Traceback" in text or "root:" in text:
            wrong.append((name, "leaks"))
    assert wrong == []


def test_a_refusal_is_one_clear_sentence(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    for name in (
        "hostile/json/duplicate_keys.json",
        "hostile/xml/xxe_file.xml",
        "hostile/zip/bomb_100mb.zip",
        "hostile/json/two_patients.json",
    ):
        page = visitor.get(f"/cases/{code}/charts")
        data = shared(name).read_bytes()
        refused = visitor.press(page, "Read chart", status=422, files={"chart": ("x", data)})
        assert len(refused.errors) == 1
        assert 20 < len(refused.errors[0]) < 300


def test_no_file_at_all_is_asked_for(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.press(visitor.get(f"/cases/{code}/charts"), "Read chart", status=422)
    assert "Choose a chart file" in page.errors[0]
    page = visitor.press(visitor.get(f"/cases/{code}/reports/add"), "Upload", status=422)
    assert "Choose a PDF" in page.errors[0]


def test_hostile_names_become_harmless_ones(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    data = shared("hostile/pdf/habibi.pdf").read_bytes()
    for name in json.loads(shared("hostile/text/filenames_a.json").read_text()):
        page = visitor.get(f"/cases/{code}/reports/add")
        visitor.press(page, "Upload", files={"files": (name, data)})
    file = clinic.file(code)
    assert len(file.reports) == 10
    for number, report in file.reports.items():
        assert "/" not in report.given_name
        assert "\\" not in report.given_name
        response = visitor.raw(f"/cases/{code}/reports/{number}/file")
        assert (
            response.headers["Content-Disposition"]
            == f'attachment; filename="{code}_report_{number}.pdf"'
        )
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_over_the_limit_is_refused_with_the_limit(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/charts")
    refused = visitor.press(
        page, "Read chart", status=413, files={"chart": ("x", b" " * 28_000_000)}
    )
    assert "At most" in refused.text


@pytest.mark.parametrize("door", DOORS)
def test_a_file_just_over_the_limit_is_read_nowhere(
    sign_in: SignIn, clinic: Clinic, door: str
) -> None:
    """The fields beside a file have room of their own, so such a file comes as far as its page."""
    address, button, field, more = DOORS[door]
    visitor, code = sign_in(), clinic.case()
    page = visitor.get(address.format(code=code))
    files = {field: ("x", b" " * 25_000_001)}
    refused = visitor.press(page, button, more, status=422, files=files)
    assert "t most 25 MB" in refused.errors[0]
