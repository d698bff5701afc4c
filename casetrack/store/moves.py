"""Due dates that an act moves: named in its event, and told to whoever is about to save it.

What a company's posted policy moves, or a rule that the clinic changes, is told by an event of
each case it concerns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select

from casetrack.rules.agenda import targets_moved
from casetrack.rules.clocks import COUNTED, MOVED_BY, RULE_OF, Clock, Moved, moved
from casetrack.rules.facts import Facts
from casetrack.rules.questions import Of
from casetrack.store import agenda
from casetrack.store.acts import Act, act, lock
from casetrack.store.queries.facts import facts_of
from casetrack.store.refusals import Refused
from casetrack.store.session import Db
from casetrack.store.tables import UNDER_WAY, AgendaLine, Answer, Case, Entry

MOST = 500
"""As many cases as a rule is changed for at once."""
TOO_MANY = (
    f"More than {MOST} cases are counted by this rule. It changes with a new version of casetrack"
)


@dataclass(frozen=True)
class MovedIn:
    """One deadline that this transaction moves, and the case it belongs to."""

    case: int
    moved: Moved


def facts_before(within: Act, keys: Collection[str], *, rows: str = "") -> dict[int, Facts]:
    """The facts of each case whose dates these answers, or leaving out a row, may move."""
    db, dossier = within.db, within.dossier
    rules = {RULE_OF[key] for key in keys if key in RULE_OF}
    if rules and dossier.kind == Of.CLINIC:
        return facts_of(db, _counted_by(db, rules))
    if within.seq == 1 or (MOVED_BY.isdisjoint(keys) and rows not in COUNTED):
        return {}
    if dossier.kind == "case":
        return facts_of(db, [dossier.id])
    return facts_of(db, _asked(db, dossier.id)) if dossier.kind == "company" else {}


def tell_moves(within: Act, before: Mapping[int, Facts]) -> None:
    """Tells what has moved since: in this act, or in one of each other case."""
    db = within.db
    after = facts_of(db, before) if before else {}
    of_rule = within.dossier.kind == Of.CLINIC
    agenda.touched(db, before if of_rule else ())
    for case, facts in before.items():
        found = moved(facts, after[case])
        found += targets_moved(facts, after[case]) if of_rule else ()
        moves_in(db).extend(MovedIn(case, one) for one in found)
        if case == within.dossier.id:
            _tell(within, found)
        elif found:
            action, about = ("recounted", within.dossier.name)
            if of_rule:
                action, about = ("rule-changed", within.about)
            with act(db, lock(db, case), by=within.by, action=action, about=about) as own:
                _tell(own, found)


def moves_in(db: Db) -> list[MovedIn]:
    """Everything that this transaction has moved so far."""
    found: list[MovedIn] = db.info.setdefault("moved", [])
    return found


def _tell(within: Act, found: Collection[Moved]) -> None:
    for one in found:
        new = one.new.isoformat() if one.new else ""
        within.tell(one.clock.told, one.old.isoformat(), new)


def _counted_by(db: Db, rules: Collection[Clock]) -> list[int]:
    """The cases in which one of these rules may count a day; refused where they are too many."""
    steps = [
        found
        for rule in rules
        for found in (
            AgendaLine.key.in_((f"clock:{rule.key}", f"treatment:{rule.key}")),
            AgendaLine.key.startswith(f"clock:{rule.key}:", autoescape=True),
            *((AgendaLine.key.startswith("owed:"),) if rule.key == "close_out" else ()),
        )
    ]
    anchors = {key for rule in rules for key in rule.event.answers}
    begun = (
        select(Case.id)
        .join(Entry, Entry.dossier_id == Case.id)
        .join(Answer, Answer.entry_id == Entry.id)
        .where(Answer.key.in_(anchors), Answer.value != "", Entry.removed_at.is_(None))
    )
    if not any(rule.keeps for rule in rules):
        begun = begun.where(UNDER_WAY)
    listed = select(AgendaLine.dossier_id).where(or_(*steps))
    found = sorted(set(db.scalars(listed.union(begun).limit(MOST + 1))))
    if len(found) > MOST:
        raise Refused(TOO_MANY)
    return found


def _asked(db: Db, company: int) -> list[int]:
    """The cases under way whose request this company has not acknowledged yet."""
    query = select(Case.id).where(Case.company_id == company, Case.request_state == "sent")
    return list(db.scalars(query.where(UNDER_WAY).order_by(Case.id)))
