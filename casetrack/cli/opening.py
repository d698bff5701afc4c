"""What commands share: one sentence at the end, the settings, the store, and whoever asks."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from casetrack.rules.people import Actor
    from casetrack.settings import Settings
    from casetrack.store.errors import Busy
    from casetrack.store.session import Store

FOUND_WRONG, REFUSED = 1, 2


class Typed(click.ParamType[str]):
    """What is looked up or kept: plain text. The name of a file may be any bytes."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not value.isprintable():
            self.fail(f"{value!a} is not plain text", param, ctx)
        return value


TYPED = Typed()


class Stop(Exception):
    """Ends a command with one sentence and an exit status."""

    def __init__(self, sentence: str, status: int = REFUSED) -> None:
        super().__init__(sentence)
        self.status = status


def open_settings(config: Path | None) -> "Settings":
    from casetrack.settings import SettingsRefused, load

    try:
        return load(config)
    except SettingsRefused as refused:
        raise Stop(str(refused)) from None


@contextmanager
def open_store(settings: "Settings", *, ready: bool = True) -> Iterator["Store"]:
    """The store the settings name, at the present schema unless it is about to be brought there."""
    from casetrack.store.errors import Busy, Damaged
    from casetrack.store.prepare import NotReady, check
    from casetrack.store.session import Store, Unreachable

    try:
        if not settings.database_url:
            os.umask(0o077)  # SQLite's files are for this user alone
            if ready and not settings.data_dir.is_dir():
                raise Stop(f"{settings.data_dir} holds no database; run: casetrack db upgrade")
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        with closing(Store(settings.database)) as store:
            if ready:
                check(store)
            yield store
    except (NotReady, Unreachable, Damaged) as refused:
        raise Stop(str(refused)) from None
    except Busy as busy:
        raise Stop(f"the database does not answer: {_own_words(busy)}") from None
    except OSError as error:
        raise Stop(f"{settings.data_dir} cannot be used: {error.strerror}") from None


def _own_words(busy: "Busy") -> str:
    """What the database said of itself, in its first line."""
    error = busy.__cause__
    lines = str(getattr(error, "orig", None) or "").splitlines()
    return lines[0].strip() if lines else error.__class__.__name__


def operator() -> "Actor":
    """Whoever runs commands on the machine itself sees every case."""
    from casetrack.rules.people import Actor, Role

    return Actor(0, "command line", frozenset({Role.COORDINATOR}))


def say_json(said: object) -> None:
    click.echo(json.dumps(said, ensure_ascii=False))
