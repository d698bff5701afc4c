"""What becomes of typing that is not saved: kept as a draft, offered again, gone on with.

A form belongs to whoever's session drew it, and its secret (csrf) tells whose that was. So a form
that comes after the session ended, or while somebody else is signed in on the same machine, is kept
for its own author and for nobody else.
"""

import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import current_app, jsonify, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from casetrack.rules.access import ON_A_CASE, Permission, may
from casetrack.rules.numbers import whole_number
from casetrack.store.acts import now
from casetrack.store.commands.drafts import Typing, keep_draft, saved
from casetrack.store.queries.drafts import Kept, Other, draft, drafts_at, drafts_of
from casetrack.store.queries.people import drawn_by
from casetrack.store.refusals import Change, Refused
from casetrack.store.since import changed_since
from casetrack.web import security

if TYPE_CHECKING:
    from casetrack.web.visit import Visit

BY_SCRIPT, BY_BUTTON = "script", "button"
CARRIED = ("csrf", "form_token", "draft", "draft_from", "draft_title", "keep")
SECRET = ("password",)  # never kept, whoever types it
LEADS_BACK = ("back", "case", "with")  # what a page's own address says beside its path
PLAIN = re.compile(r"[\w.-]{1,40}")
RIGHTS, FORM_PAGES = "casetrack-rights", "casetrack-form-pages"
LONGEST_TITLE = 200
log = logging.getLogger("casetrack")


@dataclass(frozen=True)
class Name:
    """How a form's draft is known: by `key`; by `follows` until it is kept the first time."""

    key: str
    follows: str
    title: str


@dataclass(frozen=True)
class Saved:
    """A draft that was kept just now; `own` when it is of whoever is signed in."""

    number: int
    address: str
    at: datetime
    own: bool


class Drafts:
    """The drafts that concern one request."""

    def __init__(self, visit: "Visit") -> None:
        self._visit = visit
        self.resumed: Kept | None = None
        self.rescued: Saved | None = None

    def resume(self, number: int | None) -> None:
        """Goes on with a draft of this very page; anybody else's number means nothing."""
        visit = self._visit
        found = draft(visit.db, visit.seal, number, by=visit.actor) if number else None
        if found and found.page == request.path and found.legible:
            self.resumed = found

    def typed(self, address: str = "") -> MultiDict[str, str] | None:
        """What stands typed in the form that is sent to this address: just now, or in the draft."""
        address = address or request.path
        if request.method == "POST":
            return request.form if address == request.path else None
        if self.resumed and self.resumed.address == address:
            return MultiDict(self.resumed.fields)
        return None

    def said(self, name: str, address: str = "") -> str:
        """What stands typed in one field; empty where nothing does."""
        typed = self.typed(address)
        return typed.get(name, "") if typed is not None else ""

    def named(self, address: str, heading: str) -> Name:
        """How the form on this page that is sent to the address names its draft."""
        address = address.partition("?")[0] or request.path
        if request.method == "POST" and address == request.path and request.form.get("draft"):
            sent = request.form
            title = sent.get("draft_title", heading)
            return Name(sent["draft"][:64], sent.get("draft_from", "")[:64], title)
        fresh = secrets.token_urlsafe(24)
        if self.resumed and self.resumed.address == address:
            return Name(fresh, self.resumed.key, self.resumed.title)
        return Name(fresh, "", heading)

    def drawn(self, version: object, address: str = "") -> object:
        """The version a form is drawn from; a draft stays with the one it was begun on."""
        continued = self.resumed and self.resumed.address == (address or request.path)
        return (self.resumed.said("drawn") if self.resumed and continued else "") or version

    def since(self, dossier: int, *entries: int) -> dict[str, Change]:
        """What was saved after the draft that this page goes on with was begun."""
        drawn = whole_number(self.resumed.said("drawn")) if self.resumed else None
        if drawn is None:
            return {}
        return changed_since(self._visit.db, dossier, drawn, entries=entries)

    @cached_property
    def here(self) -> tuple[list[Kept], list[Other]]:
        """The drafts of this page's forms, and who else is typing in them."""
        pages = current_app.extensions[FORM_PAGES]
        if request.method == "POST" or str(request.url_rule) not in pages:
            return [], []
        return drafts_at(self._visit.db, self._visit.seal, request.path, by=self._visit.actor)

    @cached_property
    def own(self) -> list[Kept]:
        """Everything of this person that waits, the discarded ones among it."""
        found = drafts_of(self._visit.db, self._visit.seal, by=self._visit.actor)
        return [one for one in found if self._may_send(one)]

    @property
    def waiting(self) -> list[Kept]:
        return [one for one in self.own if not one.discarded]

    def _may_send(self, kept: Kept) -> bool:
        """Whether the form may still be sent; for a form of a case it is enough to see the case."""
        try:
            endpoint, _ = current_app.url_map.bind("").match(kept.address, "POST")
        except HTTPException:
            return True  # a form that is no longer there can still be read
        right: Permission = current_app.extensions[RIGHTS][endpoint]
        return right in ON_A_CASE or may(self._visit.actor, right)


