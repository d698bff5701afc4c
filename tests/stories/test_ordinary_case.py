"""The ordinary case of a desmoid tumor, from the first idea to the closed file, by its pages.

Days and papers are those of the clinic's worked example. Where its printed dates and the law
disagree, the law wins, and the story says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import time_machine
from documents.made import report
from make import Clinic
from pages import Page, Visitor
from web.test_papers import preview
from web.test_safety import EVENT as HOSPITAL_STAY
from web.test_safety import JUDGMENT

from casetrack.documents.press import Press
from casetrack.rules.people import Actor, Role
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
PACKET = "manufacturer-request"
EVENT = {**HOSPITAL_STAY, "happened_on": "3/8/2027", "aware_on": "3/10/2027"}


@contextmanager
def on(year: int, month: int, day: int) -> Iterator[None]:
    """Four in the afternoon at the clinic, or five."""
    with time_machine.travel(datetime(year, month, day, 21, tzinfo=UTC)):
        yield


@dataclass
class Sitting:
    """Somebody at the case's pages for a while."""

    visitor: Visitor
    code: str

    def act(self, action: str, **typed: str) -> Page:
        """One recorded act, as its page asks for it."""
        page = self.page(f"do/{action}")
        button = page.one("main .buttons > button").get_text(" ", strip=True)
        if page.all("[name=next_what]"):
            typed = {"next_what": "What follows", "next_on": "+5wd", **typed}
        after = self.visitor.press(page, button, typed)
        moves = "Save and move" in after.text
        return self.visitor.press(after, "Save and move") if moves else after

    def save(self, section: str, **typed: str | list[str]) -> Page:
        page = self.page(f"facts/{section}")
        button = page.all("main .buttons > button")[0].get_text(strip=True)
        return self.visitor.press(page, button, typed)

    def page(self, path: str) -> Page:
        return self.visitor.get(f"/cases/{self.code}/{path}")

    def says(self, path: str, *wanted: str) -> None:
        text = self.page(path).text
        for words in wanted:
            assert words in text, f"{words} on {path}"


def test_from_the_first_idea_to_the_closed_file(
    sign_in: SignIn, clinic: Clinic, store: Store, press: Press
) -> None:
    code = begins(sign_in, clinic)

    def sits(role: Role) -> Sitting:
        return Sitting(sign_in(role), code)

    is_gathered(sits)
    is_asked_for(sits)
    is_agreed(sits)
    goes_to_fda_and_the_board(sits)
    is_treated(sits)
    has_an_event(sits, clinic.person(Role.PHYSICIAN, "Anil Shah"), sign_in)
    is_closed(sits)
    assert verify(store).problems == []


Sits = Callable[[Role], Sitting]


def begins(sign_in: SignIn, clinic: Clinic) -> str:
    """Dana starts it, Rosa takes it over."""
    with on(2026, 8, 31):
        dana = sign_in(Role.NURSE)
        page = dana.press(
            dana.get("/cases/start"),
            "Start case",
            initials="K.R.",
            birth_year="1992",
            diagnosis="Desmoid tumor, chest wall",
            drug="Tegavivint",
            doctor="Anil Shah, MD",
        )
        code = page.heading.rpartition(", ")[2]
        rosa = Sitting(sign_in(Role.COORDINATOR), code)
        rosa.act("hand-over", owner=str(clinic.person(Role.COORDINATOR).user))
    return code


def is_gathered(sits: Sits) -> None:
    with on(2026, 9, 3):
        rosa = sits(Role.COORDINATOR)
        rosa.save(
            "wishes",
            permission="written",
            permission_on="9/3/2026",
            permission_with=["company", "groups"],
        )
        moved = rosa.act("move-on", gap_reason="Answered at the visit")
        assert "The case is now in stage 2" in moved.text
    with on(2026, 9, 15):
        rosa = sits(Role.COORDINATOR)
        rosa.act("move-on", gap_reason="Outside MRI follows")
        rosa.act("move-on", gap_reason="Cancer Commons has not answered")


def is_asked_for(sits: Sits) -> None:
    with on(2026, 9, 18):
        rosa = sits(Role.COORDINATOR)
        rosa.save("company", company="Iterion (invented)", request_to="Access office")
        made = preview(rosa.visitor, rosa.code, PACKET)
        frozen = rosa.visitor.press(made, "Freeze version 1", gap_reason="Weight follows")
    with on(2026, 9, 22):
        rosa = sits(Role.COORDINATOR)
        sending = rosa.visitor.get(rosa.visitor.get(frozen.address).link("Record sending"))
        assert sending.one("#next_on")["value"] == "Sep 29, 2026", "five working days"
        rosa.visitor.press(sending, "Record sending", sent_to="Access office", sent_how="email")
    with on(2026, 9, 29):
        today = sits(Role.COORDINATOR).visitor.get("/today?view=mine")
        assert "Iterion" in today.text, "the chase has come"
    with on(2026, 10, 1):
        rosa = sits(Role.COORDINATOR)
        rosa.act("record-acknowledgment", request_acknowledged_on="10/1/2026")


