"""Stage 5, FDA: what Form FDA 3926 asks beside the case's facts, the physician's elections, and
what FDA and the clinic wrote to each other.
"""

from casetrack.rules.form3926 import CONTENTS, EDITIONS, FIELDS, HOW
from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

KIND = (
    Choice("initial", "Initial: the first written request, also after an emergency"),
    Choice("followup", "Follow-up to an IND that FDA knows"),
)
SIGNED = (
    Choice("not_yet", "Not yet"),
    Choice("portal", "In eRequest"),
    Choice("paper", "On paper, or in the form's file"),
)
ETHNICITY = (
    Choice("hispanic", "Hispanic/Latino"),
    Choice("not_hispanic", "Not Hispanic/Latino"),
)
RACE = (
    Choice("native", "American Indian/Alaska Native"),
    Choice("asian", "Asian"),
    Choice("black", "Black or African American"),
    Choice("pacific", "Native Hawaiian/Other Pacific Islander"),
    Choice("white", "White"),
)

FORM = Section(
    key="fda_form",
    title="Form FDA 3926",
    task="Prepare the request to FDA",
    why="The worksheet puts every fact where the form asks for it; the form itself is FDA's.",
    stage=5,
    duty=Duty.FILING,
    needed="21 CFR 312.310(b)",
    questions=(
        Question(
            key="fda_edition",
            label="Edition of the form",
            kind=Kind.CHOICE,
            choices=tuple(Choice(one.key, one.name) for one in EDITIONS),
            hint="It stands at the foot of the form that you fill in. Take the current one from "
            "FDA: both editions known here have expired",
            wanted=True,
        ),
        Question(
            key="fda_kind",
            label="Type of submission",
            kind=Kind.CHOICE,
            choices=KIND,
            wanted=True,
            cites="Form FDA 3926",
        ),
        Question(
            key="fda_contents",
            label="Contents of the follow-up",
            kind=Kind.SEVERAL,
            choices=CONTENTS,
            hint="Confirm the boxes against the current form",
            only=(If("fda_kind", ("followup",)),),
            wanted=True,
            cites="Form FDA 3926, field 9",
        ),
        Question(
            key="fda_indication",
            label="Indication",
            kind=Kind.TEXT,
            cap=600,
            hint="The proposed treatment use, for example: progressing chordoma, sacral",
            wanted=True,
            cites="Form FDA 3926, clinical information",
        ),
        Question(
            key="ethnicity",
            label="Ethnicity",
            kind=Kind.CHOICE,
            choices=ETHNICITY,
            hint="Optional, as the patient says; edition 08/22 only",
            personal=True,
        ),
        Question(
            key="race",
            label="Race",
            kind=Kind.SEVERAL,
            choices=RACE,
            hint="Optional, as the patient says; edition 08/22 only",
            personal=True,
        ),
        Question(
            key="fda_division",
            label="FDA review division",
            hint="If known. Project Facilitate reviews single-patient oncology requests itself",
        ),
        Question(
            key="fda_route",
            label="How it will be sent",
            kind=Kind.CHOICE,
            choices=HOW,
            wanted=True,
        ),
        Question(key="fda_reviewer", label="Whom to ask at FDA", hint="Name, office, phone"),
        Question(
            key="fda_signed",
            label="Did the physician sign the form?",
            kind=Kind.CHOICE,
            choices=SIGNED,
            unanswered=("not_yet",),
            hint="On the form itself: nothing is signed in here",
        ),
        Question(
            key="fda_signed_on",
            label="Signed on",
            kind=Kind.DATE,
            only=(If("fda_signed", ("portal", "paper")),),
        ),
    ),
)

ELECTIONS = Section(
    key="elections",
    title="The physician's elections",
    task="Elect fields 10.a and 10.b, or leave them",
    why="Requests that only the physician makes; each is left open until the physician says so.",
    stage=5,
    duty=Duty.APPROVAL,
    needed="Form FDA 3926, field 10",
    questions=(
        Question(
            key="elects_10a",
            label="10.a: does the physician request to use Form FDA 3926 in place of the further "
            "content of Forms 1571 and 1572?",
            kind=Kind.YES_NO,
            wanted=True,
            cites="21 CFR 312.10",
        ),
        Question(
            key="elects_10b",
            label="10.b: does the physician request review by the IRB's chair or one member in "
            "place of the full board?",
            kind=Kind.YES_NO,
            hint="The chair or member must concur before treatment",
            wanted=True,
            cites="21 CFR 56.105, 56.108(c)",
        ),
    ),
)

WHAT = (
    Choice("request", "FDA asks for information"),
    Choice("answer", "We answer FDA"),
    Choice("letter", "Letter or message from FDA"),
    Choice("followup", "We send a follow-up"),
    Choice("response", "We send a complete response to a hold"),
    Choice("call", "Call or meeting"),
)
REQUESTED = (If("what", ("request",)),)
ON_HOLD = "Only where FDA imposed a clinical hold"

WORDS = Section(
    key="fda_word",
    title="FDA's requests and letters",
    task="Keep what FDA asks and writes",
    why="Each request has its day to answer; what was written stays with the case.",
    stage=5,
    duty=Duty.FILING,
    questions=(
        Question(
            key="fda_hold_letter_on",
            label="FDA's written reasons for the hold came on",
            kind=Kind.DATE,
            hint=ON_HOLD,
            cites="21 CFR 312.42(d)",
        ),
        Question(
            key="hold_response_received_on",
            label="FDA received our complete response on",
            kind=Kind.DATE,
            hint=ON_HOLD,
            cites="21 CFR 312.42(e)",
        ),
        Question(
            key="fda_hold_answered_on",
            label="FDA answered the response on",
            kind=Kind.DATE,
            hint=f"{ON_HOLD}. Where it lifts the hold, record that as well",
            cites="21 CFR 312.42(e)",
        ),
    ),
    rows=Rows(
        key="fda_word",
        one="request or letter",
        plural="requests and letters",
        columns=("about", "what", "word_on", "with_whom", "answer_by", "answered_on"),
        order="word_on",
        at_least=0,
        questions=(
            Question(key="about", label="About", hint="In a few words", wanted=True),
            Question(key="what", label="What it is", kind=Kind.CHOICE, choices=WHAT, wanted=True),
            Question(key="word_on", label="On", kind=Kind.DATE, wanted=True),
            Question(key="with_whom", label="With whom at FDA", hint="Name and office"),
            Question(
                key="answer_by",
                label="To be answered by",
                kind=Kind.DATE,
                ahead=True,
                only=REQUESTED,
                hint="As FDA says; no rule gives a number of days",
                wanted=True,
            ),
            Question(key="answered_on", label="Answered on", kind=Kind.DATE, only=REQUESTED),
            Question(key="words", label="What was asked or said", kind=Kind.TEXT, cap=3_000),
            Question(key="file", label="The letter itself", kind=Kind.EXHIBIT),
        ),
        example={"about": "Stopping rule for liver tests", "what": "request"},
    ),
)

COPIED = Section(
    key="copied",
    title="What is on the form",
    task="Tick what was copied",
    why="So that nobody copies a field twice.",
    duty=Duty.FILING,
    apart=True,
    questions=(
        Question(
            key="fda_copied",
            label="Entered on the form",
            kind=Kind.SEVERAL,
            choices=tuple(Choice(field.key, field.label) for field in FIELDS),
        ),
    ),
)

SECTIONS = (FORM, ELECTIONS, WORDS, COPIED)
