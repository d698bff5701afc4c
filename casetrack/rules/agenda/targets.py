"""What another length of our own targets moves: the agenda counts them, from the latest event."""

from datetime import date

from casetrack.rules.agenda.closing import closing_steps
from casetrack.rules.agenda.on_drug import treatment_steps
from casetrack.rules.clocks import BY_KEY, Moved
from casetrack.rules.facts import Facts

ON_DRUG, OWED = "treatment:", "owed:"


def targets_moved(before: Facts, after: Facts) -> tuple[Moved, ...]:
    """Each target once, from its day to the new one."""
    now = _days(after)
    return tuple(
        Moved(BY_KEY[key], 0, day, now.get(key))
        for key, day in _days(before).items()
        if now.get(key) != day
    )


def _days(facts: Facts) -> dict[str, date]:
    found: dict[str, date] = {}
    for item in (*treatment_steps(facts), *closing_steps(facts)):
        key = "close_out" if item.key.startswith(OWED) else item.key.removeprefix(ON_DRUG)
        if key in BY_KEY:
            found.setdefault(key, item.on)
    return found
