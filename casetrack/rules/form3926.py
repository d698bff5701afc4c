"""Form FDA 3926 as data: what each edition asks, under which number, in which order.

The layout was renumbered with the edition of 08/22; FDA's own pages mix both. Fields 1 to 6 of
08/22 and 1 to 9 of the older layout were read in copies of the form; what is `inferred`
was not, and nobody files without the current form at hand. The form is never imitated. What a
clinic found on FDA's present form (`asked_of`, `as_read`) stands in place of what is shipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from casetrack.rules.dates import show_date
from casetrack.rules.questions.shape import Answers, Choice, Kind, Question

CHECKED_ON = "2026-11-22"
INITIAL, FOLLOW_UP = "initial", "followup"


@dataclass(frozen=True)
class Field:
    """One thing to enter; `needs` are the kinds of submission that ask for it."""

    key: str
    label: str
    enter: str
    copied: bool = True  # text to copy; what is not is ticked or signed on the form itself


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An edition of the form: its fields under their numbers, in the order of its pages."""

    key: str
    name: str
    until: str  # the date of expiry printed on the copy that was read
    source: str
    numbers: tuple[tuple[str, tuple[str, ...]], ...]
    inferred: frozenset[str]  # numbers that were not read in the form itself
    initial: frozenset[str]
    followup: frozenset[str]
    stamp: str = ""  # what stands at the foot of the present form, where it is another
    checked_on: str = CHECKED_ON

    @property
    def printed(self) -> str:
        """The edition as worksheets name it."""
        return self.stamp or self.key

    @property
    def slug(self) -> str:
        return self.key.replace("/", "-")

    def asks(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Number and field of everything that this kind of submission fills in, in order."""
        wanted = self.followup if kind == FOLLOW_UP else self.initial
        return tuple(
            (number, field)
            for number, fields in self.numbers
            if number in wanted
            for field in fields
        )

    def number(self, field: str) -> str:
        """Under which number this edition asks for the field; empty where it does not."""
        return next((number for number, fields in self.numbers if field in fields), "")


FIELDS = (
    Field("physician", "Physician (sponsor)", "Name"),
    Field("institution", "Institution or practice", "Name"),
    Field("address", "Address", "Street address, city, state, ZIP code. No PO box"),
    Field("email", "Physician's e-mail", "Address"),
    Field("phone", "Physician's phone", "Number"),
    Field("fax", "Physician's fax", "Number"),
    Field(
        "initials", "Patient's initials", "Never the name; the patient does not initial the form"
    ),
    Field("submitted_on", "Date of submission", "mm/dd/yyyy, the day it is sent"),
    Field("type", "Type of submission", "Tick one box", copied=False),
    Field("followup_drug", "Follow-up: investigational drug", "Name"),
    Field("ind_number", "Physician's IND number", "If FDA has given one; never the company's"),
    Field("indication", "Indication", "Proposed treatment use"),
    Field("ethnicity", "Ethnicity (optional)", "Check one, if the patient wishes", copied=False),
    Field("race", "Race (optional)", "Check all that apply, if the patient wishes", copied=False),
    Field("history", "Brief clinical history", "FDA's elements, see the list beside it"),
    Field("drug", "Investigational drug", "Name"),
    Field("supplier", "Who supplies the drug", "Generally the manufacturer"),
    Field("division", "FDA review division", "If known"),
    Field("plan", "Treatment plan", "Dose, route, schedule, duration, monitoring, changes"),
    Field("letter", "Letter of authorization", "Tick the box and attach the letter", copied=False),
    Field(
        "qualification", "Physician's qualification statement", "School, year, specialty, license"
    ),
    Field("contents", "Contents of a follow-up", "Tick all that apply", copied=False),
    Field("10a", "10.a Use of this form in place of 1571 and 1572", "The physician", copied=False),
    Field("10b", "10.b Review by the IRB's chair or one member", "The physician", copied=False),
    Field("certification", "Certification, signature and date", "The physician", copied=False),
)
BY_KEY = {field.key: field for field in FIELDS}
BLOCK = ("physician", "institution", "address", "email", "phone", "fax")
TYPE = ("type", "followup_drug", "ind_number")
TREATMENT = ("drug", "supplier", "division", "plan")
LAST = (("9", ("contents",)), ("10", ("10a", "10b")), ("11", ("certification",)))

EDITIONS = (
    Edition(
        key="08/22",
        name="08/22 (three pages, physician first)",
        until="June 30, 2025",
        source="OMB review 202309-0910-005, copy of the form read to field 6",
        numbers=(
            ("1", BLOCK),
            ("2", ("initials",)),
            ("3", ("submitted_on",)),
            ("4", TYPE),
            ("5", ("indication", "history", "ethnicity", "race")),
            ("6", TREATMENT),
            ("7", ("letter",)),
            ("8", ("qualification",)),
            *LAST,
        ),
        inferred=frozenset({"7", "8", "9", "10", "11"}),
        initial=frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "10", "11"}),
        followup=frozenset({"1", "2", "3", "4", "9", "10", "11"}),
    ),
    Edition(
        key="06/19",
        name="Until 6/19 (two pages, patient's initials first)",
        until="May 31, 2022",
        source="OMB review 201706-0910-002, form and instructions; FDA Drug Info Rounds 3 and 4",
        numbers=(
            ("1", ("initials",)),
            ("2", ("submitted_on",)),
            ("3", TYPE),
            ("4", ("indication", "history")),
            ("5", TREATMENT),
            ("6", ("letter",)),
            ("7", ("qualification",)),
            ("8", BLOCK),
            *LAST,
        ),
        inferred=frozenset({"10", "11"}),
        initial=frozenset({"1", "2", "3", "4", "5", "6", "7", "8", "10", "11"}),
        followup=frozenset({"1", "2", "3", "8", "9", "10", "11"}),
    ),
)
EDITION = {edition.key: edition for edition in EDITIONS}


def asked_of(edition: Edition) -> tuple[Question, ...]:
    """What a clinic may say of the present form of this layout. Blank is as shipped."""
    stamp, until, numbers, source, checked = _keys(edition)
    unread = sorted(edition.inferred, key=int)
    return (
        Question(key=stamp, label="Edition at its foot", cap=20, hint=f"Blank: {edition.key}"),
        Question(key=until, label="Expires", cap=40, hint=f"As printed. Blank: {edition.until}"),
        Question(
            key=numbers,
            label="Numbers that you compared with the form, and found right",
            kind=Kind.SEVERAL,
            choices=tuple(Choice(n, f"{n}: {_fields(edition, n)}") for n in unread),
        ),
        Question(key=source, label="Where the form is from"),
        Question(key=checked, label="Compared on", kind=Kind.DATE),
    )


def as_read(edition: Edition, clinic: Answers) -> Edition:
    """The edition as this clinic found it on the form."""
    stamp, until, numbers, source, checked = (clinic.get(key, "") for key in _keys(edition))
    return replace(
        edition,
        stamp=stamp,
        until=until or edition.until,
        source=source or edition.source,
        inferred=edition.inferred - set(numbers.split(",")),
        checked_on=checked or edition.checked_on,
    )


def edition_errors(edition: Edition, said: Answers, *, today: date) -> dict[str, str]:
    """What is said of a form was read on it, on a day."""
    *told, source, checked = _keys(edition)
    found: dict[str, str] = {}
    if any(said.get(key) for key in told):
        needed = {source: "Enter where the form is from", checked: "Enter when you read it"}
        found = {key: words for key, words in needed.items() if not said.get(key)}
    day = said.get(checked, "")
    if day and date.fromisoformat(day) > today:
        found[checked] = f"{show_date(day)} has not come yet"
    return found


def _keys(edition: Edition) -> tuple[str, ...]:
    parts = ("stamp", "until", "numbers", "source", "checked")
    return tuple(f"form_{edition.slug.replace('-', '_')}_{part}" for part in parts)


def _fields(edition: Edition, number: str) -> str:
    held = next(fields for n, fields in edition.numbers if n == number)
    return ", ".join(BY_KEY[field].label for field in held)


OF_FORM = {question.key: question for edition in EDITIONS for question in asked_of(edition)}

# FDA says eight; the first was read, the list and its order are from memory (Drug Info Rounds 4).
CONTENTS = (
    Choice("safety", "Initial written IND safety report (21 CFR 312.32(c))"),
    Choice("safety_more", "Follow-up to a written IND safety report (21 CFR 312.32(d))"),
    Choice("annual", "Annual report (21 CFR 312.33)"),
    Choice("summary", "Summary of expanded access use, treatment completed (21 CFR 312.310(c)(2))"),
    Choice("plan", "Change in treatment plan (21 CFR 312.30)"),
    Choice("general", "General correspondence"),
    Choice("information", "Response to FDA's request for information (21 CFR 312.41)"),
    Choice("hold", "Response to clinical hold (21 CFR 312.42(e))"),
)


@dataclass(frozen=True)
class Element:
    """Something that the brief clinical history must cover, and the answers that cover it."""

    key: str
    label: str
    own: tuple[str, ...] = ()
    rows: str = ""


ELEMENTS = (
    Element("age", "Age", ("birth_date", "birth_year")),
    Element("gender", "Gender", ("sex",)),
    Element("weight", "Weight", ("weight",)),
    Element("allergies", "Allergies or sensitivities", ("allergy_none",), "allergy"),
    Element("diagnosis", "Diagnosis", ("diagnosis",)),
    Element("therapy", "Prior therapy", ("therapy_none",), "therapy"),
    Element("response", "Response to prior therapy", ("therapy_none",), "therapy.response"),
    Element("reason", "Reason for the request", ("why_now",)),
    Element("options", "Why there is no other option", (), "alternative.why"),
)

# The longest text of one field that is printed whole. FDA states no limit: long text is attached.
LONG = 1_800

HOW = (
    Choice("portal", "eRequest, in the web browser (not in an emergency)"),
    Choice("email", "E-mail to the FDA office"),
    Choice("fax", "Fax"),
    Choice("mail", "Mail"),
)
TO_SEND: Mapping[str, tuple[str, ...]] = {
    "portal": (
        (
            "eRequest of the Reagan-Udall Foundation: the physician fills in, signs and sends "
            "the form there. It takes drugs and biologics, and no emergencies."
        ),
    ),
    "email": ("Patient data goes by e-mail only over a link that FDA's secure mail knows.",),
    "fax": ("The number comes from the FDA office: ask it, and note it under Contacts.",),
    "mail": (
        (
            "Write EXPANDED ACCESS SUBMISSION on the cover, the review division if it is known, "
            "and whether it is an emergency."
        ),
    ),
}
"""What holds for each way. Addresses change: they stand with the offices, under Contacts."""
REACHED_AT: Mapping[str, str] = {"portal": "portal", "email": "email", "mail": "address"}
"""The answer of an office that a way of sending needs."""
