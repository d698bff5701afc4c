"""The lines that are read to FDA, filled in on the call sheet itself: their blanks as one form."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import url_for

from casetrack.rules.access import RIGHT_TO
from casetrack.rules.emergency.script import Line
from casetrack.rules.questions import Question, find, section_asking
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit


def lines_form(visit: Visit, lines: Iterable[Line]) -> AnswersForm | None:
    """What is blank, as far as this person may fill it in; None where that is nothing.

    What was typed there just now, or in the draft one goes on with, stands there whatever anybody
    filled in meanwhile.
    """
    said = visit.case.facts.answers
    typed = visit.drafts.typed(lines_address(visit))
    keys = [key for line in lines for key in line.keys]
    asked = tuple(
        _asked(visit, (k for k in keys if not said.get(k) or (typed is not None and k in typed)))
    )
    if not asked:
        return None
    named = any(question.key in ("doctor", "company") for question in asked)
    return form_for(asked, lists=lists_for(visit, names=named), sent=typed, answers=said)


def sent_lines(visit: Visit, lines: Iterable[Line]) -> AnswersForm:
    """What came: a line that was not on the page that was sent is left alone."""
    typed = visit.drafts.typed()
    came = (key for line in lines for key in line.keys if typed is not None and key in typed)
    return form_for(_asked(visit, came), lists=lists_for(visit, names=True), sent=typed)


def lines_address(visit: Visit) -> str:
    return url_for("emergency.fill", code=visit.case.code)


def _asked(visit: Visit, keys: Iterable[str]) -> Iterator[Question]:
    """The questions as their own pages ask them, each by the right of its section."""
    for key in dict.fromkeys(keys):
        section, question = section_asking(key), find(key)
        if section and question and visit.may(RIGHT_TO[section.duty]):
            yield replace(question, only=(), hint="")
