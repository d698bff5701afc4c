"""The emergency of the clinic's worked example, from a call on a Friday evening to the closed file.

FDA's authorization and the first use are two events on two days, and each starts its own clock.
The example ends with the written submission; what follows is dated by the same rules.
"""

from browser.stories.sitting import SignIn, Sits, on
from make import Clinic
from pages import Page

from casetrack.documents.press import Press
from casetrack.rules.clocks import Stand, deadlines
from casetrack.rules.consent import BASIC
from casetrack.rules.people import Actor, Role
from casetrack.store.session import Store
from casetrack.store.verify import verify

AT_NIGHT, ONCOLOGY = "866-300-4374", "240-402-0004"
ALL = [one.key for one in BASIC]


def numbers(page: Page) -> list[str]:
    return [a.text for a in page.all(".call-now a[href^='tel:']")]


def test_from_the_call_on_a_friday_evening_to_the_closed_file(
    sign_in: SignIn, clinic: Clinic, store: Store, press: Press
) -> None:
    sits = Sits(sign_in, clinic, is_begun(sign_in))
    is_called_in(sits)
    is_used(sits)
    is_told_to_the_board(sits)
    is_written_to_fda(sits)
    both_clocks_were_met(clinic, sits.code)
    goes_on(sits)
    ends(sits, clinic.person(Role.PHYSICIAN, "Anil Shah"))
    is_closed(sits)
    assert verify(store).problems == []


def is_begun(sign_in: SignIn) -> str:
    with on(2026, 10, 30, 21, 50):
        rosa = sign_in(Role.COORDINATOR)
        page = rosa.press(
            rosa.get(rosa.get("/").link("Emergency")),
            "Open call sheet",
            initials="J.M.",
            drug="Tegavivint",
        )
        assert numbers(page) == [AT_NIGHT], "5:50 PM on a Friday: the weekday line has closed"
    return page.address.split("/")[2]


def is_called_in(sits: Sits) -> None:
    with on(2026, 10, 30, 22, 5):
        rosa = sits(Role.COORDINATOR)
        page = rosa.press(
            "emergency",
            "Company agrees",
            request_decided_by="Dr. Lane",
            request_conditions="Letter follows, ships tonight",
        )
        assert "Oct 30, 2026, 6:05 PM" in page.text, "a blank hour is the minute of the button"
        rosa.reader.press(page, "Call dropped")
    with on(2026, 10, 30, 22, 52):
        rosa = sits(Role.COORDINATOR)
        rosa.save("emergency", emergency_threat="Perforation within days")
        page = rosa.press(
            "emergency",
            "FDA authorized",
            fda_official="Dr. Ortega",
            ind_number="178501",
            fda_conditions="Weekly laboratory",
        )
        assert "Mon Nov 23, 2026" in page.text, "15 working days: Veterans Day is none"
        assert "47 min since the first call" in page.text
    with on(2026, 10, 30, 23, 30):
        dana = sits(Role.NURSE)
        form = dana.reader.get(dana.read("emergency").link("Record a signed form"))
        signed: dict[str, str | list[str]] = {
            "form_version": "Version 1",
            "form_on": "today",
            "form_basic": ALL,
            "signed_on": "today",
            "signed_at": "7:30 PM",
            "signed_by": "patient",
            "copy_given": "yes",
        }
        page = dana.reader.press(form, "Save consent form", signed)
        assert "Oct 30, 2026, 7:30 PM Consent was signed" in page.text


def is_used(sits: Sits) -> None:
    with on(2026, 10, 31, 14, 20):
        lee = sits(Role.PHARMACIST)
        came = {"moved_on": "today", "amount": "56", "lot": "T-77"}
        lee.save("stock/add", movement="received", moved_note="Kept at 5 °C", **came)
    with on(2026, 11, 1, 13, 20):
        dana = sits(Role.NURSE)
        page = dana.press(
            "emergency",
            "Record first dose",
            first_dose_at="8:15 AM",
            first_dose_by="Dana Cole",
        )
        assert "Fri Nov 6, 2026" in page.text, "5 working days from the use, not from FDA's word"
        assert "Any later use here needs the board's review first" in page.text
        assert numbers(page) == [AT_NIGHT], "a Sunday morning"
        dana.says("deadlines", "Veterans Day", "Mon Nov 23, 2026", "Fri Nov 6, 2026")
        dana.freeze("emergency-call-record", why="For the chart tonight")
        record = " ".join(dana.printed("emergency-call-record"))
        for words in ("6:05 PM", "6:52 PM", "7:30 PM", "8:15 AM", "178501", "Weekly laboratory"):
            assert words in record
    with on(2026, 11, 2, 15):
        rosa = sits(Role.COORDINATOR)
        assert numbers(rosa.read("emergency")) == [ONCOLOGY], "Monday, 10 AM Eastern"
        today = rosa.reader.read("/today?view=team")
        both = (
            "Report the emergency use to the ethics board",
            "Send the written submission to FDA",
        )
        lines = [line.text for line in today.all("main li, main tr")]
        by_law = [line for line in lines if "set by law" in line]
        assert all(words in line for words, line in zip(both, by_law, strict=False))
        assert today.text.count(both[0]) == 1, "what the law sets is no second time our own target"
        rosa.says("", "3 Advocacy groups After the fact")
        rosa.says("stages/2", "In an emergency this is completed after the fact")


