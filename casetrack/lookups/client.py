"""One request to a public service, bounded in time, size and where it may lead; tried again."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import urlsplit

import httpx2

from casetrack import __version__
from casetrack.lookups.cutting import Cutter
from casetrack.lookups.services import Bounds, Service

Params = Mapping[str, str]
PAUSE_AT_MOST = 8.0
REDIRECTS = 2


class LookupFailed(Exception):
    """There is no answer; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotReached(LookupFailed):
    """A service gave no usable answer; nothing that was typed is lost."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} could not be reached: {why}. Nothing was lost; try again later.")
        self.name = name


class Client:
    """Shared by all threads of a process; opened at the first request, so after any fork."""

    def __init__(self, *, contact: str, bounds: Bounds) -> None:
        self._bounds = bounds
        self._contact = contact
        self._room = BoundedSemaphore(self._bounds.at_once)
        self._opening = Lock()
        self._http: httpx2.Client | None = None

    def get(self, service: Service, path: str, params: Params) -> bytes | None:
        """The body of the answer; None if there is no such record. Raises NotReached."""
        until = time.monotonic() + self._bounds.total
        if not self._room.acquire(timeout=1):
            raise NotReached(service.name, "too many look-ups are under way")
        try:
            return self._persist(service, f"{service.address}{path}", params, until)
        finally:
            self._room.release()

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    def _persist(
        self, service: Service, address: str, params: Params, until: float
    ) -> bytes | None:
        why = "too many look-ups are under way"
        for turn in range(self._bounds.tries):
            if not service.pace.wait(until):
                break
            try:
                return self._once(service, address, params, until)
            except _Again as again:
                why = again.why
                pause = max(again.wait, self._pause(turn))
            if time.monotonic() + pause >= until:
                break
            time.sleep(pause)
        raise NotReached(service.name, why)

    def _pause(self, turn: int) -> float:
        """Longer each time, and never the same for two who failed together."""
        jitter = random.uniform(0.5, 1.5)  # noqa: S311 -- no secret
        return float(min(PAUSE_AT_MOST, jitter * self._bounds.pause * 2**turn))

    def _once(self, service: Service, address: str, params: Params, until: float) -> bytes | None:
        query: Params | None = params
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._ask(service, address, query, until)
            except httpx2.TimeoutException:
                raise _Again(f"it did not answer within {self._bounds.silence:g} seconds") from None
            except (httpx2.TransportError, OSError):
                late = time.monotonic() >= until
                why = f"it did not finish within {self._bounds.total:g} seconds"
                raise _Again(why if late else "the connection failed") from None
            if not isinstance(answer, _Moved):
                return answer
            address, query = answer.address, None
        raise NotReached(service.name, "it sent us from one address to the next")

    def _ask(
        self, service: Service, address: str, params: Params | None, until: float
    ) -> "bytes | _Moved | None":
        left = max(0.1, until - time.monotonic())
        with Cutter(left) as cutter:
            extensions: dict[str, Any] = {"trace": cutter.trace}
            with self._opened().stream(
                "GET", address, params=params, extensions=extensions
            ) as response:
                if response.is_redirect:
                    return _Moved.of(service, address, response)
                if response.status_code == httpx2.codes.NOT_FOUND:
                    return None
                _check_status(service, response)
                _check_kind(service, response)
                return self._body(service, response, until)

    def _body(self, service: Service, response: httpx2.Response, until: float) -> bytes:
        most = self._bounds.size
        large = f"its answer is larger than {most / 1_000_000:g} MB"
        if int(response.headers.get("content-length", "0")) > most:
            raise NotReached(service.name, large)
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > most:
                raise NotReached(service.name, large)
            if time.monotonic() > until:
                raise _Again(f"it did not finish within {self._bounds.total:g} seconds")
        return bytes(body)

    def _opened(self) -> httpx2.Client:
        with self._opening:
            if self._http is None:
                who = f"casetrack/{__version__}"
                self._http = httpx2.Client(
                    headers={
                        "User-Agent": f"{who} ({self._contact})" if self._contact else who,
                        "Accept-Encoding": "identity",
                    },
                    timeout=httpx2.Timeout(self._bounds.silence, connect=self._bounds.connect),
                    limits=httpx2.Limits(max_keepalive_connections=0),
                )
            return self._http


class _Again(Exception):
    """It may go better next time; `wait` seconds are asked for."""

    def __init__(self, why: str, wait: float = 0) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


@dataclass(frozen=True)
class _Moved:
    address: str

    @classmethod
    def of(cls, service: Service, asked: str, response: httpx2.Response) -> "_Moved":
        """Where the record went, if it is still with the same host."""
        where = str(response.url.join(response.headers.get("location", "")))
        if urlsplit(where)[:2] != urlsplit(asked)[:2]:
            raise NotReached(service.name, "it sent us to another host, which is not followed")
        return cls(where)


def _check_status(service: Service, response: httpx2.Response) -> None:
    status = response.status_code
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        raise _Again("it asks for fewer requests", _asked_to_wait(response))
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR:
        raise _Again(f"it reported an error of its own ({status})", _asked_to_wait(response))
    if status != httpx2.codes.OK:
        raise NotReached(service.name, f"it refused the question ({status})")


def _asked_to_wait(response: httpx2.Response) -> float:
    told = response.headers.get("retry-after", "")
    return float(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0


def _check_kind(service: Service, response: httpx2.Response) -> None:
    """A sign-in page of a network, or a compressed bomb, is no answer."""
    kind = response.headers.get("content-type", "").lower()
    packed = response.headers.get("content-encoding", "identity").lower()
    if service.answers not in kind or packed != "identity":
        raise NotReached(service.name, "it answered with something else than a record")
