"""The search: labeled groups, any word order, and nothing outside the person's own scope."""

import json
from collections.abc import Callable

import pytest
from make import Clinic
from pages import Visitor
from shared_data import shared
from sqlalchemy import text
from web.test_pages import counted

from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.cases import grant_access
from casetrack.store.commands.facts import remove_row, restore_row
from casetrack.store.finding import shelve_all
from casetrack.store.migrate import downgrade
from casetrack.store.prepare import prepare
from casetrack.store.session import Store

SignIn = Callable[..., Visitor]


@pytest.fixture
def code(clinic: Clinic) -> str:
    code = clinic.case(initials="K.R.", drug="Tegavivint", doctor="Anil Shah, MD")
    clinic.row(code, "document", title="MRI of the chest wall", from_where="University Hospital")
    clinic.study("Gounder 2023, NEJM")
    clinic.register("organization", "Desmoid Foundation", type="advocacy", serves="desmoid")
    return code


def groups(visitor: Visitor, text: str) -> dict[str, str]:
    page = visitor.get(f"/search?q={text}")
    return {str(part.one("h2").text): part.text for part in page.all("main section")}


def test_one_search_finds_cases_people_organizations_and_documents(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    found = groups(visitor, "desmoid")
    assert code in found["Cases"]
    assert "Desmoid Foundation" in found["Organizations"]
    assert "MRI of the chest wall" in groups(visitor, "wall mri")["Documents"]
    assert "Anil Shah" in groups(visitor, "sha")["People"]
    for asked in ("k.r.", "KR", "tegav", "shah desm", "2026"):
        assert code in groups(visitor, asked)["Cases"], asked
    study = clinic.study(pmid="36884323", drug="Nirogacestat")
    for asked in ("gounder", "nirogac", "36884323"):
        assert "Gounder 2023" in groups(visitor, asked)["Studies"], asked
    assert visitor.get("/search?q=36884323").link("Gounder 2023") == f"/library/{study}"
    assert groups(visitor, "desmoid zebra") == {}
    assert "Gounder 2023" in groups(visitor, "gound")["Studies"]
    studies = visitor.get("/search?q=gounder")
    assert "Gounder" in visitor.get(studies.link("Gounder 2023")).heading
    opened = visitor.get("/search?q=mri")
    assert visitor.get(opened.link("MRI of the chest wall")).status == 200


def test_a_word_is_found_by_every_beginning_of_it(sign_in: SignIn, clinic: Clinic) -> None:
    drug = "Methoxypolyethyleneglycol"  # longer than the beginnings that have an index of their own
    code, visitor = clinic.case(drug=drug), sign_in()
    for length in (1, 4, 5, 15, 16, 17, len(drug)):
        assert code in groups(visitor, drug[:length])["Cases"], length
    assert "Cases" not in groups(visitor, f"{drug[:16]}x")


def test_an_exact_code_opens_the_case_which_says_at_once_how_it_stands(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    """ux.md, check 5: stage, who has it, since when, next date, above everything else."""
    page = sign_in(clinic.rosa).get(f"/search?q= {code.lower()} ")
    assert page.address == f"/cases/{code}"
    bar = " ".join(page.one(".identity").content.split())
    assert "stage 1 since Nov 19, 2026, owner Rosa Ortiz" in bar
    assert "next Nov 24, 2026" in bar
    clinic.do(
        code,
        Action.PLAN_NEXT,
        next_what="the MRI",
        waiting_on="Lakeside",
        next_on="2026-11-23",
    )
    page = sign_in(clinic.rosa).get(f"/cases/{code}")
    said = page.one("#next").text
    assert "Waiting on Lakeside since Nov 19, 2026" in said
    assert "Chase on Nov 23, 2026" in said


def test_nothing_is_found_outside_the_persons_scope(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    viewer = clinic.person(Role.VIEWER, "Vera View")
    for visitor in (sign_in(viewer), sign_in(Role.PHYSICIAN)):
        for asked in ("tegavivint", "mri", "k.r.", code):
            found = groups(visitor, asked)
            assert "Cases" not in found
            assert "Documents" not in found
    with clinic.store.writing() as db:
        grant_access(db, clinic.file(code).id, user_id=viewer.user, active=True, by=clinic.rosa)
        db.commit()
    assert code in groups(sign_in(viewer), "tegavivint")["Cases"]


def test_an_administrator_finds_codes_only(sign_in: SignIn, clinic: Clinic, code: str) -> None:
    visitor = sign_in(Role.ADMIN)
    assert code not in visitor.get("/search?q=tegavivint").text
    assert code in visitor.get(f"/search?q={code}").text
    assert "K.R." not in visitor.get(f"/search?q={code}").text


def test_the_index_follows_every_change(sign_in: SignIn, clinic: Clinic, code: str) -> None:
    visitor = sign_in()
    clinic.say(code, drug="Varegacestat")
    assert groups(visitor, "tegavivint") == {}
    assert code in groups(visitor, "varega")["Cases"]
    row = clinic.file(code).facts.rows["document"][0].id
    for change, there in ((remove_row, False), (restore_row, True)):
        with clinic.store.writing() as db:
            change(db, clinic.file(code).id, row, by=clinic.rosa)
            db.commit()
        assert ("Documents" in groups(visitor, "mri")) is there
    assert shelve_all(clinic.store) == 0, "nothing was missed on the way"


def test_a_lost_line_is_found_again_by_the_daily_pass(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    with clinic.store.writing() as db:
        db.execute(text("DELETE FROM findable"))
        db.commit()
    visitor = sign_in()
    assert groups(visitor, "tegavivint") == {}
    assert shelve_all(clinic.store) > 0
    assert code in groups(visitor, "tegavivint")["Cases"]


@pytest.mark.parametrize("older", ["0003", "0012"])
def test_an_older_database_is_shelved_when_it_is_upgraded(
    sign_in: SignIn, clinic: Clinic, code: str, older: str
) -> None:
    downgrade(clinic.store, to=older)
    prepare(clinic.store, clinic="Test clinic")
    assert code in groups(sign_in(), "tegavivint")["Cases"]


def test_whatever_is_typed_finds_or_finds_nothing(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    odd = json.loads(shared("hostile/text/blns_even.json").read_text())
    for typed in (
        *odd[::12],
        '"',
        "a AND",
        "NEAR(",
        "shelf : cases",
        "'a':*",
        "\\",
        "%",
        "*" * 500,
    ):
        answer = visitor.client.get("/search", query_string={"q": typed})
        assert answer.status_code == 200, typed
    empty = visitor.get("/search?q=zzz")
    assert empty.link("Start a case")
    assert "Enter a case's code" in visitor.get("/search?q=").text


def test_a_search_takes_the_same_few_queries_however_much_there_is(
    sign_in: SignIn, clinic: Clinic, code: str, store: Store
) -> None:
    visitor = sign_in()
    visitor.raw("/search?q=desmoid")
    counts = []
    for _ in range(2):
        with counted(store) as said:
            assert "Cases" in groups(visitor, "desmoid")
        counts.append(len(said))
        for number in range(12):
            clinic.case(initials=f"A{number}")
    assert counts[0] == counts[1] <= 12
    assert "More than 8" in visitor.get("/search?q=desmoid").text
