"""What closing and reopening a route ask, and the reasons for which routes close."""

from casetrack.rules.questions.shape import Choice, Kind, Question
from casetrack.rules.workflow.asks import day, reason

NO_EXPANDED_ACCESS = (
    Choice("company_no", "Company declined"),
    Choice("fda_no", "FDA did not permit it"),
    Choice("board_no", "Ethics board did not approve"),
    Choice("physician_no", "Physician will not request"),
    Choice("patient_no", "Patient's wish"),
    Choice("trial", "Patient joined a trial"),
    Choice("other_route", "Drug reached by another route"),
    Choice("marketed", "Drug was approved: it can be prescribed"),
    Choice("ended", "Treatment ended"),
    Choice("other", "Another reason"),
)
NO_TRIAL = (
    Choice("none_found", "No trial was found that could fit"),
    Choice("excluded", "Patient does not meet the criteria of any"),
    Choice("not_open", "None is open to new patients"),
    Choice("unreachable", "None can be reached"),
    Choice("mixed", "Each for a reason of its own"),
    Choice("patient_no", "Patient's wish"),
    Choice("left", "Patient left the trial"),
    Choice("other_route", "Drug reached by another route"),
)
NO_ASSISTANCE = (
    Choice("investigational", "Only for approved drugs, and this one is not"),
    Choice("no_program", "No program for a drug that could serve"),
    Choice("unsuitable", "The program's drug does not suit the patient"),
    Choice("not_eligible", "Patient does not meet the program's terms"),
    Choice("declined", "Program declined"),
    Choice("patient_no", "Patient's wish"),
    Choice("other_route", "Drug reached by another route"),
)
NO_COVERAGE = (
    Choice("no_drug", "No approved drug could serve off-label"),
    Choice("unsuitable", "The off-label drug does not suit the patient"),
    Choice("exhausted", "Denied, and the appeals are used up"),
    Choice("too_late", "Denied, and an appeal would come too late"),
    Choice("not_appealed", "Denied, and not appealed"),
    Choice("uninsured", "No insurance"),
    Choice("patient_no", "Patient's wish"),
    Choice("other_route", "Drug reached by another route"),
)


def closing(route: str, reasons: tuple[Choice, ...]) -> tuple[Question, ...]:
    """What closing a route asks: since when, why, what was found, where, and by whom."""
    return (
        day(f"{route}_closed_on", "Closed on"),
        Question(
            key=f"{route}_closed_why",
            label="Why it is closed",
            kind=Kind.CHOICE,
            choices=reasons,
            wanted=True,
        ),
        Question(
            key=f"{route}_closed_words",
            label="What was found",
            kind=Kind.TEXT,
            cap=1_000,
            hint="In words a reviewer can check. Name nobody: the company's packet prints them",
            wanted=True,
        ),
        Question(
            key=f"{route}_closed_source",
            label="Where it was found",
            hint="For example: letter of 10/20/2026; ClinicalTrials.gov; call with the program",
            wanted=True,
        ),
        Question(key=f"{route}_closed_by", label="Who checked", hint="If it was not you"),
    )


def closed_keys(route: str) -> tuple[str, ...]:
    return tuple(question.key for question in closing(route, ()))


def reopening(route: str) -> tuple[Question, ...]:
    return (reason(f"{route}_reopen_why", "Why it is open again"),)
