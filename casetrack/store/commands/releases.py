"""Recording a release of patient data: refused where the patient's permission does not cover it."""

from collections.abc import Mapping
from datetime import datetime

from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.releases import lacks_permission, refused
from casetrack.store.acts import act
from casetrack.store.commands.answers import insert_row
from casetrack.store.commands.cases import hold
from casetrack.store.refusals import Refused
from casetrack.store.session import Db

ROWS = "release"


class NotPermitted(Exception):
    """The patient's permission on file does not cover this release; says what it lacks."""


def record_release(
    db: Db, facts: Facts, case_id: int, words: Mapping[str, str], *, now: datetime, by: Actor
) -> int:
    """Raises Refused with what is missing, or NotPermitted."""
    dossier = hold(db, case_id)
    if wrong := refused(words, now=now):
        raise Refused(wrong)
    if lacking := lacks_permission(facts, words, today=now.date()):
        raise NotPermitted(lacking)
    with act(db, dossier, by=by, action="released", about=ROWS) as releasing:
        return insert_row(releasing, ROWS, words).id
