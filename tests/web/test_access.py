"""Page by role: the answers stand in access.txt, which a person has read (R9, R10, R11).

yes: may; no: sees the case but may not (403); hidden: as if it did not exist (404);
sign in: is sent to sign in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from make import PASSWORD, TODAY, Clinic
from pages import Element, Visitor
from sqlalchemy import select, text

from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.rules.access import MAY, RIGHT_TO, Permission
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.questions import SECTIONS
from casetrack.rules.workflow import TRANSITIONS, Action
from casetrack.store.base import Base
from casetrack.store.commands.cases import grant_access
from casetrack.store.commands.charts import ReadChart, keep_chart
from casetrack.store.commands.drafts import Typing, keep_draft
from casetrack.store.commands.facts import remove_row
from casetrack.store.commands.imports import CONTACTS, Gathered, keep_import
from casetrack.store.commands.library import add_drug
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.commands.people import set_roles
from casetrack.store.commands.reading import Reading, note_access
from casetrack.store.commands.reports import NewReport, add_report
from casetrack.store.seal import Seal
from casetrack.store.session import Store
from casetrack.store.tables import Proposal
from casetrack.web.routes import every_route

TABLE = Path(__file__).with_name("access.txt")
NUMBERED = {
    "/library/drugs/": "drug",
    "/library/imports/": "import",
    "/organizations/lists/": "list",
    "/library/": "study",
    "/organizations/": "organization",
    "/facts/": "row",
    "/removed/": "removed",
    "/reports/": "report",
    "/charts/": "chart",
    "/accounts/": "account",
    "/drafts/": "draft",
}
KEYS = {
    "/trace/": "initials",
    "/days/": "irb_asked_on",
    "/agenda/": "next",
    "/library/<int:number>/facts/": "study",
    "/library/<int:number>/rows/": "outcome",
}
WHO = [
    *("stranger", *[role.value for role in Role]),
    *("own physician", "next physician", "granted viewer"),
]
SHORT = {200: "yes", 422: "yes", 409: "yes", 303: "yes", 403: "no", 404: "hidden"}


@dataclass(frozen=True)
class Found:
    """A proposed fact, as reading a chart makes them."""

    section: str = "condition"
    rows: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: {"weight": "70"})
    text: str = "Body weight 70 kg"
    note: str = ""
    resource: str = "Observation/1"
    path: str = "Bundle.entry[1]"
    conflict: str = ""


@pytest.fixture
def world(clinic: Clinic) -> dict[str, str]:
    """A case with something real behind every number an address can hold."""
    code = clinic.case_at(Stage.EVIDENCE)
    row = clinic.row(code, "therapy", treatment="Sorafenib")
    removed = clinic.row(code, "therapy", treatment="Removed")
    clinic.do(code, Action.RECORD_IRB_REQUEST, irb_asked_on=TODAY.isoformat(), irb_review="full")
    file = clinic.file(code)
    rosa = clinic.rosa
    pdf = NewReport(
        data=b"%PDF-", given_name="a", media_type="application/pdf", pages=1, text="", notes=""
    )
    chart = ReadChart(
        data=b"{}",
        given_name="c",
        format="FHIR R4 JSON",
        patient={},
        warnings=[],
        left_out=[],
        proposals=[Found()],
    )
    packet = build(Draft(file, REQUEST, 1, "Rosa Ortiz", TODAY))
    said = {"packet": packet.made_of(), "said": {}}
    made = Made(paper=REQUEST.key, version=1, pdf=b"%PDF-1", pages=1, made_of=said, changes=())
    with clinic.store.writing() as db:
        remove_row(db, file.id, removed, by=rosa)
        report = add_report(db, file.id, pdf, by=rosa)
        number = keep_chart(db, file.id, chart, by=rosa)
        freeze(db, file.id, made, by=rosa)
        proposal = db.scalars(select(Proposal.id)).one()
        draft = keep_draft(db, half_a_form(code), seal=Seal(b"x" * 32, purpose=""), user=rosa.user)
        db.commit()
    clinic.person(Role.ADMIN, "Second Admin")
    return {
        "code": code,
        "row": str(row),
        "removed": str(removed),
        "report": str(report),
        "chart": str(number),
        "proposal": str(proposal),
        "draft": str(draft),
        "physician": str(file.facts.register),
        **organization(clinic),
        **library(clinic),
        "root": str(file.root()),
        "account": str(rosa.user),
    }


def organization(clinic: Clinic) -> dict[str, str]:
    """An organization with a phone line, and one that was removed."""
    number = clinic.register("organization", "Example group", type="advocacy")
    removed = clinic.line(number, "555-0102")
    with clinic.store.writing() as db:
        remove_row(db, number, removed, by=clinic.rosa)
        db.commit()
    line = clinic.line(number, "555-0100")
    return {"organization": str(number), "line": str(line), "removed line": str(removed)}


def half_a_form(code: str) -> Typing:
    """What somebody else is typing, whoever looks."""
    return Typing(
        key="k",
        follows=(),
        page=f"/cases/{code}",
        address=f"/cases/{code}",
        code=code,
        title="",
        fields=(),
    )


def library(clinic: Clinic) -> dict[str, str]:
    """A study with an outcome and one that was removed, a drug, and references that wait."""
    number, reader = clinic.study(), clinic.person(Role.COORDINATOR, "Coordinator Person")
    with clinic.store.writing() as db:
        drug = add_drug(db, {"name": "Nirogacestat"}, by=clinic.rosa)
        read = keep_import(db, Gathered("RIS", []), by=reader)
        contacts = keep_import(db, Gathered("a CSV list", [], about=CONTACTS), by=reader)
        db.commit()
    return {
        "study": str(number),
        "outcome": str(clinic.outcome(number, outcome="Response")),
        "removed outcome": str(clinic.outcome(number, removed=True, outcome="Removed")),
        "drug": str(drug),
        "import": str(read),
        "list": str(contacts),
    }


def addresses(world: dict[str, str]) -> Iterator[tuple[str, str, str, Permission]]:
    """Every declared page: its rule, method, and an address with real numbers in it."""
    for route in every_route():
        address = re.sub(r"<any\((\w+)[^>]*>", r"\1", route.address)
        kind = next((name for part, name in NUMBERED.items() if part in address), "")
        samples = {
            "<code>": world["code"],
            "<action>": Action.PLAN_NEXT.value,
            "<name>": "app.css",
            "<int:entry>": world["root"],
            "<int:row>": world[
                f"{'removed ' if '/removed/' in address else ''}"
                f"{'outcome' if '/library/' in address else 'line'}"
            ],
            "<int:proposal>": world["proposal"],
            "<int:number>": world.get(kind, "1" if "/v/" in address else "2"),
            "<made>": "none",
            "<token>": "none",
            "<paper:key>": REQUEST.key,
            "<key>": next((key for part, key in KEYS.items() if part in address), "prior_therapy"),
        }
        for name, value in samples.items():
            address = address.replace(name, value)
        yield route.address, route.method, address, route.may


def people(app: Flask, clinic: Clinic, world: dict[str, str]) -> dict[str, Visitor]:
    visitors = {"stranger": Visitor(app.test_client())}
    special = {
        "own physician": Role.PHYSICIAN,
        "next physician": Role.PHYSICIAN,
        "granted viewer": Role.VIEWER,
    }
    for name in WHO[1:]:
        role = special.get(name) or Role(name)
        actor = clinic.person(role, f"{name.title()} Person")
        with clinic.store.writing() as db:
            if name == "own physician":
                number = int(world["physician"])
                set_roles(db, actor.user, roles=[role], physician=number, by=clinic.rosa)
            if name == "granted viewer":
                case = clinic.file(world["code"]).id
                grant_access(db, case, user_id=actor.user, active=True, by=clinic.rosa)
            db.commit()
        if name == "next physician":
            clinic.do(world["code"], Action.PLAN_NEXT, next_who=str(actor.user))
        visitors[name] = Visitor(app.test_client())
        visitors[name].sign_in(clinic.email(actor), PASSWORD)
    return visitors


def csrf(visitor: Visitor) -> str:
    page = visitor.client.get("/help", follow_redirects=True).get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def answer(visitor: Visitor, method: str, address: str, token: str) -> str:
    if method == "GET":
        response = visitor.client.get(address)
    else:
        response = visitor.client.post(address, data={"csrf": token, "weight": "heavy"})
    if response.headers.get("Location", "").startswith("/sign-in"):
        return "sign in"
    return SHORT[response.status_code]


def own_target(clinic: Clinic, world: dict[str, str], rule: str) -> str:
    """Where removing and restoring need a row that nobody has touched before."""
    study, removes = int(world["study"]), rule.endswith("/remove")
    if removes and rule.startswith("/organizations"):
        fresh = clinic.line(int(world["organization"]), "for removal")
        return f"/organizations/{world['organization']}/lines/{fresh}/remove"
    if removes and rule.startswith("/library"):
        return f"/library/{study}/rows/outcome/{clinic.outcome(study, outcome='X')}/remove"
    if removes:
        fresh = clinic.row(world["code"], "therapy", treatment="For removal")
        return f"/cases/{world['code']}/facts/prior_therapy/{fresh}/remove"
    if rule.startswith("/library") and "/removed/" in rule:
        return f"/library/{study}/removed/{clinic.outcome(study, removed=True, outcome='X')}"
    return ""


def seen(app: Flask, clinic: Clinic, world: dict[str, str]) -> list[str]:
    """The matrix as it is, one line per page. Reading comes first, so that numbers still exist."""
    visitors = people(app, clinic, world)
    tokens = {who: csrf(visitor) for who, visitor in visitors.items()}
    lines = []
    for rule, method, address, permission in sorted(
        addresses(world), key=lambda one: (one[1], one[0].endswith("/access"))
    ):
        if permission in (Permission.LOOK, Permission.SIGN_IN, Permission.FEED):
            lines.append(f"{method:4} {rule}: everybody")
            continue
        last = [who for who in WHO if who != "coordinator"] + ["coordinator"]  # who changes it most
        answers = {}
        for who in last:
            target = own_target(clinic, world, rule) if method == "POST" else ""
            answers[who] = answer(visitors[who], method, target or address, tokens[who])
        groups: dict[str, list[str]] = {}
        for who, said in answers.items():
            groups.setdefault(said, []).append(who)
        said = "; ".join(f"{word}: {', '.join(groups[word])}" for word in sorted(groups))
        lines.append(f"{method:4} {rule}: {said}")
    return lines


def test_every_page_answers_every_role_as_the_table_says(
    app: Flask, clinic: Clinic, world: dict[str, str], noon: None
) -> None:
    found = seen(app, clinic, world)
    assert found == TABLE.read_text().splitlines()


def test_every_permission_is_asked_for_by_some_page_act_or_section() -> None:
    used = {route.may for route in every_route()} | {t.may for t in TRANSITIONS}
    used |= {RIGHT_TO[section.duty] for section in SECTIONS}
    used.add(Permission.CLOSE_OWING)  # asked for beside the closing act's own (workflow/decide.py)
    assert set(MAY) - used == set()


def test_a_number_of_another_case_is_not_found(
    clinic: Clinic, sign_in: Callable[..., Visitor]
) -> None:
    first, second = clinic.case(), clinic.case(initials="A.B.")
    row = clinic.row(second, "therapy", treatment="Sorafenib")
    visitor = sign_in()
    for address in (
        f"/cases/{first}/facts/prior_therapy/{row}",
        f"/cases/{first}/facts/prior_therapy/{row}/remove",
        f"/cases/{first}/reports/{row}/file",
        f"/cases/{first}/trace/{row}/treatment",
        f"/cases/{first}/charts/1",
        f"/cases/{first}/papers/manufacturer-request/v/1",
        f"/cases/{first}/papers/manufacturer-request/v/1.pdf",
        f"/cases/{first}/facts/allergies/{clinic.row(first, 'therapy', treatment='X')}",
        "/cases/EA-1999-001",
        "/cases/EA-2026-001'--",
        f"/organizations/{clinic.file(first).id}",
        f"/organizations/{clinic.rosa.user}/change",
        "/organizations/999",
    ):
        visitor.get(address, status=404)


def test_not_seen_and_not_there_look_the_same(
    clinic: Clinic, sign_in: Callable[..., Visitor]
) -> None:
    code = clinic.case()
    visitor = sign_in(Role.PHYSICIAN)
    hidden, absent = visitor.raw(f"/cases/{code}"), visitor.raw("/cases/EA-2026-999")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.data == absent.data


def test_nobody_is_responsible_for_a_case_they_cannot_open(
    clinic: Clinic, sign_in: Callable[..., Visitor]
) -> None:
    starter = clinic.person(Role.PHYSICIAN, "Ana Stern")
    heir = clinic.person(Role.PHYSICIAN, "Bo Heir")
    visitor = sign_in(starter)
    page = visitor.get("/cases/start")
    started = visitor.press(page, "Start case", initials="K.R.", doctor="Anil Shah, MD")
    code = started.address.rsplit("/", 1)[1]
    assert code in visitor.get("/cases").text
    assert code not in sign_in(heir).get("/cases").text
    clinic.do(code, Action.HAND_OVER, owner=str(heir.user))
    other = sign_in(heir)
    assert code in other.get("/cases").text
    other.get(f"/cases/{code}")
    visitor.get(f"/cases/{code}", status=404)


def test_reading_changes_nothing_but_the_access_log(
    app: Flask, clinic: Clinic, world: dict[str, str], sign_in: Callable[..., Visitor], store: Store
) -> None:
    visitor = sign_in()
    before = contents(store)
    for _, method, address, _ in addresses(world):
        if method == "GET":
            visitor.raw(address)
    after = contents(store)
    changed = {table for table in before if before[table] != after[table]}
    assert changed <= {"access_log", "sessions"}, "sessions: when it was last used"


def test_every_look_at_a_case_is_noted(
    world: dict[str, str], sign_in: Callable[..., Visitor], store: Store
) -> None:
    visitor = sign_in()
    for rule, method, address, _ in addresses(world):
        if method == "GET" and rule.startswith("/cases/<code>"):
            before = looks(store)
            if visitor.raw(address).status_code == 200:
                assert looks(store) == before + 1, rule


def test_the_access_log_tells_sign_ins_and_refusals_without_patient_data(
    app: Flask, clinic: Clinic, visitor: Visitor
) -> None:
    code = clinic.case(initials="Z.Q.", diagnosis="Canary disease", drug="canarymab")
    doctor, admin = Visitor(app.test_client()), Visitor(app.test_client())
    for person, role in ((doctor, Role.PHYSICIAN), (admin, Role.ADMIN)):
        person.come_in(clinic.email(clinic.person(role)), PASSWORD)
    doctor.get(f"/cases/{code}/facts/patient", status=404)
    doctor.get("/cases/Zoe%20Quill", status=404)
    doctor.get("/accounts", status=403)
    doctor.press(doctor.get("/help"), "Sign out")
    for email in (clinic.email(clinic.rosa), "nobody@example.org"):
        page = visitor.get("/sign-in")
        visitor.press(page, "Sign in", status=422, email=email, password="not it at all")
    page = admin.get("/access-log")
    lines = [row.text for row in page.all("tbody tr")]
    said = [line.split("PM ", 1)[1] for line in lines]
    assert said == [
        "Nobody known failed to sign in – from 127.0.0.1",
        "Rosa Ortiz failed to sign in – from 127.0.0.1",
        "Physician One signed out – /sign-out",
        "Physician One refused – /accounts",
        "Physician One refused – /cases/<code>",
        f"Physician One refused {code} /cases/{code}/facts/patient",
        "Admin One signed in – from 127.0.0.1",
        "Physician One signed in – from 127.0.0.1",
    ]
    for secret in ("Z.Q.", "Canary", "canarymab", "Zoe", "not it", "nobody@"):
        assert secret not in page.html


def test_the_access_log_is_paged_from_the_newest(
    clinic: Clinic, sign_in: Callable[..., Visitor]
) -> None:
    admin = sign_in(Role.ADMIN)
    for number in range(60):
        note_access(clinic.store, Reading(clinic.rosa, "", None, f"look {number}", each=True))
    page = admin.get("/access-log")
    older = admin.get(f"/access-log{page.link('Older')}")
    assert "look 59" in page.all("tbody tr")[0].text
    assert (len(page.all("tbody tr")), len(older.all("tbody tr"))) == (50, 10)


def test_every_form_goes_on_with_what_was_typed_in_it(
    world: dict[str, str], sign_in: Callable[..., Visitor]
) -> None:
    tried = 0
    for visitor in (sign_in(), sign_in(Role.ADMIN)):
        for _, method, address, _ in addresses(world):
            page = visitor.look(address) if method == "GET" else None
            for form in page.all("form[data-draft]") if page else ():
                typed = half_filled(form)
                if typed and page:
                    told = visitor.keep(page, button_of(form), typed)
                    again = visitor.get(told["address"]).form(button_of(form))
                    name, value = typed.popitem()
                    assert holds(again, name, value), f"{address}: {name}"
                    tried += 1
    assert tried >= 15


def button_of(form: Element) -> str:
    return form.all(".buttons > button")[0].text


def half_filled(form: Element) -> dict[str, str | list[str]]:
    """Something typed in the first field that takes text, else one more box ticked."""
    if fields := form.all("textarea, input[type=text], input[type=email], input:not([type])"):
        return {fields[0]["name"]: "half a thought"}
    if boxes := form.all("input[type=checkbox]:not([checked])"):
        return {boxes[0]["name"]: [boxes[0]["value"]]}
    return {}


def holds(form: Element, name: str, value: str | list[str]) -> bool:
    fields = form.all(f"[name='{name}']")
    if isinstance(value, list):
        return any(one["value"] in value and "checked" in one for one in fields)
    return any(value in (one.get("value", ""), one.text) for one in fields)


def test_a_form_without_its_sessions_secret_changes_nothing(
    app: Flask, clinic: Clinic, world: dict[str, str], sign_in: Callable[..., Visitor], store: Store
) -> None:
    visitor, other = sign_in(), sign_in(Role.NURSE)
    stolen = csrf(other)
    before = contents(store)
    for _, method, address, _ in addresses(world):
        if method != "POST":
            continue
        for data, headers in (
            ({}, {}),
            ({"csrf": "x"}, {}),
            ({"csrf": stolen}, {}),
            ({"csrf": csrf(visitor)}, {"Origin": "https://evil.example"}),
            ({"csrf": csrf(visitor)}, {"Sec-Fetch-Site": "cross-site"}),
        ):
            response = visitor.client.post(address, data=data, headers=headers)
            assert response.status_code in (403, 404), (address, data, headers)
    assert contents(store)["events"] == before["events"]
    assert contents(store)["answers"] == before["answers"]


def test_only_declared_methods_are_answered(
    sign_in: Callable[..., Visitor], clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "FOO"):
        assert visitor.client.open(f"/cases/{code}", method=method).status_code == 405
    assert visitor.client.post(f"/cases/{code}").status_code == 405


def looks(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(text("SELECT count(*) FROM access_log")) or 0


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as db:
        return {
            table.name: sorted(map(tuple, db.execute(text(f"SELECT * FROM {table.name}"))), key=str)
            for table in Base.metadata.sorted_tables
        }
