"""How values are spelled on pages: dates, moments, events, and marks made visible."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, g, request, url_for
from markupsafe import Markup

from casetrack.documents.glance import age_of
from casetrack.rules import evidence, values, workflow
from casetrack.rules.access import Permission
from casetrack.rules.agenda import step_key
from casetrack.rules.catalog import question
from casetrack.rules.certainty import certainty
from casetrack.rules.clocks import how_counted
from casetrack.rules.contacts import newest_first
from casetrack.rules.dates import show_date, show_time, weekday
from casetrack.rules.documents import PAPERS
from casetrack.rules.facts import ROUTES, STAGE_NAMES, Row, Track
from casetrack.rules.people import ROLE_WORDS, Role
from casetrack.rules.questions import BY_KEY, BY_ROWS, Of, Section
from casetrack.rules.text import counted, visible, within
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.queries.history import Told
from casetrack.web import back, days, deadlines, drafting, facts, naming

PHONE = re.compile(r"[+0-9 ().\-–/]+")
NAMED = ("recounted", "rule-changed", "form-compared", "evidence-changed")
"""Events that are about something by its own name."""
ACTIONS = {
    "started": "started the case",
    "saved": "saved {title}",
    "added": "added {row}",
    "contacted": "logged a contact with {party}",
    "released": "recorded a release of patient data",
    "removed": "removed {row}",
    "restored": "restored {row}",
    "reordered": "changed the order of {title}",
    "step-done": "did a step",
    "step-not-needed": "marked a step as not needed",
    "step-moved": "moved a step to another day",
    "step-handed-over": "handed a step over",
    "step-taken-back": "took back what they had done",
    "judged": "judged an event on treatment",
    "learned": "recorded new information about an event",
    "froze": "froze a version of the {about}",
    "sent": "recorded who got the {about}",
    "granted": "gave access",
    "withdrew": "withdrew access",
    "uploaded": "uploaded a report",
    "chart-read": "read a chart, {about}",
    "chart-removed": "removed a chart, {about}",
    "chart-restored": "restored a chart, {about}",
    "chart-decided": "decided on facts from a chart",
    "corrected": "corrected a day",
    "evidence-changed": "changed {about} in the evidence library, on which an attestation rests",
    "recounted": "changed the posted policy of {about}, which moves a due date",
    "rule-changed": "changed the deadline rule “{about}”",
    "form-compared": "compared with FDA's present form: {about}",
    "registered": "entered it in the register",
    "entered": "entered it in the library",
    "extracted": "extracted the figures",
    "cited": "cited studies of the library",
    "shipped": "entered what casetrack is installed with",
    "took-shipped": "took over what casetrack ships",
    "checked": "checked it against its source",
    "account-added": "added the account",
    "roles-changed": "changed roles",
    "account-disabled": "disabled the account",
    "account-enabled": "enabled the account",
    "password-set": "set a new password",
    "password-chosen": "chose a password",
}

FIGURES = {
    "key_result": evidence.key_result,
    "figures_told": evidence.figures,
    "on_drug": evidence.on_drug,
    "on_control": evidence.on_control,
    "ratio_shown": evidence.ratio,
}


def install(app: Flask) -> None:
    """Gives every template the same words."""
    env = app.jinja_env
    env.filters |= {
        "date": day,
        "day": local_day,
        "weekday": weekday,
        "within": within,
        "counted": counted,
        "moment": moment,
        "clock": clock,
        "stored_time": show_time,
        "size": size,
    }
    env.globals |= {
        "url_for": address,
        "stage_names": STAGE_NAMES,
        "state_words": workflow.STATE_WORDS,
        "track_names": workflow.TRACK_NAMES,
        "paper_titles": {paper.key: paper.title for paper in PAPERS},
        "tracks": Track,
        "permission": Permission,
        "roles": Role,
        "role_words": ROLE_WORDS,
        "form_token": lambda: secrets.token_urlsafe(24),
        "age": lambda file: age_of(file, g.visit.today),
        "shown": shown,
        "value_of": value_of,
        "value_shown": values.show,
        "answer_shown": answer_shown,
        "example": example,
        "how_counted": how_counted,
        "correctable_in": lambda deadline: days.correctable_in(g.visit, deadline),
        "step_key": step_key,
        "deadline_about": deadlines.about,
        "asked_in": facts.column_question,
        "section_address": back.section_address,
        "gap_address": back.gap_address,
        "table_address": back.table_address,
        "cure_address": lambda cure, **how: back.cure_address(g.visit.case.code, cure, **how),
        "dialed": dialed,
        **naming.WORDS,
        "step_address": back.cure_address,
        "last_contact": last_contact,
        "policy_days": policy_days,
        "route_tracks": ROUTES,
        "told": told,
        "draft_address": drafting.address_of,
        "study_shown": lambda study, key: fact_shown(study, key, Of.STUDY),
        "drug_shown": lambda drug, key: fact_shown(drug, key, Of.DRUG),
        **FIGURES,
        "certainty_of": lambda study: certainty(study.answers).word,
        "stale": lambda checked_on: evidence.is_stale(checked_on, g.visit.today),
        "asset": lambda name: address("assets.own", name=name, v=app.config["ASSETS"]),
    }
    env.finalize = finalize
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, Any]:
    """What every page knows; an error before the door has no visit."""
    visit = g.get("visit")
    return (
        {"visit": visit, "clinic": visit.settings.clinic_name, "synthetic_clinic": visit.demo}
        if visit
        else {}
    )


def address(endpoint: str, **parts: Any) -> str:  # noqa: ANN401 - numbers and words
    """Flask's `url_for`, which takes a twentieth of a page, once for each address."""
    return _address(request.script_root, endpoint, tuple(parts.items()))


