"""Letters that did not get through, for whoever runs the installation."""

from flask import url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.store.acts import now
from casetrack.store.commands.letters import send_again
from casetrack.store.queries.notices import post
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/letters", may=Permission.MANAGE_USERS)
def listed(visit: Visit) -> Response:
    return visit.render(
        "letters/listed.html",
        heading="Letters",
        post=post(visit.db, now=now()),
        mails=visit.settings.mails,
    )


@page("/letters/<int:number>", "POST", may=Permission.MANAGE_USERS)
def retry(visit: Visit, number: int) -> Response:
    again = send_again(visit.db, number)
    said = "It will be tried again" if again else "No such letter was given up"
    return visit.go(url_for("letters.listed"), said=said)
