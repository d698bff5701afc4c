"""Stored answers beside what the case holds: the same, another value, or a row listed already."""

import re
from collections.abc import Mapping
from functools import cache

from casetrack.intake.dates import before
from casetrack.intake.proposals.days import may_be_the_same
from casetrack.intake.proposals.drug_names import known_names
from casetrack.intake.proposals.phrases import cut, distinct, flat
from casetrack.intake.proposals.shape import Held
from casetrack.rules import values
from casetrack.rules.questions import BY_ROWS, SECTIONS, Kind, Question, find, section_asking
from casetrack.rules.text import within

Stored = Mapping[str, str]


def is_held(stored: Stored, held: Held, rows: str) -> bool:
    """Whether the case, or one of its rows, says all of this in exactly this form."""
    there = held.rows.get(rows, ()) if rows else (held.answers,)
    return any(all(one.get(key) == value for key, value in stored.items()) for one in there)


def replaced(stored: Stored, held: Held, rows: str) -> str:
    """The older value of the case that a later one of the chart would replace."""
    now = "" if rows else _says_now(stored, held)
    return f"{now}." if now and _is_later(stored, held) else ""


def against(stored: Stored, held: Held, rows: str) -> str:
    """Why what the case holds speaks against this, so that a person must choose."""
    if rows:
        return _listed(stored, held, rows)
    now = _says_now(stored, held)
    if now and not _is_later(stored, held):
        doubt = ": check that this is the right patient's chart" if _IDENTITY & {*stored} else ""
        return f"{now}{doubt}"
    return _against_none(stored, held)


@cache
def question(key: str, rows: str) -> Question:
    """The question behind a key of the case (`rows` blank) or of one of its rows."""
    found = find(key, rows=rows)
    if found is None:
        raise LookupError(f"no question “{key}” in “{rows}”")
    return found


@cache
def section(key: str, rows: str) -> str:
    """The key of the section that asks it."""
    found = BY_ROWS[rows] if rows else section_asking(key)
    return found.key if found else ""


_IDENTITY = {"patient_name", "record_number", "birth_date", "birth_year", "sex"}
_TABLES = {one.rows.key: one.rows for one in SECTIONS if one.rows}
_WORD = re.compile(r"\w+")


def _says_now(stored: Stored, held: Held) -> str:
    """The other value the case holds of a fact of its own."""
    key, value = next(iter(stored.items()))
    now = held.answers.get(key, "")
    if now in ("", value):
        return ""
    return f"The case now says {cut(values.show(question(key, ''), flat(now)), 120)}"


def _is_later(stored: Stored, held: Held) -> bool:
    """Whether the chart's value is dated, and surely after that of the case."""
    dates = (key for key in stored if question(key, "").kind is Kind.ROUGH and len(stored) > 1)
    return any(held.answers.get(key) and before(held.answers[key], stored[key]) for key in dates)


def _listed(stored: Stored, held: Held, rows: str) -> str:
    none = _TABLES[rows].none
    if none and held.answers.get(none) == values.YES:
        return f"The case says: {question(none, '').label}"
    there = held.rows.get(rows, ())
    same = next((row for row in there if _same_row(stored, row, rows)), None)
    return f"The case already lists {_name(same, rows)}" if same else ""


def _against_none(stored: Stored, held: Held) -> str:
    """An answer that there are none, against the rows that are listed."""
    for key, table in _TABLES.items():
        if table.none in stored and held.rows.get(key):
            return f"The case already lists {within(BY_ROWS[key].title)}"
    return ""


def _same_row(stored: Stored, row: Stored, rows: str) -> bool:
    """Much the same first column, at a time that may be the same."""
    first, when = _columns(rows)
    if not _alike(stored.get(first, ""), row.get(first, "")):
        return False
    return not when or may_be_the_same(stored.get(when, ""), row.get(when, ""))


def _alike(one: str, other: str) -> bool:
    """The same words, the words of one within the other, or a drug that both name."""
    first, second = _spelled(one), _spelled(other)
    within = bool(first and second) and (first in second or second in first)
    return within or not known_names(one).isdisjoint(known_names(other))


@cache
def _columns(rows: str) -> tuple[str, str]:
    """The first column of a table, and the question that dates a row."""
    table = _TABLES[rows]
    dates = (one.key for one in table.questions if one.kind is Kind.ROUGH)
    return table.columns[0], next(dates, "")


def _spelled(text: str) -> str:
    words = _WORD.findall(text.casefold())
    return f" {' '.join(words)} " if words else ""


def _name(row: Stored, rows: str) -> str:
    keys = distinct(_columns(rows))
    shown = (values.show(question(key, rows), row.get(key, "")) for key in keys)
    return ", ".join(distinct(map(flat, shown)))
