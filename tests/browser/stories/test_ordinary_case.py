"""The ordinary case of a desmoid tumor, from the first idea to the closed file, by its pages.

Days and papers are those of the clinic's worked example. Where its printed dates and the law
disagree, the law wins, and the story says so.
"""

from browser.stories.sitting import SignIn, Sits, Sitting, Typed, on
from make import Clinic
from web.test_safety import EVENT as HOSPITAL_STAY
from web.test_safety import JUDGMENT

from casetrack.documents.press import Press
from casetrack.rules.consent import BASIC
from casetrack.rules.people import Actor, Role
from casetrack.store.session import Store
from casetrack.store.verify import verify

ALL = [one.key for one in BASIC]
EVENT = {**HOSPITAL_STAY, "happened_on": "3/8/2027", "aware_on": "3/10/2027"}


def test_from_the_first_idea_to_the_closed_file(
    sign_in: SignIn, clinic: Clinic, store: Store, press: Press
) -> None:
    sits = Sits(sign_in, clinic, begins(sign_in, clinic))
    is_gathered(sits)
    is_asked_for(sits)
    is_agreed(sits)
    goes_to_fda_and_the_board(sits)
    is_treated(sits)
    has_an_event(sits, clinic.person(Role.PHYSICIAN, "Anil Shah"))
    is_closed(sits)
    assert verify(store).problems == []


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
            next_what="Confirm that Dr. Shah will request",
            next_on="9/1/2026",
        )
        code = page.heading.rpartition(", ")[2]
        rosa = Sitting(sign_in(Role.COORDINATOR), clinic, code)
        rosa.act("hand-over", owner=str(clinic.person(Role.COORDINATOR).user))
    with on(2026, 9, 1):
        today = rosa.reader.read("/today?view=mine")
        assert "Confirm that Dr. Shah will request" in today.text
        rosa.act("finish-next", next_what="Call the outside hospital", next_on="9/9/2026")
    return code


def is_gathered(sits: Sits) -> None:
    with on(2026, 9, 3):
        sits(Role.NURSE).save(
            "wishes",
            permission="written",
            permission_on="9/3/2026",
            permission_with=["company", "groups"],
        )
        rosa = sits(Role.COORDINATOR)
        moved = rosa.act("move-on", gap_reason="Answered at the visit", next_on="9/9/2026")
        assert "The case is now in stage 2" in moved.text
    with on(2026, 9, 9):
        today = rosa.reader.read("/today?view=mine")
        assert rosa.code in today.text, "the outside MRI is chased"
    with on(2026, 9, 15):
        rosa.act("move-on", gap_reason="Outside MRI follows", next_on="9/22/2026")
        rosa.act("move-on", gap_reason="Cancer Commons has not answered", next_on="9/22/2026")


def is_asked_for(sits: Sits) -> None:
    rosa = sits(Role.COORDINATOR)
    with on(2026, 9, 18):
        rosa.save("company", company="Iterion (invented)", request_to="Access office")
        frozen = rosa.freeze("manufacturer-request", why="Weight follows")
    with on(2026, 9, 22):
        sending = rosa.reader.get(rosa.reader.read(frozen.address).link("Record sending"))
        assert sending.one("#next_on")["value"] == "Sep 29, 2026", "five working days"
        rosa.reader.press(sending, "Record sending", sent_to="Access office", sent_how="email")
    with on(2026, 9, 29):
        today = rosa.reader.read("/today?view=mine")
        assert "Iterion" in today.text, "the chase has come"
    with on(2026, 10, 1):
        rosa.act("record-acknowledgment", request_acknowledged_on="10/1/2026", next_on="10/9/2026")


def is_agreed(sits: Sits) -> None:
    rosa, priya = sits(Role.COORDINATOR), sits(Role.REGULATORY)
    with on(2026, 10, 9):
        letter = {"next_what": "Letter of authorization", "waiting_on": "Iterion (invented)"}
        agreed = rosa.act(
            "record-agreement", request_decided_on="10/9/2026", next_on="10/14/2026", **letter
        )
        assert "Chase on Oct 14, 2026" in agreed.text
    with on(2026, 10, 16):
        priya.act(
            "record-letter",
            letter_file=priya.upload_letter(),
            letter_on="10/14/2026",
            letter_came_on="10/16/2026",
            letter_signed_by="Head of regulatory affairs",
        )
        rosa.act("move-on", gap_reason="Charging is settled later")


