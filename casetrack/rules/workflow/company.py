"""The transitions of the company: the request, and the letter that lets FDA read its file."""

from casetrack.rules.access import Permission
from casetrack.rules.facts import Stage, Track
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.workflow.asks import CHANNELS, REFUSALS, day, named_day, reason
from casetrack.rules.workflow.guards import (
    company_agreed,
    frozen_copy,
    letter_at_hand,
    letter_came_after,
    patient_permission,
)
from casetrack.rules.workflow.route_guards import route_open
from casetrack.rules.workflow.shape import STATES, Action, After, Transition

DECIDED_ON = day("request_decided_on", "Answered on")
DECIDED_BY = Question(key="request_decided_by", label="Who said so")
AFTER_SENDING = After("request_decided_on", "request_sent_on", "the sending")
REFUSED = ("refusal_reason", "refusal_words")
LETTER = (
    Question(
        key="letter_file",
        label="The letter itself",
        kind=Kind.EXHIBIT,
        hint="Upload it first, under Reports and letters, then choose it here",
        wanted=True,
    ),
    day("letter_on", "Date of the letter"),
    day("letter_came_on", "Received on"),
    Question(key="letter_issuer", label="Issued by", hint="The company, as on the letterhead"),
    Question(
        key="letter_signed_by", label="Signed by", hint="Name and title on the letter", wanted=True
    ),
    Question(
        key="letter_refers_to",
        label="Application it refers to",
        hint="Type and number as the letter gives them, for example: IND 123456",
    ),
    Question(key="letter_drug", label="Drug, as the letter names it"),
    Question(key="letter_physician", label="Physician it names"),
    Question(
        key="letter_ends",
        label="Until when, or how it can be withdrawn",
        hint="As the letter says; leave blank if it says nothing",
    ),
)

WITH_COMPANY: tuple[Transition, ...] = (
    Transition(
        action=Action.RECORD_SENDING,
        track=Track.REQUEST,
        frm=frozenset(STATES[Track.REQUEST]),
        to="sent",
        keeps=frozenset({"agreed"}),
        may=Permission.RUN_REQUEST,
        button="Record sending",
        sentence="recorded that the request packet was sent",
        stages=frozenset({Stage.MANUFACTURER}),
        guards=(frozen_copy, patient_permission, route_open),
        clears=(
            *("request_acknowledged_on", "request_acknowledged_by", "decision_promised_on"),
            *("request_decided_on", "request_decided_by", *REFUSED, "trial_first_nct"),
        ),
        asks=(
            Question(key="sent_version", label="Version sent", kind=Kind.VERSION, wanted=True),
            Question(key="sent_to", label="To whom", hint="Person and company", wanted=True),
            Question(key="sent_how", label="How", kind=Kind.CHOICE, choices=CHANNELS, wanted=True),
            day("request_sent_on", "Sent on"),
            Question(
                key="sent_proof",
                label="Proof of sending",
                hint="For example: portal number, fax confirmation, message id",
            ),
        ),
    ),
    Transition(
        action=Action.RECORD_ACKNOWLEDGMENT,
        track=Track.REQUEST,
        frm=frozenset({"sent"}),
        to="acknowledged",
        may=Permission.RUN_REQUEST,
        button="Record acknowledgment",
        sentence="recorded the company's acknowledgment",
        stages=frozenset({Stage.MANUFACTURER}),
        asks=(
            day("request_acknowledged_on", "Acknowledged on"),
            Question(key="request_acknowledged_by", label="By whom"),
            named_day(
                "decision_promised_on",
                "They decide by",
                "Only if they named a day, like 10/20/2026",
            ),
        ),
        after=(After("request_acknowledged_on", "request_sent_on", "the sending"),),
        note="An acknowledgment says that they have it. It is not a decision.",
    ),
    Transition(
        action=Action.RECORD_AGREEMENT,
        track=Track.REQUEST,
        frm=frozenset({"not_asked", "sent", "acknowledged", "refused", "trial_first"}),
        to="agreed",
        may=Permission.RUN_REQUEST,
        button="Record agreement",
        sentence="recorded that the company agreed",
        stages=frozenset({Stage.MANUFACTURER}),
        asks=(
            DECIDED_ON,
            DECIDED_BY,
            Question(key="request_conditions", label="Conditions", kind=Kind.TEXT, cap=1_000),
        ),
        after=(AFTER_SENDING,),
        clears=(*REFUSED, "trial_first_nct"),
        note="In an emergency the company agrees by phone, before anything is sent.",
    ),
    Transition(
        action=Action.RECORD_REFUSAL,
        track=Track.REQUEST,
        frm=frozenset({"sent", "acknowledged", "agreed", "trial_first"}),
        to="refused",
        may=Permission.RUN_REQUEST,
        button="Record refusal",
        sentence="recorded that the company declined",
        stages=frozenset({Stage.MANUFACTURER}),
        asks=(
            DECIDED_ON,
            DECIDED_BY,
            Question(
                key="refusal_reason",
                label="Their reason",
                kind=Kind.CHOICE,
                choices=REFUSALS,
                wanted=True,
            ),
            Question(key="refusal_words", label="In their words", kind=Kind.TEXT, cap=1_000),
        ),
        after=(AFTER_SENDING,),
        clears=("request_conditions", "trial_first_nct"),
        note="Ways on: ask again with more, another drug, another route, or close the case.",
    ),
    Transition(
        action=Action.RECORD_TRIAL_FIRST,
        track=Track.REQUEST,
        frm=frozenset({"sent", "acknowledged"}),
        to="trial_first",
        may=Permission.RUN_REQUEST,
        button="Record “trial first”",
        sentence="recorded that the company wants a trial tried first",
        stages=frozenset({Stage.MANUFACTURER}),
        asks=(
            DECIDED_ON,
            DECIDED_BY,
            Question(key="trial_first_nct", label="Which trial", kind=Kind.TRIAL),
        ),
        after=(AFTER_SENDING,),
        clears=("request_conditions",),
    ),
    Transition(
        action=Action.RECORD_LETTER,
        track=Track.LETTER,
        frm=frozenset(STATES[Track.LETTER]),
        to="received",
        may=Permission.RECORD_FDA_IRB,
        button="Record letter of authorization",
        sentence="recorded the letter of authorization",
        stages=frozenset({Stage.MANUFACTURER}),
        guards=(company_agreed, letter_at_hand, letter_came_after),
        asks=LETTER,
        clears=("letter_plan",),
        note="It is received when its file is here, dated and signed. A letter that we drafted is "
        "not. It lets FDA read the company's file (21 CFR 312.310(b)(3)) and promises no supply.",
    ),
    Transition(
        action=Action.PLAN_WITHOUT_LETTER,
        track=Track.LETTER,
        frm=frozenset({"none"}),
        to="without",
        may=Permission.RECORD_FDA_IRB,
        button="Plan without a letter",
        sentence="recorded a plan without a letter of authorization",
        stages=frozenset({Stage.MANUFACTURER}),
        asks=(reason("letter_plan", "What FDA's review division will accept instead"),),
    ),
)
