"""Real databases for tests: SQLite files, and a private PostgreSQL cluster of a plain user."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from casetrack.store.prepare import prepare
from casetrack.store.session import Store

SERVER = "TEST_DATABASE_URL"
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - our own folders in it
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"

COPY = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"  # a third faster where nothing is synced

TABLES = """
    SELECT attrelid::regclass::text, string_agg(quote_ident(attname), ', ') FROM pg_attribute
    JOIN pg_class c ON c.oid = attrelid
    WHERE relkind = 'r' AND c.oid >= 16384 AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY attrelid
"""
SEQUENCES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND oid >= 16384"
SHAPE = """
    SELECT count(*), max(xmin::text::bigint) FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_trigger
    UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384
"""
"""What there is besides rows, and when it was last changed; 16384 is the first number of ours."""
END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class Cluster:
    """A PostgreSQL server of our own, reachable by a socket in its own folder only."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casetrack-pg-", dir=MEMORY))
        self.data = self.folder / "data"
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self._run("initdb", "-D", str(self.data), "-A", "trust", "-U", "casetrack", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} {FAST}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", log, "-w", "start")
        self.url = f"postgresql://casetrack@/postgres?host={self.folder}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [_program(program), *arguments],
            check=True,
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
        )


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    if not path:
        raise RuntimeError(
            f"PostgreSQL's {name} is not installed: run `make test`, or set {SERVER}"
        )
    return path


class Mill(Protocol):
    """Prepares one database, then copies it for each test."""

    def fresh(self) -> AbstractContextManager[str]:
        """A copy beside others, for as long as it is wanted; its address."""

    def renewed(self) -> str:
        """A fresh copy in the one place where the copy of the test before was; its address."""


class SqliteMill:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="casetrack-sqlite-", dir=MEMORY))
        self.template = self.folder / "template.sqlite"
        with closing(Store(f"sqlite:///{self.template}")) as store:
            prepare(store, clinic="Test clinic")
        self.count = 0

    @contextmanager
    def fresh(self) -> Iterator[str]:
        self.count += 1
        path = self.folder / f"{self.count}.sqlite"
        shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"
        path.unlink()

    def renewed(self) -> str:
        path = self.folder / "renewed.sqlite"
        for old in self.folder.glob("renewed.sqlite*"):  # its journal too
            old.unlink()
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def close(self) -> None:
        shutil.rmtree(self.folder)


class Copy:
    """A database whose rows can be put back, which spares a test another one and connecting to it.

    Only rows: where a test has touched tables, triggers or functions, it is given up.
    """

    def __init__(self, url: str) -> None:
        self.db = psycopg.connect(url, autocommit=True)
        self.shape = self.db.execute(SHAPE).fetchall()
        self.rows = "; ".join(self._as_it_is()).encode()

    def put_back(self) -> bool:
        """Whether it is again as it was made; whatever still works in it is ended first."""
        try:
            self.db.execute(END_OTHERS)
            if self.db.execute(SHAPE).fetchall() != self.shape:
                return False
            self.db.execute(self.rows)
        except psycopg.Error:  # also for a user who may not go round the guards
            return False
        return True

    def _as_it_is(self) -> Iterator[str]:
        yield "BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL session_replication_role = replica"
        (now,) = self.db.execute("SELECT pg_current_xact_id()::text").fetchone() or ("",)
        for name, columns in self.db.execute(TABLES).fetchall():
            yield f"DELETE FROM {name} WHERE xmin::text::bigint >= {now}"
            query = f"SELECT count(*), json_agg(t)::text FROM {name} t".encode()
            count, held = self.db.execute(query).fetchone() or (0, "")
            if count:
                rows = f"json_populate_recordset(null::{name}, {sql.quote(held, self.db)})"
                lost = f"(SELECT count(*) FROM {name}) < {count}"
                added = f"SELECT {columns} FROM {rows} WHERE {lost} ON CONFLICT DO NOTHING"
                yield f"INSERT INTO {name} ({columns}) {added}"
        for (name,) in self.db.execute(SEQUENCES).fetchall():
            at = self.db.execute(f"SELECT last_value, is_called FROM {name}".encode()).fetchone()
            assert at
            yield f"SELECT setval('{name}', {at[0]}, {at[1]})"
        yield "COMMIT"


class PostgresMill:
    def __init__(self, server: str, worker: str) -> None:
        self.server = server
        self.name = f"casetrack_test_{os.getpid()}_{worker}"
        self.count = 0
        self.copy: Copy | None = None
        url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
        self.admin = psycopg.connect(url, autocommit=True)
        self._do("CREATE DATABASE {}", self.name)
        with closing(Store(self.url(self.name))) as store:
            prepare(store, clinic="Test clinic")

    def url(self, name: str) -> str:
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        self.count += 1
        name = f"{self.name}_{self.count}"
        self._do(COPY, name, self.name)
        yield self.url(name)
        self._do("DROP DATABASE {} WITH (FORCE)", name)

    def renewed(self) -> str:
        name = f"{self.name}_renewed"
        if not (self.copy and self.copy.put_back()):
            self._forget_copy()
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._do(COPY, name, self.name)
            self.copy = Copy(self.url(name))
        return self.url(name)

    def _forget_copy(self) -> None:
        if self.copy:
            self.copy.db.close()
        self.copy = None

    def close(self) -> None:
        self._forget_copy()
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{self.name}_renewed")
        self._do("DROP DATABASE {} WITH (FORCE)", self.name)
        self.admin.close()

    def _do(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
