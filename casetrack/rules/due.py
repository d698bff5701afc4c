"""When the daily pass over all dates is due, and when it is so late that Today must say so."""

from datetime import datetime, timedelta

GRACE = timedelta(hours=1)
JUMP = timedelta(minutes=5)


def morning(now: datetime, hour: int) -> datetime:
    """The last morning that has come: today's at `hour`, at the clinic, or yesterday's."""
    todays = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return todays if todays <= now else todays - timedelta(days=1)


def is_due(last: datetime | None, now: datetime, hour: int) -> bool:
    """Whether this morning's pass has not been finished."""
    return last is None or last < morning(now, hour)


def is_stale(last: datetime | None, now: datetime, hour: int) -> bool:
    """Whether the pass has had its time this morning and did not come."""
    return is_due(last, now - GRACE, hour)


def is_behind(last: datetime | None, now: datetime) -> bool:
    """Whether the clock now shows a time before one at which it was read already (R29)."""
    return last is not None and now + JUMP < last
