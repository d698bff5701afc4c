"""The search: everything that holds the words, in labeled groups, within the person's own scope."""

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.finding import Group, asked
from casetrack.rules.text import clean
from casetrack.store.queries.finding import Found, search
from casetrack.store.queries.lists import codes_only
from casetrack.store.queries.scope import find_case
from casetrack.web.door import page
from casetrack.web.visit import Visit

LONGEST = 100
PAGES = {
    "study": "library.show",
    "drug": "drugs.show",
}  # others stand among the contacts
TITLES = {
    Group.CASES: "Cases",
    Group.PEOPLE: "People",
    Group.ORGANIZATIONS: "Organizations",
    Group.STUDIES: "Studies",
    Group.DOCUMENTS: "Documents",
}


@page("/search", may=Permission.LIST_CASES, logs="listed")
def show(visit: Visit) -> Response:
    text = clean(request.args.get("q", "")).strip()[:LONGEST]
    if codes_only(visit.actor):
        return visit.go(url_for("cases.listed", q=text, life="all"))
    code = text.upper()
    if find_case(visit.db, code, by=visit.actor):
        return visit.go(url_for("cases.show", code=code))
    return visit.render(
        "finding/show.html",
        heading="Search",
        sought=text,
        asked=asked(text),
        found=search(visit.db, text, by=visit.actor),
        titles=TITLES,
        address=_address,
    )


def _address(found: Found) -> str:
    if found.kind != "case":
        return url_for(PAGES.get(found.kind, "organizations.show"), number=found.dossier)
    if found.rows:
        return url_for("facts.row", code=found.name, key="documents", number=found.entry)
    return url_for("cases.show", code=found.name)
