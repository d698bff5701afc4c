"""The questions that transitions ask."""

from casetrack.rules.facts import STAGE_NAMES, Stage
from casetrack.rules.questions.shape import Choice, Kind, Question

STAGE_CHOICES = tuple(Choice(str(int(s)), f"{int(s)} {STAGE_NAMES[s]}") for s in Stage)
NEXT = (
    Question(
        key="next_what",
        label="What happens next",
        hint="A verb first, for example: call the company about the request",
        wanted=True,
    ),
    Question(
        key="waiting_on",
        label="Waiting on",
        hint="Only if somebody outside has the ball, for example: the manufacturer",
    ),
    Question(key="next_who", label="Who does it, or chases", kind=Kind.PERSON, wanted=True),
    Question(
        key="next_on",
        label="Due, or chase on",
        kind=Kind.DATE,
        hint="For example 10/20/2026, or +5wd for five working days",
        wanted=True,
    ),
)


def reason(key: str, label: str) -> Question:
    return Question(key=key, label=label, kind=Kind.TEXT, cap=1_000, wanted=True)


def day(key: str, label: str) -> Question:
    return Question(
        key=key, label=label, kind=Kind.DATE, hint="For example 10/20/2026", wanted=True
    )


def named_day(key: str, label: str, hint: str) -> Question:
    """A day that the other side named; it may lie ahead, and wins over our counting."""
    return Question(key=key, label=label, kind=Kind.DATE, ahead=True, hint=hint)


GAP_REASON = reason("gap_reason", "Why move on with this missing?")
OWED_REASON = reason("owed_reason", "Why close it with this still owed?")
CLOSE_REASONS = (
    Choice("ended", "Treatment ended"),
    Choice("died", "Patient died"),
    Choice("company_no", "Company declined"),
    Choice("fda_no", "FDA did not permit it"),
    Choice("trial", "Patient joined a trial"),
    Choice("other_route", "Drug reached by another route"),
    Choice("patient_no", "Patient's wish"),
    Choice("physician_no", "Physician will not request"),
    Choice("mistake", "Opened by mistake"),
)
ENDED = (
    Choice("growth", "Progression"),
    Choice("toxicity", "Side effect"),
    Choice("done", "Completed as planned"),
    Choice("wish", "Patient's wish"),
    Choice("supply", "Supply ended"),
    Choice("trial", "Patient joined a trial"),
    Choice("died", "Patient died"),
    Choice("other", "Other"),
)
REFUSALS = (
    Choice("supply", "No supply"),
    Choice("trial", "An open trial is available"),
    Choice("data", "Too little data"),
    Choice("development", "Risk to development"),
    Choice("program", "No program"),
    Choice("cost", "Cost or logistics"),
    Choice("other", "Other"),
    Choice("none", "No reason given"),
)
PERMITTED = (
    Choice("notice", "By FDA's notice, in writing"),
    Choice("phone", "By phone"),
    Choice("silence", "30 days passed since FDA received it, without a hold"),
    Choice("lifted", "By lifting its clinical hold"),
)
BOARD = (
    Choice("full", "The full board"),
    Choice("member", "The chair or one member, as the physician elects in field 10.b"),
)
CHANNELS = (
    Choice("portal", "Portal"),
    Choice("email", "E-mail"),
    Choice("fax", "Fax"),
    Choice("mail", "Mail"),
    Choice("hand", "By hand"),
)
