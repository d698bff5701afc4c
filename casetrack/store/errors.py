"""Failures of the database itself, in words of our own."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError


class Busy(Exception):
    """The database did not answer in time, or is away. Nothing was saved."""


class Damaged(Exception):
    """The database cannot be read: its file is broken, or is none."""

    def __init__(self) -> None:
        super().__init__("the database is damaged; restore it from a backup")


@contextmanager
def told_plainly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Busy from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Busy from error
        if type(error) is DatabaseError:  # what SQLite says of a file it cannot read
            raise Damaged from error
        raise
