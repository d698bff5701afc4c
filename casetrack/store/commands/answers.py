"""Writing answers within an act, and keeping a case's line in the list in step with them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlalchemy import bindparam, func, insert, select

from casetrack.rules.criteria import resting_on
from casetrack.rules.questions import REGISTER, Of, overtaken, overtaken_beside, preset_alternatives
from casetrack.rules.questions.library import weighs
from casetrack.rules.text import search_key
from casetrack.store import logbook
from casetrack.store.acts import Act, act, founding, lock
from casetrack.store.moves import facts_before, tell_moves
from casetrack.store.queries.attestations import CHANGED, attested_on
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, Dossier, Entry

NO_SOURCES: Mapping[str, int] = {}
OF_ENTRY = (  # said once: putting a query together takes as long as asking it
    select(Answer)
    .where(Answer.entry_id == bindparam("entry"))
    .execution_options(populate_existing=True)
)
ROOT_OF = select(Entry).where(Entry.dossier_id == bindparam("dossier"), Entry.rows == "")
LAST_OF = select(func.max(Entry.position)).where(
    Entry.dossier_id == bindparam("dossier"), Entry.rows == bindparam("rows")
)
ADDED = insert(Entry).returning(Entry)
ALTERNATIVE = "alternative"
OPTIONS_OF = (
    select(Answer.value)
    .join(Entry)
    .where(
        *(Entry.dossier_id == bindparam("case"), Entry.rows == ALTERNATIVE),
        *(Entry.removed_at.is_(None), Answer.key == "option"),
    )
)
NAMED = (
    select(Dossier.id)
    .where(Dossier.kind == bindparam("kind"), Dossier.name_key == bindparam("name"))
    .order_by(Dossier.id)
)
REGISTERED = frozenset(of.value for of in REGISTER)


def insert_row(
    within: Act, rows: str, answers: Mapping[str, str], sources: Mapping[str, int] = NO_SOURCES
) -> Entry:
    """A new entry with its answers; `rows` empty makes the one that holds a dossier's own facts."""
    [entry] = _added(within, rows, 1)
    _write(within, entry, {}, {k: v for k, v in answers.items() if v}, sources)
    return entry


def _added(within: Act, rows: str, count: int) -> list[Entry]:
    """Empty entries at the end of a table."""
    db, dossier = within.db, within.dossier
    last = db.scalar(LAST_OF, {"dossier": dossier.id, "rows": rows})
    first = 0 if last is None else last + 1
    lines = [
        {"dossier_id": dossier.id, "seq": within.seq, "rows": rows, "position": position}
        for position in range(first, first + count)
    ]
    return sorted(db.scalars(ADDED, lines), key=lambda entry: entry.position)


def write_answers(
    within: Act,
    entry: Entry,
    answers: Mapping[str, str],
    sources: Mapping[str, int] = NO_SOURCES,
    *,
    held: Mapping[str, Answer] | None = None,
) -> None:
    """Stores answers, each with who gave it, when, and the proposal it came from.

    `held` are the entry's answers, where the caller has read them.
    """
    held = held_answers(within.db, entry) if held is None else held
    _write(within, entry, held, answers, sources)


def _write(
    within: Act,
    entry: Entry,
    held: Mapping[str, Answer],
    answers: Mapping[str, str],
    sources: Mapping[str, int],
) -> None:
    old = {key: answer.value for key, answer in held.items()}
    changed = {key for key, value in answers.items() if value != old.get(key, "")}
    before = facts_before(within, changed)
    for key, value in answers.items():
        _put(within, entry, key, value, held=held.get(key), source=sources.get(key))
    within.db.flush()
    if not entry.rows:
        _reindex(within, answers)
    elif entry.rows == logbook.ROWS:
        logbook.keep(within.db, entry, {**old, **answers})
    tell_moves(within, before)
    told = (old.get("supports", ""), answers.get("supports", ""))
    withdraw_overtaken(within, entry.rows, changed, supports=",".join(told))
    if held:
        _withdraw_beside(within, entry, changed)
    if entry.rows == ALTERNATIVE and "option" in changed & old.keys():
        _lay_presets(within)


def _put(
    within: Act,
    entry: Entry,
    key: str,
    value: str,
    *,
    held: Answer | None = None,
    source: int | None = None,
) -> None:
    """One answer, told in the act; what follows from it is the caller's."""
    within.tell(key, held.value if held else "", value, entry=entry.id, rows=entry.rows)
    if held is None:
        held = Answer(entry_id=entry.id, key=key, dossier_id=entry.dossier_id)
        within.db.add(held)
    held.value, held.seq = value, within.seq
    held.given_by, held.given_at = within.by.name, within.at
    held.proposal_id = source


def withdraw_overtaken(
    within: Act, rows: str, keys: Collection[str] = (), *, supports: str = ""
) -> None:
    """Clears what no longer holds once these answers have changed, here and where it is cited.

    `supports` are the criteria that a changed study of the case speaks to.
    """
    if within.seq == 1:  # nothing older is there
        return
    kind = within.dossier.kind
    gone = set(overtaken(rows, keys, of=kind)).difference(keys)
    gone |= set(resting_on(supports)) if rows == "study" else set()
    if kind == Of.STUDY and weighs(rows, keys):
        _withdraw_where_cited(within)
    if gone:
        _clear(within, root_of(within.db, within.dossier.id), gone)


