"""Answers, from what was typed to what is stored, and from there to what is shown.

Stored answers are text in one canonical form per kind; an empty answer is the empty string.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from casetrack.rules import source_ids
from casetrack.rules.clocks import add_working_days
from casetrack.rules.dates import read_date, read_rough, read_time, show_date, show_time
from casetrack.rules.questions.shape import LINES_CAP, Kind, Question
from casetrack.rules.text import Unreadable, clean

TRIAL_NUMBER = re.compile(r"NCT\d{8}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,}", re.IGNORECASE)
MOST_DIGITS = 15
YES, NO = "yes", "no"

Names = Mapping[Kind, Mapping[str, str]]
"""What answers that point at something are called: kind -> stored number -> name."""
NO_NAMES: Names = {}


def read(question: Question, raw: str | list[str], *, today: date) -> str:
    """The stored form of what was typed. Raises Unreadable with what to enter instead."""
    if isinstance(raw, list) and question.kind is Kind.SEVERAL:
        return _several(question, raw)
    text = clean(raw if isinstance(raw, str) else (raw[0] if raw else ""))
    if not text:
        return ""
    _check_size(question, text)
    return READERS.get(question.kind, _line)(question, text, today)


def show(question: Question, stored: str, names: Names = NO_NAMES) -> str:
    """An answer as people read it: 'Oct 20, 2026', '68.2 kg', the choice's label."""
    if not stored:
        return ""
    if question.kind in GONE:
        return names.get(question.kind, {}).get(stored, GONE[question.kind])
    return SHOWN.get(question.kind, _with_unit)(question, stored)


def _with_unit(question: Question, stored: str) -> str:
    return f"{stored} {question.unit}".strip()


SHOWN: dict[Kind, Callable[[Question, str], str]] = {
    Kind.DATE: lambda _, stored: show_date(stored),
    Kind.ROUGH: lambda _, stored: show_date(stored),
    Kind.TIME: lambda _, stored: show_time(stored),
    Kind.YES_NO: lambda _, stored: "Yes" if stored == YES else "No",
    Kind.CHOICE: Question.choice,
    Kind.SEVERAL: lambda question, stored: "; ".join(map(question.choice, stored.split(","))),
}
GONE = {
    Kind.EXHIBIT: "a report no longer in the case",
    Kind.PERSON: "nobody",
    Kind.STUDY: "a study of the library",
    Kind.EVENT: "an event no longer in the case",
}


def retyped(question: Question, stored: str) -> str:
    """An answer as a person would type it again into its field."""
    if stored and question.kind in (Kind.DATE, Kind.ROUGH):
        return show_date(stored)
    return show_time(stored) if stored and question.kind is Kind.TIME else stored


def _check_size(question: Question, text: str) -> None:
    if len(text) > question.limit:
        raise Unreadable(
            f"{question.label} has {len(text):,} characters. Shorten it to {question.limit:,}"
        )
    lines = text.count("\n") + 1
    if lines > LINES_CAP:
        raise Unreadable(f"{question.label} has {lines:,} lines. Shorten it to {LINES_CAP}")
    if question.kind is not Kind.TEXT and lines > 1:
        raise Unreadable(f"{question.label} must fit on one line")


def _line(_question: Question, text: str, _today: date) -> str:
    return text


def _date(_question: Question, text: str, today: date) -> str:
    return read_date(text, today=today, working=add_working_days)


def _rough(_question: Question, text: str, today: date) -> str:
    return read_rough(text, today=today)


def _time(_question: Question, text: str, _today: date) -> str:
    return read_time(text)


def _whole(question: Question, text: str, _today: date) -> str:
    plain = text.replace(",", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", plain):
        raise Unreadable(f"{question.label} must be a whole number, like 12")
    _check_range(question, Decimal(plain))
    return str(int(plain))


def _decimal(question: Question, text: str, _today: date) -> str:
    plain = text.removesuffix(question.unit).strip() if question.unit else text
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(plain) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        unit = f" in {question.unit}" if question.unit else ""
        raise Unreadable(f"{question.label} must be a number{unit}, like 68.2")
    _check_range(question, number)
    return f"{number:f}"


def _check_range(question: Question, number: Decimal) -> None:
    low, high = question.low, question.high
    if (low is not None and number < Decimal(str(low))) or (
        high is not None and number > Decimal(str(high))
    ):
        raise Unreadable(f"{question.label} must be between {low:g} and {high:g}")


def _choice(question: Question, text: str, _today: date) -> str:
    if text not in {choice.key for choice in question.choices}:
        raise Unreadable(f"Choose one of the answers for: {question.label}")
    return text


def _several(question: Question, raw: list[str]) -> str:
    known = [choice.key for choice in question.choices]
    raw = [key for joined in raw for key in joined.split(",") if key]
    if not set(raw) <= set(known):
        raise Unreadable(f"Choose from the answers for: {question.label}")
    return ",".join(key for key in known if key in raw)


def _yes_no(question: Question, text: str, _today: date) -> str:
    if text not in (YES, NO):
        raise Unreadable(f"Choose yes or no for: {question.label}")
    return text


def _link(_question: Question, text: str, _today: date) -> str:
    if not WEB_ADDRESS.fullmatch(text):
        raise Unreadable("Enter a web address that starts with https://")
    return text


def _trial(_question: Question, text: str, _today: date) -> str:
    number = text.upper().replace(" ", "")
    if not TRIAL_NUMBER.fullmatch(number):
        raise Unreadable("Enter NCT and eight digits, like NCT04871282")
    return number


def _doi(_question: Question, text: str, _today: date) -> str:
    """In small letters, as DOIs are compared."""
    if not (found := source_ids.doi(text)):
        raise Unreadable("Enter a DOI, like 10.1056/NEJMoa2210140")
    return found.casefold()


def _number_of_row(question: Question, text: str, _today: date) -> str:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Unreadable(f"Choose from the list for: {question.label}")
    return str(int(text))


READERS: dict[Kind, Callable[[Question, str, date], str]] = {
    Kind.DATE: _date,
    Kind.ROUGH: _rough,
    Kind.TIME: _time,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.LINK: _link,
    Kind.TRIAL: _trial,
    Kind.DOI: _doi,
    Kind.EXHIBIT: _number_of_row,
    Kind.STUDY: _number_of_row,
    Kind.EVENT: _number_of_row,
    Kind.PERSON: _number_of_row,
    Kind.VERSION: _number_of_row,
}