def is_agreed(sits: Sits) -> None:
    with on(2026, 10, 9):
        sits(Role.COORDINATOR).act("record-agreement", request_decided_on="10/9/2026")
    with on(2026, 10, 16):
        priya = sits(Role.REGULATORY)
        files = {"files": ("letter.pdf", report("Letter of authorization"))}
        described = priya.visitor.press(priya.page("reports/add"), "Upload", files=files)
        said = {"title": "Letter", "what": "authorization", "identifiers": "none"}
        priya.visitor.press(described, "Save document", said)
        priya.act(
            "record-letter",
            letter_file=str(priya.page("do/record-letter").all("#letter_file option")[1]["value"]),
            letter_on="10/14/2026",
            letter_came_on="10/16/2026",
            letter_signed_by="Head of regulatory affairs",
        )
        sits(Role.COORDINATOR).act("move-on", gap_reason="Charging is settled later")


def goes_to_fda_and_the_board(sits: Sits) -> None:
    with on(2026, 10, 16):
        priya = sits(Role.REGULATORY)
        priya.act("record-fda-submission", fda_sent_on="10/16/2026", fda_sent_how="portal")
        assert "Nov 15, 2026" not in priya.page("deadlines").text, "sending starts no clock"
    with on(2026, 10, 20):
        priya = sits(Role.REGULATORY)
        priya.act("record-fda-receipt", fda_received_on="10/20/2026")
        priya.says("deadlines", "Thu Nov 19, 2026")
        priya.act("record-irb-request", irb_asked_on="10/20/2026", irb_review="full")
    with on(2026, 10, 23):
        sits(Role.REGULATORY).act(
            "record-fda-permission",
            fda_permitted_how="phone",
            fda_permitted_on="10/23/2026",
            fda_official="Dr. Ortega",
            ind_number="178501",
        )
    with on(2026, 10, 28):
        sits(Role.REGULATORY).act(
            "record-irb-concurrence",
            irb_decided_on="10/28/2026",
            irb_decided_as="full",
            irb_decided_by="Board 2",
            irb_expires_on="10/27/2027",
        )
        sits(Role.COORDINATOR).act("move-on", gap_reason="Consent is signed at the visit")


def is_treated(sits: Sits) -> None:
    with on(2026, 11, 2):
        dana = sits(Role.NURSE)
        dana.act("record-first-dose", first_dose_on="11/2/2026")
        dana.says(
            "stages/6",
            "Nov 9, 2026, Call about symptoms",
            "Feb 2, 2027, Scan and measure the tumor",
            "Oct 27, 2027, Ask the ethics board for its continuing review",
            "Dec 22, 2027, Send the annual report to FDA",
        )


def has_an_event(sits: Sits, shah: Actor, sign_in: SignIn) -> None:
    """The example counts from the day it was judged; the law from the day the clinic learned."""
    with on(2027, 3, 10):
        dana = sits(Role.NURSE)
        adding = dana.visitor.get(dana.page("safety").link("Report an event"))
        dana.visitor.press(adding, "Save event", EVENT)
        dana.says("safety", "Wed Mar 17, 2027")  # the shorter clock, until it is judged
        sits(Role.COORDINATOR).act("plan-next", next_who=str(shah.user))
    with on(2027, 3, 12):
        doctor = Sitting(sign_in(shah), dana.code)
        event = doctor.visitor.get(doctor.page("safety").link("Vomiting"))
        asking = doctor.visitor.get(event.link("Judge the event"))
        moves = doctor.visitor.press(asking, "Judge the event", JUDGMENT, status=422)
        doctor.visitor.press(moves, "Save and move")
        doctor.says("safety", "so Thu Mar 25, 2027 (21 CFR 312.32(c)(1))")


def is_closed(sits: Sits) -> None:
    with on(2027, 11, 15):
        rosa = sits(Role.COORDINATOR)
        rosa.act(
            "end-treatment",
            last_dose_on="11/12/2027",
            ended_why="growth",
            ended_reason="Growth on the scan",
        )
        rosa.act("move-on", gap_reason="The rest follows")
        rosa.says("stages/7", "Send FDA the summary of the treatment", "due Sun Dec 12, 2027")
    with on(2027, 12, 6):
        priya = sits(Role.REGULATORY)
        made = preview(priya.visitor, priya.code, "completion-summary")
        frozen = priya.visitor.press(made, "Freeze version 1", gap_reason="No scan since")
        sending = priya.visitor.get(frozen.link("Record sending"))
        sent = {"sent_to": "FDA", "sent_how": "email", "sent_on": "12/6/2027"}
        priya.visitor.press(sending, "Record sending", sent)
        rosa = sits(Role.COORDINATOR)
        asking = rosa.page("do/close")
        refused = rosa.visitor.press(asking, "Close case", close_reason="ended", status=422)
        assert refused.errors == ["Enter: why close it with this still owed"]
        why = {"owed_reason": "The board closes its file in January"}
        closed = rosa.visitor.press(refused, "Close case", why)
        assert "Closed" in closed.one(".identity").get_text()
        assert "Dec 22, 2027" in rosa.visitor.get("/today?view=team").text, "the report is owed"
