"""What was learned from earlier requests to a company, of the cases that the reader may see."""

from sqlalchemy import select

from casetrack.rules.lessons import KEYS, Lesson, lesson
from casetrack.rules.people import Actor
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, Entry

LATEST = 50


def lessons_of(db: Db, company: int, *, by: Actor) -> tuple[Lesson, ...]:
    """The latest first, in two queries."""
    asked = (Case.company_id == company, Case.request_state != "not_asked", visible_to(by))
    latest = select(Case.id, Case.code, Case.life).where(*asked).order_by(Case.id.desc())
    cases = db.execute(latest.limit(LATEST)).all()
    own = (Entry.dossier_id.in_([case.id for case in cases]), Entry.rows == "")
    query = select(Entry.dossier_id, Answer.key, Answer.value).join(Answer).where(*own)
    said: dict[int, dict[str, str]] = {}
    for case, key, value in db.execute(query.where(Answer.key.in_(KEYS))):
        said.setdefault(case, {})[key] = value
    found = (lesson(one.code, said.get(one.id, {}), life=one.life) for one in cases)
    return tuple(one for one in found if one)
