"""Releases of patient data: recorded, listed, and accounted for to the patient."""

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import Answers, Of
from casetrack.rules.questions.groups import RELEASES
from casetrack.rules.releases import (
    RECIPIENT_KINDS,
    accounting,
    permission_words,
    six_years_before,
)
from casetrack.store.commands.releases import NotPermitted, record_release
from casetrack.store.queries.register import ORGANIZATIONS, card
from casetrack.store.queries.releases import releases_of
from casetrack.store.refusals import Refused
from casetrack.web.back import Back, to_case
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit


@page("/cases/<code>/releases", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    return visit.render(
        "releases/listed.html",
        heading=RELEASES.title,
        section=RELEASES,
        releases=releases_of(visit.db, visit.case),
        permitted=permission_words(visit.case.facts),
        editable=visit.may(Permission.RELEASE),
        back=to_case(visit.case),
    )


@page("/cases/<code>/releases/add", may=Permission.RELEASE, logs="opened")
def ask(visit: Visit) -> Response:
    return _page(visit, _form(visit, answers=_prefilled(visit)))


@page("/cases/<code>/releases/add", "POST", may=Permission.RELEASE)
def record(visit: Visit) -> Response:
    """Stops where the permission on file does not cover it, with everything typed kept."""
    form = _form(visit)
    if "again" in request.form or not form.validate():
        return _page(visit, form)
    facts, now = visit.case.facts, visit.now
    try:
        record_release(visit.db, facts, visit.case.id, form.stored, now=now, by=visit.actor)
    except Refused as refused:
        form.refuse(refused.refusals)
        return _page(visit, form)
    except NotPermitted as lacking:
        return visit.render(
            "releases/stopped.html",
            heading="Not without the patient’s permission",
            lacking=str(lacking),
            form=form,
            back=_to_list(visit),
        )
    return visit.go(_to_list(visit).address, said="Release recorded")


@page("/cases/<code>/releases/accounting", may=Permission.SEE_CASE, logs="printed")
def account(visit: Visit) -> Response:
    counted, left_out = accounting(releases_of(visit.db, visit.case), until=visit.today)
    return visit.render(
        "releases/accounting.html",
        heading="Accounting of disclosures",
        counted=counted,
        left_out=left_out,
        since=six_years_before(visit.today),
        unsure=sorted({one.basis.words for one in counted if not one.basis.sure}),
        back=_to_list(visit),
    )


def _form(visit: Visit, *, answers: Answers | None = None) -> AnswersForm:
    return form_for(
        RELEASES.table.questions,
        lists=lists_for(visit, parties=True),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _prefilled(visit: Visit) -> dict[str, str]:
    """Today, by whoever records it; to the organization that the address names, if it does."""
    told = {"released_on": visit.today.isoformat(), "released_by": visit.actor.name}
    number = whole_number(request.args.get("with", ""))
    found = card(visit.db, number) if number else None
    if found is None or found.of not in ORGANIZATIONS:
        return told
    kind = "company" if found.of is Of.COMPANY else found.answers.get("type", "")
    return {
        **told,
        "recipient": found.name,
        "recipient_address": found.answers.get("address", ""),
        "recipient_kind": RECIPIENT_KINDS.get(kind, ""),
    }


def _page(visit: Visit, form: AnswersForm) -> Response:
    return visit.render(
        "releases/add.html",
        heading="Record a release",
        form=form,
        permitted=permission_words(visit.case.facts),
        back=_to_list(visit),
    )


def _to_list(visit: Visit) -> Back:
    return Back("", url_for("releases.listed", code=visit.case.code), "the releases")
