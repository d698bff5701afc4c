"""A clinic of any size: one case started by the real command, then multiplied through the tables.

The copies go in past all the guards, each with a true event of its own, so `casetrack verify` is
content with them. Each has a log of contacts, and all can be found by the search.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, event, func, insert, select

from bench import KEPT, ROOT, table
from casetrack.rules.organizations import party_key
from casetrack.rules.people import SYSTEM, Actor, Role
from casetrack.rules.text import search_key
from casetrack.store.acts import Told, body_of, chained
from casetrack.store.agenda import derive_all
from casetrack.store.commands.cases import Start, start_case
from casetrack.store.commands.people import add_user
from casetrack.store.commands.register import add_entry
from casetrack.store.commands.signin import Credentials, sign_in
from casetrack.store.finding import shelve_all
from casetrack.store.prepare import prepare
from casetrack.store.session import Base, Db, Store
from casetrack.store.tables import Dossier, Entry

EMAIL, PASSWORD = "rosa.0@example.org", "violet kettle drum orbit"
TODAY = date(2026, 11, 19)
CHUNK = 2_000
CONTACTS = 10  # with each case
LET_IN = (
    *("dossiers", "entries", "answers", "contacts", "cases", "stage_marks"),
    *("events", "event_values"),
)

NUMBERED = """SELECT table_name, pg_get_serial_sequence(table_name, 'id')
    FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'
    AND pg_get_serial_sequence(table_name, 'id') IS NOT NULL"""

Row = dict[str, Any]


def sqlite_clinic(cases: int) -> str:
    """The address of a SQLite clinic with so many cases; made once, then kept between runs."""
    path = KEPT / f"cases-{cases}-{_made_by()}.sqlite"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        for old in KEPT.glob(f"cases-{cases}-*"):
            old.unlink()
        table.say(f"writing {cases:,} cases, once …")
        growing = path.with_suffix(".growing")
        store = Store(f"sqlite:///{growing}")
        prepare(store, clinic="Bench clinic")
        with store.writing() as db:
            _multiply(db, _furnish(db), cases)
            db.commit()
        derive_all(store)
        shelve_all(store)
        store.close()
        growing.rename(path)
    return f"sqlite:///{path}"


def copied(source: str, target: str) -> None:
    """Every row of a SQLite store put into an empty one on PostgreSQL."""
    here, there = Store(source), Store(target)
    prepare(there, clinic="Bench clinic")
    dialect = there.engine.dialect
    raw = there.engine.raw_connection()
    cursor: Any = raw.cursor()
    cursor.execute("SET session_replication_role = replica")  # the guards have seen these rows
    with here.reading() as db:
        for one in Base.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in one.columns)
            cursor.execute(f"DELETE FROM {one.name}")  # noqa: S608 - our own table's name
            with cursor.copy(f"COPY {one.name} ({columns}) FROM STDIN") as copy:
                bound = [column.type.bind_processor(dialect) or _as_it_is for column in one.columns]
                for row in db.execute(select(one).execution_options(yield_per=CHUNK)):
                    copy.write_row([bind(value) for bind, value in zip(bound, row, strict=True)])
    cursor.execute(NUMBERED)
    for name, sequence in cursor.fetchall():  # the next number is one that is free
        cursor.execute(f"SELECT setval('{sequence}', max(id) + 1, false) FROM {name}")  # noqa: S608
    cursor.execute("ANALYZE")
    raw.commit()
    raw.close()
    here.close()
    there.close()


def session_of(store: Store) -> str:
    """The session token of a coordinator who has just signed in."""
    given = Credentials(email=EMAIL, password=PASSWORD, device="", address="127.0.0.1")
    return sign_in(store, given).session


class Statements:
    """The statements a store sends while the block lasts."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sent: list[tuple[str, object]] = []

    def __enter__(self) -> list[tuple[str, object]]:
        event.listen(self.store.engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, *_: object) -> None:
        event.remove(self.store.engine, "before_cursor_execute", self._note)

    def _note(
        self, _connection: object, _cursor: object, sql: str, values: object, *_: object
    ) -> None:
        if sql.startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            self.sent.append((sql, values))


