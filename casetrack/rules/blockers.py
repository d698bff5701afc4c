"""What stands in the way of a case, each with the place where it is cured."""

from collections.abc import Callable

from casetrack.rules import values
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Life, Row, Track
from casetrack.rules.workflow import Refusal


def blockers(facts: Facts) -> tuple[Refusal, ...]:
    """Everything that stops an open case; a closed one is not stopped by anything."""
    if facts.life is Life.CLOSED:
        return ()
    told = (Refusal(words, cure) for holds, words, cure in BLOCKERS if holds(facts))
    return (*told, *(_barrier(row) for row in standing(facts)))


def standing(facts: Facts) -> tuple[Row, ...]:
    """The barriers that nobody has resolved yet."""
    rows = facts.rows.get("barrier", ())
    return tuple(row for row in rows if not row.answers.get("barrier_over_on"))


def _barrier(row: Row) -> Refusal:
    said, by = row.answers, row.answers.get("barrier_by", "")
    step = f"{said.get('barrier_next', '')}{f', by {show_date(by)}' if by else ''}"
    return Refusal(f"{said.get('barrier_what', '')}. Next: {step}", f"row:barriers:{row.id}")


def _said(key: str, *stored: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.answers.get(key, "") in stored


def _stands(track: Track, *states: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.tracks.get(track) in states


BLOCKERS: tuple[tuple[Callable[[Facts], bool], str, str], ...] = (
    (_said("deceased", values.YES), "The patient is recorded as deceased", "section:patient"),
    (_said("doctor_decision", "declined"), "The physician will not request", "section:willing"),
    (_said("doctor_decision", "hesitates"), "The physician hesitates", "section:willing"),
    (_said("permission", "refused"), "The patient does not permit sharing", "section:wishes"),
    (_stands(Track.REQUEST, "refused"), "The company declined", "stage:4"),
    (_stands(Track.REQUEST, "trial_first"), "The company wants a trial tried first", "stage:4"),
    (_stands(Track.FDA, "on_hold"), "FDA has placed a clinical hold", "stage:5"),
    (_stands(Track.IRB, "refused"), "The ethics board did not approve", "stage:5"),
)
