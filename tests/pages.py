"""Pages as a person meets them: every page read is checked for what every page must hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from holds import faults
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

BLOCKS = {"p", "li", "td", "th", "dt", "dd", "div", "h1", "h2", "h3", "label", "option", "legend"}

CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class Element:
    """Something on a page: its attributes by their names, its words, and what is in it."""

    node: LexborNode

    def __getitem__(self, name: str) -> str:
        return self.node.attributes[name] or ""

    def __setitem__(self, name: str, value: str) -> None:
        self.node.attrs[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self.node.attributes

    def get(self, name: str, other: str = "") -> str:
        value = self.node.attributes.get(name, other)
        return value or ""

    @property
    def tag(self) -> str:
        return str(self.node.tag)

    @property
    def text(self) -> str:
        """Its words, a blank between any two."""
        return " ".join(self.node.text(separator=" ").split())

    @property
    def content(self) -> str:
        """Its text to the letter."""
        return self.node.text()

    def all(self, selector: str) -> list["Element"]:
        return [Element(node) for node in self.node.css(selector)]

    def one(self, selector: str) -> "Element":
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector} in this {self.tag}"
        return found[0]

    def closest(self, tag: str) -> "Element | None":
        """The nearest around it with this tag."""
        at = self.node.parent
        while at and at.tag != tag:
            at = at.parent
        return Element(at) if at else None


@dataclass
class Page:
    """A parsed page."""

    address: str
    status: int
    html: str
    headers: Any

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)

    @property
    def text(self) -> str:
        """What a person reads: words of one block stand together, blocks apart."""
        parts, last, root = [], None, self.tree.root
        assert root
        for words in root.traverse(include_text=True):
            if words.is_text_node:
                block = _block_of(words)
                parts.append(words.text() if block == last else f" {words.text()}")
                last = block
        return " ".join("".join(parts).split())

    @property
    def title(self) -> str:
        return self.one("head title").text

    @property
    def heading(self) -> str:
        return self.one("h1").text

    def one(self, selector: str) -> Element:
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector} on {self.address}"
        return found[0]

    def all(self, selector: str) -> list[Element]:
        return [Element(node) for node in self.tree.css(selector)]

    def link(self, words: str) -> str:
        """The address of the link that says exactly this (screen-reader words included)."""
        found = [a for a in self.all("a[href]") if words in a.text]
        assert found, f"no link “{words}” on {self.address}"
        return found[0]["href"]

    def form(self, button: str) -> Element:
        """The form whose button says this."""
        for form in self.all("form"):
            if any(one.text == button for one in form.all("button")):
                return form
        raise AssertionError(f"no button “{button}” on {self.address}")

    @property
    def errors(self) -> list[str]:
        return [li.text for li in self.all(".error-summary li")]


def _block_of(words: LexborNode) -> LexborNode | None:
    at = words.parent
    while at and at.tag not in BLOCKS:
        at = at.parent
    return at


class Visitor:
    """Somebody at a browser without script: reads pages, presses buttons of the forms on them."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, *, status: int = 200) -> Page:
        return self._page(address, self.client.get(address), status)

    def look(self, address: str) -> Page | None:
        """What stands there, if this person gets a page."""
        response = self.raw(address)
        whole = response.status_code == 200 and response.mimetype == "text/html"
        return self._page(address, response, 200) if whole else None

    def raw(self, address: str) -> TestResponse:
        return self.client.get(address, buffered=True)

    def press(
        self,
        page: Page,
        button: str,
        typed: Mapping[str, str | list[str]] | None = None,
        *,
        status: int = 303,
        files: dict[str, tuple[str, bytes]] | None = None,
        **fields: str | list[str],
    ) -> Page:
        """Fills the form's own fields, presses its button, and follows a redirect."""
        form = page.form(button)
        sent = _filled(form, button, {**(typed or {}), **fields})
        address = urljoin(page.address, _target(form, button) or page.address)
        response = self.send(address, sent, files or {})
        if response.status_code == 303:
            assert status == 303, f"{address} answered 303, not {status}"
            return self.get(response.headers["Location"])
        return self._page(address, response, status)

    def keep(
        self,
        page: Page,
        button: str,
        typed: Mapping[str, str | list[str]] | None = None,
        **more: str,
    ) -> dict[str, Any]:
        """What the page's script does while somebody types: keeps the form as a draft."""
        form = page.form(button)
        sent = _filled(form, button, {**(typed or {}), **more}) | {"keep": "script"}
        address = urljoin(page.address, form.get("action") or page.address)
        return dict(self.client.post(address, data=sent).get_json())

    def send(
        self, address: str, fields: dict[str, Any], files: dict[str, tuple[str, bytes]]
    ) -> TestResponse:
        """Posts a form; with files as a browser sends them, from memory."""
        if not files:
            return self.client.post(address, data=fields, buffered=True)
        uploads = {n: FileStorage(BytesIO(data), name) for n, (name, data) in files.items()}
        body, _, boundary = stream_encode_multipart({**fields, **uploads}, use_tempfile=False)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.client.post(address, input_stream=body, content_type=kind, buffered=True)

    def sign_in(self, email: str, password: str) -> Page:
        return self.press(self.get("/sign-in"), "Sign in", email=email, password=password)

    def come_in(self, email: str, password: str) -> None:
        """Signs in without a look at the pages on the way."""
        found = CSRF.search(self.client.get("/sign-in").text)
        assert found
        typed = {"csrf": found[1], "email": email, "password": password}
        assert self.client.post("/sign-in", data=typed).status_code == 303

    def _page(self, address: str, response: TestResponse, status: int) -> Page:
        if response.status_code == 303 and status == 200:
            return self.get(response.headers["Location"])
        html = response.get_data(as_text=True)
        assert response.status_code == status, f"{address}: {response.status_code}, not {status}"
        page = Page(address.split("#", maxsplit=1)[0], status, html, response.headers)
        wrong = faults(page.html, page.tree)
        assert not wrong, f"{page.address}: {wrong}"
        return page


def _target(form: Element, button: str) -> str:
    """Where the form goes when this button is pressed."""
    pressed = next(one for one in form.all("button") if one.text == button)
    return pressed.get("formaction") or form.get("action")


def _filled(form: Element, button: str, fields: dict[str, str | list[str]]) -> dict[str, Any]:
    """What a browser would send: the form's fields as drawn, with some typed anew."""
    sent: dict[str, Any] = {}
    for field in form.all("[name]:not([type=file]):not([type=radio]):not([type=checkbox])"):
        if field.tag != "button" or field.text == button:
            name = field["name"]
            again = field.get("type") == "hidden" and name in sent  # an answer with several choices
            sent[name] = [*_listed(sent[name]), _value(field)] if again else _value(field)
    for ticked in form.all("[type=radio][checked], [type=checkbox][checked]"):
        sent.setdefault(ticked["name"], []).append(ticked.get("value", "on"))
    names = {field["name"] for field in form.all("[name]")}
    unknown = set(fields) - names
    assert not unknown, f"the form has no field {unknown}; it has {sorted(names)}"
    return {**sent, **fields}


def _listed(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else [sent]


def _value(field: Element) -> str:
    if field.tag == "select":
        chosen = field.all("option[selected]") or field.all("option")
        return chosen[0].get("value") if chosen else ""
    return field.content if field.tag == "textarea" else field.get("value")
