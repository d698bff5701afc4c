"""The transitions beside the stages: FDA and treatment."""

from dataclasses import replace

from casetrack.rules.access import Permission
from casetrack.rules.facts import Stage, Track
from casetrack.rules.form3926 import CONTENTS, HOW
from casetrack.rules.questions.shape import If, Kind, Question
from casetrack.rules.workflow.asks import (
    ENDED,
    PERMITTED,
    day,
    reason,
)
from casetrack.rules.workflow.guards import (
    company_agreed,
    fda_permission,
    frozen_set,
    hold_lifted,
    letter_or_plan,
    own_number,
    permitted_before,
    permitted_once,
    submission_first,
    thirty_days,
)
from casetrack.rules.workflow.reported import anchored, reported
from casetrack.rules.workflow.route_guards import route_open
from casetrack.rules.workflow.shape import STATES, Action, After, Discloses, Transition

IND_NUMBER = Question(
    key="ind_number",
    label="IND number",
    hint="The number FDA gave the physician, not the company's",
)
WITH_AGENCIES: tuple[Transition, ...] = (
    Transition(
        action=Action.RECORD_SUBMISSION,
        track=Track.FDA,
        frm=frozenset({"not_submitted", "on_hold", "permitted"}),
        to="submitted",
        keeps=frozenset({"permitted"}),
        may=Permission.RECORD_FDA_IRB,
        button="Record FDA submission",
        sentence="recorded the submission to FDA",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(company_agreed, letter_or_plan, route_open, frozen_set),
        asks=(
            day("fda_sent_on", "Sent on"),
            Question(key="fda_sent_how", label="How", kind=Kind.CHOICE, choices=HOW),
            Question(key="fda_sent_to", label="To whom at FDA", hint="Office or person"),
            Question(
                key="fda_version",
                label="Frozen FDA set that was sent",
                kind=Kind.VERSION,
                hint="Leave open if the form was filled in eRequest without one",
            ),
            Question(
                key="fda_proof",
                label="Proof of sending",
                hint="For example: eRequest number, message id, tracking number",
            ),
        ),
        after=(After("fda_sent_on", "fda_hold_on", "the hold"),),
        clears=("fda_received_on",),
        discloses=Discloses(
            on="fda_sent_on",
            recipient="FDA",
            content="Individual patient submission: history, treatment plan, physician",
            purpose="FDA's permission for treatment with the investigational drug",
            basis="fda",
        ),
        note="In an emergency it is owed within 15 working days of FDA's permission "
        "(21 CFR 312.310(d)(2)).",
    ),
    Transition(
        action=Action.RECORD_RECEIPT,
        track=Track.FDA,
        frm=frozenset({"submitted", "permitted"}),
        to="received",
        keeps=frozenset({"permitted"}),
        may=Permission.RECORD_FDA_IRB,
        button="Record FDA receipt",
        sentence="recorded that FDA received the submission",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(own_number,),
        asks=(day("fda_received_on", "Received by FDA on"), IND_NUMBER),
        after=(After("fda_received_on", "fda_sent_on", "the submission"),),
        note="FDA's 30 calendar days run from the day it received the submission "
        "(21 CFR 312.305(d)(1)).",
    ),
    Transition(
        action=Action.RECORD_PERMISSION,
        track=Track.FDA,
        frm=frozenset({"not_submitted", "submitted", "received", "on_hold"}),
        to="permitted",
        may=Permission.RECORD_FDA_IRB,
        button="Record FDA permission",
        sentence="recorded FDA's permission",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(submission_first, thirty_days, permitted_once, hold_lifted, own_number),
        asks=(
            Question(
                key="fda_permitted_how",
                label="How FDA permitted it",
                kind=Kind.CHOICE,
                choices=PERMITTED,
                wanted=True,
            ),
            day("fda_permitted_on", "Permitted since"),
            Question(
                key="fda_official",
                label="By whom at FDA",
                only=(If("fda_permitted_how", ("notice", "phone", "lifted")),),
                wanted=True,
            ),
            IND_NUMBER,
            Question(key="fda_conditions", label="Conditions", kind=Kind.TEXT, cap=1_000),
        ),
        after=(After("fda_permitted_on", "fda_hold_on", "the hold"),),
        clears=("fda_hold_on", "fda_hold_reason"),
        note="In an emergency FDA may permit treatment by phone before the written submission "
        "(21 CFR 312.310(d)).",
    ),
    Transition(
        action=Action.RECORD_FOLLOW_UP,
        track=Track.FDA,
        frm=frozenset(STATES[Track.FDA]) - {"not_submitted"},
        may=Permission.RECORD_FDA_IRB,
        button="Record a follow-up to FDA",
        sentence="recorded a follow-up to FDA",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(frozen_set, anchored),
        asks=(
            day("followup_sent_on", "Sent on"),
            Question(
                key="followup_of",
                label="What it contains",
                kind=Kind.SEVERAL,
                choices=CONTENTS,
                wanted=True,
                hint="An annual report or a summary is then no longer owed. Which event a safety "
                "report was about is recorded with the event",
            ),
            Question(key="followup_how", label="How", kind=Kind.CHOICE, choices=HOW),
            Question(key="followup_to", label="To whom at FDA", hint="Office or person"),
            Question(
                key="followup_version",
                label="Frozen FDA set that was sent",
                kind=Kind.VERSION,
                hint="Leave open if the form was filled in eRequest without one",
            ),
            Question(key="followup_proof", label="Proof of sending"),
        ),
        after=(After("followup_sent_on", "fda_sent_on", "the first submission"),),
        tells=reported,
        discloses=Discloses(
            on="followup_sent_on",
            recipient="FDA",
            content="Follow-up to the individual patient IND",
            purpose="Reports and answers owed to FDA under the IND",
            basis="fda",
        ),
        plans=False,
        note="It changes nothing about FDA's permission, and starts no clock of 30 days.",
    ),
    Transition(
        action=Action.RECORD_IND,
        track=Track.FDA,
        frm=frozenset(STATES[Track.FDA]),
        may=Permission.RECORD_FDA_IRB,
        button="Record the IND number",
        sentence="recorded the IND number",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(own_number,),
        asks=(replace(IND_NUMBER, wanted=True),),
        plans=False,
        note="Forms and follow-ups to FDA name it.",
    ),
    Transition(
        action=Action.RECORD_FDA_HOLD,
        track=Track.FDA,
        frm=frozenset({"submitted", "received", "permitted"}),
        to="on_hold",
        may=Permission.RECORD_FDA_IRB,
        button="Record clinical hold",
        sentence="recorded a clinical hold",
        stages=frozenset({Stage.FDA_IRB}),
        asks=(day("fda_hold_on", "Hold imposed on"), reason("fda_hold_reason", "FDA's reasons")),
        after=(
            After("fda_hold_on", "fda_sent_on", "the submission"),
            After("fda_hold_on", "fda_permitted_on", "FDA's permission"),
            After("fda_hold_on", "fda_hold_lifted_on", "the end of the hold before"),
        ),
        clears=("fda_hold_lifted_on", "fda_lifted_by"),
    ),
    Transition(
        action=Action.LIFT_HOLD,
        track=Track.FDA,
        frm=frozenset({"on_hold"}),
        to="permitted",
        may=Permission.RECORD_FDA_IRB,
        button="Record that the hold is lifted",
        sentence="recorded that FDA lifted its hold",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(permitted_before,),
        asks=(
            day("fda_hold_lifted_on", "Hold lifted on"),
            Question(key="fda_lifted_by", label="By whom at FDA", wanted=True),
        ),
        after=(After("fda_hold_lifted_on", "fda_hold_on", "the hold"),),
        clears=(
            *("fda_hold_on", "fda_hold_reason", "fda_hold_letter_on"),
            *("hold_response_received_on", "fda_hold_answered_on"),
        ),
        note="Treatment resumes only when FDA says so (21 CFR 312.42(e)). The day on which the IND "
        "first went into effect stays as it is: annual reports count from it.",
    ),
    Transition(
        action=Action.RECORD_FIRST_DOSE,
        track=Track.TREATMENT,
        frm=frozenset({"not_started"}),
        to="on_treatment",
        may=Permission.RECORD_TREATMENT,
        button="Record first dose",
        sentence="recorded the first dose",
        stages=frozenset({Stage.TREATMENT}),
        guards=(fda_permission, route_open),
        asks=(
            day("first_dose_on", "First dose on"),
            Question(key="first_dose_by", label="Given by"),
        ),
        after=(After("first_dose_on", "fda_permitted_on", "FDA's permission"),),
    ),
    Transition(
        action=Action.END_TREATMENT,
        track=Track.TREATMENT,
        frm=frozenset({"on_treatment"}),
        to="ended",
        may=Permission.RECORD_TREATMENT,
        button="Record end of treatment",
        sentence="recorded the end of treatment",
        stages=frozenset({Stage.TREATMENT}),
        asks=(
            day("last_dose_on", "Last dose on"),
            Question(
                key="ended_why",
                label="Why treatment ended",
                kind=Kind.CHOICE,
                choices=ENDED,
                wanted=True,
            ),
            reason("ended_reason", "In a few words"),
        ),
        after=(After("last_dose_on", "first_dose_on", "the first dose"),),
    ),
)
