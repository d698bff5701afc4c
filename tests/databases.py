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


class PostgresMill:
    def __init__(self, server: str, worker: str) -> None:
        self.server = server
        self.name = f"casetrack_test_{os.getpid()}_{worker}"
        self.count = 0
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
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._do(COPY, name, self.name)
        return self.url(name)

    def close(self) -> None:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{self.name}_renewed")
        self._do("DROP DATABASE {} WITH (FORCE)", self.name)
        self.admin.close()

    def _do(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