@dataclass(frozen=True)
class Furnished:
    """Who works here, whom the clinic knows, and the case that is multiplied."""

    people: list[Actor]
    physicians: list[tuple[str, int]]
    companies: list[tuple[str, int]]
    model: int


def _made_by() -> str:
    """Changes whenever the schema or this file does."""
    sources = [*sorted((ROOT / "migrations" / "versions").glob("*.py")), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:10]


def _furnish(db: Db) -> Furnished:
    people = []
    for number in range(8):
        user = add_user(
            db,
            email=f"rosa.{number}@example.org",
            name=f"Rosa Ortiz {number}",
            roles=[Role.COORDINATOR],
            password=PASSWORD,
            by=SYSTEM,
        )
        people.append(Actor(user.id, user.name, user.roles))
    doctors = [f"Anil Shah {number}, MD" for number in range(40)]
    makers = [f"Company {number}" for number in range(12)]
    physicians = [(name, add_entry(db, kind="physician", name=name, by=SYSTEM)) for name in doctors]
    companies = [(name, add_entry(db, kind="company", name=name, by=SYSTEM)) for name in makers]
    answers = {
        "initials": "K.R.",
        "birth_year": "1992",
        "diagnosis": "Epithelioid sarcoma",
        "drug": "zelvacestat",
        "doctor": doctors[0],
        "company": makers[0],
        "urgency": "ordinary",
    }
    then = {"next_what": "Call the company", "next_on": TODAY.isoformat()}
    code = start_case(db, Start(answers=answers, next=then, today=TODAY), by=people[0])
    model = db.scalar(select(Dossier.id).where(Dossier.name == code))
    return Furnished(people, physicians, companies, model or 0)


def _multiply(db: Db, clinic: Furnished, cases: int) -> None:
    rows = _rows_of(db, clinic.model)
    entries = [row["id"] for row in rows["entries"]]
    new_dossier = (db.scalar(select(func.max(Dossier.id))) or 0) + 1
    new_entry = (db.scalar(select(func.max(Entry.id))) or 0) + 1
    for start in range(0, cases - 1, CHUNK):
        made: dict[str, list[Row]] = {name: [] for name in LET_IN}
        for number in range(start, min(start + CHUNK, cases - 1)):
            first = new_entry + number * (len(entries) + CONTACTS)
            moved = {old: first + i for i, old in enumerate(entries)}
            for name, row in _copy(rows, new_dossier + number, moved, _varied(clinic, number + 1)):
                made[name].append(row)
        for name in LET_IN:
            db.execute(insert(Base.metadata.tables[name]), made[name])


def _rows_of(db: Db, dossier: int) -> dict[str, list[Row]]:
    found = {}
    for name in LET_IN:
        one: Table = Base.metadata.tables[name]
        own = one.c.id if name == "dossiers" else one.c.dossier_id
        found[name] = [
            dict(row) for row in db.execute(select(one).where(own == dossier)).mappings()
        ]
    return found


def _varied(clinic: Furnished, number: int) -> Row:
    """What sets this case apart, spread so that every filter of the list leaves some."""
    life = ("open", "open", "open", "held", "closed")[number % 5]
    doctor, physician_id = clinic.physicians[number * 3 % len(clinic.physicians)]
    company, company_id = clinic.companies[number * 5 % len(clinic.companies)]
    other, other_id = clinic.companies[number * 7 % len(clinic.companies)]
    owner = clinic.people[number % len(clinic.people)].user
    initials = f"{chr(65 + number % 26)}.{chr(65 + number // 26 % 26)}."
    listed_on = TODAY + timedelta(days=number * 13 % 400 - 60)
    drug = f"zelvacestat {number % 15}"
    varied = {
        "code": f"EA-2026-{number + 1:03d}",
        "initials": initials,
        "initials_key": search_key(initials),
        "birth_year": 1940 + number % 70,
        "drug": drug,
        "drug_key": search_key(drug),
        "doctor": doctor,
        "physician_id": physician_id,
        "company": company,
        "company_id": company_id,
        "other_company": other,
        "other_company_id": other_id,
        "said_on": TODAY - timedelta(days=number * 3 % 300),
        "owner_id": owner,
        "owner": owner,
        "emergency": number % 50 == 0,
        "urgency": "emergency" if number % 50 == 0 else "ordinary",
        "life": life,
        "stage": number % 7 + 1,
        "listed_on": listed_on,
        "next_on": listed_on,
        "waiting_on": company if number % 3 == 0 else "",
        "waiting_since": TODAY if number % 3 == 0 else None,
    }
    if life == "closed":
        nothing = {"next_what": "", "next_on": None, "next_who_id": None}
        varied |= {**nothing, "waiting_on": "", "waiting_since": None, "close_reason": "ended"}
    return varied


