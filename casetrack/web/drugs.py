"""How each drug stands with FDA: the list, one drug, and what openFDA says of it."""

from collections.abc import Mapping, Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.lookups import DrugStatus, LookupFailed
from casetrack.rules import evidence
from casetrack.rules.access import Permission
from casetrack.rules.questions import Of
from casetrack.rules.questions.library import DRUG
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.library import add_drug
from casetrack.store.queries import library
from casetrack.store.queries.history import timeline
from casetrack.store.queries.library import Kept
from casetrack.store.refusals import Stale
from casetrack.web.back import Back
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.library import found_study
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit

NONE_KNOWN = (
    "openFDA lists no approved product of this name. That does not prove there is none: try "
    "another name of the drug"
)


@page("/library/drugs", may=Permission.SEE_LIBRARY)
def listed(visit: Visit) -> Response:
    found = library.drugs(visit.db)
    fresh = {
        d.id: not evidence.is_stale(d.answers.get("checked_on", ""), visit.today) for d in found
    }
    return visit.render(
        "library/drugs.html",
        heading="How the drugs stand",
        drugs=found,
        fresh=fresh,
        asked={question.key: question for question in DRUG.questions},
    )


@page("/library/drugs/add", may=Permission.EDIT_LIBRARY)
def ask(visit: Visit) -> Response:
    return _page(visit, None, _form(visit, {"name": request.args.get("name", "")[:200]}))


@page("/library/drugs/add", "POST", may=Permission.EDIT_LIBRARY)
def add(visit: Visit) -> Response:
    form = _sent(visit)
    if not _is_sound(visit, form, None):
        return _page(visit, None, form)
    answers = {key: value for key, value in form.stored.items() if value}
    add_drug(visit.db, answers, by=visit.actor)
    return visit.go(url_for("drugs.listed"), said=f"Added: {answers['name']}")


@page("/library/drugs/<int:number>", may=Permission.SEE_LIBRARY)
def show(visit: Visit, number: int) -> Response:
    found = found_study(visit, number, of=Of.DRUG)
    return _page(visit, found, _form(visit, found.study.answers))


@page("/library/drugs/<int:number>", "POST", may=Permission.EDIT_LIBRARY)
def save(visit: Visit, number: int) -> Response:
    found, form = found_study(visit, number, of=Of.DRUG), _sent(visit)
    if not _is_sound(visit, form, found):
        return _page(visit, found, form)
    typed = Typed(entry=found.study.root, answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, found.id, typed, by=visit.actor, about=DRUG.key)
    except Stale as stale:
        return choose(visit, form, stale, dossier=found.id, of=found.of, back=_back())
    return visit.go(url_for("drugs.listed"), said=f"Saved: {form.stored['name']}")


def look_up(visit: Visit) -> DrugStatus | Refusal:
    """Asks openFDA before any transaction."""
    name = request.form.get("name", "").strip()[:200]
    if not name:
        return Refusal("Enter the drug's name", field="name")
    try:
        return visit.lookups.drug(name)
    except LookupFailed as failed:
        return Refusal(failed.sentence)


@page("/library/drugs/look-up", "POST", may=Permission.EDIT_LIBRARY, before=look_up)
def find_new(visit: Visit) -> Response:
    return _filled(visit, None)


@page("/library/drugs/<int:number>/look-up", "POST", may=Permission.EDIT_LIBRARY, before=look_up)
def find(visit: Visit, number: int) -> Response:
    return _filled(visit, found_study(visit, number, of=Of.DRUG))


def _filled(visit: Visit, found: Kept | None) -> Response:
    """The form again, with what openFDA said; nothing is kept until a person saves it."""
    form = _sent(visit)
    form.validate()
    if isinstance(visit.prepared, Refusal):
        return _page(visit, found, form, loose=form.refuse([visit.prepared]))
    if not visit.prepared.approvals:
        return _page(visit, found, form, loose=[Refusal(NONE_KNOWN)])
    told = _told(visit, visit.prepared)
    filled = _form(visit, {**form.stored, **told})
    return _page(visit, found, filled, filled=[q.label for q in DRUG.questions if q.key in told])


def _told(visit: Visit, status: DrugStatus) -> dict[str, str]:
    """Answers from openFDA; whether it is approved for this use is a person's to say."""
    first = status.approvals[0]
    told = {
        "other_names": ", ".join(dict.fromkeys(n for one in status.approvals for n in one.brands)),
        "approved_on": first.approved_on,
        "application": first.application,
        "sponsor": first.sponsor,
        "approved_for": status.indications[:1_200],
        "source": f"openFDA, {', '.join(one.application for one in status.approvals)}"[:200],
        "checked_on": visit.today.isoformat(),
        "checked_by": visit.actor.name,
    }
    return {key: value for key, value in told.items() if value}


def _form(visit: Visit, answers: Mapping[str, str]) -> AnswersForm:
    sent = visit.drafts.typed() if request.method == "GET" else None
    return form_for(DRUG.questions, lists=lists_for(visit), sent=sent, answers=answers)


def _sent(visit: Visit) -> AnswersForm:
    return form_for(DRUG.questions, lists=lists_for(visit), sent=request.form)


def _is_sound(visit: Visit, form: AnswersForm, found: Kept | None) -> bool:
    valid = form.validate()
    name = form.stored["name"]
    errors = {} if name or form.errors else {"name": "Enter the drug's name"}
    same = evidence.drug_of(name, library.drugs(visit.db))
    if same and (found is None or same.id != found.id):
        errors["name"] = f"The library has this drug already: {same.name}"
    return not form.blame(errors) and valid


def _back() -> Back:
    return Back("", url_for("drugs.listed"), "the drugs")


def _page(
    visit: Visit,
    found: Kept | None,
    form: AnswersForm,
    *,
    filled: Sequence[str] = (),
    loose: Sequence[Refusal] = (),
) -> Response:
    return visit.render(
        "library/drug.html",
        heading=found.name if found else "Add a drug",
        kept=found,
        section=DRUG,
        form=form,
        lookups=visit.lookups.on,
        events=timeline(visit.db, found.id, limit=10, of=Of.DRUG).lines if found else (),
        editable=visit.may(Permission.EDIT_LIBRARY),
        filled=filled,
        loose=loose,
        back=_back(),
    )
