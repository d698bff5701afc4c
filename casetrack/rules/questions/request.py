"""Stage 4, manufacturer: whom we ask and for what. The request itself is a track in workflow."""

from casetrack.rules.questions.shape import Kind, Question, Section

COMPANY = Section(
    key="company",
    title="The manufacturer",
    task="Name the manufacturer and the person to ask",
    why="The posted policy says how to ask and when they must acknowledge.",
    stage=4,
    needed="the letter to the manufacturer",
    questions=(
        Question(
            key="company",
            label="Manufacturer",
            hint="Pick from the register, or type a new name",
            tab="A",
        ),
        Question(key="request_to", label="Addressed to", hint="Person or office", tab="A"),
        Question(
            key="decision_by", label="Decision hoped for by", kind=Kind.DATE, ahead=True, tab="A"
        ),
    ),
)

ASK = Section(
    key="ask",
    title="What we ask for",
    task="Say what we ask for",
    why="A clear ask is answered sooner.",
    stage=4,
    needed="the letter to the manufacturer",
    questions=(
        Question(
            key="ask_supply",
            label="First supply asked for",
            hint="For example: three months, 84 tablets",
            tab="A",
        ),
        Question(
            key="ask_papers",
            label="Papers asked for",
            kind=Kind.TEXT,
            cap=600,
            hint="Letter of authorization, investigator's brochure, pharmacy manual, agreement",
            tab="A",
        ),
        Question(key="ask_more", label="Anything else", kind=Kind.TEXT, cap=1_200),
    ),
)

SECTIONS = (COMPANY, ASK)
