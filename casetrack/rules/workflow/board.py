"""The transitions with the ethics board: notices owed after a use, request, decision, renewal."""

from casetrack.rules.access import Permission
from casetrack.rules.facts import Stage, Track
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.workflow.asks import BOARD, day, named_day, reason
from casetrack.rules.workflow.guards import elected_review, ends_later, used, without_consent
from casetrack.rules.workflow.shape import STATES, Action, After, Discloses, Transition

ENDS = "As the board's letter says, like 10/20/2027"

WITH_BOARD: tuple[Transition, ...] = (
    Transition(
        action=Action.RECORD_IRB_NOTICE,
        track=Track.IRB,
        frm=frozenset(STATES[Track.IRB]),
        may=Permission.RECORD_FDA_IRB,
        button="Record report of the emergency use",
        sentence="recorded the report of the emergency use to the ethics board",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(used,),
        asks=(
            day("irb_told_on", "Board told on"),
            Question(key="irb_told_how", label="How", hint="And the proof, if there is one"),
        ),
        after=(After("irb_told_on", "first_dose_on", "the first dose"),),
        discloses=Discloses(
            on="irb_told_on",
            recipient="Ethics board (IRB)",
            content="Report of the emergency use",
            purpose="Report owed after an emergency use (21 CFR 56.104(c))",
            basis="irb",
        ),
        note="Owed within 5 working days of the use (21 CFR 56.104(c)). It is not an approval: any "
        "later use needs review first.",
    ),
    Transition(
        action=Action.RECORD_EXCEPTION_REPORT,
        track=Track.IRB,
        frm=frozenset(STATES[Track.IRB]),
        may=Permission.RECORD_FDA_IRB,
        button="Record report of treatment without consent",
        sentence="recorded the report of treatment without consent to the ethics board",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(used, without_consent),
        asks=(
            day("consent_exception_told_on", "Board told on"),
            Question(key="consent_exception_told_how", label="How", hint="And the proof"),
        ),
        after=(After("consent_exception_told_on", "first_dose_on", "the first dose"),),
        discloses=Discloses(
            on="consent_exception_told_on",
            recipient="Ethics board (IRB)",
            content="The two physicians' findings on treatment without consent",
            purpose="Report owed after treatment without consent (21 CFR 50.23(c))",
            basis="irb",
        ),
        note="Both physicians' findings, within 5 working days of the use (21 CFR 50.23(c)).",
    ),
    Transition(
        action=Action.RECORD_IRB_REQUEST,
        track=Track.IRB,
        frm=frozenset({"not_asked", "asked", "refused"}),
        to="asked",
        may=Permission.RECORD_FDA_IRB,
        button="Record IRB request",
        sentence="recorded the request to the ethics board",
        stages=frozenset({Stage.FDA_IRB}),
        asks=(
            day("irb_asked_on", "Asked on"),
            Question(
                key="irb_review",
                label="Who reviews",
                kind=Kind.CHOICE,
                choices=BOARD,
                wanted=True,
            ),
        ),
        clears=(
            *("irb_decided_on", "irb_decided_as", "irb_decided_by"),
            *("irb_expires_on", "irb_conditions", "irb_refusal", "irb_renewed_on"),
        ),
        discloses=Discloses(
            on="irb_asked_on",
            recipient="Ethics board (IRB)",
            content="Request for review: history, treatment plan, consent form",
            purpose="Review of the treatment before it begins",
            basis="irb",
        ),
        note="Review by the chair or one member needs the physician's own election, field 10.b of "
        "Form FDA 3926 (21 CFR 56.105).",
    ),
    Transition(
        action=Action.RECORD_IRB_CONCURRENCE,
        track=Track.IRB,
        frm=frozenset({"asked"}),
        to="concurred",
        may=Permission.RECORD_FDA_IRB,
        button="Record IRB approval",
        sentence="recorded the ethics board's approval",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(elected_review, ends_later),
        asks=(
            day("irb_decided_on", "Decided on"),
            Question(
                key="irb_decided_as",
                label="Decided by",
                kind=Kind.CHOICE,
                choices=BOARD,
                wanted=True,
            ),
            Question(key="irb_decided_by", label="Board, or who concurred", wanted=True),
            named_day("irb_expires_on", "Approval ends on", ENDS),
            Question(key="irb_conditions", label="Conditions", kind=Kind.TEXT, cap=1_000),
        ),
        after=(After("irb_decided_on", "irb_asked_on", "the request"),),
        clears=("irb_refusal",),
    ),
    Transition(
        action=Action.RECORD_IRB_RENEWAL,
        track=Track.IRB,
        frm=frozenset({"concurred"}),
        may=Permission.RECORD_FDA_IRB,
        button="Record continuing review",
        sentence="recorded the ethics board's continuing review",
        stages=frozenset({Stage.FDA_IRB}),
        guards=(ends_later,),
        asks=(
            day("irb_renewed_on", "Approved again on"),
            named_day("irb_expires_on", "Approval ends on", ENDS),
        ),
        after=(After("irb_renewed_on", "irb_decided_on", "the approval"),),
        note="At least once a year (21 CFR 56.109(f)). The day in the board's letter wins.",
    ),
    Transition(
        action=Action.RECORD_IRB_REFUSAL,
        track=Track.IRB,
        frm=frozenset({"asked", "concurred"}),
        to="refused",
        may=Permission.RECORD_FDA_IRB,
        button="Record IRB refusal",
        sentence="recorded that the ethics board did not approve",
        stages=frozenset({Stage.FDA_IRB}),
        asks=(day("irb_decided_on", "Decided on"), reason("irb_refusal", "The board's reasons")),
        after=(After("irb_decided_on", "irb_asked_on", "the request"),),
        clears=("irb_decided_as", "irb_decided_by", "irb_expires_on", "irb_conditions"),
    ),
)
