"""What somebody may call the list of cases as it is narrowed now."""

from casetrack.rules.questions import Question

MOST_VIEWS = 12  # of one person: more tabs than that are found no sooner than the filters
NAME = Question(
    key="view_name",
    label="Name",
    hint="It stands above the list, for you only. Name no patient",
    cap=40,
    wanted=True,
)
