"""The rules as pages for reading: `python -m casetrack.rules.pages docs` makes them anew."""

import sys
from collections.abc import Callable
from pathlib import Path

from casetrack.rules.access import MAY, ON_A_CASE, Permission
from casetrack.rules.catalog import asked
from casetrack.rules.clocks import CLOCKS, Clock
from casetrack.rules.documents import BY_KEY as PAPERS
from casetrack.rules.pictures import mermaid, workflow_table
from casetrack.rules.questions import BY_ROWS, LIBRARY, SECTIONS, Question
from casetrack.rules.settling import SETTLED_BY, Settles
from casetrack.rules.workflow import BY_ACTION, TRANSITIONS, Action

MADE = "<!-- Made by `make docs` from casetrack/rules; change the table there, not this page. -->\n"


CLOCKS_OPEN = """
# Clocks

The day of the event is not counted. Working days skip Saturdays, Sundays and federal holidays as \
observed (5 USC 6103), also those that fall into the neighboring year; closures by order are not \
skipped, because the earlier day is safer. Calendar clocks run through weekends and holidays, and \
their end is not moved. A month that has no such day gives its last one, for a time to keep the \
first of the next. A clock whose event is not on record has not started.

Not legal advice: a qualified person checks each rule before a real filing.
"""


def every_page() -> dict[str, str]:
    """File name -> Markdown."""
    return {f"{name}.md": MADE + make() for name, make in PAGES.items()}


def workflow() -> str:
    lines = workflow_table().splitlines()
    rows = "\n".join(f"- {line}" for line in lines)
    return f"\n# How a case moves\n\n{rows}\n\n```mermaid\n{mermaid()}\n```\n"


def access() -> str:
    rows = [
        "\n# Who may do what\n",
        "Denied unless a line allows it; on a case one must see it first.\n",
    ]
    for permission in Permission:
        clauses = [" and ".join(p.__name__.replace("_", " ") for p in c) for c in MAY[permission]]
        on = ", on a case" if permission in ON_A_CASE else ""
        rows.append(f"- **{permission.value}**{on}: {'; or '.join(clauses)}")
    acts = [f"- {t.button}: {t.may.value}" for t in TRANSITIONS]
    still = [f"- `{key}`: {_settles(one)}" for key, one in SETTLED_BY.items()]
    shut = "\n## In a closed case\n\nOnly what it still owes goes on, by whoever may do it:\n"
    return "\n".join([*rows, "\n## Acts\n", *acts, shut, *still]) + "\n"


def _settles(one: Settles) -> str:
    acts = [BY_ACTION[Action(act)].button for act in one.acts]
    papers = [f"{PAPERS[key].title}, frozen and sent" for key in one.papers]
    table = [BY_ROWS[one.rows].title] if one.rows else []
    return "; ".join([*acts, *papers, *table, *(f"`{key}`" for key in one.answers)])


def questions() -> str:
    rows = ["\n# Every fact casetrack asks for\n"]
    for section in SECTIONS:
        elsewhere = "the evidence library" if section.of in LIBRARY else "the register"
        where = f"stage {section.stage}" if section.stage else elsewhere
        rows.append(f"\n## {section.title} ({where})\n\n{section.why}\n")
        rows += [_question(question) for question in section.questions]
        if section.rows:
            rows.append(f"\nEach {section.rows.one}:\n")
            rows += [_question(question) for question in section.rows.known]
    return "\n".join(rows) + "\n"


def clocks() -> str:
    return "\n".join([CLOCKS_OPEN, *map(_clock, CLOCKS)]) + "\n"


def _clock(clock: Clock) -> str:
    recorded = all(asked(key) or asked(key, rows=clock.rows) for key in clock.event.answers)
    said = [
        f"- **{clock.title}** (`{clock.key}`): {clock.length} after {clock.event.words}",
        f"Owed by {clock.owner} to {clock.to}",
        f"{clock.set}; {clock.cites}",
        str(clock.sure),
        clock.note,
        "" if recorded else "casetrack does not record this event yet",
    ]
    return ". ".join(part for part in said if part) + "."


def _question(question: Question) -> str:
    said = [f"- `{question.key}` {question.label}"]
    if question.tab:
        said.append(f"packet tab {question.tab}")
    elif question.wanted:
        said.append("needed")
    if question.personal:
        said.append("names the patient")
    if question.cites:
        said.append(question.cites)
    return "; ".join(said)


PAGES: dict[str, Callable[[], str]] = {
    "workflow": workflow,
    "access": access,
    "questions": questions,
    "clocks": clocks,
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, text in every_page().items():
        (folder / name).write_text(text)
