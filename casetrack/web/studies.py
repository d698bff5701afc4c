"""Changing a study: its sections, and each outcome or side effect on a page of its own."""

from collections.abc import Callable, Mapping

from flask import abort, request
from werkzeug.wrappers import Response

from casetrack.rules import evidence
from casetrack.rules.access import Permission
from casetrack.rules.facts import Row
from casetrack.rules.questions import LIBRARY, Of, Question, Rows, Section
from casetrack.rules.questions.library import weighs
from casetrack.rules.tasks import row_title
from casetrack.rules.text import clean, counted, within
from casetrack.store.commands.answers import withdrawn_in
from casetrack.store.commands.facts import Typed, add_row, remove_row, restore_row, save_answers
from casetrack.store.queries.attestations import attested_on
from casetrack.store.queries.library import Kept
from casetrack.store.queries.removed import removed_rows
from casetrack.store.refusals import Stale
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.library import back_to_library, found_study
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit

HERE = "/library/<int:number>"


@page(f"{HERE}/facts/<key>", may=Permission.EDIT_LIBRARY)
def show(visit: Visit, number: int, key: str) -> Response:
    found, section = _section(visit, number, key)
    form = _form(visit, section, found.study.answers)
    form.catch_up(visit.drafts.since(found.id, found.study.root))
    return _page(visit, found, section, form)


@page(f"{HERE}/facts/<key>", "POST", may=Permission.EDIT_LIBRARY)
def save(visit: Visit, number: int, key: str) -> Response:
    found, section = _section(visit, number, key)
    form = form_for(section.questions, lists=lists_for(visit), sent=visit.drafts.typed())
    if not _is_sound(form, lambda said: evidence.section_errors(key, said, found.study)):
        return _page(visit, found, section, form)
    return _store(visit, found, section, form, found.study.root)


@page(f"{HERE}/rows/<key>/add", may=Permission.EDIT_LIBRARY)
def ask_row(visit: Visit, number: int, key: str) -> Response:
    found, section, rows = _table(visit, number, key)
    return _page(visit, found, section, _form(visit, rows, {}, found), rows=rows)


@page(f"{HERE}/rows/<key>/add", "POST", may=Permission.EDIT_LIBRARY)
def add(visit: Visit, number: int, key: str) -> Response:
    found, section, rows = _table(visit, number, key)
    form = _sent_row(visit, rows)
    if not _row_is_sound(found, rows, form):
        return _page(visit, found, section, form, rows=rows)
    add_row(visit.db, found.id, rows.key, form.stored, by=visit.actor)
    return _done(visit, found, f"Added: {rows.one}")


