"""A section's page: its questions, its table of rows, and each row on a page of its own."""

from collections.abc import Mapping

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.documents.figures import figures_of
from casetrack.rules import sense, values
from casetrack.rules.access import RIGHT_TO, Permission, who_may
from casetrack.rules.assent import asked_of
from casetrack.rules.documents import BY_KEY as PAPERS_BY_KEY
from casetrack.rules.evidence import Study, drug_of, own_questions
from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_KEY, Kind, Of, Question, Section
from casetrack.rules.settling import asked_still
from casetrack.rules.tasks import MARK, mark_errors, mark_key, marks_of, row_title, rows_that_stay
from casetrack.rules.text import clean
from casetrack.store.commands.facts import Typed, add_row, remove_row, save_answers, shift_row
from casetrack.store.queries.library import drugs
from casetrack.store.queries.people import names_of_all
from casetrack.store.queries.removed import removed_count
from casetrack.store.refusals import Stale
from casetrack.web.back import TABLES, back_from, table_address
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit


@page("/cases/<code>/facts/<key>", may=Permission.SEE_CASE, logs="opened", at="section:{key}")
def show(visit: Visit, key: str) -> Response:
    section = _section(key)
    if section.key in TABLES:
        return visit.go(table_address(visit.case.code, section))
    return _page(visit, section, _form(visit, section, answers=visit.case.facts.answers))


@page("/cases/<code>/facts/<key>", "POST", may=Permission.LOG_CONTACT, at="section:{key}")
def save(visit: Visit, key: str) -> Response:
    section = _section(key)
    _check_right(visit, section)
    form = _form(visit, section)
    if not form.validate():
        return _page(visit, section, form)
    typed = Typed(entry=visit.case.root(), answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, visit.case.id, typed, by=visit.actor, about=section.key)
    except Stale as stale:
        return _conflict(visit, section, form, stale)
    return visit.go(back_from(visit.case, section).address, said=f"Saved: {section.title}")


@page("/cases/<code>/facts/<key>/mark", "POST", may=Permission.LOG_CONTACT)
def mark(visit: Visit, key: str) -> Response:
    section = _section(key)
    _check_right(visit, section)
    form = _mark_form(visit, section)
    valid = form.validate()
    if form.blame(mark_errors(form.stored)) or not valid:
        own = _form(visit, section, answers=visit.case.facts.answers)
        return _page(visit, section, own, marking=form)
    answers = {mark_key(section, q): form.stored[q.key] for q in MARK}
    typed = Typed(entry=visit.case.root(), answers=answers, drawn=drawn())
    try:
        save_answers(visit.db, visit.case.id, typed, by=visit.actor, about=section.key)
    except Stale as stale:
        asked = {mark_key(section, q): q.key for q in MARK}
        return _conflict(visit, section, form, stale.asked_as(asked))
    return visit.go(back_from(visit.case, section).address, said=f"Marked: {section.title}")


@page("/cases/<code>/facts/<key>/add", may=Permission.LOG_CONTACT, logs="opened", at="rows:{key}")
def add(visit: Visit, key: str) -> Response:
    section = _section(key, rows=True)
    if section.table.apart:
        return visit.go(table_address(visit.case.code, section))
    _check_right(visit, section)
    return _row_page(visit, section, _row_form(visit, section), None)


@page("/cases/<code>/facts/<key>/add", "POST", may=Permission.LOG_CONTACT, at="rows:{key}")
def added(visit: Visit, key: str) -> Response:
    section = _section(key, rows=True)
    if section.table.apart:  # added by an act of its own
        abort(404)
    _check_right(visit, section)
    form = _row_form(visit, section)
    if not row_is_sound(section, form):
        return _row_page(visit, section, form, None)
    add_row(visit.db, visit.case.id, section.table.key, form.stored, by=visit.actor)
    return _to_table(visit, section, "Added")


@page(
    "/cases/<code>/facts/<key>/<int:number>",
    may=Permission.SEE_CASE,
    logs="opened",
    at="row:{key}:{number}",
)
def row(visit: Visit, key: str, number: int) -> Response:
    section = _section(key, rows=True)
    found = _row(visit, section, number)
    form = _row_form(visit, section, answers=found.answers)
    form.catch_up(visit.drafts.since(visit.case.id, found.id))
    return _row_page(visit, section, form, found)


