"""The rules as pages for reading: `python -m casetrack.rules.pages docs` makes them anew."""

import sys
from collections.abc import Callable
from pathlib import Path

from casetrack.rules.access import MAY, ON_A_CASE, Permission
from casetrack.rules.clocks import CLOCKS
from casetrack.rules.pictures import mermaid, workflow_table
from casetrack.rules.questions import SECTIONS, Question
from casetrack.rules.workflow import TRANSITIONS

MADE = "<!-- Made by `make docs` from casetrack/rules; change the table there, not this page. -->\n"


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
    return "\n".join([*rows, "\n## Acts\n", *acts]) + "\n"


def questions() -> str:
    rows = ["\n# Every fact casetrack asks for\n"]
    for section in SECTIONS:
        where = f"stage {section.stage}" if section.stage else "the register"
        rows.append(f"\n## {section.title} ({where})\n\n{section.why}\n")
        rows += [_question(question) for question in section.questions]
        if section.rows:
            rows.append(f"\nEach {section.rows.one}:\n")
            rows += [_question(question) for question in section.rows.questions]
    return "\n".join(rows) + "\n"


def clocks() -> str:
    rows = [
        f"- **{clock.title}**: {clock.days} {clock.unit} days after `{clock.anchor}`. "
        f"{clock.set}. {clock.cites}."
        for clock in CLOCKS
    ]
    return "\n".join(["\n# Clocks\n", *rows]) + "\n"


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
