"""The four routes to a drug side by side: where each stands, what that rests on, what it lacks."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.agenda import Item, agenda
from casetrack.rules.catalog import question
from casetrack.rules.clocks import CLOCKS
from casetrack.rules.coverage import COVERAGE, requests
from casetrack.rules.facts import ROUTE_CLOSED, ROUTES, Facts, Row, Track
from casetrack.rules.questions import BY_KEY, BY_ROWS, Answers, Section
from casetrack.rules.tasks import gaps, row_title
from casetrack.rules.workflow import FIRST_STATES, STATE_WORDS, TRACK_NAMES


@dataclass(frozen=True)
class Line:
    """One thing that is known; `cure` is the place where it is changed."""

    label: str
    words: str
    cure: str = ""


@dataclass(frozen=True, kw_only=True)
class Route:
    track: Track
    name: str
    stands: str
    since: str  # a stored day; empty where only the history knows it
    closed: bool
    why_closed: tuple[Line, ...]
    evidence: tuple[Line, ...]
    missing: tuple[Line, ...]
    steps: tuple[Item, ...]  # its dates, the earliest first
    sections: tuple[Section, ...]
    note: str


def routes(facts: Facts) -> tuple[Route, ...]:
    ahead = agenda(facts)
    return tuple(_route(track, facts, ahead) for track in ROUTES)


def _route(track: Track, facts: Facts, ahead: Iterable[Item]) -> Route:
    stands, since = _stands(track, facts)
    sections = tuple(BY_KEY[key] for key in SECTIONS_OF[track])
    return Route(
        track=track,
        name=TRACK_NAMES[track],
        stands=stands,
        since=since,
        closed=_closed(track, facts),
        why_closed=tuple(_why_closed(track, facts)),
        evidence=tuple(EVIDENCE[track](facts)),
        missing=tuple(_missing(track, sections, facts)),
        steps=tuple(sorted(_steps(track, ahead), key=lambda item: (item.on, item.key))),
        sections=sections,
        note=NOTES.get(track, ""),
    )


def closed_routes(facts: Facts) -> tuple[Track, ...]:
    """The routes that tab D prints: those beside expanded access that are closed."""
    return tuple(t for t in ROUTES if t is not Track.EXPANDED and _closed(t, facts))


def _closed(track: Track, facts: Facts) -> bool:
    return facts.tracks.get(track) == ROUTE_CLOSED


def _stands(track: Track, facts: Facts) -> tuple[str, str]:
    """The state in words, and the answer that says since when."""
    state = facts.tracks.get(track, "")
    if track is Track.EXPANDED and state != ROUTE_CLOSED:
        along = (step for step in ALONG if facts.tracks.get(step[0]) in step[1])
        _, _, words, key = next(along, (track, (), "Being prepared", ""))
        return words, facts.answers.get(key, "")
    since = facts.answers.get(SINCE.get((track, state), ""), "")
    if track is Track.INSURANCE and not since:
        since = _last_letter(state, facts)
    return STATE_WORDS[track].get(state, state), since


def _last_letter(state: str, facts: Facts) -> str:
    key = {"denied": "answered_on", "covered": "answered_on"}.get(state, "asked_on")
    days = [row.answers.get(key, "") for row in requests(facts)]
    return max(days, default="") if state in ("asked", "denied", "appealed", "covered") else ""


def _why_closed(track: Track, facts: Facts) -> Iterable[Line]:
    if not _closed(track, facts):
        return
    for key, label in CLOSING.items():
        if words := _said(f"{track}_closed_{key}", facts.answers):
            yield Line(label, words)


def _missing(track: Track, sections: Iterable[Section], facts: Facts) -> Iterable[Line]:
    if _closed(track, facts):
        return
    for section in sections:
        for gap in gaps(section, facts):
            where = f"row:{section.key}:{gap.row.id}" if gap.row else f"section:{section.key}"
            yield Line("", gap.words, where)
    if track is Track.ASSISTANCE:
        yield from _not_ready(facts)


def _steps(track: Track, ahead: Iterable[Item]) -> Iterable[Item]:
    """What the agenda holds for this route; whatever clock no other route has is of the request."""
    for item in ahead:
        kind, _, name = item.key.partition(":")
        of_clock = CLOCKED.get(name.partition(":")[0], Track.EXPANDED) if kind == "clock" else None
        if STEPPED.get(item.key, of_clock) is track:
            yield item


def _not_ready(facts: Facts) -> Iterable[Line]:
    """What the program asks for and nobody has put together yet."""
    asks = [one for one in facts.answers.get("pap_asks", "").split(",") if one]
    ready = facts.answers.get("pap_ready", "").split(",")
    asked = question("pap_asks")
    for one in asks:
        if asked and one not in ready:
            yield Line("", f"Not ready: {asked.choice(one)}", "section:assistance")


def _expanded(facts: Facts) -> Iterable[Line]:
    for track, cure in STEPS:
        state = facts.tracks.get(track, FIRST_STATES[track])
        if state != FIRST_STATES[track]:
            yield Line(TRACK_NAMES[track], STATE_WORDS[track][state], cure)
    yield from _line(facts, "Programs that run", "program_status", "program_on", "program_note")


def _trial(facts: Facts) -> Iterable[Line]:
    section, rows = BY_ROWS["trial"], facts.rows.get("trial", ())
    yield from _line(facts, "Searched", "trials_searched", "trials_searched_on")
    if rows:
        verdicts = Counter(_cell(section, row, "verdict") or "No verdict yet" for row in rows)
        counted = "; ".join(f"{verdict} ({many})" for verdict, many in verdicts.items())
        yield Line("In the log", f"{len(rows)} looked at. {counted}")
    elif facts.answers.get("trials_none") == values.YES:
        yield Line("In the log", "No trial was found that could fit")
    yield from _line(facts, "Asked", "trial_asked_nct", "trial_asked_site", "trial_asked_on")
    yield from _line(facts, "Joined", "trial_joined_nct", "trial_joined_on")


def _assistance(facts: Facts) -> Iterable[Line]:
    yield from _line(facts, "Drug", "pap_drug")
    yield from _line(facts, "Program", "pap_program", "pap_contact")
    yield from _line(facts, "Applied", "pap_applied_on", "pap_applied_how")
    yield from _line(facts, "Answered", "pap_decided_on", "pap_decided_by")
    yield from _line(facts, "Covers", "pap_covers")
    yield from _line(facts, "Approved until", "pap_until")
    yield from _line(facts, "Declined", "pap_refusal")


def _insurance(facts: Facts) -> Iterable[Line]:
    yield from _line(facts, "Drug, off-label", "off_label_drug")
    yield from _line(facts, "Supported by", "off_label_support", "off_label_listing")
    yield from _line(facts, "Plan", "insurer", "insurer_plan")
    section = BY_ROWS[COVERAGE]
    for row in requests(facts):
        yield Line(row_title(section, row), _told(section, row), f"row:insurance:{row.id}")


def _told(section: Section, row: Row) -> str:
    """'Sent Oct 3, 2026; denied Oct 10, 2026, number 12: “Not covered.”'."""
    sent, answered, on, number, words = (
        _cell(section, row, key)
        for key in ("asked_on", "answered_as", "answered_on", "answer_number", "answer_words")
    )
    urgent = "as urgent" if row.answers.get("asked_urgent") == values.YES else ""
    answer = f"{answered.lower()} {on}".strip() or "not answered yet"
    answer += f", number {number}" if number else ""
    answer += f": “{words}”" if words else ""
    asked = f"Sent {sent}" if sent else ""
    return "; ".join(part for part in (asked, urgent, answer) if part)


def _line(facts: Facts, label: str, *keys: str) -> Iterable[Line]:
    """One line of what these answers say; none where the first is blank."""
    said = [_said(key, facts.answers) for key in keys]
    if said[0]:
        yield Line(label, "; ".join(words for words in said if words))


def _said(key: str, said: Answers) -> str:
    asked = question(key)
    return values.show(asked, said.get(key, "")) if asked and asked.applies(said) else ""


def _cell(section: Section, row: Row, key: str) -> str:
    found = next(question for question in section.table.questions if question.key == key)
    return values.show(found, row.answers.get(key, ""))


CLOSING = {
    "on": "Closed on",
    "why": "Why",
    "words": "What was found",
    "source": "Where",
    "by": "Who checked",
}
SECTIONS_OF: Mapping[Track, tuple[str, ...]] = {
    Track.EXPANDED: ("program",),
    Track.TRIAL: ("trials",),
    Track.ASSISTANCE: ("assistance",),
    Track.INSURANCE: ("insurance",),
}
STEPS = (
    (Track.REQUEST, "stage:4"),
    (Track.LETTER, "stage:4"),
    (Track.FDA, "stage:5"),
    (Track.IRB, "stage:5"),
    (Track.TREATMENT, "stage:6"),
)
ALONG: tuple[tuple[Track, tuple[str, ...], str, str], ...] = (
    (Track.TREATMENT, ("ended",), "Treatment ended", "last_dose_on"),
    (Track.TREATMENT, ("on_treatment",), "On treatment", "first_dose_on"),
    (Track.FDA, ("on_hold",), "FDA placed a hold", "fda_hold_on"),
    (Track.FDA, ("permitted",), "FDA permitted it", "fda_permitted_on"),
    (Track.FDA, ("received",), "With FDA", "fda_received_on"),
    (Track.FDA, ("submitted",), "Sent to FDA", "fda_sent_on"),
    (Track.REQUEST, ("agreed",), "The company agreed", "request_decided_on"),
    (Track.REQUEST, ("refused",), "The company declined", "request_decided_on"),
    (Track.REQUEST, ("trial_first",), "The company wants a trial first", "request_decided_on"),
    (Track.REQUEST, ("acknowledged",), "With the company", "request_acknowledged_on"),
    (Track.REQUEST, ("sent",), "Asked the company", "request_sent_on"),
)
"""How far expanded access has come: the furthest step that holds."""
SINCE = {
    (Track.EXPANDED, "closed"): "expanded_closed_on",
    (Track.TRIAL, "asked"): "trial_asked_on",
    (Track.TRIAL, "joined"): "trial_joined_on",
    (Track.TRIAL, "closed"): "trial_closed_on",
    (Track.ASSISTANCE, "applied"): "pap_applied_on",
    (Track.ASSISTANCE, "approved"): "pap_decided_on",
    (Track.ASSISTANCE, "refused"): "pap_decided_on",
    (Track.ASSISTANCE, "closed"): "assistance_closed_on",
    (Track.INSURANCE, "closed"): "insurance_closed_on",
}
CLOCKED = {
    **{clock.key: Track.INSURANCE for clock in CLOCKS if clock.rows == COVERAGE},
    "assistance_ends": Track.ASSISTANCE,
}
STEPPED = {"trials:check": Track.TRIAL, "assistance:renew": Track.ASSISTANCE}
NOTES = {
    Track.ASSISTANCE: "Programs give approved drugs. The drug asked for in this case has one only "
    "after FDA approves it.",
}
EVIDENCE: Mapping[Track, Callable[[Facts], Iterable[Line]]] = {
    Track.EXPANDED: _expanded,
    Track.TRIAL: _trial,
    Track.ASSISTANCE: _assistance,
    Track.INSURANCE: _insurance,
}
