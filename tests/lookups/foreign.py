"""A foreign server on a real socket: it answers what it is told to, well or badly."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[socket.socket], None]


def said(
    body: bytes | str,
    *,
    kind: str = "application/json",
    status: str = "200 OK",
    headers: str = "",
    length: int | None = None,
) -> Answer:
    """An ordinary answer; `length` lies about its size."""
    data = body.encode() if isinstance(body, str) else body
    size = len(data) if length is None else length

    def send(connection: socket.socket) -> None:
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n{headers}\r\n"
        )
        connection.sendall(head.encode() + data)

    return send


def hangs(connection: socket.socket) -> None:
    """Takes the question and says nothing, until the other side gives up."""
    connection.settimeout(20)
    connection.recv(1)


def breaks_off(connection: socket.socket) -> None:
    """Resets the connection in the middle of an answer."""
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    )
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def drips_headers(connection: socket.socket) -> None:
    _drip(connection, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200)


def drips_body(connection: socket.socket) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n"
    )
    _drip(connection, b"x" * 200)


def endless(connection: socket.socket) -> None:
    """200 MB without saying how much it will be."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    block = b"[" * 1_000_000
    for _ in range(200):
        connection.sendall(block)


def _drip(connection: socket.socket, data: bytes) -> None:
    for number in range(len(data)):
        connection.sendall(data[number : number + 1])
        time.sleep(0.05)


@dataclass
class Foreign:
    """`answers` are given one after the other, the last one for good; `asked` is what came in."""

    port: int
    answers: list[Answer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will(self, *answers: Answer) -> None:
        self.answers[:] = answers
        self.asked.clear()

    def query(self, number: int = -1) -> dict[str, str]:
        return {
            key: value[0] for key, value in parse_qs(urlsplit(self.asked[number]).query).items()
        }

    def serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                head = connection.recv(65_536).decode("latin-1")
                self.asked.append(head.split(" ")[1])
                answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
                answer(connection)
            except (OSError, IndexError):
                pass  # the other side hung up


@contextmanager
def foreign_server() -> Iterator[Foreign]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Foreign(listening.getsockname()[1])

    def take() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield server
    finally:
        listening.close()
