"""Cuts a connection off at its deadline, even one that drips a byte now and then."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Self


class Cutter:
    """While it is entered, `trace` learns which socket is used, and time ends it."""

    def __init__(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self._late = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        """Called by the HTTP client at each step (httpx2's `trace` extension)."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = info["return_value"]
            found = getattr(stream, "get_extra_info", lambda _: None)("socket")
            self._socket = found if isinstance(found, socket.socket) else None
            if self._late:
                self._cut()

    def _cut(self) -> None:
        self._late = True
        if self._socket is not None:
            with suppress(OSError):  # it ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)
