"""What tests start from: a fresh real database each, on both engines, and people at browsers."""

import fcntl
import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from zlib import crc32

import pytest
import time_machine
from argon2 import PasswordHasher
from databases import SERVER, Cluster, Mill, PostgresMill, SqliteMill
from demonstrated import Demonstration
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from make import TODAY, Clinic
from pages import Visitor
from xdist.scheduler import LoadFileScheduling

from casetrack.app import create_app
from casetrack.documents import previews
from casetrack.documents.press import Press, printer
from casetrack.rules.people import Actor, Role
from casetrack.settings import Settings
from casetrack.store import passwords
from casetrack.store.commands.signin import renew
from casetrack.store.session import Store
from casetrack.web.security import cookie_name

ENGINES = ("sqlite", "postgresql")
LONGEST = {"test_every_page.py", "test_sequences.py"}  # they begin, each on a core of its own
NOON = f"{TODAY.isoformat()}T17:00:00+00:00"  # noon at the clinic


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--by-turns",
        action="store_true",
        help="tell stories on one engine, half of them on each, but for those marked `both`",
    )
    parser.addoption(
        "--renew",
        action="store_true",
        help="keep what papers say now as their golden texts (make golden)",
    )


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist ships no types
    """A worker takes a file at a time; one tells all that Chromium shows, with one server."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "browser" if file.startswith("tests/browser/") else str(file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """The first worker writes down what pytest makes of the tests; the others wait and read it."""
    with Path(__file__).open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(held, fcntl.LOCK_SH)
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """By turns: a story meets one engine, unless it is marked to be told on both."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
    if config.getoption("by_turns"):
        config.hook.pytest_deselected(items=[item for item in items if _others_turn(item)])
        items[:] = [item for item in items if not _others_turn(item)]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again takes a seventh of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _others_turn(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    params = callspec.params if callspec else {}
    if params.get("loaded") == "postgresql":
        return True  # the whole demonstration is told once a run; on the other engine at night
    engine = params.get("database")
    if engine is None or item.get_closest_marker("both"):
        return False
    turn = crc32(item.nodeid.replace(str(engine), "").encode()) % len(ENGINES)
    return bool(ENGINES[turn] != engine)


def pytest_configure(config: pytest.Config) -> None:
    """One private PostgreSQL for the whole run, unless a server is named."""
    if not hasattr(config, "workerinput") and SERVER not in os.environ:
        cluster = Cluster()
        os.environ[SERVER] = cluster.url
        config.add_cleanup(cluster.stop)
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords.problem = cache(passwords.problem)  # the same people are added in test after test


@pytest.fixture(scope="session")
def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "one")


@pytest.fixture(scope="session")
def sqlite_mill() -> Iterator[SqliteMill]:
    with closing(SqliteMill()) as mill:
        yield mill


@pytest.fixture(scope="session")
def postgres_mill(worker: str) -> Iterator[PostgresMill]:
    with closing(PostgresMill(os.environ[SERVER], worker)) as mill:
        yield mill


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, prepared database; each test runs once per engine."""
    name = "sqlite_mill" if request.param == "sqlite" else "postgres_mill"
    mill: Mill = request.getfixturevalue(name)
    return mill.renewed()


@pytest.fixture(scope="session")
def stores() -> Iterator[dict[str, Store]]:
    """One for each address: what SQLAlchemy compiles is kept from test to test."""
    stores: dict[str, Store] = {}
    yield stores
    for store in stores.values():
        store.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the workers of one run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demonstration(run_folder: Path, sqlite_mill: SqliteMill) -> Demonstration:
    return Demonstration.of_this_run(run_folder, sqlite_mill)


@pytest.fixture
def store(database: str, stores: dict[str, Store]) -> Iterator[Store]:
    """Connections to PostgreSQL are kept too: its rows are put back, SQLite's file is another."""
    if database not in stores:
        stores[database] = Store(database)
    store = stores[database]
    yield store
    if store.engine.dialect.name == "sqlite":
        store.close()


@pytest.fixture
def clinic(store: Store) -> Clinic:
    return Clinic(store)


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    """Its child stays for the run; that one goes when it has done its share has its own test."""
    with pytest.MonkeyPatch.context() as patch, closing(Press(children=1, seconds=60)) as press:
        patch.setattr(printer, "JOBS", 10_000)
        yield press


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def settings(database: str, data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, database_url=database)


@pytest.fixture(scope="session")
def templates(run_folder: Path) -> Path:
    """What one application has compiled of them, the others of this run need not."""
    folder = run_folder / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """One for each address: routes and templates are compiled once, not once a test."""
    return {}


@pytest.fixture
def app(
    settings: Settings, store: Store, press: Press, apps: dict[str, Flask], templates: Path
) -> Iterator[Flask]:
    if settings.database not in apps:
        apps[settings.database] = app = create_app(settings, store=store, press=press)
        app.testing, app.jinja_env.bytecode_cache = True, FileSystemBytecodeCache(str(templates))
    app = apps[settings.database]
    vars(app.extensions["casetrack"]).pop("demo", None)  # this store is another
    yield app
    previews.wait_for_all()


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands at noon of the day tests live in, and goes on from there."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def visitor(app: Flask, noon: None) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def sign_in(app: Flask, clinic: Clinic, settings: Settings, noon: None) -> Callable[..., Visitor]:
    """Somebody who signed in before: `sign_in(Role.NURSE)` or `sign_in(actor)`."""

    def enter(who: Role | Actor = Role.COORDINATOR) -> Visitor:
        actor = who if isinstance(who, Actor) else clinic.person(who)
        with clinic.store.writing() as db:
            given = renew(db, actor.user, device="")
            db.commit()
        client = app.test_client()
        client.set_cookie(cookie_name(settings, "session"), given.session)
        client.set_cookie(cookie_name(settings, "device"), given.device)
        return Visitor(client)

    return enter