def _copy(
    rows: Mapping[str, list[Row]], dossier: int, moved: Mapping[int, int], varied: Row
) -> Iterator[tuple[str, Row]]:
    [old_event] = rows["events"]
    [line] = rows["cases"]
    [first] = rows["dossiers"]
    own = {"dossier_id": dossier}
    closed_at = line["started_at"] if varied["life"] == "closed" else None
    yield "dossiers", {**first, "id": dossier, "name": varied["code"]}
    yield "cases", {**_known(line, varied), **own, "closed_at": closed_at}
    for row in rows["stage_marks"]:
        yield "stage_marks", row | own
    for row in rows["entries"]:
        yield "entries", row | own | {"id": moved[row["id"]]}
    for row in rows["answers"]:
        value = {"value": str(varied.get(row["key"], row["value"]))}
        yield "answers", row | own | value | {"entry_id": moved[row["entry_id"]]}
    told = list(_told(rows, moved, varied))
    for name, row in _log(rows, max(moved.values()) + 1, varied):
        if name == "event_values":
            told.append(row)
        else:
            yield name, row | own
    told = [row | own | {"number": number} for number, row in enumerate(told, start=1)]
    for row in told:
        yield "event_values", row
    happened = old_event | own
    body = body_of(happened, [Told(**row) for row in told], origin={})
    yield "events", happened | {"body": body, "hash": chained(happened["before"], body)}


def _told(rows: Mapping[str, list[Row]], moved: Mapping[int, int], varied: Row) -> Iterator[Row]:
    """What the copy's own event tells: all that was varied."""
    for row in rows["event_values"]:
        value = {"new": str(varied.get(row["key"], row["new"]))}
        yield row | value | {"entry_id": moved.get(row["entry_id"], 0)}
    if varied["life"] != "open":
        yield rows["event_values"][0] | {"key": "case_state", "old": "open", "new": varied["life"]}


def _log(rows: Mapping[str, list[Row]], first: int, varied: Row) -> Iterator[tuple[str, Row]]:
    """The case's contacts: half with its company, half with another of the register."""
    for place in range(CONTACTS):
        entry = {"entry_id": first + place}
        own = {"id": first + place, "rows": "contact", "position": place + 1}
        yield "entries", rows["entries"][0] | own
        front = "" if place % 2 else "other_"
        party, number = varied[f"{front}company"], varied[f"{front}company_id"]
        day = varied["said_on"] - timedelta(days=place)
        chase = varied["listed_on"] if place == 0 and varied["life"] != "closed" else None
        said = {"with_whom": party, "said_on": day, "chase_on": chase}
        for key, value in said.items():
            if value:
                yield "answers", rows["answers"][0] | entry | {"key": key, "value": str(value)}
                told = {"rows": "contact", "key": key, "old": "", "new": str(value)}
                yield "event_values", rows["event_values"][0] | entry | told
        line = {"party": party, "party_id": number, "party_key": party_key(party)}
        yield "contacts", entry | line | {"said_on": day, "chase_on": chase}


def _as_it_is(value: object) -> object:
    return value


def _known(line: Row, varied: Row) -> Row:
    return {name: varied.get(name, value) for name, value in line.items()}
