"""The routes beside the request: expanded access as a whole, a trial, patient assistance.

Closing a route says why, what was found, where and by whom; the packet prints that as "Why no
comparable alternative". It never closes the case, and every route opens again.
"""

from casetrack.rules.access import Permission
from casetrack.rules.facts import Track
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.workflow.asks import day
from casetrack.rules.workflow.insurance import WITH_INSURER
from casetrack.rules.workflow.route_asks import (
    NO_ASSISTANCE,
    NO_EXPANDED_ACCESS,
    NO_TRIAL,
    closed_keys,
    closing,
    reopening,
)
from casetrack.rules.workflow.route_guards import (
    approved_drug,
    logged_trial,
    not_on_treatment,
    trials_settled,
)
from casetrack.rules.workflow.shape import ON_ROUTES, Action, After, Transition

PROGRAM_ANSWERED = day("pap_decided_on", "Program answered on")
AFTER_APPLYING = After("pap_decided_on", "pap_applied_on", "the application")

EXPANDED_ACCESS: tuple[Transition, ...] = (
    Transition(
        action=Action.CLOSE_EXPANDED,
        track=Track.EXPANDED,
        frm=frozenset({"pursued"}),
        to="closed",
        may=Permission.FOLLOW_ROUTES,
        button="Close expanded access",
        sentence="closed the route of expanded access",
        stages=ON_ROUTES,
        guards=(not_on_treatment,),
        asks=closing("expanded", NO_EXPANDED_ACCESS),
        clears=("expanded_reopen_why",),
        note="The case stays open. Close it on its own page if nothing else is pursued.",
    ),
    Transition(
        action=Action.REOPEN_EXPANDED,
        track=Track.EXPANDED,
        frm=frozenset({"closed"}),
        to="pursued",
        may=Permission.FOLLOW_ROUTES,
        button="Reopen expanded access",
        sentence="reopened the route of expanded access",
        stages=ON_ROUTES,
        asks=reopening("expanded"),
        clears=closed_keys("expanded"),
    ),
)

TRIAL: tuple[Transition, ...] = (
    Transition(
        action=Action.RECORD_SITE_ASKED,
        track=Track.TRIAL,
        frm=frozenset({"open", "asked"}),
        to="asked",
        may=Permission.FOLLOW_ROUTES,
        button="Record that a site was asked",
        sentence="recorded that a trial site was asked",
        stages=ON_ROUTES,
        guards=(logged_trial,),
        asks=(
            Question(key="trial_asked_nct", label="Which trial", kind=Kind.TRIAL, wanted=True),
            Question(
                key="trial_asked_site", label="Which site", hint="Hospital and person", wanted=True
            ),
            day("trial_asked_on", "Asked on"),
        ),
        note="What the site answers goes into the trial's line in the log.",
    ),
    Transition(
        action=Action.RECORD_TRIAL_JOINED,
        track=Track.TRIAL,
        frm=frozenset({"open", "asked"}),
        to="joined",
        may=Permission.FOLLOW_ROUTES,
        button="Record that the patient joined",
        sentence="recorded that the patient joined a trial",
        stages=ON_ROUTES,
        guards=(logged_trial,),
        asks=(
            Question(key="trial_joined_nct", label="Trial joined", kind=Kind.TRIAL, wanted=True),
            day("trial_joined_on", "Joined on"),
        ),
        after=(After("trial_joined_on", "trial_asked_on", "the site was asked"),),
        note="The case stays open until somebody closes it.",
    ),
    Transition(
        action=Action.CLOSE_TRIAL,
        track=Track.TRIAL,
        frm=frozenset({"open", "asked", "joined"}),
        to="closed",
        may=Permission.FOLLOW_ROUTES,
        button="Close the trial route",
        sentence="closed the route of a clinical trial",
        stages=ON_ROUTES,
        guards=(trials_settled,),
        asks=closing("trial", NO_TRIAL),
        clears=("trial_reopen_why",),
    ),
    Transition(
        action=Action.REOPEN_TRIAL,
        track=Track.TRIAL,
        frm=frozenset({"closed"}),
        to="open",
        may=Permission.FOLLOW_ROUTES,
        button="Reopen the trial route",
        sentence="reopened the route of a clinical trial",
        stages=ON_ROUTES,
        asks=reopening("trial"),
        clears=(
            *closed_keys("trial"),
            *("trial_asked_nct", "trial_asked_site", "trial_asked_on"),
            *("trial_joined_nct", "trial_joined_on"),
        ),
    ),
)

