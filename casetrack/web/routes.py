"""Every module of pages; importing it declares its routes."""

from flask import Flask

from casetrack.web import (
    access,
    actions,
    agenda,
    assets,
    calendar,
    cases,
    chart_removal,
    charts,
    citing,
    contacts,
    cover,
    criteria,
    days,
    deadlines,
    directory,
    drafts,
    drugs,
    emergency,
    entries,
    facts,
    filing,
    finding,
    four_routes,
    grants,
    guide,
    history,
    imports,
    letters,
    library,
    mine,
    organizations,
    papers,
    password,
    people,
    releases,
    removed,
    reports,
    rules,
    safety,
    sendings,
    signin,
    stages,
    studies,
    today,
    trace,
    views,
)
from casetrack.web.door import ROUTES, Machinery, Route
from casetrack.web.door import install as install_pages

PAGES = (
    *(access, actions, agenda, assets, calendar, cases, chart_removal, charts, citing, contacts),
    *(cover, criteria, days, deadlines, directory, drafts, drugs, emergency, entries, facts),
    *(filing, finding, four_routes, grants, guide, history, imports, letters, library, mine),
    *(organizations, papers, password, people, releases, removed, reports, rules, safety),
    *(sendings, signin, stages, studies, today, trace, views),
)


def install(app: Flask, machinery: Machinery) -> None:
    install_pages(app, machinery)


def every_route() -> list[Route]:
    """All pages, sorted by address and method."""
    return sorted(ROUTES, key=lambda route: (route.address, route.method))
