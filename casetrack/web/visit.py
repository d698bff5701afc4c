"""One request: who asks, for which case, and the few things every view does."""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

from flask import Response, flash, g, make_response, redirect, render_template, request, session
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response as AnyResponse

from casetrack.documents.press import Press
from casetrack.lookups import Lookups
from casetrack.rules.access import NOBODYS_CASE, Permission, may, who_may
from casetrack.rules.dates import show_time
from casetrack.rules.people import NOBODY, Actor
from casetrack.rules.values import NO_NAMES, Names
from casetrack.settings import Settings
from casetrack.store.acts import now
from casetrack.store.commands.reading import Reading, note_access
from casetrack.store.commands.signin import touch
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.queries.people import Presence, presence, ran_out
from casetrack.store.seal import Seal
from casetrack.store.session import Db, Store
from casetrack.store.tables.people import TOUCH
from casetrack.store.tokens import digest
from casetrack.web import security
from casetrack.web.drafting import Drafts


@dataclass
class Visit:
    settings: Settings
    store: Store
    press: Press
    lookups: Lookups
    secret: bytes
    seal: Seal
    demo: bool
    db: Db = field(init=False)
    presence: Presence | None = None
    file: CaseFile | None = None
    prepared: Any = None
    at: str = ""  # the place in the case, as refusals name it
    named: Names = field(default_factory=dict)  # more of what answers point at
    afterwards: list[Callable[[], object]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    reference: str = field(default_factory=lambda: secrets.token_hex(4).upper())

    def __post_init__(self) -> None:
        g.visit = self
        self.drafts = Drafts(self)

    @property
    def actor(self) -> Actor:
        return self.presence.actor if self.presence else NOBODY

    @property
    def user(self) -> int:
        return self.actor.user

    @property
    def case(self) -> CaseFile:
        """The case of this address; the door has loaded it."""
        if self.file is None:
            raise AssertionError("this page has no case")
        return self.file

    @property
    def names(self) -> Names:
        """What answers that point at something are called on this page."""
        return {**(self.file.names if self.file else NO_NAMES), **self.named}

    @property
    def now(self) -> datetime:
        """The moment it is at the clinic."""
        return self.local(now())

    @property
    def today(self) -> date:
        return self.now.date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.settings.zone)

    def clock(self, moment: datetime) -> str:
        """A moment's hour at the clinic: 2:41 PM."""
        return show_time(f"{self.local(moment):%H:%M}")

    def may(self, permission: Permission, *, at: str | None = None) -> bool:
        """Whether this person may do it here, or at another place of the case."""
        if self.file:
            here = self.at if at is None else at
            return may(self.actor, permission, self.file.facts, at=here)
        return may(self.actor, permission)

    def find_presence(self, db: Db) -> None:
        token = request.cookies.get(security.cookie_name(self.settings, "session"), "")
        self.presence = None
        if token:
            self.presence = presence(
                db, token, **self._limits, physicians_see_all=self.settings.physicians_see_all
            )

    @property
    def _limits(self) -> dict[str, timedelta]:
        return {
            "idle": timedelta(minutes=self.settings.idle_minutes),
            "longest": timedelta(hours=self.settings.session_hours),
        }

    @property
    def ran_out(self) -> datetime | None:
        """When this browser's session ended because nobody used it, or because it had to."""
        token = request.cookies.get(security.cookie_name(self.settings, "session"), "")
        return ran_out(self.db, token, **self._limits) if token and not self.presence else None

    def time_left(self) -> dict[str, Any]:
        """What the page's script needs for its warning: seconds, the hour, whether it is final."""
        if self.presence is None:
            return {"left": 0}
        left = (self.presence.ends_at - now()).total_seconds()
        ends = self.clock(self.presence.ends_at)
        return {"left": math.ceil(left), "ends": ends, "final": self.presence.final}

    @property
    def csrf(self) -> str:
        """The secret that every form of this session carries."""
        if self.presence:
            return self.presence.csrf
        return security.stranger_csrf(self.secret, self._nonce())

    def _nonce(self) -> str:
        """Ties the sign-in form to this browser, where there is no session yet."""
        return str(session.setdefault("nonce", secrets.token_urlsafe(24)))

    def origin(self) -> dict[str, str]:
        """What an event says about where it came from: no address, no secret."""
        of_session = digest(self.presence.token)[:8] if self.presence else ""
        return {"session": of_session, "request": self.reference}

    def note(self, what: str, *, about: str = "", each: bool = False) -> None:
        """Notes who read what; written when this request's own transaction has ended."""
        token = self.presence.token if self.presence else ""
        dossier = self.file.id if self.file else None
        self.readings.append(Reading(self.actor, token, dossier, what, about or request.path, each))

    def write_readings(self) -> None:
        for reading in self.readings:
            note_access(self.store, reading)

    def stay_signed_in(self) -> None:
        if self.presence and now() - self.presence.seen_at > TOUCH:
            touch(self.store, self.presence.token)

    def check_right(self, permission: Permission) -> None:
        """Whoever may not do it is answered 403 with whom to ask; the try is noted."""
        if self.may(permission):
            return
        self.note("refused")
        facts = self.file.facts if self.file else NOBODYS_CASE
        raise Forbidden(who_may(permission, facts))

    def hide(self, dossier: int | None) -> NoReturn:
        """Notes who asked for a case that is not theirs, and answers as if it were not there."""
        token = self.presence.token if self.presence else ""
        about = request.path if dossier else str(request.url_rule)  # no case: it may say anything
        self.readings.append(Reading(self.actor, token, dossier, "refused", about))
        raise NotFound

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - what the template shows
        return make_response(render_template(template, **context), status)

    def go(self, address: str, *, said: str = "") -> AnyResponse:
        """Success: the door commits, and the next page opens with one line about what was done."""
        if said:
            flash(said)
        return redirect(address, 303)
