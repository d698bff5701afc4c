"""The cancer of the chart: what it is, since when, where, its histology, its stage, its course."""

import re
from collections.abc import Iterator

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.newest import newest
from casetrack.intake.proposals.phrases import cut, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.stages import stage
from casetrack.intake.proposals.tally import Tally


def diagnosis(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """Facts of the cancer; several cancers, or one under several names, are a conflict."""
    cancers = cancers_of(chart)
    named = [_draft(one, "diagnosis", untagged(one.text)) for one in cancers]
    yield from newest(named, tally, timeless=True)
    since = [_draft(one, "diagnosed_on", day(one.date)) for one in cancers if day(one.date)]
    yield from newest(since, tally, timeless=True)
    for key, detail, label in (
        ("site", "body_site", "site"),
        ("pathology", "histology", "histology"),
    ):
        told = [(one, untagged(one.detail.get(detail, ""))) for one in cancers]
        found = [_draft(one, key, text, told=f"{label}: {text}") for one, text in told if text]
        yield from newest(found, tally, timeless=True)
    yield from stage(chart, tally)
    yield from _course(chart, tally)


def cancers_of(chart: Chart) -> list[Finding]:
    """The cancers the chart is sure of; a suspicion is no diagnosis."""
    return [one for one in chart.conditions if "cancer" in one.detail and not is_suspected(one)]


def is_suspected(condition: Finding) -> bool:
    """A suspected cancer, or a cancer that is recorded as not confirmed."""
    unsure = condition.detail.get("verification") in _UNCONFIRMED
    return "suspected" in condition.detail or ("cancer" in condition.detail and unsure)


_UNCONFIRMED = {"unconfirmed", "provisional", "differential"}
_ACTIVE = {"", "active", "completed"}  # C-CDA: the entry is complete, not the disease


def _draft(one: Finding, key: str, value: str, *, told: str = "") -> Draft:
    status = one.status or ""
    notes = [f"The chart marks it {status}."] if status not in _ACTIVE else []
    if "secondary" in one.detail:
        notes.append("The chart codes it as a metastasis of another tumor.")
    if "onset" in one.detail:
        notes.append(f"Onset as recorded: {flat(one.detail['onset'])}.")
    return Draft(
        answers={key: value},
        findings=(one,),
        text=line(one, one.status, told),
        says=shown(value) if key == "diagnosed_on" else value,
        notes=(*notes, *notes_of([one])),
    )


def _course(chart: Chart, tally: Tally) -> Iterator[Draft]:
    found = []
    for one in chart.disease_status:
        if key := _course_of(str(one.value or "")):
            found.append(_course_draft(one, key))
        else:
            words = cut(untagged(str(one.value or one.text)), 80)
            tally.say(f"The disease status “{words}” was not proposed: it fits no answer.")
    yield from newest(found, tally)


def _course_draft(one: Finding, key: str) -> Draft:
    return Draft(
        answers={"course": key, "course_on": day(one.date)},
        findings=(one,),
        text=line(one),
        says=key,
        notes=notes_of([one]),
    )


_COURSES = (
    ("progressing", re.compile(r"\bprogress|worse|\bPD\b", re.IGNORECASE)),
    ("stable", re.compile(r"\bstable\b|\bstabili", re.IGNORECASE)),
    ("responding", re.compile(r"\bimprov|\brespon|\bbetter\b|\bregress", re.IGNORECASE)),
    ("remission", re.compile(r"\bremission\b|no evidence of disease|\bNED\b", re.IGNORECASE)),
    ("unknown", re.compile(r"undetermined|\bunknown\b|not evaluable|indeterminate", re.IGNORECASE)),
)
_DENIED = re.compile(
    r"\b(?:no|not|without|non)\b[ -](?!evidence of disease|evaluable)[^,;.]*", re.IGNORECASE
)


def _course_of(words: str) -> str:
    """The course in the words of the form; blank when the words fit none, or several."""
    affirmed = _DENIED.sub("", words)
    fitting = [key for key, pattern in _COURSES if pattern.search(affirmed)]
    return fitting[0] if len(fitting) == 1 else ""
