"""The clinic's register: facts typed once and used in every case."""

from casetrack.rules.questions.shape import Choice, Kind, Of, Question, Section

DAYS_OF = (
    Choice("business", "business days"),
    Choice("calendar", "calendar days"),
    Choice("hours", "hours"),
)

PHYSICIAN = Section(
    key="physician",
    title="Physician",
    task="Complete the physician's qualifications",
    why="The qualification statement of the request and of FDA's form.",
    of=Of.PHYSICIAN,
    questions=(
        Question(key="name", label="Name and degree", hint="For example: Anil Shah, MD"),
        Question(key="specialty", label="Specialty", tab="G", cites="Form FDA 3926"),
        Question(key="school", label="Medical school", tab="G", cites="Form FDA 3926"),
        Question(
            key="graduated",
            label="Year of graduation",
            kind=Kind.WHOLE,
            low=1940,
            high=2100,
            tab="G",
            cites="Form FDA 3926",
        ),
        Question(key="license_state", label="License state", cap=40, tab="G"),
        Question(
            key="license_number", label="License number", cap=60, tab="G", cites="Form FDA 3926"
        ),
        Question(key="license_until", label="License valid until", kind=Kind.DATE, ahead=True),
        Question(key="employer", label="Employment", tab="G", cites="Form FDA 3926"),
        Question(key="job", label="Job title", tab="G", cites="Form FDA 3926"),
        Question(
            key="experience",
            label="Experience with this class of drugs",
            kind=Kind.TEXT,
            cap=1_500,
            tab="G",
        ),
        Question(key="phone", label="Direct phone", cap=60, tab="A"),
        Question(key="email", label="E-mail", cap=120, tab="A"),
        Question(key="fax", label="Fax", cap=60),
        Question(
            key="night_phone",
            label="Phone at all hours, for safety reports",
            cap=60,
            tab="E",
        ),
    ),
)

COMPANY = Section(
    key="policy",
    title="Manufacturer",
    task="Check the posted expanded access policy",
    why="21 USC 360bbb-0(c) names five things a posted policy must say.",
    of=Of.COMPANY,
    questions=(
        Question(key="name", label="Company"),
        Question(key="policy_link", label="Address of the policy", kind=Kind.LINK),
        Question(
            key="policy_contact",
            label="1. Contact",
            kind=Kind.TEXT,
            cap=600,
            wanted=True,
            cites="21 USC 360bbb-0(c)(1)",
        ),
        Question(
            key="policy_procedure",
            label="2. How to ask",
            kind=Kind.TEXT,
            cap=2_000,
            wanted=True,
            cites="21 USC 360bbb-0(c)(2)",
        ),
        Question(
            key="policy_criteria",
            label="3. Criteria for deciding",
            kind=Kind.TEXT,
            cap=2_000,
            wanted=True,
            cites="21 USC 360bbb-0(c)(3)",
        ),
        Question(
            key="policy_days",
            label="4. Time to acknowledge",
            kind=Kind.WHOLE,
            low=0,
            high=400,
            wanted=True,
            cites="21 USC 360bbb-0(c)(4): receipt, not decision",
        ),
        Question(
            key="policy_days_of",
            label="in",
            kind=Kind.CHOICE,
            choices=DAYS_OF,
            wanted=True,
        ),
        Question(
            key="policy_trials",
            label="5. Its expanded access record",
            hint="Link or reference on ClinicalTrials.gov; 'none given' is an answer",
            wanted=True,
            cites="21 USC 360bbb-0(c)(5)",
        ),
        Question(key="policy_checked_on", label="Policy checked on", kind=Kind.DATE, wanted=True),
        Question(key="policy_checked_by", label="Checked by"),
        Question(key="email", label="E-mail", cap=120),
        Question(key="address", label="Postal address", kind=Kind.TEXT, cap=400),
        Question(key="note", label="Notes", kind=Kind.TEXT, cap=2_000),
        Question(key="source", label="Where this is from", kind=Kind.TEXT, cap=600),
        Question(
            key="retired",
            label="No longer used here",
            kind=Kind.YES_NO,
            hint="It leaves the list and the suggestions; cases that name it keep it",
        ),
    ),
)

POSTED = tuple(
    question
    for question in COMPANY.questions
    if question.key.startswith("policy_") and question.key != "policy_days_of"
)
"""The five things that 21 USC 360bbb-0(c) has a company post, with their address and check."""

CODE_FIRST = (
    Choice("code", "By the case code only"),
    Choice("initials", "By initials and the case code"),
)
CLINIC = Section(
    key="clinic",
    title="This clinic",
    task="Complete the clinic's own facts",
    why="Printed on every letterhead and asked for by every company.",
    of=Of.CLINIC,
    questions=(
        Question(key="name", label="Clinic", tab="A"),
        Question(key="address", label="Street address", kind=Kind.TEXT, cap=400, tab="A"),
        Question(key="phone", label="Phone", cap=60, tab="A"),
        Question(key="pharmacy", label="Investigational pharmacy", tab="G"),
        Question(
            key="pharmacy_ship_to",
            label="Ship the drug to",
            kind=Kind.TEXT,
            cap=400,
            tab="B",
        ),
        Question(key="irb", label="Ethics board (IRB)", tab="G"),
        Question(key="irb_number", label="IRB registration number", cap=60),
        Question(key="contracts", label="Contracts contact", tab="G"),
        Question(
            key="names_to_fda",
            label="How papers to FDA name the patient",
            kind=Kind.CHOICE,
            choices=(
                Choice("initials", "By initials, as Form FDA 3926 asks"),
                Choice("code", "By the case code only"),
            ),
            hint="Initials unless you choose otherwise. The worksheet of the form keeps initials",
        ),
        Question(
            key="names_to_company",
            label="How papers to the company name the patient",
            kind=Kind.CHOICE,
            choices=CODE_FIRST,
            hint="The case code unless you choose otherwise",
        ),
        Question(
            key="names_to_board",
            label="How papers to the ethics board name the patient",
            kind=Kind.CHOICE,
            choices=CODE_FIRST,
            hint="The case code unless you choose otherwise. No paper prints a full name",
        ),
    ),
)

SECTIONS = (PHYSICIAN, COMPANY, CLINIC)
