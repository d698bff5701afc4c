"""The evidence library's pages: the list of studies, adding one by hand, and one study."""

from collections.abc import Iterator, Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules import evidence, values
from casetrack.rules.access import Permission
from casetrack.rules.certainty import certainty
from casetrack.rules.questions import LIBRARY, Of, Question, find
from casetrack.rules.questions.argument import DESIGN
from casetrack.rules.source_ids import IdKind, address, told
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.library import add_study, sign_figures
from casetrack.store.queries import library
from casetrack.store.queries.history import timeline
from casetrack.store.queries.library import Kept, Wanted
from casetrack.store.refusals import Refused
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.paging import asked, following, narrowed
from casetrack.web.spreadsheet import spreadsheet
from casetrack.web.visit import Visit

SHOWN = (
    *("pmid", "doi", "nct", "drug", "diagnosis", "design", "n", "patients"),
    *("year", "checked_on", "checked_by"),
)
COLUMNS = ("study", *SHOWN, "key result", "certainty")
FIRST = ("name", "published", "pmid", "doi", "nct", "diagnosis", "drug", "design")


@page("/library", may=Permission.SEE_LIBRARY)
def listed(visit: Visit) -> Response:
    wanted = wanted_from_address()
    found = library.library(visit.db, wanted, today=visit.today)
    return visit.render(
        "library/listed.html",
        heading="Evidence library",
        wanted=wanted,
        narrowed=narrowed(wanted),
        found=found,
        following=following(wanted, found.after),
        export=url_for("library.export", **asked(wanted)),
        choices=library.choices(visit.db),
        designs=DESIGN,
    )


@page("/library.csv", may=Permission.SEE_LIBRARY)
def export(visit: Visit) -> Response:
    """What the list shows with these filters, all pages of it."""
    studies = library.every(visit.db, wanted_from_address(), today=visit.today)
    return spreadsheet("studies", COLUMNS, (_cells(study) for study in studies))


def _cells(study: evidence.Study) -> Iterator[str]:
    told = (find(key, of=Of.STUDY) for key in SHOWN)
    yield study.name
    yield from (values.show(one, study.answers.get(one.key, "")) for one in told if one)
    yield evidence.key_result(study)
    yield certainty(study.answers).word


@page("/library/add", may=Permission.EDIT_LIBRARY)
def ask(visit: Visit) -> Response:
    number = told(request.args.get("number", ""))
    answers = {number.kind.value: number.value} if number else {}
    sent = visit.drafts.typed()
    form = form_for(first_questions(), lists=lists_for(visit), sent=sent, answers=answers)
    return add_page(visit, form)


@page("/library/add", "POST", may=Permission.EDIT_LIBRARY)
def add(visit: Visit) -> Response:
    form = form_for(first_questions(), lists=lists_for(visit), sent=request.form)
    valid = form.validate()
    nameless = {"name": "Enter author, year and journal, or another short name"}
    missing = {} if form.stored["name"] or form.errors else nameless
    if form.blame(missing) or not valid:
        return add_page(visit, form)
    answers = {key: value for key, value in form.stored.items() if value}
    try:
        number = add_study(visit.db, answers, by=visit.actor)
    except Refused as refused:
        return add_page(visit, form, loose=form.refuse(refused.refusals))
    return visit.go(url_for("library.show", number=number), said=f"Added: {answers['name']}")


@page("/library/<int:number>", may=Permission.SEE_LIBRARY)
def show(visit: Visit, number: int) -> Response:
    found = found_study(visit, number)
    study, said = found.study, found.study.answers
    return visit.render(
        "library/show.html",
        heading=found.name,
        kept=found,
        study=study,
        sections={section.key: section for section in LIBRARY[Of.STUDY]},
        links=[(kind, said[kind], address(kind, said[kind])) for kind in IdKind if said.get(kind)],
        sure=certainty(said),
        doubts=evidence.doubts(study, visit.today),
        drug=evidence.drug_of(said.get("drug", ""), library.drugs(visit.db)),
        used=library.uses(visit.db, number),
        cases=library.cases_citing(visit.db, number, by=visit.actor),
        events=timeline(visit.db, number, limit=10, of=Of.STUDY).lines,
        editable=visit.may(Permission.EDIT_LIBRARY),
    )


@page(
    "/library/<int:number>/sign/<any(extracted, checked):as_>", "POST", may=Permission.EDIT_LIBRARY
)
def sign(visit: Visit, number: int, as_: str) -> Response:
    found = found_study(visit, number)
    sign_figures(visit.db, found.id, as_=as_, today=visit.today, by=visit.actor)
    return visit.go(url_for("library.show", number=number), said=f"{as_.capitalize()} by you today")


def found_study(visit: Visit, number: int, *, of: Of = Of.STUDY) -> Kept:
    found = library.kept(visit.db, number, of)
    if found is None:
        abort(404)
    return found


def back_to_library(found: Kept | None = None) -> Back:
    if found is None:
        return Back("", url_for("library.listed"), "the evidence library")
    return Back("", url_for("library.show", number=found.id), found.name)


def first_questions() -> tuple[Question, ...]:
    """What is asked to begin with; everything else has its own page."""
    return tuple(question for key in FIRST if (question := find(key, of=Of.STUDY)))


def add_page(visit: Visit, form: AnswersForm, *, loose: Sequence[Refusal] = ()) -> Response:
    """Three ways to add: by its number, from a file, by hand."""
    return visit.render(
        "library/add.html",
        heading="Add a study",
        form=form,
        number=visit.drafts.said("number", url_for("imports.find"))[:200],
        lookups=visit.lookups.on,
        loose=loose,
        back=back_to_library(),
    )


def wanted_from_address() -> Wanted:
    """The filters of the address; what cannot be read is as if it were not there."""
    given = request.args
    designs = {choice.key for choice in DESIGN}
    year = given.get("year", "")
    return Wanted(
        q=given.get("q", "").strip()[:80],
        drug=given.get("drug", "")[:200],
        diagnosis=given.get("diagnosis", "")[:200],
        design=given.get("design", "") if given.get("design") in designs else "",
        year=year if year.isascii() and year.isdigit() and len(year) == 4 else "",
        checked="checked" in given,
        set_aside="set_aside" in given,
        after=given.get("after", "")[:20],
    )