@page(
    "/cases/<code>/facts/<key>/<int:number>",
    "POST",
    may=Permission.LOG_CONTACT,
    at="row:{key}:{number}",
)
def save_row(visit: Visit, key: str, number: int) -> Response:
    section = _section(key, rows=True)
    _check_right(visit, section)
    found = _row(visit, section, number)
    form = _row_form(visit, section, answers=found.answers)
    if not row_is_sound(section, form):
        return _row_page(visit, section, form, found)
    typed = Typed(entry=found.id, answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, visit.case.id, typed, by=visit.actor, about=section.key)
    except Stale as stale:
        return _conflict(visit, section, form, stale)
    return _to_table(visit, section, "Saved")


@page("/cases/<code>/facts/<key>/<int:number>/remove", may=Permission.LOG_CONTACT, logs="opened")
def ask_remove(visit: Visit, key: str, number: int) -> Response:
    section = _section(key, rows=True)
    _check_right(visit, section)
    found = _row(visit, section, number)
    return visit.render(
        "facts/remove.html",
        heading=f"Remove {row_title(section, found)}?",
        section=section,
        row=found,
        back=back_from(visit.case, section),
    )


@page("/cases/<code>/facts/<key>/<int:number>/remove", "POST", may=Permission.LOG_CONTACT)
def remove(visit: Visit, key: str, number: int) -> Response:
    section = _section(key, rows=True)
    _check_right(visit, section)
    found = _row(visit, section, number)
    why = clean(request.form.get("why", ""))[:500]
    remove_row(visit.db, visit.case.id, found.id, by=visit.actor, why=why)
    return _to_table(visit, section, "Removed")


@page(
    "/cases/<code>/facts/<key>/<int:number>/<any(up, down):way>", "POST", may=Permission.EDIT_FACTS
)
def shift(visit: Visit, key: str, number: int, way: str) -> Response:
    section = _section(key, rows=True)
    found = _row(visit, section, number)
    shift_row(visit.db, visit.case.id, found.id, by=visit.actor, up=way == "up")
    return _to_table(visit, section, "Moved")


def shown(section: Section, row: Row, column: str, names: values.Names = values.NO_NAMES) -> str:
    """A row's answer as its table shows it."""
    question = column_question(section, column)
    said = row.answers.get(column, "") if question.applies(row.answers) else ""
    return values.show(question, said, names)


def column_question(section: Section, column: str) -> Question:
    return next(question for question in section.table.known if question.key == column)


def _section(key: str, *, rows: bool = False) -> Section:
    section = BY_KEY.get(key)
    if section is None or section.of is not Of.CASE or section.apart or (rows and not section.rows):
        abort(404)
    return section


def _row(visit: Visit, section: Section, number: int) -> Row:
    """A row of this case and this section; any other number is not found."""
    found = [row for row in visit.case.facts.rows_of(section) if row.id == number]
    if not found:
        abort(404)
    return found[0]


def _check_right(visit: Visit, section: Section) -> None:
    visit.check_right(RIGHT_TO[section.duty])


def _form(
    visit: Visit, section: Section, *, answers: Mapping[str, str] | None = None
) -> AnswersForm:
    named = any(q.key in ("doctor", "company") for q in section.questions)
    return form_for(
        _own_questions(visit, section),
        lists=lists_for(visit, names=named),
        sent=visit.drafts.typed(url_for("facts.save", code=visit.case.code, key=section.key)),
        answers=answers,
    )


def _mark_form(visit: Visit, section: Section) -> AnswersForm:
    held = visit.case.facts.answers
    return form_for(
        marks_of(section),
        lists=lists_for(visit),
        sent=visit.drafts.typed(url_for("facts.mark", code=visit.case.code, key=section.key)),
        answers={q.key: held.get(mark_key(section, q), "") for q in MARK},
    )


def _own_questions(visit: Visit, section: Section) -> tuple[Question, ...]:
    """What stands beside the table; that there are none is asked only of an empty one."""
    facts = visit.case.facts
    asked = asked_of(asked_still(section, facts), facts, visit.today)
    none = section.rows.none if section.rows else ""
    listed = facts.rows_of(section) and not facts.said(section).get(none)
    return tuple(q for q in asked if not listed or q.key != none)