def is_told_to_the_board(sits: Sits) -> None:
    with on(2026, 11, 4, 15):
        priya = sits(Role.REGULATORY)
        frozen = priya.freeze("irb-notice", why="The rest follows")
        priya.send(frozen, sent_to="Harbor IRB", sent_how="portal")
        priya.act("record-irb-request", irb_asked_on="today", irb_review="member")
    first = priya.printed("irb-notice")[0]
    for words in (
        "November 1, 2026, 8:15 AM Eastern",
        "October 30, 2026, 6:52 PM Eastern, Dr. Ortega",
        "within 5 working days, due November 6, 2026",
        "178501",
    ):
        assert words in first
    with on(2026, 11, 6, 15):
        sits(Role.REGULATORY).act(
            "record-irb-concurrence",
            irb_decided_on="11/6/2026",
            irb_decided_as="member",
            irb_decided_by="The chair",
            irb_expires_on="11/5/2027",
        )


def is_written_to_fda(sits: Sits) -> None:
    with on(2026, 11, 20, 18):
        priya = sits(Role.REGULATORY)
        priya.act(
            "record-letter",
            letter_file=priya.upload_letter(),
            letter_on="11/3/2026",
            letter_came_on="11/5/2026",
            letter_signed_by="Head of regulatory affairs",
        )
        frozen = priya.freeze("fda-set", why="What is blank is written on the form itself")
        priya.send(frozen, fda_sent_on="11/20/2026", fda_sent_how="email")


def both_clocks_were_met(clinic: Clinic, code: str) -> None:
    facts = clinic.file(code).facts
    said = facts.answers
    assert (said["fda_permitted_on"], said["fda_permitted_at"]) == ("2026-10-30", "18:52")
    assert (said["first_dose_on"], said["first_dose_at"]) == ("2026-11-01", "08:15")
    assert said["fda_permitted_how"] == "phone"
    met = {d.clock.key: (d.due, d.met_on) for d in deadlines(facts) if d.stand is Stand.MET}
    told = {key: tuple(map(str, days)) for key, days in met.items()}
    assert told["emergency_irb_notice"] == ("2026-11-06", "2026-11-04"), "two days early"
    assert told["emergency_submission"] == ("2026-11-23", "2026-11-20"), "one working day early"


def goes_on(sits: Sits) -> None:
    """An emergency IND went into effect on the day FDA authorized the use (domain 4.1)."""
    with on(2026, 11, 20, 19):
        dana = sits(Role.NURSE)
        dana.says(
            "stages/6",
            "Feb 1, 2027, Scan and measure the tumor",
            "Nov 5, 2027, Ask the ethics board for its continuing review",
            "Dec 29, 2027, Send the annual report to FDA",
        )


def ends(sits: Sits, shah: Actor) -> None:
    with on(2027, 1, 25):
        dana = sits(Role.NURSE)
        dana.act(
            "end-treatment",
            last_dose_on="1/22/2027",
            ended_why="growth",
            ended_reason="Growth on the scan",
        )
        dana.save("measurements/add", measured_on="1/25/2027", method="MRI", sum="148")
        dana.save("outcome", alive="alive", alive_on="1/25/2027")
        lee = sits(Role.PHARMACIST)
        lee.save("stock/add", movement="dispensed", moved_on="11/1/2026", amount="42", lot="T-77")
        lee.says("stages/6", "lot T-77: 14")
        lee.save("stock/add", movement="sent_back", moved_on="1/25/2027", amount="14", lot="T-77")
        rosa = sits(Role.COORDINATOR)
        rosa.says("stages/7", "Send FDA the summary of the treatment", "due Sun Feb 21, 2027")
        rosa.act("plan-next", next_what="Conclude", next_who=str(shah.user), next_on="2/1/2027")
    with on(2027, 2, 1):
        sits(shah).save("conclusion", best_response="PD", conclusion="It grew all the same")


def is_closed(sits: Sits) -> None:
    with on(2027, 2, 8):
        priya = sits(Role.REGULATORY)
        frozen = priya.freeze("completion-summary", why="The conclusion follows by letter")
        priya.send(frozen, sent_to="FDA", sent_how="email", sent_on="2/8/2027")
        priya.save(
            "endings",
            ind_withdrawn_on="2/8/2027",
            irb_closed_on="2/8/2027",
            company_end_told_on="2/8/2027",
        )
        priya.save("keeping", investigation_ended_on="2/8/2027", shipping_ended_on="2/8/2027")
        rosa = sits(Role.COORDINATOR)
        rosa.says("stages/7", "Nothing is owed to anybody", "until Thu Feb 8, 2029")
        closed = rosa.press("do/close", "Close case", close_reason="ended")
        assert "Closed" in closed.one(".identity").text
        rosa.says("stages/7", "Annual report: no longer owed since Feb 8, 2027")
        assert sits.code not in rosa.reader.read("/today?view=team").text
