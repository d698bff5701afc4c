"""Somebody at the pages of a case for a while, on a day of the story."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import time_machine
from browser.stories.reader import Reader
from documents.made import report
from documents.reading import texts
from make import Clinic
from pages import Page

from casetrack.documents import previews
from casetrack.rules.people import Actor, Role
from casetrack.store.queries.papers import frozen_bytes

SignIn = Callable[[Role | Actor], Reader]
Typed = Mapping[str, str | list[str]]


@contextmanager
def on(year: int, month: int, day: int, hour: int = 21, minute: int = 0) -> Iterator[None]:
    """A moment in UTC; unless told otherwise four in the afternoon at the clinic, or five."""
    with time_machine.travel(datetime(year, month, day, hour, minute, tzinfo=UTC)):
        yield


@dataclass
class Sitting:
    """What one person does at one case."""

    reader: Reader
    clinic: Clinic
    code: str

    def page(self, path: str) -> Page:
        return self.reader.get(self._address(path))

    def read(self, path: str) -> Page:
        return self.reader.read(self._address(path))

    def press(self, path: str, button: str, **typed: str | list[str]) -> Page:
        return self.reader.press(self.page(path), button, typed)

    def says(self, path: str, *wanted: str) -> Page:
        page = self.read(path)
        for words in wanted:
            assert words in page.text, f"{words} on {path}"
        return page

    def act(self, action: str, **typed: str) -> Page:
        """One recorded act, as its page asks for it."""
        return self._record(self.page(f"do/{action}"), typed)

    def save(self, path: str, **typed: str | list[str]) -> Page:
        """The facts of a section, or of a new row of it."""
        return self._record(self.page(f"facts/{path}"), typed)

    def upload_letter(self) -> str:
        """The company's letter of authorization among the case's documents; its number."""
        files = {"files": ("letter.pdf", report("Letter of authorization"))}
        described = self.reader.press(self.page("reports/add"), "Upload", files=files)
        said = {"title": "Letter", "what": "authorization", "identifiers": "none"}
        self.reader.press(described, "Save document", said)
        return str(self.read("do/record-letter").all("#letter_file option")[1]["value"])

    def freeze(self, paper: str, *, why: str) -> Page:
        """Looks at the preview of a paper, and freezes it."""
        self.press(f"papers/{paper}", "Preview")
        previews.wait_for_all()  # then the page draws itself anew
        self.reader.tab.get_by_role("button", name="Freeze version 1").wait_for()
        return self.press(f"papers/{paper}/preview", "Freeze version 1", gap_reason=why)

    def send(self, frozen: Page, **typed: str) -> Page:
        """Records that the frozen paper left."""
        return self._record(self.reader.get(frozen.link("Record sending")), typed)

    def printed(self, paper: str) -> list[str]:
        """The words of each page of the frozen paper."""
        with self.clinic.store.reading() as db:
            pdf = frozen_bytes(db, self.clinic.file(self.code).id, paper, 1)
        assert pdf
        return texts(pdf)

    def _address(self, path: str) -> str:
        return f"/cases/{self.code}/{path}".rstrip("/")

    def _record(self, page: Page, typed: Typed) -> Page:
        """Presses the page's own button; what that moves is seen first, and saved."""
        button = page.all("main .buttons > button")[0].text
        if page.all("[name=next_what]"):
            typed = {"next_what": "What follows", "next_on": "+5wd", **typed}
        answer = self.reader.press(page, button, typed, status=None)
        if answer.heading.startswith("This moves"):
            answer = self.reader.press(answer, "Save and move")
        assert answer.status == 200, answer.errors or answer.text
        return answer


class Sits:
    """Who sits down at the case of the story."""

    def __init__(self, sign_in: SignIn, clinic: Clinic, code: str) -> None:
        self.sign_in, self.clinic, self.code = sign_in, clinic, code

    def __call__(self, who: Role | Actor) -> Sitting:
        return Sitting(self.sign_in(who), self.clinic, self.code)