def address_of(kept: Kept) -> str:
    """The page that goes on with a draft."""
    return _going_on(kept.page, kept.id, dict(kept.fields))


def asked_to_keep() -> bool:
    """Whether the form that was sent is to be kept, and not to be acted on."""
    return request.form.get("keep") in (BY_SCRIPT, BY_BUTTON)


def keep_only(visit: "Visit") -> Response:
    """Keeps a draft because the page's script, or the button Save as draft, asks for it."""
    with visit.store.reading() as db:
        visit.find_presence(db)
    if request.form["keep"] == BY_SCRIPT:
        return _told_to_script(visit)
    kept = _keep(visit)
    if visit.presence is None:
        return _to_sign_in(kept)
    if kept is None or not kept.own:
        raise security.EarlierSignIn
    visit.stay_signed_in()
    return visit.go(kept.address, said="Saved as a draft. The form itself is not saved yet")


def until_signed_in(visit: "Visit") -> Response:
    """A form that came too late: what was typed in it waits for its author to sign in."""
    rescue(visit)
    return _to_sign_in(visit.drafts.rescued)


def of_earlier_sign_in(visit: "Visit") -> Response | None:
    """One's own form from before one signed in again: on to its page, with all that was typed."""
    kept = visit.drafts.rescued
    if kept is None or not kept.own:
        return None
    said = "You signed in again meanwhile. What you typed is below; look at it, then save it"
    return visit.go(kept.address, said=said)


def form_saved(visit: "Visit") -> None:
    """The form that was sent is saved, so its draft ends with this transaction."""
    key, earlier = _names_sent()
    if key and visit.presence:
        saved(visit.db, key, follows=(earlier,), user=visit.user)


def rescue(visit: "Visit") -> None:
    """Keeps what was typed in a form that failed, whatever the reason; never fails itself."""
    try:
        visit.drafts.rescued = _keep(visit)
    except (Refused, HTTPException):
        return
    except Exception as error:  # noqa: BLE001 - the failure that is being answered is told
        log.error("no draft was kept: %s", type(error).__name__)  # noqa: TRY400 - no patient data


def _to_sign_in(kept: Saved | None) -> Response:
    address = security.sign_in_address()
    if kept:
        address = "/sign-in?" + urlencode({"next": kept.address, "kept": 1})
    return redirect(address, 303)


def _told_to_script(visit: "Visit") -> Response:
    try:
        kept = _keep(visit)
    except Refused as refused:
        return jsonify(trouble=str(refused), **visit.time_left())
    if kept is None:  # saved meanwhile, or nobody's
        return jsonify(at="", **visit.time_left())
    visit.stay_signed_in()
    return jsonify(at=visit.clock(kept.at), address=kept.address, **visit.time_left())


def _keep(visit: "Visit") -> Saved | None:
    """Keeps the form that was sent for its author. Raises Refused when it cannot be kept."""
    typing = _typing()
    author = _author(visit)
    if author is None or typing is None:
        return None
    with visit.store.writing() as db:
        number = keep_draft(db, typing, seal=visit.seal, user=author)
        db.commit()
    if not number:
        return None
    address = _going_on(typing.page, number, dict(typing.fields))
    return Saved(number, address, now(), own=visit.presence is not None and author == visit.user)


def _author(visit: "Visit") -> int | None:
    """Who typed in the form: the account whose session drew it."""
    if visit.presence and security.drawn_for(visit.csrf):
        return visit.user
    with visit.store.reading() as db:
        return drawn_by(db, request.form.get("csrf", "")[:64])


def _typing() -> Typing | None:
    """What the form that was sent holds; None for one in which nothing is typed."""
    sent = request.form
    key, earlier = _names_sent()
    if not key:
        return None
    by_button = sent.get("keep") == BY_BUTTON  # pressed on purpose: kept beside a saved form too
    return Typing(
        key=secrets.token_urlsafe(24) if by_button else key,
        follows=(key, earlier),
        page=security.page_behind(request.path),
        address=request.path,
        code=(request.view_args or {}).get("code", ""),
        title=sent.get("draft_title", "")[:LONGEST_TITLE],
        fields=[
            (name, value)
            for name, values in sent.lists()
            for value in values
            if name not in (*CARRIED, *SECRET)
        ],
    )


def _names_sent() -> tuple[str, str]:
    """The draft's name that the form carries, and the one of the draft it goes on from."""
    return request.form.get("draft", "")[:64], request.form.get("draft_from", "")[:64]


def _going_on(page: str, number: int, fields: Mapping[str, str]) -> str:
    back = {name: fields[name] for name in LEADS_BACK if PLAIN.fullmatch(fields.get(name, ""))}
    return f"{page}?{urlencode({**back, 'draft': number})}"
