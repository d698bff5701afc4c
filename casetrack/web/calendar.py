"""The calendar: dates of the next six weeks by day, and one's own as a private feed (ux.md S21)."""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from flask import abort, make_response, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.clocks import day_off
from casetrack.rules.notices import title
from casetrack.store.acts import now
from casetrack.store.queries.lists import codes_only
from casetrack.store.queries.notices import Dated, calendar_of
from casetrack.store.queries.reminders import reader_of
from casetrack.store.queries.today import MOST_LISTED, Line, View, steps_between
from casetrack.store.tables import Reminder
from casetrack.web.door import page
from casetrack.web.throttle import Throttle
from casetrack.web.visit import Visit

AHEAD = timedelta(days=42)
DAY = timedelta(days=1)
READERS = Throttle(most=30, span=timedelta(minutes=1))
RANKS = {"law": (0,), "promised": (1,), "target": (2,)}


@dataclass(frozen=True)
class Day:
    """A day, why it is not a working day, and what is due on it."""

    day: date
    off: str
    steps: tuple[Line, ...] = ()

    @property
    def by_law(self) -> int:
        return sum(step.rank == 0 for step in self.steps)


@page("/calendar", may=Permission.LIST_CASES, logs="listed")
def show(visit: Visit) -> Response:
    if codes_only(visit.actor):
        return visit.render("today/none.html", heading="Calendar")
    view = View.TEAM if request.args.get("view") == "team" else View.MINE
    kind = request.args.get("set", "")
    first, last = visit.today, visit.today + AHEAD
    ranks = RANKS.get(kind, (0, 1, 2))
    steps = steps_between(visit.db, view, first=first, last=last, ranks=ranks, by=visit.actor)
    days = [
        Day(day, day_off(day), tuple(s for s in steps if s.due_on == day))
        for day in (first + DAY * n for n in range(AHEAD.days + 1))
    ]
    return visit.render(
        "calendar/show.html",
        heading="Calendar",
        view=view,
        kind=kind if kind in RANKS else "",
        days=days,
        weeks=_weeks(days) if request.args.get("as") == "weeks" else (),
        full=len(steps) >= MOST_LISTED,
    )


def _weeks(days: list[Day]) -> list[list[Day | None]]:
    """The same days in weeks that begin on Sunday; nothing stands before today."""
    before = (days[0].day.weekday() + 1) % 7
    cells: list[Day | None] = [*[None] * before, *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


@page("/calendar/<token>.ics", may=Permission.FEED)
def feed(visit: Visit, token: str) -> Response:
    """One's own dates for a calendar program: codes only, and no sign-in but this address."""
    moment = now()
    if not READERS.allows(request.remote_addr or "", now=moment):
        response = make_response("Too many requests; try again in a minute\n", 429)
        response.headers["Retry-After"] = "60"
        return response
    see_all = visit.settings.physicians_see_all
    reader = reader_of(visit.db, token, physicians_see_all=see_all)
    if reader is None:
        abort(404)
    dated = calendar_of(visit.db, reader, today=visit.today)
    response = make_response(_written(dated, site=visit.settings.base_url))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, max-age=900"
    return response


def token_of(visit: Visit, reminder: Reminder) -> str:
    """Made anew each time it is shown; the database alone does not give it away."""
    said = f"calendar\0{reminder.user_id}\0{reminder.feed_seed}".encode()
    return hmac.new(visit.secret, said, sha256).hexdigest()


def address_of(visit: Visit, reminder: Reminder) -> str:
    own = url_for("calendar.feed", token=token_of(visit, reminder))
    return visit.settings.base_url.rstrip("/") + own


def _written(dated: list[Dated], *, site: str) -> bytes:
    """As RFC 5545 has it: days without hours, which take no time from anybody's day."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - a tenth of a second that few pages need

    calendar = Calendar()
    calendar.add("prodid", "-//casetrack//dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "casetrack")
    domain = urlsplit(site).hostname or "casetrack"
    for one in dated:
        event = Event()
        event.add("uid", f"{one.uid}@{domain}")
        event.add("dtstamp", one.since)
        event.add("dtstart", one.notice.day)
        event.add("summary", title(one.notice))
        event.add("url", f"{site.rstrip('/')}/cases/{one.notice.code}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
