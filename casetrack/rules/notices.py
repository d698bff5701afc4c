"""What e-mails and calendars say of a step: the case's code, the day and who set it.

They leave the house, so they carry no word that anybody typed: never a name, a drug or a diagnosis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casetrack.rules.clocks import Set
from casetrack.rules.dates import long_day, show_date

MOST = 40
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Notice:
    """A step as the world outside may know it."""

    code: str
    day: date
    set: Set
    chase: bool  # somebody outside has the ball until that day


@dataclass(frozen=True)
class Morning:
    """What the morning's letter says."""

    subject: str
    body: str


def morning_letter(
    notices: Sequence[Notice], *, elsewhere: int, today: date, site: str
) -> Morning | None:
    """The letter of one person's day; None where nothing is due.

    `elsewhere` counts what is overdue in the person's cases with somebody else.
    """
    late = [n for n in notices if n.day < today]
    now = [n for n in notices if n.day == today]
    soon = [n for n in notices if today < n.day <= today + SOON]
    if not (late or now or soon or elsewhere):
        return None
    sentence = f"{len(late)} overdue, {len(now)} due today, {len(soon)} in the next 7 days"
    parts = [long_day(today), f"{sentence}."]
    groups = (("Overdue", late), ("Today", now), ("Next 7 days", soon))
    parts += ["\n".join(_group(name, held)) for name, held in groups if held]
    if elsewhere:
        parts.append(f"Overdue with colleagues in your cases: {elsewhere}.")
    parts.append(f"What they are, and what to do: {site}/today")
    parts.append(f"To stop this letter: {site}/me")
    return Morning(
        f"casetrack: {len(late)} overdue, {len(now)} due today", "\n\n".join(parts) + "\n"
    )


def title(notice: Notice) -> str:
    """A step in a calendar: 'EA-2026-014: chase (promised)'."""
    return f"{notice.code}: {'chase' if notice.chase else 'due'} ({notice.set.lower()})"


def _group(name: str, notices: Sequence[Notice]) -> Iterator[str]:
    yield f"{name} ({len(notices)})"
    for one in notices[:MOST]:
        chase = ", chase" if one.chase else ""
        yield f"  {show_date(one.day)}  {one.code}  {one.set.lower()}{chase}"
    if len(notices) > MOST:
        yield f"  and {len(notices) - MOST} more"
