"""The evidence library: studies typed once and used in every case, and how each drug stands."""

from collections.abc import Iterable

from casetrack.rules.questions.argument import DESIGN, PUBLISHED
from casetrack.rules.questions.grading import QUESTIONS as GRADING
from casetrack.rules.questions.shape import Choice, If, Kind, Of, Question, Rows, Section

RATIO = (
    Choice("HR", "Hazard ratio"),
    Choice("RR", "Risk ratio"),
    Choice("OR", "Odds ratio"),
)
GRADE = (
    Choice("any", "Any grade"),
    Choice("3", "Grade 3 or worse"),
    Choice("serious", "Serious"),
    Choice("stopping", "Led to stopping"),
    Choice("death", "Death"),
)
STANDING = (
    Choice("approved", "Approved for this use"),
    Choice("other", "Approved for another use"),
    Choice("investigational", "Investigational"),
    Choice("withdrawn", "Approval withdrawn"),
    Choice("unknown", "Not found out"),
)


def _group(front: str, where: str, *, interval: bool) -> tuple[Question, ...]:
    """What is asked of one group: a count, or the percentage where nobody gives the count."""
    uncounted, told = If(f"{front}some", ("",)), If(f"{front}share", ("",), unless=True)
    asked = (
        _count(f"{front}some", f"People with it, {where}", low=0),
        _count(f"{front}of", "Out of", low=1),
        _percent(f"{front}share", f"Percentage {where}, if no count is given", uncounted),
    )
    if not interval:
        return asked
    return (
        *asked,
        _percent(f"{front}share_low", "95% interval from", told),
        _percent(f"{front}share_high", "to", told),
    )


def _count(key: str, label: str, *, low: int) -> Question:
    return Question(key=key, label=label, kind=Kind.WHOLE, low=low, high=1_000_000)


def _percent(key: str, label: str, only: If) -> Question:
    return Question(
        key=key, label=label, kind=Kind.DECIMAL, unit="%", low=0, high=100, only=(only,)
    )


def _ratio(key: str, label: str, *, high: int = 100) -> Question:
    chosen = If("ratio_kind", ("",), unless=True)
    return Question(key=key, label=label, kind=Kind.DECIMAL, low=0, high=high, only=(chosen,))


DRUG_GROUP, OTHER_GROUP = "on the drug", "in the comparison group"