def goes_to_fda_and_the_board(sits: Sits) -> None:
    priya = sits(Role.REGULATORY)
    with on(2026, 10, 16):
        priya.act("record-fda-submission", fda_sent_on="10/16/2026", fda_sent_how="portal")
        assert "Nov 15, 2026" not in priya.read("deadlines").text, "sending starts no clock"
    with on(2026, 10, 20):
        waits = {"next_what": "FDA's word", "waiting_on": "FDA", "next_on": "10/27/2026"}
        received = priya.act("record-fda-receipt", fda_received_on="10/20/2026", **waits)
        assert "Chase on Oct 27, 2026" in received.text
        assert "Thu Nov 19, 2026" in received.text, "30 calendar days from receipt"
        priya.act("record-irb-request", irb_asked_on="10/20/2026", irb_review="full")
    with on(2026, 10, 23):
        priya.act(
            "record-fda-permission",
            fda_permitted_how="phone",
            fda_permitted_on="10/23/2026",
            fda_official="Dr. Ortega",
            ind_number="178501",
        )
        assert "Thu Nov 19, 2026" not in priya.read("").text, "FDA's word ended its clock early"
    with on(2026, 10, 28):
        priya.act(
            "record-irb-concurrence",
            irb_decided_on="10/28/2026",
            irb_decided_as="full",
            irb_decided_by="Board 2",
            irb_expires_on="10/27/2027",
        )
        is_released(sits)
        sits(Role.COORDINATOR).act("move-on", gap_reason="The drug is on its way")


def is_released(sits: Sits) -> None:
    signed = {"signed_on": "today", "signed_by": "patient", "copy_given": "yes"}
    form: Typed = {"form_version": "Version 1", "form_on": "10/26/2026", "form_basic": ALL}
    sits(Role.NURSE).save("consent/add", **form, **signed)
    checked = {"drug_checked_on": "today", "drug_checked_by": "Lee Chen, PharmD"}
    released = {"drug_released_on": "today", "drug_released_by": "Lee Chen, PharmD"}
    lee = sits(Role.PHARMACIST)
    lee.save("release", **checked, **released)
    lee.says("stages/6", "Release checklist: 5 of 5")


def is_treated(sits: Sits) -> None:
    with on(2026, 11, 2):
        dana = sits(Role.NURSE)
        dana.act("record-first-dose", first_dose_on="11/2/2026")
        dana.says(
            "stages/6",
            "Nov 9, 2026, Call about symptoms",
            "Nov 30, 2026, Count the drug",
            "Feb 2, 2027, Scan and measure the tumor",
            "Oct 27, 2027, Ask the ethics board for its continuing review",
            "Dec 22, 2027, Send the annual report to FDA",
        )


def has_an_event(sits: Sits, shah: Actor) -> None:
    """The example counts from the day it was judged; the law from the day the clinic learned."""
    with on(2027, 3, 10):
        dana = sits(Role.NURSE)
        adding = dana.reader.get(dana.read("safety").link("Report an event"))
        dana.reader.press(adding, "Save event", EVENT)
        dana.says("safety", "Wed Mar 17, 2027")  # the shorter clock, until it is judged
        sits(Role.COORDINATOR).act("plan-next", next_who=str(shah.user))
    with on(2027, 3, 12):
        doctor = sits(shah)
        event = doctor.reader.read(doctor.read("safety").link("Vomiting"))
        asking = doctor.reader.get(event.link("Judge the event"))
        moves = doctor.reader.press(asking, "Judge the event", JUDGMENT, status=422)
        doctor.reader.press(moves, "Save and move")
        doctor.says("safety", "so Thu Mar 25, 2027 (21 CFR 312.32(c)(1))")


def is_closed(sits: Sits) -> None:
    rosa = sits(Role.COORDINATOR)
    with on(2027, 11, 15):
        rosa.act(
            "end-treatment",
            last_dose_on="11/12/2027",
            ended_why="growth",
            ended_reason="Growth on the scan",
        )
        rosa.act("move-on", gap_reason="The rest follows")
        rosa.says(
            *("stages/7", "Send FDA the summary of the treatment", "due Sun Dec 12, 2027"),
            *("Have the ethics board close it", "Tell the company of the end"),
            "Measure the tumor once more",
        )
    with on(2027, 12, 6):
        priya = sits(Role.REGULATORY)
        frozen = priya.freeze("completion-summary", why="No scan since")
        priya.send(frozen, sent_to="FDA", sent_how="email", sent_on="12/6/2027")
        asking = rosa.page("do/close")
        refused = rosa.reader.press(asking, "Close case", close_reason="ended", status=422)
        assert refused.errors == ["Enter: why close it with this still owed"]
        why = {"owed_reason": "The board closes its file in January"}
        closed = rosa.reader.press(refused, "Close case", why)
        assert "Closed" in closed.one(".identity").text
        assert "Dec 22, 2027" in rosa.reader.read("/today?view=team").text, "the report is owed"
