"""What somebody chooses for themselves: the morning's letter, a private calendar, shortcuts."""

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.dates import show_time
from casetrack.store.commands.reminders import (
    close_calendar,
    open_calendar,
    want_letters,
    want_shortcuts,
)
from casetrack.store.queries.reminders import reminder_of
from casetrack.store.tokens import digest
from casetrack.web import security
from casetrack.web.calendar import address_of, token_of
from casetrack.web.door import page
from casetrack.web.naming import hide_names, names_are_hidden
from casetrack.web.visit import Visit


@page("/me", may=Permission.LIST_CASES)
def show(visit: Visit) -> Response:
    reminder = reminder_of(visit.db, visit.user)
    return visit.render(
        "mine/show.html",
        heading="My settings",
        reminder=reminder,
        address=address_of(visit, reminder) if reminder.feed else "",
        mails=visit.settings.mails,
        hour=show_time(f"{visit.settings.morning_hour}:00"),
    )


@page("/me/letter", "POST", may=Permission.LIST_CASES)
def letter(visit: Visit) -> Response:
    wanted = request.form.get("wanted") == "yes"
    want_letters(visit.db, visit.user, wanted=wanted)
    said = "The morning's letter comes" if wanted else "No letter comes any more"
    return visit.go(url_for("mine.show"), said=said)


@page("/me/shortcuts", "POST", may=Permission.LIST_CASES)
def shortcuts(visit: Visit) -> Response:
    wanted = request.form.get("wanted") == "yes"
    want_shortcuts(visit.db, visit.user, wanted=wanted)
    said = "Shortcuts are on. Press ? to see them" if wanted else "Shortcuts are off"
    return visit.go(url_for("mine.show"), said=said)


@page("/me/names", "POST", may=Permission.LIST_CASES)
def names(visit: Visit) -> Response:
    """The switch at the foot of every page; it leads back to that page."""
    hide_names(wanted=not names_are_hidden())
    return visit.go(security.own_address(request.form.get("then", "")))


@page("/me/calendar", "POST", may=Permission.LIST_CASES)
def renew(visit: Visit) -> Response:
    """A new address; where there was one, it leads nowhere from now on."""
    reminder = open_calendar(visit.db, visit.user)
    reminder.feed = digest(token_of(visit, reminder))
    return visit.go(url_for("mine.show"), said="The calendar has a new address")


@page("/me/calendar/end", "POST", may=Permission.LIST_CASES)
def revoke(visit: Visit) -> Response:
    close_calendar(visit.db, visit.user)
    return visit.go(url_for("mine.show"), said="The calendar's address leads nowhere now")
