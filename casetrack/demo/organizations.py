"""The demonstration's organizations beside companies: who was verified when, lines and people."""

from collections.abc import Mapping

from casetrack.demo.days import Days, StoryClock
from casetrack.demo.pen import Pen
from casetrack.rules.people import Actor
from casetrack.rules.questions import Of
from casetrack.store.commands.register import record_check
from casetrack.store.queries.register import find_party
from casetrack.store.session import Db

ADVOCATE = "Patient advocate of this hospital"
ADVOCATES_LINE = """
number: 555-0160 | what: Front desk | hours: weekdays | opens: 8:30 am | closes: 4:30 pm
zone: eastern"""
ADVOCATES_PERSON = "person: Mo Adler (invented) | role: Patient advocate | person_phone: 555-0161"
HOUSE = """source: This hospital's own directory (invented) | sure: local"""
ORGANIZATIONS: Mapping[str, str] = {
    "Harbor Health Institutional Review Board (invented)": f"""
type: irb | offers: Full board on the first Monday of the month; the chair concurs within a week.
procedure: Electronic submission; the chair is asked where the physician elects field 10.b.
email: irb@example.org | {HOUSE} | checked_on: ~76d | checked_by: Priya Rao""",
    "Contracts office (invented)": f"""
type: hospital | serves: none | offers: Agreements with companies; two weeks when told early.
email: contracts@example.org | {HOUSE} | checked_on: ~75d | checked_by: Rosa Ortiz""",
    "Tidewater Mutual (invented)": """
type: insurer | offers: Commercial plan; prior authorization by portal, peer to peer within a week.
portal: https://tidewater.example.org/providers | source: Its provider manual (invented)
checked_on: ~76d | checked_by: Tom Becker""",
}
LINES: Mapping[str, str] = {
    "Northlight Therapeutics (invented)": """
number: 555-0170 | what: Expanded access office | hours: weekdays | opens: 8 am | closes: 5 pm
zone: pacific""",
    "Calder Bay Biosciences (invented)": """
number: 555-0180 | what: Medical information, all drugs | hours: always""",
    "Harbor Health Institutional Review Board (invented)": """
number: 555-0130 | what: The board's office | hours: weekdays | opens: 9 am | closes: 4 pm
zone: eastern""",
    "Tidewater Mutual (invented)": """
number: 555-0190 | what: Provider line | hours: weekdays | opens: 7 am | closes: 7 pm
zone: central""",
}
STAFF: Mapping[str, str] = {
    "Northlight Therapeutics (invented)": """
person: Jo Lane (invented) | role: Access coordinator
person_email: lane@northlight.example.org""",
    "Harbor Health Institutional Review Board (invented)": """
person: Ines Varga (invented) | role: Chair | person_phone: 555-0131""",
}
VERIFIED: Mapping[str, str] = {
    "FDA Project Facilitate": "priya",
    "FDA Emergency Call Center": "priya",
    "Cancer Commons": "rosa",
    "Desmoid Tumor Research Foundation (DTRF)": "rosa",
    ADVOCATE: "rosa",
}
"""Shipped entries that somebody compared with their sources; the others wait for it."""


def fill(db: Db, days: Days, clock: StoryClock, people: Mapping[str, Actor]) -> None:
    """Enters the clinic's own organizations, and whom to ask for, on a day of the story."""
    clock.turn_to(days.day("~75d"))
    pen = Pen(db, days, people["rosa"])
    for name, text in ORGANIZATIONS.items():
        pen.enter(Of.ORGANIZATION, name, text)
    for rows, told in (("line", LINES), ("staff", STAFF)):
        for name, text in told.items():
            pen.row(_number(db, name), rows, text)


def verify(db: Db, days: Days, people: Mapping[str, Actor]) -> None:
    """Verifies entries that casetrack ships, and completes the one that each house fills in."""
    for name, who in VERIFIED.items():
        record_check(db, _number(db, name), Of.ORGANIZATION, today=days.today, by=people[who])
    pen = Pen(db, days, people["rosa"])
    pen.row(_number(db, ADVOCATE), "line", ADVOCATES_LINE)
    pen.row(_number(db, ADVOCATE), "staff", ADVOCATES_PERSON)


def _number(db: Db, name: str) -> int:
    found = find_party(db, name)
    if found is None:
        raise LookupError(f"no organization {name}")
    return found
