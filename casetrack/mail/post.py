"""One letter handed to the mail server, or the server's word why not."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from casetrack.settings import Settings

PATIENCE = 20.0  # seconds, for each answer of the server


class Unsent(Exception):
    """Why a letter did not go out, in the server's words where it said any.

    `for_good`: this letter will not get through however often it is tried.
    """

    def __init__(self, said: str, *, for_good: bool = False) -> None:
        super().__init__(said)
        self.for_good = for_good


@dataclass(frozen=True, kw_only=True)
class Post:
    """The mail server, and how to speak to it."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    patience: float = PATIENCE

    def send(self, *, to: str, subject: str, body: str, message_id: str, at: datetime) -> None:
        """Hands one letter over. Raises Unsent."""
        with _told_plainly():
            letter = EmailMessage(policy=SMTP)
            letter["From"], letter["To"], letter["Subject"] = self.sender, to, subject
            letter["Date"], letter["Message-ID"] = format_datetime(at), message_id
            letter["Auto-Submitted"] = "auto-generated"
            letter.set_content(body)
            with self._connection() as server:
                server.send_message(letter)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        private = ssl.create_default_context()
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.patience, context=private
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.patience)
        with server:
            if self.security == "starttls":
                server.starttls(context=private)
            if self.user:
                server.login(self.user, self.password)
            yield server


def post_of(settings: Settings) -> Post:
    """The mail server the settings name. Raises Unsent where its password cannot be read."""
    password = settings.mail_password.get_secret_value()
    if settings.mail_password_file:
        try:
            password = Path(settings.mail_password_file).read_text().strip()
        except OSError as error:
            raise Unsent(f"mail_password_file cannot be read: {error.strerror}") from None
    return Post(
        host=settings.mail_host,
        port=settings.mail_port,
        security=settings.mail_security,
        user=settings.mail_user,
        password=password,
        sender=settings.mail_from,
    )


OF_THE_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
BROKEN: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPNotSupportedError, "The mail server lacks what is set: {}"),
    (smtplib.SMTPException, "The connection broke: {}"),
    (TimeoutError, "The mail server does not answer"),
    (ssl.SSLError, "No private connection: {}"),
    (OSError, "The mail server cannot be reached: {}"),
    (ValueError, "An address or password has letters that mail cannot carry"),
)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Whatever goes wrong becomes one line, without our password and without a trace."""
    try:
        yield
    except (OSError, ValueError) as error:  # smtplib's own errors among them
        answer = _answer(error)
        if answer is None:
            words = next(words for kind, words in BROKEN if isinstance(error, kind))
            said = getattr(error, "strerror", None) or error
            raise Unsent(words.format(said)[:300]) from None
        code, answered = answer
        text = answered.decode(errors="replace") if isinstance(answered, bytes) else answered
        final = isinstance(error, OF_THE_LETTER) and 500 <= code < 600
        raise Unsent(f"{code} {' '.join(text.split())}"[:300], for_good=final) from None


def _answer(error: Exception) -> tuple[int, bytes | str] | None:
    """What the mail server said, if it said anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, error.smtp_error
    return None