STUDY = Section(
    key="study",
    title="Study",
    task="Say which study it is",
    why="How it is cited, and the numbers it is found by. A study is never kept twice.",
    of=Of.STUDY,
    questions=(
        Question(
            key="name",
            label="Author, year, journal",
            hint="For example: Gounder 2023, N Engl J Med 388:898",
            wanted=True,
        ),
        Question(key="title", label="Title", kind=Kind.TEXT, cap=600),
        Question(key="reference", label="Reference in full", kind=Kind.TEXT, cap=900),
        Question(key="year", label="Year", kind=Kind.WHOLE, low=1900, high=2100),
        Question(
            key="published", label="Published as", kind=Kind.CHOICE, choices=PUBLISHED, wanted=True
        ),
        Question(key="pmid", label="PubMed number", kind=Kind.WHOLE, low=1, high=99_999_999),
        Question(key="doi", label="DOI", kind=Kind.DOI),
        Question(key="nct", label="Trial number", kind=Kind.TRIAL),
        Question(key="link", label="Where it can be read", kind=Kind.LINK),
        Question(
            key="trial_status",
            label="Status of the trial",
            hint="As the registry says it",
            only=(If("published", ("registry",)),),
        ),
        Question(
            key="trial_status_on",
            label="Status of",
            kind=Kind.ROUGH,
            only=(If("published", ("registry",)),),
        ),
    ),
)
DESIGNED = Section(
    key="study_design",
    title="Question and design",
    task="Say what was asked and how",
    why="Patients, intervention, comparison and outcomes, as the paper has them.",
    of=Of.STUDY,
    questions=(
        Question(key="diagnosis", label="Disease", wanted=True),
        Question(key="patients", label="Which patients", cap=400, wanted=True),
        Question(key="drug", label="Drug", hint="Its generic name", wanted=True),
        Question(key="dose", label="Dose and schedule"),
        Question(key="comparison", label="Compared with"),
        Question(key="measured", label="What was measured", kind=Kind.TEXT, cap=600),
        Question(key="design", label="Design", kind=Kind.CHOICE, choices=DESIGN, wanted=True),
        Question(key="arms", label="Groups, with how many in each", kind=Kind.TEXT, cap=600),
        Question(key="n", label="How many in all", kind=Kind.WHOLE, low=1, high=1_000_000),
        Question(key="phase", label="Phase", cap=40),
        Question(key="followed", label="Followed for", cap=120),
        Question(key="data_cut", label="Data up to", kind=Kind.ROUGH),
    ),
)
RESULTS = Section(
    key="study_results",
    title="Results",
    task="Enter the results",
    why="Counts, each with its total: the percentage and its exact 95% interval are computed.",
    of=Of.STUDY,
    rows=Rows(
        key="outcome",
        one="outcome",
        columns=("outcome", "when"),
        order="",
        questions=(
            Question(
                key="outcome",
                label="Outcome",
                wanted=True,
                suggestions=(
                    "Objective response",
                    "Complete response",
                    "Progression or death",
                    "Free of progression",
                    "Time to response",
                ),
            ),
            Question(key="primary", label="Is it the main outcome?", kind=Kind.YES_NO),
            Question(key="when", label="When", hint="For example: at 2 years", cap=120),
            *_group("", DRUG_GROUP, interval=True),
            *_group("control_", OTHER_GROUP, interval=True),
            Question(key="ratio_kind", label="Ratio", kind=Kind.CHOICE, choices=RATIO),
            _ratio("ratio", "How large"),
            _ratio("ratio_low", "95% interval from"),
            _ratio("ratio_high", "to", high=1_000),
            Question(
                key="other",
                label="Another figure, in words",
                kind=Kind.TEXT,
                cap=400,
                hint="Medians and the like. A percentage needs its numbers above",
            ),
            Question(key="place", label="Where in the source", hint="For example: Table 2"),
        ),
        example={"outcome": "Objective response", "when": "at any time"},
    ),
)
SAFETY = Section(
    key="study_safety",
    title="Safety",
    task="Enter what harmed whom",
    why="Side effects, each with its total, and what to watch for.",
    of=Of.STUDY,
    questions=(
        Question(key="safety", label="Safety in short", kind=Kind.TEXT, cap=800, wanted=True),
    ),
    rows=Rows(
        key="harm",
        one="side effect",
        columns=("event", "grade"),
        order="",
        at_least=0,
        questions=(
            Question(key="event", label="Side effect", wanted=True),
            Question(key="grade", label="How bad", kind=Kind.CHOICE, choices=GRADE),
            *_group("", DRUG_GROUP, interval=False),
            *_group("control_", OTHER_GROUP, interval=False),
            Question(key="note", label="Note", cap=300),
        ),
        example={"event": "Diarrhea", "grade": "any"},
    ),
)
CERTAIN = Section(
    key="study_certainty",
    title="Certainty",
    task="Judge how sure it makes us",
    why="Each domain is judged by a person; the word follows from the design and the steps down.",
    of=Of.STUDY,
    questions=GRADING,
)
CHECKED = Section(
    key="study_check",
    title="Limits and checking",
    task="Say what limits it, and check the figures",
    why="A second person reads the figures against the source. A later change of a figure takes "
    "the check away.",
    of=Of.STUDY,
    questions=(
        Question(key="limits", label="Limits", kind=Kind.TEXT, cap=1_200),
        Question(key="extracted_by", label="Extracted by"),
        Question(key="extracted_on", label="Extracted on", kind=Kind.DATE),
        Question(key="checked_by", label="Checked by"),
        Question(key="checked_on", label="Checked on", kind=Kind.DATE, wanted=True),
        Question(key="set_aside", label="Do not use it any more", kind=Kind.YES_NO),
        Question(
            key="set_aside_why",
            label="Why not",
            cap=300,
            wanted=True,
            only=(If("set_aside", ("yes",)),),
        ),
    ),
)
DRUG = Section(
    key="drug_status",
    title="How the drug stands",
    task="Check how the drug stands with FDA",
    why="An approved drug is not expanded access. This changes with time: check it before you "
    "rely on it.",
    of=Of.DRUG,
    questions=(
        Question(key="name", label="Drug", hint="Its generic name", wanted=True),
        Question(key="other_names", label="Other names", hint="Brand, code, former names"),
        Question(
            key="standing", label="In the US it is", kind=Kind.CHOICE, choices=STANDING, wanted=True
        ),
        Question(
            key="approved_for",
            label="Approved for",
            kind=Kind.TEXT,
            cap=1_200,
            only=(If("standing", ("approved", "other", "withdrawn")),),
        ),
        Question(
            key="approved_on",
            label="First approved on",
            kind=Kind.DATE,
            only=(If("standing", ("approved", "other", "withdrawn")),),
        ),
        Question(key="application", label="FDA application", hint="For example: NDA217677"),
        Question(key="sponsor", label="Company"),
        Question(key="program", label="Expanded access record", kind=Kind.TRIAL),
        Question(key="source", label="Source", wanted=True),
        Question(key="checked_on", label="Checked on", kind=Kind.DATE, wanted=True),
        Question(key="checked_by", label="Checked by"),
    ),
)
STUDY_SECTIONS = (STUDY, DESIGNED, RESULTS, SAFETY, CERTAIN, CHECKED)
SECTIONS = (*STUDY_SECTIONS, DRUG)


WEIGHED = frozenset(
    {q.key for s in (DESIGNED, SAFETY, CERTAIN) for q in s.questions}
    | {"published", "trial_status", "limits", "set_aside"}
)
"""What a criterion leans on when it leans on a study, beside its outcomes and side effects."""


def weighs(rows: str, keys: Iterable[str]) -> bool:
    """Whether such a change of a study touches what was read when a criterion was attested."""
    return bool(rows) or not WEIGHED.isdisjoint(keys)


def overtaken(rows: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Who checked a study, once a figure changed: a check covers only what was read."""
    read = {q.key for s in (DESIGNED, SAFETY, CERTAIN) for q in s.questions}
    if not rows and read.isdisjoint(keys):
        return ()
    return ("checked_by", "checked_on")
