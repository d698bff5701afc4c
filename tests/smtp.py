"""A mail server of our own: it keeps what it takes, and can refuse, hang, drop or talk nonsense."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

USUAL = {"QUIT": "221 bye", "STARTTLS": "502 no", "DATA": "354 go on"}


@dataclass
class MailServer:
    """`answers` replaces what a command is answered with; 'DROP' hangs up, 'HANG' says nothing."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class Talk(socketserver.StreamRequestHandler):
    """One client, until it or we have enough."""

    server: "Listening"

    def handle(self) -> None:
        goes_on = self.say("HELLO", "220 ours")
        while goes_on and (line := self.rfile.readline()):
            command = line.decode("latin-1").split(" ")[0].strip().upper()
            goes_on = self.say(command, USUAL.get(command, "250 ok")) and command != "QUIT"
            if goes_on and command == "DATA" and "DATA" not in self.server.kept.answers:
                goes_on = self.take()

    def take(self) -> bool:
        body = b"".join(iter(self.rfile.readline, b".\r\n"))
        if not self.server.kept.answers.get("END", "250").startswith(("4", "5")):
            letter = message_from_bytes(body, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.server.kept.taken.append(letter)
        return self.say("END", "250 taken")

    def say(self, command: str, usual: str) -> bool:
        answer = self.server.kept.answers.get(command, usual)
        if answer == "HANG":
            self.server.kept.closing.wait(30)
        if answer in ("DROP", "HANG"):
            return False
        self.wfile.write(answer.encode("latin-1") + b"\r\n")
        return True


class Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, kept: MailServer) -> None:
        self.kept = kept
        super().__init__(("127.0.0.1", 0), Talk)
        kept.port = self.socket.getsockname()[1]

    def handle_error(self, *_: object) -> None:
        """A client that hung up is no error here."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    kept = MailServer()
    with Listening(kept) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield kept
        kept.closing.set()
        server.shutdown()
        thread.join()
