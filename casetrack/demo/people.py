"""The demonstration clinic's accounts and register: invented people, companies and licenses."""

from collections.abc import Mapping

from casetrack.demo.days import Days
from casetrack.demo.story import Answers
from casetrack.rules import values
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.questions import Of, find
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.people import add_user, set_roles
from casetrack.store.commands.register import add_entry
from casetrack.store.queries.register import card
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID

PASSWORD = "violet tugboat counts lanterns"  # noqa: S105  shown to everybody: it opens inventions
CLINIC = "Harbor Sarcoma Clinic (demonstration)"
SHAH, LINDQVIST, AMARI = "Anil Shah, MD", "Grace Lindqvist, MD", "Peter Amari, MD"
NORTHLIGHT = "Northlight Therapeutics (invented)"
CALDER = "Calder Bay Biosciences (invented)"
QUILL = "Quillfeather Pharma (invented)"
ZELVIVINT, FABULACESTAT, TALVORKINIB = "zelvivint", "fabulacestat", "talvorkinib"

ACCOUNTS: Mapping[str, tuple[str, str, Role]] = {
    "admin": ("sam.whitfield", "Sam Whitfield", Role.ADMIN),
    "rosa": ("rosa.ortiz", "Rosa Ortiz", Role.COORDINATOR),
    "tom": ("tom.becker", "Tom Becker", Role.COORDINATOR),
    "dana": ("dana.cole", "Dana Cole", Role.NURSE),
    "shah": ("anil.shah", "Anil Shah", Role.PHYSICIAN),
    "lindqvist": ("grace.lindqvist", "Grace Lindqvist", Role.PHYSICIAN),
    "lee": ("lee.chen", "Lee Chen", Role.PHARMACIST),
    "priya": ("priya.rao", "Priya Rao", Role.REGULATORY),
    "kim": ("helen.kim", "Helen Kim", Role.VIEWER),
}
OWN_ENTRY = {"shah": SHAH, "lindqvist": LINDQVIST}

CLINIC_FACTS = {
    "name": CLINIC,
    "address": "1 Example Wharf, Suite 400\nHarborview, NY 00000",
    "phone": "555-0100",
    "pharmacy": "Investigational pharmacy, Lee Chen, PharmD, 555-0140",
    "pharmacy_ship_to": "Investigational Pharmacy, Receiving Door 3\n1 Example Wharf\n"
    "Harborview, NY 00000",
    "irb": "Harbor Health Institutional Review Board (invented)",
    "irb_number": "FAKE-IRB-0001",
    "contracts": "Contracts office, contracts@example.org, 555-0150",
}
EVERY_PHYSICIAN = {
    "license_state": "New York",
    "employer": "Harbor Sarcoma Clinic, full time",
    "fax": "555-0109",
    "night_phone": "555-0199, sarcoma physician on call",
}
PHYSICIANS: Mapping[str, Answers] = {
    SHAH: {
        "specialty": "Medical oncology, sarcoma",
        "school": "Example State University School of Medicine",
        "graduated": "1998",
        "license_number": "FAKE-MD-10234",
        "license_until": "+600d",
        "job": "Attending physician, director of the sarcoma program",
        "experience": "Treats about 60 patients with desmoid tumors a year; investigator in two "
        "studies of gamma-secretase inhibitors; three earlier expanded access requests.",
        "phone": "555-0110",
        "email": "anil.shah@example.org",
    },
    LINDQVIST: {
        "specialty": "Medical oncology",
        "school": "Northern Example College of Medicine",
        "graduated": "2009",
        "license_number": "FAKE-MD-20871",
        "license_until": "+420d",
        "job": "Attending physician",
        "experience": "Treats soft tissue sarcoma; one earlier expanded access request.",
        "phone": "555-0112",
        "email": "grace.lindqvist@example.org",
    },
    AMARI: {
        "specialty": "Pediatric hematology and oncology",
        "school": "Example Bay Medical School",
        "graduated": "2004",
        "license_number": "FAKE-MD-30415",
        "license_until": "+40d",
        "job": "Attending physician, pediatric oncology",
        "experience": "Pediatric sarcoma; no earlier use of this class.",
        "phone": "555-0116",
        "email": "peter.amari@example.org",
    },
}
INVENTED = "Invented for the demonstration, as are the drug and everything said of it."
COMPANIES: Mapping[str, Answers] = {
    NORTHLIGHT: {
        "policy_link": "https://northlight.example.org/expanded-access",
        "policy_contact": f"Expanded access office, access@northlight.example.org. {INVENTED}",
        "policy_procedure": "E-mail from the treating physician with the rationale, the history, "
        "the treatment plan and the physician's qualifications.",
        "policy_criteria": "Serious disease, no comparable option, no open trial within reach, "
        "enough data on benefit and risk, supply that does not delay a trial.",
        "policy_days": "5",
        "policy_days_of": "business",
        "policy_trials": "None given",
        "policy_checked_on": "~24d",
        "policy_checked_by": "Rosa Ortiz",
    },
    CALDER: {
        "policy_link": "https://calder.example.org/access",
        "policy_contact": f"Medical information, medinfo@calder.example.org. {INVENTED}",
        "policy_procedure": "Portal request by the physician; the company answers questions first.",
        "policy_criteria": "Life-threatening or serious disease and no trial of the drug open.",
        "policy_days": "10",
        "policy_days_of": "business",
        "policy_trials": "None given",
        "policy_checked_on": "~215d",
        "policy_checked_by": "Tom Becker",
    },
    QUILL: {
        "policy_link": "https://quillfeather.example.org/compassionate-use",
        "policy_contact": f"compassionate.use@quillfeather.example.org. {INVENTED}",
        "policy_procedure": "A letter from the physician by e-mail.",
        "policy_days": "7",
        "policy_days_of": "calendar",
        "policy_trials": "None given",
        "policy_checked_on": "~31d",
        "policy_checked_by": "Rosa Ortiz",
    },
}