def _withdraw_where_cited(within: Act) -> None:
    """Attestations fall with the study they rest on, in an event of each case."""
    db, study = within.db, within.dossier
    for case, keys in sorted(attested_on(db, study.id).items()):
        with act(db, lock(db, case), by=within.by, action=CHANGED, about=study.name) as own:
            write_answers(own, root_of(db, case), dict.fromkeys(sorted(keys), ""))
        withdrawn_in(db).append(len(keys))


def withdrawn_in(db: Db) -> list[int]:
    """How many attestations this transaction took away, case by case."""
    found: list[int] = db.info.setdefault("withdrawn", [])
    return found


def _withdraw_beside(within: Act, entry: Entry, keys: Collection[str]) -> None:
    """Clears what no longer holds in the same row."""
    gone = set(overtaken_beside(entry.rows, keys)).difference(keys)
    if gone:
        _clear(within, entry, gone)


def _clear(within: Act, entry: Entry, keys: Collection[str]) -> None:
    held = held_answers(within.db, entry)
    cleared = {key: "" for key in sorted(keys) if key in held and held[key].value}
    if cleared:
        write_answers(within, entry, cleared, held=held)


def live_options(db: Db, case_id: int) -> list[str]:
    """The alternatives that stand in the case's table."""
    return list(db.scalars(OPTIONS_OF, {"case": case_id}))


def held_answers(db: Db, entry: Entry) -> dict[str, Answer]:
    found = db.scalars(OF_ENTRY, {"entry": entry.id})
    return {answer.key: answer for answer in found}


def root_of(db: Db, dossier_id: int) -> Entry:
    """The entry that holds a dossier's own facts."""
    return db.scalars(ROOT_OF, {"dossier": dossier_id}).one()


def registered(within: Act, kind: str, name: str) -> int | None:
    """The register entry of this name; a new name makes a new entry."""
    if not name:
        return None
    found = within.db.scalars(NAMED, {"kind": kind, "name": name.casefold()}).first()
    if found is not None:
        return found
    with founding(within.db, by=within.by, kind=kind, name=name, action="registered") as first:
        insert_row(first, "", {"name": name})
        return first.dossier.id


def _reindex(within: Act, answers: Mapping[str, str]) -> None:
    dossier = within.dossier
    if dossier.kind in REGISTERED and answers.get("name"):
        dossier.name, dossier.name_key = answers["name"], answers["name"].casefold()
    copied = COPIES.keys() & answers.keys() if dossier.kind == "case" else ()
    case = within.db.get(Case, dossier.id) if copied else None
    if case is None:
        return
    for key in copied:
        case.seq = within.seq
        COPIES[key](within, case, answers[key])
    within.db.flush()


def _lay_presets(within: Act) -> None:
    """Options that must be answered for the diagnosis are laid before the team at once."""
    case = within.db.get_one(Case, within.dossier.id)
    there = live_options(within.db, case.id)
    new = [option for option in preset_alternatives(case.diagnosis) if option not in there]
    if new:
        for entry, option in zip(_added(within, ALTERNATIVE, len(new)), new, strict=True):
            _put(within, entry, "option", option)
        within.db.flush()
        withdraw_overtaken(within, ALTERNATIVE, {"option"})


def _initials(_within: Act, case: Case, value: str) -> None:
    case.initials, case.initials_key = value, search_key(value)


def _birth_year(within: Act, case: Case, _value: str) -> None:
    """The year of the date where the date is known."""
    held = held_answers(within.db, root_of(within.db, case.id))
    born = [held[key].value for key in ("birth_date", "birth_year") if key in held]
    case.birth_year = next((int(value[:4]) for value in born if value), None)


def _diagnosis(within: Act, case: Case, value: str) -> None:
    case.diagnosis = value
    _lay_presets(within)


def _drug(_within: Act, case: Case, value: str) -> None:
    case.drug, case.drug_key = value, search_key(value)


def _doctor(within: Act, case: Case, value: str) -> None:
    case.doctor, case.physician_id = value, registered(within, "physician", value)


def _company(within: Act, case: Case, value: str) -> None:
    case.company_id = registered(within, "company", value)


def _urgency(_within: Act, case: Case, value: str) -> None:
    case.emergency = value == "emergency"


def _fda_permitted_on(_within: Act, case: Case, value: str) -> None:
    case.fda_permitted_on = date.fromisoformat(value) if value else None


COPIES: dict[str, Callable[[Act, Case, str], None]] = {
    "initials": _initials,
    "birth_date": _birth_year,
    "birth_year": _birth_year,
    "diagnosis": _diagnosis,
    "drug": _drug,
    "doctor": _doctor,
    "company": _company,
    "urgency": _urgency,
    "fda_permitted_on": _fda_permitted_on,
}
