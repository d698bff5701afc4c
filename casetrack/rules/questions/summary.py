"""Stage 2, the evidence summary: the question it answers, and how the evidence was looked for."""

from casetrack.rules.questions.shape import Kind, Question, Section


def _count(key: str, label: str) -> Question:
    return Question(key=key, label=label, kind=Kind.WHOLE, low=0, high=1_000_000)


SUMMARY = Section(
    key="summary",
    title="Evidence summary",
    task="Say what the evidence summary asks and how you searched",
    why="The studies and their figures come from the published evidence; nothing is typed twice.",
    stage=2,
    questions=(
        Question(
            key="pico_patients",
            label="Patients",
            hint="For example: adults whose tumor progresses after the approved drug",
            cap=300,
        ),
        Question(key="pico_intervention", label="Treatment asked about", cap=300),
        Question(key="pico_comparison", label="Compared with", cap=300),
        Question(key="pico_outcomes", label="Outcomes that matter", cap=300),
        Question(
            key="summary_fits",
            label="How this patient fits, in two lines",
            kind=Kind.TEXT,
            cap=400,
        ),
        Question(key="summary_by", label="Searched by"),
        Question(key="summary_checked_by", label="Checked by"),
        Question(
            key="summary_watch",
            label="What to watch",
            kind=Kind.TEXT,
            cap=1_200,
            hint="Effects of the class, laboratory tests, pregnancy and contraception",
        ),
        _count("flow_found", "Records found"),
        _count("flow_screened", "Screened by title and abstract"),
        _count("flow_read", "Read in full"),
        _count("flow_kept", "Kept"),
        Question(
            key="summary_absent",
            label="What was looked for and not found",
            kind=Kind.TEXT,
            cap=800,
        ),
        Question(
            key="summary_interests",
            label="Interests of those who wrote it",
            kind=Kind.TEXT,
            cap=400,
            hint="“None” is an answer",
        ),
    ),
)

SECTIONS = (SUMMARY,)