def _row_form(
    visit: Visit, section: Section, *, answers: Mapping[str, str] | None = None
) -> AnswersForm:
    asked = own_questions(section.table.questions, answers or {})
    return form_for(
        asked_of(asked, visit.case.facts, visit.today),
        lists=lists_for(visit, people=_asks_people(section)),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _asks_people(section: Section) -> bool:
    return any(question.kind is Kind.PERSON for question in section.all_questions())


def _names(visit: Visit, section: Section) -> values.Names:
    """What answers that point at something are called on this section's pages."""
    people = {Kind.PERSON: names_of_all(visit.db)} if _asks_people(section) else {}
    return {**visit.case.names, **people}


def row_is_sound(section: Section, form: AnswersForm) -> bool:
    rows, valid = section.table, form.validate()
    errors = sense.row_errors(rows.key, form.stored) if valid else {}
    if valid and not any(form.stored.values()):
        errors = {rows.questions[0].key: f"Enter at least one fact about this {rows.one}"}
    return not form.blame(errors) and valid


def _to_table(visit: Visit, section: Section, did: str) -> Response:
    back = back_from(visit.case, section)
    asked_from = back.key in PAPERS_BY_KEY or back.key in ("routes", "emergency")
    address = back.address if asked_from else table_address(visit.case.code, section)
    return visit.go(address, said=f"{did}: {section.table.one}")


def _page(
    visit: Visit, section: Section, form: AnswersForm, *, marking: AnswersForm | None = None
) -> Response:
    facts = visit.case.facts
    doubts = [d for d in sense.doubts(facts, visit.today) if d.section.key == section.key]
    swimmer, tumor = figures_of(facts, today=visit.today)
    marking = marking or _mark_form(visit, section)
    if visit.drafts.resumed:
        since = visit.drafts.since(visit.case.id, visit.case.root())
        form.catch_up(since)
        marking.catch_up({q.key: since[k] for q in MARK if (k := mark_key(section, q)) in since})
    return visit.render(
        "facts/section.html",
        heading=section.title,
        section=section,
        form=marking if marking.errors else form,
        own=form,
        rows=facts.rows_of(section),
        staying=rows_that_stay(section, facts),
        drug=_drug(visit) if section.key == "evidence" else None,
        swimmer=swimmer if section.key == "prior_therapy" else None,
        tumor=tumor if section.key == "measurements" else None,
        removed=removed_count(visit.db, visit.case.id, section.rows.key) if section.rows else 0,
        marking=marking,
        doubts=doubts,
        doubtful=[d.key for d in doubts if d.row is None],  # shown though it need not be asked
        editable=visit.may(RIGHT_TO[section.duty]),
        who=who_may(RIGHT_TO[section.duty], facts),
        growing=visit.may(RIGHT_TO[section.duty], at=f"rows:{section.key}"),
        under_way=visit.may(RIGHT_TO[section.duty], at=""),
        asked=(asked := asked_of(section.questions, facts, visit.today)),
        shut=[q for q in asked if q not in asked_still(section, facts)],
        back=back_from(visit.case, section),
    )


def _drug(visit: Visit) -> Study | None:
    """How the drug asked for stands, if the library knows it."""
    return drug_of(visit.case.facts.answers.get("drug", ""), drugs(visit.db))


def _row_page(visit: Visit, section: Section, form: AnswersForm, found: Row | None) -> Response:
    visit.named = _names(visit, section)
    return visit.render(
        "facts/row.html",
        heading=f"Change {section.table.one}" if found else f"Add {section.table.an}",
        section=section,
        asked=asked_of(section.table.questions, visit.case.facts, visit.today),
        form=form,
        row=found,
        editable=visit.may(RIGHT_TO[section.duty]),
        who=who_may(RIGHT_TO[section.duty], visit.case.facts),
        back=back_from(visit.case, section),
    )


def _conflict(visit: Visit, section: Section, form: AnswersForm, stale: Stale) -> Response:
    visit.named = _names(visit, section)
    back = back_from(visit.case, section)
    return choose(visit, form, stale, dossier=visit.case.id, back=back)