def found(db: Db, days: Days) -> dict[str, Actor]:
    """Opens the accounts and fills the register; the people by their short names."""
    people: dict[str, Actor] = {}
    for key, (address, name, role) in ACCOUNTS.items():
        user = add_user(
            db,
            email=f"{address}@example.org",
            name=name,
            roles=[role],
            password=PASSWORD,
            by=people.get("admin", SYSTEM),
        )
        people[key] = Actor(user.id, name, user.roles)
    entries = _fill_register(db, days, by=people["priya"])
    for key, name in OWN_ENTRY.items():
        who = people[key]
        set_roles(db, who.user, roles=who.roles, physician=entries[name], by=people["admin"])
        people[key] = Actor(who.user, who.name, who.roles, entries[name])
    return people


def _fill_register(db: Db, days: Days, *, by: Actor) -> dict[str, int]:
    _say(db, Of.CLINIC, CLINIC_ID, CLINIC_FACTS, days, by)
    entries: dict[str, int] = {}
    for of, register in ((Of.PHYSICIAN, PHYSICIANS), (Of.COMPANY, COMPANIES)):
        for name, facts in register.items():
            entries[name] = add_entry(db, kind=of, name=name, by=by)
            shared = EVERY_PHYSICIAN if of is Of.PHYSICIAN else {}
            _say(db, of, entries[name], {**shared, **facts}, days, by)
    return entries


def _say(db: Db, of: Of, dossier: int, facts: Answers, days: Days, by: Actor) -> None:  # noqa: PLR0913, PLR0917  one call, three callers
    held = card(db, of, dossier)
    assert held  # noqa: S101  it was just registered
    stored = {key: _read(of, key, days.stored(typed), days) for key, typed in facts.items()}
    typed = Typed(entry=held.root, answers=stored, drawn=held.version)
    save_answers(db, dossier, typed, by=by, about=of)


def _read(of: Of, key: str, typed: str, days: Days) -> str:
    asked = find(key, of=of)
    assert asked  # noqa: S101  the tables above hold the register's own questions
    return values.read(asked, typed, today=days.today)
