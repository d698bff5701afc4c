"""What protects every answer and every form: headers, cookies, origins and CSRF."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from flask import Response, abort, current_app, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

if TYPE_CHECKING:
    from casetrack.settings import Settings
    from casetrack.store.commands.signin import SignedIn
    from casetrack.web.visit import Visit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
FOREIGN_FILE = "default-src 'none'; sandbox"
SHORTEST_SECRET = 32
A_YEAR = 365


def protect(response: Response) -> Response:
    """Adds the headers to any answer; a view may have set a stricter one."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def read_secret(folder: Path) -> bytes:
    """The installation's own secret, made at first start and readable by its owner only."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_secret(path)
    secret = path.read_bytes()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{path} is too short to protect anything; delete it and start again")
    return secret


def _make_secret(path: Path) -> None:
    """Written aside and linked when whole: of several that start at once, the first one's holds."""
    handle, aside = mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(SHORTEST_SECRET))
    with suppress(FileExistsError):
        os.link(aside, path)
    Path(aside).unlink()


def check_origin() -> None:
    """Refuses a form that another site sent, before the session's authority is used."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    foreign = origin not in (None, "null") and urlsplit(origin or "").netloc != request.host
    if site not in ("same-origin", "none") or foreign:
        abort(403, "This form came from another site. Open the page here and try again")


def check_text() -> None:
    """Refuses a NUL, which no page of ours sends and no database keeps."""
    sent = [value for values in request.values.listvalues() for value in values]
    if any("\0" in text for text in (request.path, *sent)):
        abort(400)


def fingerprint_of_form(secret: bytes) -> str:
    """What tells a form that is sent twice from one that was changed and sent again."""
    token = request.form.get("form_token", "")
    if not token:
        return ""
    said = sorted((name, value) for name, values in request.form.lists() for value in values)
    files = [(name, one.filename) for name, one in request.files.items(multi=True)]
    return hmac.new(secret, ascii((said, files)).encode(), hashlib.sha256).hexdigest()


class EarlierSignIn(Forbidden):
    """A form that was drawn for another session than the one it came with."""

    description = "This form belongs to an earlier sign-in. Open its page again"


def check_csrf(visit: "Visit") -> None:
    """Refuses a form that was not drawn for this session."""
    if not drawn_for(visit.csrf):
        raise EarlierSignIn


def drawn_for(csrf: str) -> bool:
    """Whether the form that was sent carries this secret."""
    return hmac.compare_digest(request.form.get("csrf", "").encode(), csrf.encode())


def stranger_csrf(secret: bytes, nonce: str) -> str:
    """The CSRF value of a browser that has not signed in."""
    return hmac.new(secret, f"stranger\0{nonce}".encode(), hashlib.sha256).hexdigest()


def cookie_name(settings: "Settings", purpose: str) -> str:
    """`__Host-` binds a cookie to this host and to TLS; without TLS browsers refuse the prefix."""
    return f"__Host-casetrack-{purpose}" if settings.secure else f"casetrack-{purpose}"


def set_cookie(
    response: AnyResponse,
    settings: "Settings",
    purpose: str,
    value: str,
    *,
    days: int | None = None,
) -> None:
    response.set_cookie(
        cookie_name(settings, purpose),
        value,
        max_age=days * 86_400 if days else None,
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def keep_signed_in(response: AnyResponse, settings: "Settings", given: "SignedIn") -> None:
    """Gives the browser its session, and what it is known by next time."""
    set_cookie(response, settings, "session", given.session)
    set_cookie(response, settings, "device", given.device, days=A_YEAR)


def device(settings: "Settings") -> str:
    """The token this browser was given at an earlier sign-in, or empty."""
    return request.cookies.get(cookie_name(settings, "device"), "")


def sign_in_address() -> str:
    """Where to sign in, and back to the page that was asked for."""
    if request.method != "GET":
        return "/sign-in?" + urlencode({"next": page_behind(request.path), "lost": 1})
    back = request.full_path.rstrip("?")
    return "/sign-in?" + urlencode({"next": back}) if back != "/" else "/sign-in"


def page_behind(address: str) -> str:
    """The page a form stands on: the nearest one at or above the address that takes the form."""
    routes = current_app.url_map.bind("")
    while address and not routes.test(address, "GET"):
        address = address.rpartition("/")[0]
    return address or "/"


def own_address(address: str) -> str:
    """An address of this site to go back to; anything else becomes the first page."""
    parts = urlsplit(address)
    local = not parts.scheme and not parts.netloc and address.startswith("/")
    return (
        address
        if local and not address.startswith(("//", "/\\")) and address.isprintable()
        else "/"
    )
