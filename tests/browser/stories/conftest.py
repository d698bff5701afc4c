"""Whole cases, told in Chromium from the first page to the closed file.

The server runs in this process, so that its clock travels with the story. By turns the ordinary
case is told on SQLite and the emergency on PostgreSQL; `make nightly` tells both on both.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread

import pytest
from browser.conftest import PHONE
from browser.stories.reader import Reader
from browser.stories.sitting import SignIn
from browser.watch import Watch
from flask import Flask
from make import PASSWORD, Clinic
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import BaseWSGIServer, make_server

from casetrack.rules.people import Actor, Role
from casetrack.settings import Settings
from casetrack.store.commands.signin import renew
from casetrack.web.security import cookie_name


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address at which the application answers a real browser."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with closing_down(make_server("127.0.0.1", 0, app, threaded=True)) as server:
        yield f"http://127.0.0.1:{server.port}"


@contextmanager
def closing_down(server: BaseWSGIServer) -> Iterator[BaseWSGIServer]:
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sign_in(live: str, clinic: Clinic, chromium: Browser, settings: Settings) -> Iterator[SignIn]:
    """Everybody has a phone of their own; none may have reported anything at the end."""
    readers: dict[str, Reader] = {}
    opened: list[tuple[BrowserContext, Watch]] = []

    def let_in(actor: Actor, context: BrowserContext) -> None:
        with clinic.store.writing() as db:
            given = renew(db, actor.user, device="")
            db.commit()
        name = cookie_name(settings, "session")
        context.add_cookies([{"name": name, "value": given.session, "url": live}])

    def enter(who: Role | Actor) -> Reader:
        actor = who if isinstance(who, Actor) else clinic.person(who)
        if actor.name not in readers:
            context = chromium.new_context(base_url=live, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]  # as Playwright has it
            opened.append((context, Watch(context, live)))
            again = partial(let_in, actor, context)
            tab, email = context.new_page(), clinic.email(actor)
            readers[actor.name] = Reader(tab, email, PASSWORD, let_in=again)
        return readers[actor.name]

    yield enter
    problems = [problem for _, watch in opened for problem in watch.problems]
    for context, _ in opened:
        context.close()
    assert problems == []