@lru_cache(maxsize=5_000)
def _address(_below: str, endpoint: str, parts: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(parts))


def finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    """Every printed text shows the marks that would reorder it."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def day(value: date | str | None) -> str:
    return show_date(value) if value else ""


def local_day(value: datetime) -> str:
    return day(g.visit.local(value).date())


def moment(value: datetime) -> str:
    local = g.visit.local(value)
    return f"{day(local.date())}, {clock(value)}"


def clock(value: datetime) -> str:
    return str(g.visit.clock(value))


def size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(1, count // 1_000)} kB"


def last_contact(file: CaseFile) -> Row | None:
    """The latest contact of a case, with whomever it was."""
    return next(iter(newest_first(file.facts.rows.get("contact", ()))), None)


def policy_days(answers: Mapping[str, str]) -> str:
    """How soon a company promises to acknowledge: '5 business days'."""
    asked = [question(key, of=Of.COMPANY) for key in ("policy_days", "policy_days_of")]
    told = (values.show(one, answers.get(one.key, "")) for one in asked if one)
    return " ".join(words for words in told if words)


def dialed(number: str) -> str:
    """What a phone dials for a number as it was typed; empty where it holds none."""
    found = PHONE.match(number.strip())
    digits = re.sub(r"[^0-9]", "", found[0]) if found else ""
    plus = "+" if number.strip().startswith("+") else ""
    return plus + digits if 3 <= len(digits) <= 15 else ""


def value_of(file: CaseFile, section: Section, key: str) -> str:
    said = file.facts.said(section)
    asked = question(key, of=section.of)
    if not asked or not asked.applies(said):
        return ""
    return naming.spared(asked, values.show(asked, said.get(key, "")))


def shown(section: Section, row: Row, column: str) -> str:
    """One cell of a table."""
    return facts.shown(section, row, column, g.visit.names)


def fact_shown(of: evidence.Study, key: str, kind: Of) -> str:
    """A fact of a study or drug as people read it."""
    asked = question(key, of=kind)
    return (
        values.show(asked, of.answers.get(key, "")) if asked and asked.applies(of.answers) else ""
    )


def answer_shown(key: str, stored: str) -> str:
    """An answer beside the facts (what an action asked), as people read it."""
    asked = question(key)
    return values.show(asked, stored) if asked else stored


def example(section: Section, column: str) -> str:
    """One cell of a section's example row, as its table would show it."""
    return facts.shown(section, Row(0, section.table.example), column)


def told(event: Told) -> str:
    """An event as a sentence: 'Rosa Ortiz saved: Prior therapy'."""
    if event.action in set(workflow.Action):
        return f"{event.by} {workflow.BY_ACTION[workflow.Action(event.action)].sentence}"
    section = BY_ROWS.get(event.about) or BY_KEY.get(event.about)
    said = ACTIONS.get(event.action, event.action).format(
        title=within(section.title) if section else event.about,
        row=section.rows.an if section and section.rows else "",
        about=event.about if event.action in NAMED else event.about.replace("-", " "),
        party=next((c.new for c in event.changes if c.key == "with_whom"), "somebody"),
    )
    return f"{event.by} {said}"
