"""The emergency of the clinic's worked example, hour by hour, until both papers are away.

FDA's authorization and the first use are two events on two days, and each starts its own clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import time_machine
from documents.made import report
from documents.reading import texts
from make import Clinic
from pages import Page, Visitor
from stories.test_ordinary_case import Sitting
from web.test_papers import preview

from casetrack.documents.press import Press
from casetrack.rules.clocks import Stand, deadlines
from casetrack.rules.consent import BASIC
from casetrack.rules.people import Role
from casetrack.store.queries.papers import frozen_bytes
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
AT_NIGHT, ONCOLOGY = "866-300-4374", "240-402-0004"
ALL = [one.key for one in BASIC]


@contextmanager
def at(month: int, day: int, hour: int, minute: int = 0) -> Iterator[None]:
    """A moment of 2026 in UTC; Eastern is four hours behind, and five from November 1."""
    with time_machine.travel(datetime(2026, month, day, hour, minute, tzinfo=UTC)):
        yield


def numbers(page: Page) -> list[str]:
    return [a.get_text() for a in page.all(".call-now a[href^='tel:']")]


def test_from_the_call_on_a_friday_evening_to_the_last_paper(
    sign_in: SignIn, clinic: Clinic, store: Store, press: Press
) -> None:
    code = is_begun(sign_in)

    def sits(role: Role) -> Sitting:
        return Sitting(sign_in(role), code)

    is_called_in(sits)
    is_used(sits)
    is_told_to_the_board(sits, clinic)
    is_written_to_fda(sits)
    file = clinic.file(code)
    said = file.facts.answers
    assert (said["fda_permitted_on"], said["fda_permitted_at"]) == ("2026-10-30", "18:52")
    assert (said["first_dose_on"], said["first_dose_at"]) == ("2026-11-01", "08:15")
    assert said["fda_permitted_how"] == "phone"
    met = {d.clock.key: (d.due, d.met_on) for d in deadlines(file.facts) if d.stand is Stand.MET}
    told = {key: tuple(map(str, days)) for key, days in met.items()}
    assert told["emergency_irb_notice"] == ("2026-11-06", "2026-11-04"), "two days early"
    assert told["emergency_submission"] == ("2026-11-23", "2026-11-20"), "one working day early"
    assert verify(store).problems == []


Sits = Callable[[Role], Sitting]


def is_begun(sign_in: SignIn) -> str:
    with at(10, 30, 21, 50):
        rosa = sign_in(Role.COORDINATOR)
        page = rosa.press(
            rosa.get("/emergency"), "Open call sheet", initials="J.M.", drug="Tegavivint"
        )
        assert numbers(page) == [AT_NIGHT], "5:50 PM on a Friday: the weekday line has closed"
    return page.address.split("/")[2]


def is_called_in(sits: Sits) -> None:
    with at(10, 30, 22, 5):
        rosa = sits(Role.COORDINATOR)
        page = rosa.visitor.press(
            rosa.page("emergency"),
            "Company agrees",
            request_decided_by="Dr. Lane",
            request_conditions="Letter follows, ships tonight",
        )
        assert "Oct 30, 2026, 6:05 PM" in page.text, "a blank hour is the minute of the button"
        rosa.visitor.press(page, "Call dropped")
    with at(10, 30, 22, 52):
        rosa = sits(Role.COORDINATOR)
        rosa.save("emergency", emergency_threat="Perforation within days")
        page = rosa.visitor.press(
            rosa.page("emergency"),
            "FDA authorized",
            fda_official="Dr. Ortega",
            ind_number="178501",
            fda_conditions="Weekly laboratory",
        )
        assert "Mon Nov 23, 2026" in page.text
        assert "47 min since the first call" in page.text
    with at(10, 30, 23, 30):
        dana = sits(Role.NURSE)
        dana.save("consent", consent_how="signed")
        form: dict[str, str | list[str]] = {
            "form_version": "Version 1",
            "form_on": "today",
            "form_basic": ALL,
            "signed_on": "today",
            "signed_at": "7:30 PM",
            "signed_by": "patient",
            "copy_given": "yes",
        }
        dana.visitor.press(dana.page("facts/consent/add"), "Save consent form", form)


def is_used(sits: Sits) -> None:
    with at(11, 1, 13, 20):
        dana = sits(Role.NURSE)
        page = dana.visitor.press(
            dana.page("emergency"),
            "Record first dose",
            first_dose_at="8:15 AM",
            first_dose_by="Dana Cole",
        )
        assert "Fri Nov 6, 2026" in page.text
        assert "Any later use here needs the board's review first" in page.text
        assert numbers(page) == [AT_NIGHT], "a Sunday morning"
        dana.says("deadlines", "Veterans Day", "Mon Nov 23, 2026", "Fri Nov 6, 2026")
    with at(11, 2, 15):
        rosa = sits(Role.COORDINATOR)
        assert numbers(rosa.page("emergency")) == [ONCOLOGY], "Monday, 10 AM Eastern"
        today = rosa.visitor.get("/today?view=team")
        assert "Report the emergency use to the ethics board" in today.text
        assert "Send the written submission to FDA" in today.text


def is_told_to_the_board(sits: Sits, clinic: Clinic) -> None:
    with at(11, 4, 15):
        priya = sits(Role.REGULATORY)
        made = preview(priya.visitor, priya.code, "irb-notice")
        frozen = priya.visitor.press(made, "Freeze version 1", gap_reason="The rest follows")
        sending = priya.visitor.get(frozen.link("Record sending"))
        priya.visitor.press(sending, "Record sending", sent_to="Harbor IRB", sent_how="portal")
    with clinic.store.reading() as db:
        pdf = frozen_bytes(db, clinic.file(priya.code).id, "irb-notice", 1)
    assert pdf
    first = texts(pdf)[0]
    for words in (
        "November 1, 2026, 8:15 AM Eastern",
        "October 30, 2026, 6:52 PM Eastern, Dr. Ortega",
        "within 5 working days, due November 6, 2026",
        "178501",
    ):
        assert words in first


def is_written_to_fda(sits: Sits) -> None:
    with at(11, 20, 18):
        priya = sits(Role.REGULATORY)
        files = {"files": ("letter.pdf", report("Letter of authorization"))}
        described = priya.visitor.press(priya.page("reports/add"), "Upload", files=files)
        said = {"title": "Letter", "what": "authorization", "identifiers": "none"}
        priya.visitor.press(described, "Save document", said)
        priya.act(
            "record-letter",
            letter_file=str(priya.page("do/record-letter").all("#letter_file option")[1]["value"]),
            letter_on="11/3/2026",
            letter_came_on="11/5/2026",
            letter_signed_by="Head of regulatory affairs",
        )
        priya.act("record-fda-submission", fda_sent_on="11/20/2026", fda_sent_how="email")
