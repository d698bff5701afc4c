"""Stage 6, treatment: the release, doses planned and given, visits, and every unit of the drug."""

from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

GIVEN = (
    Choice("planned", "Given as planned"),
    Choice("reduced", "Reduced"),
    Choice("held", "Held"),
    Choice("missed", "Missed by the patient"),
    Choice("other", "Other, see why"),
)
NOT_AS_PLANNED = (If("dose_how", ("", "planned"), unless=True),)
VISIT_KINDS = (
    Choice("visit", "Visit"),
    Choice("call", "Call"),
    Choice("lab", "Laboratory only"),
    Choice("scan", "Scan"),
)
MOVEMENTS = (
    Choice("received", "Received from the company"),
    Choice("dispensed", "Dispensed to the patient"),
    Choice("brought_back", "Brought back by the patient"),
    Choice("sent_back", "Returned to the company"),
    Choice("destroyed", "Destroyed"),
    Choice("lost", "Lost or damaged, see note"),
)

RELEASE = Section(
    key="release",
    title="Drug check and release",
    task="Check the drug and release it",
    why="The pharmacist's word that the drug is here, is the right one, and may be given.",
    stage=6,
    duty=Duty.DRUG_RELEASE,
    questions=(
        Question(
            key="drug_checked_on",
            label="Drug received and checked on",
            kind=Kind.DATE,
            hint="Label, lot, expiry, storage on the way",
            wanted=True,
        ),
        Question(key="drug_checked_by", label="Checked by", wanted=True),
        Question(key="drug_released_on", label="Released on", kind=Kind.DATE, wanted=True),
        Question(key="drug_released_by", label="Released by (the pharmacist)", wanted=True),
        Question(key="release_note", label="Note", kind=Kind.TEXT, cap=1_000),
    ),
)

DOSING = Section(
    key="dosing",
    title="Doses, holds and reductions",
    task="Record doses planned and given",
    why="What was given stands beside what was planned, with the reason for each difference.",
    stage=6,
    duty=Duty.DOSING,
    needed="21 CFR 312.62(b)",
    questions=(
        Question(
            key="dose_unit",
            label="Amounts are in",
            hint="What the numbers below count",
            suggestions=("mg a day", "tablets a day", "mg per infusion"),
            wanted=True,
        ),
    ),
    rows=Rows(
        key="dose",
        one="period",
        columns=("dose_from", "dose_to", "dose_planned", "dose_given", "dose_how", "dose_why"),
        order="dose_from",
        questions=(
            Question(key="dose_from", label="From", kind=Kind.DATE, wanted=True),
            Question(
                key="dose_to",
                label="Up to and with",
                kind=Kind.DATE,
                hint="Blank while it goes on",
            ),
            Question(
                key="dose_planned", label="Planned", kind=Kind.DECIMAL, low=0, high=1e6, wanted=True
            ),
            Question(
                key="dose_given", label="Given", kind=Kind.DECIMAL, low=0, high=1e6, wanted=True
            ),
            Question(key="dose_how", label="How", kind=Kind.CHOICE, choices=GIVEN, wanted=True),
            Question(key="dose_why", label="Why", cap=300, only=NOT_AS_PLANNED, wanted=True),
        ),
        example={"dose_from": "2026-11-02", "dose_planned": "300", "dose_given": "300"},
    ),
)

VISITS = Section(
    key="treatment_visits",
    title="Visits and calls",
    task="Record visits and calls on treatment",
    why="Observations and questions asked belong to the case history: 21 CFR 312.62(b).",
    stage=6,
    rows=Rows(
        key="treatment_visit",
        one="visit or call",
        plural="visits and calls",
        columns=("visit_day", "visit_kind", "visit_found", "visit_next_on"),
        order="visit_day",
        at_least=0,
        questions=(
            Question(key="visit_day", label="On", kind=Kind.DATE, wanted=True),
            Question(
                key="visit_kind", label="Kind", kind=Kind.CHOICE, choices=VISIT_KINDS, wanted=True
            ),
            Question(key="visit_by", label="Seen or called by"),
            Question(key="visit_found", label="Found", kind=Kind.TEXT, cap=2_000),
            Question(
                key="visit_asked",
                label="Asked about side effects and other events?",
                kind=Kind.YES_NO,
                wanted=True,
            ),
            Question(
                key="visit_next_on",
                label="Next visit or call",
                kind=Kind.DATE,
                ahead=True,
                hint="For example 10/20/2026, or +4wd for four working days",
            ),
        ),
        example={"visit_day": "2026-11-30", "visit_kind": "visit", "visit_found": "Feels well"},
    ),
)

STOCK = Section(
    key="stock",
    title="Drug accountability",
    task="Count every unit of the drug",
    why="Receipt, use and what became of the rest, by lot: 21 CFR 312.62(a), 312.59.",
    stage=6,
    duty=Duty.DOSING,
    needed="21 CFR 312.62(a)",
    questions=(
        Question(
            key="stock_unit",
            label="Counted in",
            suggestions=("tablets", "capsules", "vials"),
            wanted=True,
        ),
        Question(
            key="stock_per_day",
            label="Used a day",
            kind=Kind.DECIMAL,
            low=0,
            high=10_000,
            hint="From it we say how long what is on hand lasts",
        ),
        Question(key="next_supply_on", label="Next supply expected on", kind=Kind.DATE, ahead=True),
    ),
    rows=Rows(
        key="stock",
        one="movement",
        columns=("moved_on", "movement", "amount", "lot", "expires_on"),
        order="moved_on",
        questions=(
            Question(key="moved_on", label="On", kind=Kind.DATE, wanted=True),
            Question(
                key="movement",
                label="What happened",
                kind=Kind.CHOICE,
                choices=MOVEMENTS,
                wanted=True,
            ),
            Question(
                key="amount", label="How many", kind=Kind.WHOLE, low=1, high=1_000_000, wanted=True
            ),
            Question(
                key="lot",
                label="Lot",
                hint="Batch number or code mark on the label",
                wanted=True,
                cites="21 CFR 312.57(a)",
            ),
            Question(
                key="expires_on",
                label="Expires",
                kind=Kind.DATE,
                ahead=True,
                only=(If("movement", ("received",)),),
            ),
            Question(key="moved_by", label="By"),
            Question(
                key="moved_note",
                label="Note",
                hint="Who got it, shipment number, witness of a destruction",
                cap=300,
            ),
            Question(key="exhibit", label="Proof", kind=Kind.EXHIBIT),
        ),
        example={"moved_on": "2026-10-30", "movement": "received", "amount": "84", "lot": "A-17"},
    ),
)

SECTIONS = (RELEASE, DOSING, VISITS, STOCK)
