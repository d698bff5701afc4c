"""Headers, hosts, cookies and sign-in: the walls of every page (R12, R25)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from make import PASSWORD, Clinic
from pages import CSRF, Visitor
from web.test_pages import addresses

from casetrack.app import create_app
from casetrack.documents.press import Press
from casetrack.rules.people import SYSTEM, Role
from casetrack.settings import Settings
from casetrack.store.commands.people import disable_user
from casetrack.store.session import Store
from casetrack.web import cases
from casetrack.web.security import HEADERS, own_address, read_secret

SignIn = Callable[..., Visitor]


def every_kind_of_answer(visitor: Visitor, code: str) -> dict[str, object]:
    client = visitor.client
    return {
        "page": client.get(f"/cases/{code}", buffered=True),
        "list": client.get("/cases", buffered=True),
        "redirect": client.get("/", buffered=True),
        "not found": client.get("/nothing/here", buffered=True),
        "not allowed": client.get("/accounts", buffered=True),
        "wrong method": client.put(f"/cases/{code}", buffered=True),
        "refused form": client.post("/cases/start", data={}, buffered=True),
        "too big": client.post("/cases/start", data={"x": "x" * 3_000_000}, buffered=True),
        "static": client.get("/static/app.css", buffered=True),
        "bootstrap": client.get("/static/bootstrap.css", buffered=True),
        "no static": client.get("/static/../app.py", buffered=True),
    }


def test_every_answer_carries_the_headers(sign_in: SignIn, clinic: Clinic) -> None:
    for name, response in every_kind_of_answer(sign_in(), clinic.case()).items():
        headers = response.headers  # type: ignore[attr-defined]
        for header, value in HEADERS.items():
            if header == "Cache-Control" and name in ("static", "bootstrap"):
                assert "max-age" in headers[header]
            else:
                assert headers.get(header) == value, (name, header)
        assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_no_page_allows_inline_script_or_style() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost:8000@evil.example", "evil.example:80"],
)
def test_another_host_is_refused_and_never_echoed(app: Flask, host: str, noon: None) -> None:
    response = app.test_client().get("/sign-in", headers={"Host": host}, buffered=True)
    assert response.status_code == 400
    assert b"evil" not in response.data


def test_forwarded_headers_are_not_believed(app: Flask, noon: None) -> None:
    headers = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    response = app.test_client().get("/cases", headers=headers)
    assert response.headers["Location"] == "/sign-in?next=%2Fcases"


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/cases?stage=2&waiting=1", "select[name=stage] option[selected][value='2']"),
        ("/today?view=waiting", ".views a[aria-current][href*=waiting]"),
        ("/calendar?view=team&set=law&as=weeks", ".weeks"),
        ("/cases/{code}/stages/4", "#request-title"),
        ("/cases/{code}/facts/disease?back=case", "main form.form"),
    ],
)
def test_a_link_to_a_view_leads_there_after_sign_in(
    app: Flask, clinic: Clinic, noon: None, address: str, here: str
) -> None:
    """ux.md, check 30."""
    address = address.format(code=clinic.case())
    visitor = Visitor(app.test_client())
    page = visitor.get(address)
    email = clinic.email(clinic.person(Role.COORDINATOR))
    page = visitor.press(page, "Sign in", email=email, password=PASSWORD)
    assert page.address == address
    assert page.all(here)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/ok\r\nSet-Cookie: x=1",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(
    app: Flask, clinic: Clinic, address: str, noon: None
) -> None:
    visitor = Visitor(app.test_client())
    page = visitor.get("/sign-in")
    form = page.form("Sign in")
    field = form.one("[name=next]")
    field["value"] = address
    page = visitor.press(page, "Sign in", email=clinic.email(clinic.rosa), password=PASSWORD)
    assert page.address == "/today"
    assert own_address(address) == "/"


def test_a_form_sent_after_the_session_ended_leads_back_to_the_page_it_stood_on(
    app: Flask, clinic: Clinic, noon: None
) -> None:
    code = clinic.case()
    visitor = Visitor(app.test_client())
    for sent, stood_on in (
        ("papers/manufacturer-request/preview/freeze", "papers/manufacturer-request/preview"),
        ("facts/allergies/mark", "facts/allergies"),
    ):
        refused = visitor.client.post(f"/cases/{code}/{sent}", data={"weight": "68"})
        page = visitor.get(refused.headers["Location"])
        assert "was not saved" in page.text
        assert page.one("[name=next]")["value"] == f"/cases/{code}/{stood_on}"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(
    app: Flask, clinic: Clinic, noon: None
) -> None:
    code = clinic.case()
    visitor = Visitor(app.test_client())
    asked = visitor.get(f"/cases/{code}/facts/condition?back=manufacturer-request")
    assert asked.heading == "Sign in"
    page = visitor.press(asked, "Sign in", email=clinic.email(clinic.rosa), password=PASSWORD)
    assert page.heading == "Performance status, weight and height"


def test_wrong_credentials_say_one_thing_and_keep_the_address(
    app: Flask, clinic: Clinic, noon: None
) -> None:
    visitor = Visitor(app.test_client())
    page = visitor.get("/sign-in")
    wrong = visitor.press(
        page, "Sign in", status=422, email=clinic.email(clinic.rosa), password="no"
    )
    nobody = visitor.press(page, "Sign in", status=422, email="nobody@example.org", password="no")
    assert wrong.errors == nobody.errors
    assert wrong.one("#email")["value"] == clinic.email(clinic.rosa)
    assert "no" not in [field.get("value") for field in wrong.all("#password")]


def test_cookies_are_out_of_reach_of_script_and_other_sites(
    database: str, tmp_path: Path, store: Store, press: Press, clinic: Clinic, noon: None
) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=database, base_url="https://casetrack.example"
    )
    client = create_app(settings, store=store, press=press).test_client()
    base = "https://casetrack.example"
    page = client.get("/sign-in", base_url=base, buffered=True)
    token = CSRF.search(page.text)
    assert token
    data = {"csrf": token[1], "email": clinic.email(clinic.rosa), "password": PASSWORD}
    response = client.post("/sign-in", data=data, base_url=base)
    assert response.status_code == 303
    cookies = response.headers.getlist("Set-Cookie")
    session = [cookie for cookie in cookies if "casetrack-session" in cookie]
    assert session[0].startswith("__Host-casetrack-session=")
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "Secure" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_a_session_gets_a_new_token_at_sign_in_and_dies_at_sign_out(
    app: Flask, clinic: Clinic, noon: None
) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in(clinic.email(clinic.rosa), PASSWORD)
    first = visitor.client.get_cookie("casetrack-session")
    assert first
    visitor.client.delete_cookie("casetrack-session")
    visitor.client.set_cookie("casetrack-session", "fixed by somebody else")
    visitor.sign_in(clinic.email(clinic.rosa), PASSWORD)
    second = visitor.client.get_cookie("casetrack-session")
    assert second
    assert second.value not in (first.value, "fixed by somebody else")
    page = visitor.get("/cases")
    visitor.press(page, "Sign out")
    visitor.client.set_cookie("casetrack-session", second.value)
    assert visitor.get("/cases").heading == "Sign in", "the old token is dead on the server"


def test_a_disabled_account_is_out_on_the_next_request(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in(Role.NURSE)
    assert visitor.get("/cases").heading == "Cases"
    with clinic.store.writing() as db:
        disable_user(db, clinic.person(Role.NURSE).user, by=SYSTEM)
        db.commit()
    assert visitor.get("/cases").heading == "Sign in"


def test_with_no_account_the_sign_in_page_says_how_to_make_one(visitor: Visitor) -> None:
    assert "casetrack user add" in visitor.get("/sign-in").text


def test_the_installations_secret_is_its_owners_only_and_long(tmp_path: Path) -> None:
    secret = read_secret(tmp_path / "new")
    assert len(secret) >= 32
    assert read_secret(tmp_path / "new") == secret
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    (tmp_path / "new" / "secret").write_bytes(b"short")
    with pytest.raises(ValueError, match="too short"):
        read_secret(tmp_path / "new")


def test_workers_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    def start(number: int) -> bytes:
        return read_secret(tmp_path / str(number // 8))

    with ThreadPoolExecutor(8) as workers:
        read = list(workers.map(start, range(8 * 40)))
    for folder in range(40):
        assert len(set(read[8 * folder : 8 * folder + 8])) == 1
        assert [file.name for file in (tmp_path / str(folder)).iterdir()] == ["secret"]


def test_no_address_title_header_or_log_holds_patient_data(
    sign_in: SignIn, clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    """ux.md, check 32, over every page of a case."""
    secrets = {"initials": "Z.Q.", "diagnosis": "Canary disease", "drug": "canarymab"}
    code = clinic.case(**secrets, patient_name="Zoe Quill", record_number="MRN-4711")
    clinic.row(code, "contact", with_whom="Iterion", said_on="2026-11-18", asked="Zoe Quill")
    visitor = sign_in()
    caplog.set_level("DEBUG", "casetrack")
    for address in addresses(code):
        page = visitor.get(address)
        outside = page.title + str(page.headers) + page.address
        links = " ".join(a["href"] for a in page.all("a[href]"))
        for secret in (*secrets.values(), "Canary", "Zoe", "Quill", "MRN-4711"):
            assert secret not in outside + links, address
            assert secret not in caplog.text, address


def test_an_unexpected_failure_shows_a_reference_and_no_trace(
    app: Flask,
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    noon: None,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("K.R. has a secret")

    code = clinic.case()
    app.testing = False
    visitor = Visitor(app.test_client())
    visitor.sign_in(clinic.email(clinic.rosa), PASSWORD)
    monkeypatch.setattr(cases, "timeline", fail)
    page = visitor.get(f"/cases/{code}", status=500)
    assert "reference" in page.text
    assert "secret" not in page.html + caplog.text
    assert "Traceback" not in page.html + caplog.text
    assert "RuntimeError" in caplog.text