@page(f"{HERE}/rows/<key>/<int:row>", may=Permission.EDIT_LIBRARY)
def show_row(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section, rows = _table(visit, number, key)
    held = _row(found, rows, row)
    form = _form(visit, rows, held.answers, found)
    form.catch_up(visit.drafts.since(found.id, held.id))
    return _page(visit, found, section, form, rows=rows, row=held)


@page(f"{HERE}/rows/<key>/<int:row>", "POST", may=Permission.EDIT_LIBRARY)
def save_row(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section, rows = _table(visit, number, key)
    held, form = _row(found, rows, row), _sent_row(visit, rows)
    if not _row_is_sound(found, rows, form):
        return _page(visit, found, section, form, rows=rows, row=held)
    return _store(visit, found, section, form, held.id)


@page(f"{HERE}/rows/<key>/<int:row>/remove", may=Permission.EDIT_LIBRARY)
def ask_remove(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section, rows = _table(visit, number, key)
    return visit.render(
        "library/remove.html",
        heading=f"Remove {row_title(section, _row(found, rows, row))}?",
        rows=rows,
        rests=_rests(visit, found),
        back=back_to_library(found),
    )


@page(f"{HERE}/rows/<key>/<int:row>/remove", "POST", may=Permission.EDIT_LIBRARY)
def remove(visit: Visit, number: int, key: str, row: int) -> Response:
    found, _, rows = _table(visit, number, key)
    why = clean(request.form.get("why", ""))[:500]
    remove_row(visit.db, found.id, _row(found, rows, row).id, by=visit.actor, why=why)
    return _done(visit, found, f"Removed: {rows.one}")


@page(f"{HERE}/removed", may=Permission.SEE_LIBRARY)
def removed(visit: Visit, number: int) -> Response:
    found = found_study(visit, number)
    return visit.render(
        "library/removed.html",
        heading="Removed items",
        kept=found,
        items=removed_rows(visit.db, found.id),
        rests=_rests(visit, found),
        editable=visit.may(Permission.EDIT_LIBRARY),
        back=back_to_library(found),
    )


@page(f"{HERE}/removed/<int:row>", "POST", may=Permission.EDIT_LIBRARY)
def restore(visit: Visit, number: int, row: int) -> Response:
    found = found_study(visit, number)
    if row not in {item.id for item in removed_rows(visit.db, found.id)}:
        abort(404)
    restore_row(visit.db, found.id, row, by=visit.actor)
    return _done(visit, found, "Restored")


def _section(visit: Visit, number: int, key: str) -> tuple[Kept, Section]:
    section = next((s for s in LIBRARY[Of.STUDY] if s.key == key and s.questions), None)
    if section is None:
        abort(404)
    return found_study(visit, number), section


def _table(visit: Visit, number: int, key: str) -> tuple[Kept, Section, Rows]:
    section = next((s for s in LIBRARY[Of.STUDY] if s.rows and s.rows.key == key), None)
    if section is None or section.rows is None:
        abort(404)
    return found_study(visit, number), section, section.rows


def _row(found: Kept, rows: Rows, number: int) -> Row:
    held = [row for row in found.study.rows.get(rows.key, ()) if row.id == number]
    if not held:
        abort(404)
    return held[0]


def _form(
    visit: Visit, asked: Section | Rows, answers: Mapping[str, str], of: Kept | None = None
) -> AnswersForm:
    """A study of one group is not asked for a comparison; one that is typed all the same is
    refused with the reason.
    """
    questions: tuple[Question, ...] = asked.questions
    if of is not None:
        questions = evidence.row_questions(questions, design=of.study.answers.get("design", ""))
    sent = visit.drafts.typed()
    return form_for(questions, lists=lists_for(visit), sent=sent, answers=answers)


def _sent_row(visit: Visit, rows: Rows) -> AnswersForm:
    return form_for(rows.questions, lists=lists_for(visit), sent=visit.drafts.typed())


def _is_sound(form: AnswersForm, errors: Callable[[Mapping[str, str]], dict[str, str]]) -> bool:
    valid = form.validate()
    return not form.blame(errors(form.stored) if valid else {}) and valid


def _row_is_sound(found: Kept, rows: Rows, form: AnswersForm) -> bool:
    first = rows.questions[0]

    def errors(said: Mapping[str, str]) -> dict[str, str]:
        if not said[first.key]:
            return {first.key: f"Say which {rows.one} it is"}
        return evidence.row_errors(rows.key, said, design=found.study.answers.get("design", ""))

    return _is_sound(form, errors)


def _store(visit: Visit, found: Kept, section: Section, form: AnswersForm, entry: int) -> Response:
    typed = Typed(entry=entry, answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, found.id, typed, by=visit.actor, about=section.key)
    except Stale as stale:
        back = back_to_library(found)
        return choose(visit, form, stale, dossier=found.id, of=found.of, back=back)
    return _done(visit, found, f"Saved: {section.title}")


def _done(visit: Visit, found: Kept, did: str) -> Response:
    """Back to the study, with what fell in the cases that cite it."""
    gone = withdrawn_in(visit.db)
    fell = f". Withdrawn: {_counted(sum(gone), len(gone))}" if gone else ""
    return visit.go(back_to_library(found).address, said=f"{did}{fell}")


def _rests(visit: Visit, found: Kept) -> str:
    """What would be withdrawn; cases that one may not see are counted as well."""
    held = attested_on(visit.db, found.id)
    return _counted(sum(len(keys) for keys in held.values()), len(held)) if held else ""


def _counted(attestations: int, cases: int) -> str:
    told = counted(attestations, "attestation")
    return f"{told} of criteria in {counted(cases, 'open case')}"


def _page(
    visit: Visit,
    found: Kept,
    section: Section,
    form: AnswersForm,
    *,
    rows: Rows | None = None,
    row: Row | None = None,
) -> Response:
    heading = section.title
    if rows:
        heading = f"Change {rows.one}" if row else f"Add {rows.an}"
    key, asked = rows.key if rows else "", {question.key for question in section.questions}
    alone = rows is not None and found.study.answers.get("design", "") in evidence.ONE_GROUP
    return visit.render(
        "library/facts.html",
        heading=heading,
        kept=found,
        section=section,
        what=rows.one if rows else within(section.title),
        new=rows is not None and row is None,
        alone=alone,
        rests=_rests(visit, found) if weighs(key, asked) else "",
        form=form,
        back=back_to_library(found),
    )
