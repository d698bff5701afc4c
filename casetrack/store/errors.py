"""Failures of the database itself, in words of our own."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError


class Busy(Exception):
    """The database did not answer in time, or is away. Nothing was saved."""


@contextmanager
def told_plainly() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Busy from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Busy from error
        raise
