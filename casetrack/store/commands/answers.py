"""Writing answers within an act, and keeping a case's line in the list in step with them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update

from casetrack.rules.criteria import resting_on
from casetrack.rules.questions import REGISTER, Of, overtaken, overtaken_beside, preset_alternatives
from casetrack.rules.questions.library import weighs
from casetrack.rules.text import search_key
from casetrack.store import logbook
from casetrack.store.acts import Act, act, founding, lock
from casetrack.store.base import table_of
from casetrack.store.moves import facts_before, tell_moves
from casetrack.store.queries.attestations import CHANGED, attested_on
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, Dossier, Entry

ANSWERS = table_of(Answer)
NO_SOURCES: Mapping[str, int] = {}
OF_ENTRY = select(ANSWERS.c.key, ANSWERS.c.value, ANSWERS.c.seq).where(
    ANSWERS.c.entry_id == bindparam("entry")  # said once: putting it together takes as long
)
GIVEN = insert(ANSWERS)
CHANGED_TO = update(ANSWERS).where(
    ANSWERS.c.entry_id == bindparam("of"), ANSWERS.c.key == bindparam("named")
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

Line = dict[str, Any]


class Held(NamedTuple):
    """An answer as it stands, and the event that last changed it."""

    key: str
    value: str
    seq: int


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
    last = db.scalar(LAST_OF, {"dossier": dossier.id, "rows": rows}) if rows else None
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
    held: Mapping[str, Held] | None = None,
) -> None:
    """Stores answers, each with who gave it, when, and the proposal it came from.

    `held` are the entry's answers, where the caller has read them.
    """
    held = held_answers(within.db, entry) if held is None else held
    _write(within, entry, held, answers, sources)


def _write(
    within: Act,
    entry: Entry,
    held: Mapping[str, Held],
    answers: Mapping[str, str],
    sources: Mapping[str, int],
) -> None:
    old = {key: answer.value for key, answer in held.items()}
    changed = {key for key, value in answers.items() if value != old.get(key, "")}
    before = facts_before(within, changed)
    lines = [
        _told(within, entry, key, value, old=old.get(key, ""), source=sources.get(key))
        for key, value in answers.items()
    ]
    _store(within.db, lines, held=old)
    if not entry.rows:
        _reindex(within, answers, {**old, **answers})
    elif entry.rows == logbook.ROWS:
        logbook.keep(within.db, entry, {**old, **answers})
    tell_moves(within, before)
    told = (old.get("supports", ""), answers.get("supports", ""))
    root = None if entry.rows else entry
    withdraw_overtaken(within, entry.rows, changed, supports=",".join(told), root=root)
    if held:
        _withdraw_beside(within, entry, changed)
    if entry.rows == ALTERNATIVE and "option" in changed & old.keys():
        _lay_presets(within, within.db.get_one(Case, within.dossier.id))


def _told(
    within: Act, entry: Entry, key: str, value: str, *, old: str = "", source: int | None = None
) -> Line:
    """One answer, told in the act, as its table has it; what follows from it is the caller's."""
    within.tell(key, old, value, entry=entry.id, rows=entry.rows)
    return {
        "entry_id": entry.id,
        "key": key,
        "dossier_id": entry.dossier_id,
        "seq": within.seq,
        "value": value,
        "given_by": within.by.name,
        "given_at": within.at,
        "proposal_id": source,
    }


def _store(db: Db, lines: Collection[Line], *, held: Collection[str] = ()) -> None:
    """Writes answers; those to the keys that are held stand already."""
    new = [line for line in lines if line["key"] not in held]
    other = [_of(line) for line in lines if line["key"] in held]
    if new:
        db.execute(GIVEN, new)
    if other:
        db.execute(CHANGED_TO, other)


def _of(line: Line) -> Line:
    """The change of a line that stands, told apart from where it stands."""
    at = {"entry_id": "of", "key": "named"}
    return {at.get(name, name): value for name, value in line.items()}


def withdraw_overtaken(
    within: Act,
    rows: str,
    keys: Collection[str] = (),
    *,
    supports: str = "",
    root: Entry | None = None,
) -> None:
    """Clears what no longer holds once these answers have changed, here and where it is cited.

    `supports` are the criteria that a changed study of the case speaks to; `root` holds the
    dossier's own facts, where the caller has read it.
    """
    if within.seq == 1:  # nothing older is there
        return
    kind = within.dossier.kind
    gone = set(overtaken(rows, keys, of=kind)).difference(keys)
    gone |= set(resting_on(supports)) if rows == "study" else set()
    if kind == Of.STUDY and weighs(rows, keys):
        _withdraw_where_cited(within)
    if gone:
        _clear(within, root or root_of(within.db, within.dossier.id), gone)


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


def held_answers(db: Db, entry: Entry) -> dict[str, Held]:
    return {row.key: Held(*row) for row in db.execute(OF_ENTRY, {"entry": entry.id})}


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


def _reindex(within: Act, answers: Mapping[str, str], said: Mapping[str, str]) -> None:
    dossier = within.dossier
    if dossier.kind in REGISTERED and answers.get("name"):
        dossier.name, dossier.name_key = answers["name"], answers["name"].casefold()
    copied = COPIES.keys() & answers.keys() if dossier.kind == "case" else ()
    case = within.db.get(Case, dossier.id) if copied else None
    if case is None:
        return
    for key in copied:
        case.seq = within.seq
        COPIES[key](within, case, said)
    within.db.flush()


def _lay_presets(within: Act, case: Case) -> None:
    """Options that must be answered for the diagnosis are laid before the team at once."""
    there = live_options(within.db, case.id)
    new = [option for option in preset_alternatives(case.diagnosis) if option not in there]
    if new:
        added = zip(_added(within, ALTERNATIVE, len(new)), new, strict=True)
        _store(within.db, [_told(within, entry, "option", option) for entry, option in added])
        withdraw_overtaken(within, ALTERNATIVE, {"option"})


def _initials(_within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.initials, case.initials_key = said["initials"], search_key(said["initials"])


def _birth_year(_within: Act, case: Case, said: Mapping[str, str]) -> None:
    """The year of the date where the date is known."""
    born = said.get("birth_date") or said.get("birth_year", "")
    case.birth_year = int(born[:4]) if born else None


def _diagnosis(within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.diagnosis = said["diagnosis"]
    _lay_presets(within, case)


def _drug(_within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.drug, case.drug_key = said["drug"], search_key(said["drug"])


def _doctor(within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.doctor = said["doctor"]
    case.physician_id = registered(within, "physician", case.doctor)


def _company(within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.company_id = registered(within, "company", said["company"])


def _urgency(_within: Act, case: Case, said: Mapping[str, str]) -> None:
    case.emergency = said["urgency"] == "emergency"


def _fda_permitted_on(_within: Act, case: Case, said: Mapping[str, str]) -> None:
    day = said["fda_permitted_on"]
    case.fda_permitted_on = date.fromisoformat(day) if day else None


COPIES: dict[str, Callable[[Act, Case, Mapping[str, str]], None]] = {
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
