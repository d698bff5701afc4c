"""The demonstration clinic's accounts and register: invented people, companies and licenses."""

from collections.abc import Mapping

from casetrack.demo.days import Days, StoryClock
from casetrack.demo.organizations import fill
from casetrack.demo.pen import Pen
from casetrack.demo.script import facts
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.questions import Of
from casetrack.store.acts import act, lock
from casetrack.store.commands.answers import root_of, write_answers
from casetrack.store.commands.people import add_user, set_roles
from casetrack.store.commands.register import mark_demonstration
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID

PASSWORD = "violet tugboat counts lanterns"  # noqa: S105  told to everybody: it opens inventions
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
OWN_ENTRY = {"shah": "Anil Shah, MD", "lindqvist": "Grace Lindqvist, MD"}

CLINIC_NAME = "Harbor Sarcoma Clinic (demonstration)"
CLINIC = """
address: 1 Example Wharf, Harborview, NY 00000
phone: 555-0100 | pharmacy: Investigational pharmacy, Lee Chen, PharmD, 555-0140
pharmacy_ship_to: Investigational Pharmacy, Receiving Door 3, 1 Example Wharf, Harborview, NY 00000
irb: Harbor Health Institutional Review Board (invented) | irb_number: FAKE-IRB-0001
contracts: Contracts office, contracts@example.org, 555-0150
"""
EVERY_PHYSICIAN = """
license_state: New York | employer: Harbor Sarcoma Clinic, full time | fax: 555-0109
night_phone: 555-0199, sarcoma physician on call
"""
PHYSICIANS = {
    "Anil Shah, MD": f"""{EVERY_PHYSICIAN}
specialty: Medical oncology, sarcoma | school: Example State University School of Medicine
graduated: 1998 | license_number: FAKE-MD-10234 | license_until: in 600d
job: Attending physician, director of the sarcoma program
experience: Treats about 60 patients with desmoid tumors a year; investigator in two studies of
  gamma-secretase inhibitors; three earlier expanded access requests.
phone: 555-0110 | email: anil.shah@example.org""",
    "Grace Lindqvist, MD": f"""{EVERY_PHYSICIAN}
specialty: Medical oncology | school: Northern Example College of Medicine | graduated: 2009
license_number: FAKE-MD-20871 | license_until: in 420d | job: Attending physician
experience: Treats soft tissue sarcoma; one earlier expanded access request.
phone: 555-0112 | email: grace.lindqvist@example.org""",
    "Peter Amari, MD": f"""{EVERY_PHYSICIAN}
specialty: Pediatric hematology and oncology | school: Example Bay Medical School | graduated: 2004
license_number: FAKE-MD-30415 | license_until: in 40d | job: Attending physician, pediatric oncology
experience: Pediatric sarcoma; no earlier use of this class.
phone: 555-0116 | email: peter.amari@example.org""",
}
INVENTED = "Invented for the demonstration, as are the drug and everything said of it."
COMPANIES = {
    "Northlight Therapeutics (invented)": f"""
policy_link: https://northlight.example.org/expanded-access
policy_contact: Expanded access office, access@northlight.example.org. {INVENTED}
policy_procedure: E-mail from the treating physician with the rationale, the history, the treatment
  plan and the physician's qualifications.
policy_criteria: Serious disease, no comparable option, no open trial within reach, enough data on
  benefit and risk, supply that does not delay a trial.
policy_days: 5 | policy_days_of: business | policy_trials: None given
policy_checked_on: ~24d | policy_checked_by: Rosa Ortiz""",
    "Calder Bay Biosciences (invented)": f"""
policy_link: https://calder.example.org/access
policy_contact: Medical information, medinfo@calder.example.org. {INVENTED}
policy_procedure: Portal request by the physician; the company asks its questions first.
policy_criteria: Life-threatening or serious disease, and no open trial of the drug.
policy_days: 10 | policy_days_of: business | policy_trials: None given
policy_checked_on: ~215d | policy_checked_by: Tom Becker""",
    "Quillfeather Pharma (invented)": f"""
policy_link: https://quillfeather.example.org/compassionate-use
policy_contact: compassionate.use@quillfeather.example.org. {INVENTED}
policy_procedure: A letter from the physician by e-mail. Criteria are not posted.
policy_days: 7 | policy_days_of: calendar | policy_trials: None given
policy_checked_on: ~31d | policy_checked_by: Rosa Ortiz""",
}


def furnish(db: Db, days: Days) -> None:
    """Gives the clinic's own entry its name and facts, and marks it as invented for good."""
    mark_demonstration(db)
    clinic = lock(db, CLINIC_ID)
    # with the version: the database refuses to change them afterwards
    clinic.name, clinic.name_key = CLINIC_NAME, CLINIC_NAME.casefold()
    with act(db, clinic, by=SYSTEM, action="saved", about="clinic") as naming:
        write_answers(naming, root_of(db, CLINIC_ID), {"name": CLINIC_NAME})
    Pen(db, days, SYSTEM).write(Of.CLINIC, CLINIC_ID, CLINIC)


def found(db: Db, days: Days, clock: StoryClock) -> dict[str, Actor]:
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
    pen = Pen(db, days, people["priya"])
    entries = {name: pen.enter(Of.PHYSICIAN, name, text) for name, text in PHYSICIANS.items()}
    for key, name in OWN_ENTRY.items():
        who = people[key]
        set_roles(db, who.user, roles=who.roles, physician=entries[name], by=people["admin"])
        people[key] = Actor(who.user, who.name, who.roles, entries[name])
    for name, text in COMPANIES.items():
        clock.turn_to(days.day(facts(text)["policy_checked_on"]))
        pen.enter(Of.COMPANY, name, text)
    fill(db, days, clock, people)
    return people