ASSISTANCE: tuple[Transition, ...] = (
    Transition(
        action=Action.START_ASSISTANCE,
        track=Track.ASSISTANCE,
        frm=frozenset({"not_looked"}),
        to="preparing",
        may=Permission.FOLLOW_ROUTES,
        button="Look into a program",
        sentence="began to look into a patient assistance program",
        stages=ON_ROUTES,
        note="Programs give approved drugs. For an investigational drug, close this route at once.",
    ),
    Transition(
        action=Action.RECORD_APPLICATION,
        track=Track.ASSISTANCE,
        frm=frozenset({"not_looked", "preparing", "applied", "refused", "approved"}),
        to="applied",
        keeps=frozenset({"approved"}),
        may=Permission.FOLLOW_ROUTES,
        button="Record application",
        sentence="recorded the application to a patient assistance program",
        stages=ON_ROUTES,
        guards=(approved_drug,),
        asks=(
            day("pap_applied_on", "Sent to the program on"),
            Question(
                key="pap_applied_how", label="Sent how", hint="For example: fax, portal number"
            ),
        ),
        clears=("pap_decided_on", "pap_decided_by", "pap_covers", "pap_until", "pap_refusal"),
        note="An approval on record stays until the program answers: record a renewal here too.",
    ),
    Transition(
        action=Action.RECORD_ASSISTANCE,
        track=Track.ASSISTANCE,
        frm=frozenset({"applied", "refused", "approved"}),
        to="approved",
        may=Permission.FOLLOW_ROUTES,
        button="Record approval",
        sentence="recorded that a patient assistance program approved",
        stages=ON_ROUTES,
        asks=(
            PROGRAM_ANSWERED,
            Question(key="pap_decided_by", label="Answered by, and how"),
            Question(
                key="pap_covers",
                label="What it covers",
                hint="Drug, dose, how many months, what the patient pays",
                wanted=True,
            ),
            Question(
                key="pap_until",
                label="Approved until, as their letter says",
                kind=Kind.DATE,
                ahead=True,
                hint="Leave it blank if it gives none: twelve months are usual",
            ),
        ),
        after=(AFTER_APPLYING,),
        clears=("pap_refusal",),
    ),
    Transition(
        action=Action.RECORD_NO_ASSISTANCE,
        track=Track.ASSISTANCE,
        frm=frozenset({"applied", "approved"}),
        to="refused",
        may=Permission.FOLLOW_ROUTES,
        button="Record refusal of the program",
        sentence="recorded that a patient assistance program declined",
        stages=ON_ROUTES,
        asks=(
            PROGRAM_ANSWERED,
            Question(key="pap_decided_by", label="Answered by, and how"),
            Question(
                key="pap_refusal",
                label="Why the program declined, in its words",
                kind=Kind.TEXT,
                cap=1_000,
                wanted=True,
            ),
        ),
        after=(AFTER_APPLYING,),
        clears=("pap_covers", "pap_until"),
    ),
    Transition(
        action=Action.CLOSE_ASSISTANCE,
        track=Track.ASSISTANCE,
        frm=frozenset({"not_looked", "preparing", "applied", "approved", "refused"}),
        to="closed",
        may=Permission.FOLLOW_ROUTES,
        button="Close patient assistance",
        sentence="closed the route of patient assistance",
        stages=ON_ROUTES,
        asks=closing("assistance", NO_ASSISTANCE),
        clears=("assistance_reopen_why",),
    ),
    Transition(
        action=Action.REOPEN_ASSISTANCE,
        track=Track.ASSISTANCE,
        frm=frozenset({"closed"}),
        to="preparing",
        may=Permission.FOLLOW_ROUTES,
        button="Reopen patient assistance",
        sentence="reopened the route of patient assistance",
        stages=ON_ROUTES,
        asks=reopening("assistance"),
        clears=closed_keys("assistance"),
    ),
)

BY_ROUTES: tuple[Transition, ...] = (*EXPANDED_ACCESS, *TRIAL, *ASSISTANCE, *WITH_INSURER)
