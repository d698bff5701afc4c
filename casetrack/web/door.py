"""The one door: a page cannot exist without a method and a permission.

A GET reads in a transaction that cannot write. A POST writes in one transaction that commits if and
only if the view answers with a redirect, and holds its case before reading it. A case is loaded
through the caller's scope: what may not be seen is 404, what may be seen but not done is 403 with a
sentence. What would move a due date is first shown, and saved when it is sent again (`moves`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, make_response, redirect, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from casetrack.documents.press import Press
from casetrack.lookups import Lookups
from casetrack.rules.access import ON_A_CASE, Permission
from casetrack.rules.documents import PAPERS
from casetrack.rules.numbers import LARGEST, whole_number
from casetrack.settings import Settings
from casetrack.store.commands.cases import hold
from casetrack.store.commands.forms import answered, claim
from casetrack.store.queries.casefile import load_case
from casetrack.store.queries.register import is_demonstration
from casetrack.store.queries.scope import find_case, number_of
from casetrack.store.seal import DRAFTS, Seal
from casetrack.store.session import Db, Store
from casetrack.web import drafting, moves, security
from casetrack.web.drafting import FORM_PAGES, RIGHTS
from casetrack.web.visit import Visit

View = Callable[..., Any]
UNKEPT = (Permission.LOOK, Permission.SIGN_IN, Permission.OWN_PASSWORD)
"""In these forms nothing typed is kept: they are nobody's, or hold passwords only."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address and method, the permission it needs, and the view behind it."""

    address: str
    method: str
    may: Permission
    view: View
    endpoint: str
    logs: str
    at: str
    before: Callable[[Visit], Any] | None


@dataclass
class Machinery:
    """What every request needs from the application."""

    settings: Settings
    store: Store
    press: Press
    lookups: Lookups
    secret: bytes

    def visit(self) -> Visit:
        """A new request; nobody is known yet."""
        return Visit(
            settings=self.settings,
            store=self.store,
            press=self.press,
            lookups=self.lookups,
            secret=self.secret,
            seal=self.seal,
            demo=self.demo,
        )

    @cached_property
    def seal(self) -> Seal:
        return Seal(self.secret, purpose=DRAFTS)

    @cached_property
    def demo(self) -> bool:
        """Whether this store holds the demonstration clinic; every page then says so."""
        with self.store.reading() as db:
            return is_demonstration(db)


ROUTES: list[Route] = []


def page(
    address: str,
    method: str = "GET",
    *,
    may: Permission,
    logs: str = "",
    at: str = "",
    before: Callable[[Visit], Any] | None = None,
) -> Callable[[View], View]:
    """Declares a page. `logs` names the reading it is; `before` works outside any transaction.

    `at` is the place in the case, from parts of the address: what a closed case owes is settled at
    some of them.
    """

    def declare(view: View) -> View:
        endpoint = f"{view.__module__.rsplit('.', 1)[-1]}.{view.__name__}"
        ROUTES.append(
            Route(
                address=address,
                method=method,
                may=may,
                view=view,
                endpoint=endpoint,
                logs=logs,
                at=at,
                before=before,
            )
        )
        return view

    return declare


class Number(IntegerConverter):
    """A number in an address; what no database can hold leads nowhere."""

    regex = "[0-9]{1,10}"

    def __init__(self, addresses: Map) -> None:
        super().__init__(addresses, max=LARGEST)


class PaperKey(BaseConverter):
    """A kind of paper in an address."""

    regex = "|".join(paper.key for paper in PAPERS)


CONVERTERS = {"int": Number, "paper": PaperKey}


def install(app: Flask, machinery: Machinery) -> None:
    """Hangs every declared page into the application."""
    app.url_map.converters |= CONVERTERS
    app.extensions[RIGHTS] = {route.endpoint: route.may for route in ROUTES}
    app.extensions[FORM_PAGES] = set(_form_pages())
    for route in ROUTES:
        app.add_url_rule(
            route.address,
            route.endpoint,
            _entrance(route, machinery),
            methods=[route.method],
            provide_automatic_options=False,
        )


def _form_pages() -> Iterator[str]:
    """The pages on which forms stand: each at the form's own address, or above it."""
    pages = {route.address for route in ROUTES if route.method == "GET"}
    for route in ROUTES:
        if route.method == "POST" and route.may not in UNKEPT:
            address = route.address
            while address and address not in pages:
                address = address.rpartition("/")[0]
            yield address


def _entrance(route: Route, machinery: Machinery) -> View:
    def enter(**kwargs: Any) -> AnyResponse:  # noqa: ANN401 - parts of the address
        visit = machinery.visit()
        security.check_text()
        try:
            return (_read if route.method == "GET" else _take)(route, visit, kwargs)
        finally:
            visit.write_readings()

    return enter


def _read(route: Route, visit: Visit, kwargs: dict[str, Any]) -> AnyResponse:
    with visit.store.reading() as db:
        refused = _admit(route, visit, db, kwargs)
        if refused:
            return refused
        if visit.presence and "draft" in request.args:
            visit.drafts.resume(whole_number(request.args["draft"]))
        response = make_response(route.view(visit, **kwargs))
    if route.logs and response.status_code == 200:
        visit.note(route.logs)
    visit.stay_signed_in()
    return response


def _take(route: Route, visit: Visit, kwargs: dict[str, Any]) -> AnyResponse:
    """A form: acted on, or kept as a draft. Whatever comes of it, what was typed is not lost."""
    security.check_origin()
    if route.may in UNKEPT:
        return _write(route, visit, kwargs)
    if drafting.asked_to_keep():
        return drafting.keep_only(visit)
    try:
        response = _write(route, visit, kwargs)
    except Exception as failure:
        drafting.rescue(visit)
        again = drafting.of_earlier_sign_in(visit) if _is_old(failure) else None
        if again:
            return again
        raise
    return response if visit.presence else drafting.until_signed_in(visit)


def _is_old(failure: Exception) -> bool:
    return isinstance(failure, security.EarlierSignIn)


def _write(route: Route, visit: Visit, kwargs: dict[str, Any]) -> AnyResponse:
    if route.before:  # slow work on what was sent, with no lock held
        with visit.store.reading() as db:
            refused = _admit(route, visit, db, dict(kwargs))
            if refused:
                return refused
            security.check_csrf(visit)
        visit.prepared = route.before(visit)
    with visit.store.writing() as db:
        refused = _admit(route, visit, db, kwargs, holding=True)
        if refused:
            return refused
        security.check_csrf(visit)
        response = _once(route, visit, kwargs)
    for act in visit.afterwards if response.status_code == 303 else ():
        act()
    visit.stay_signed_in()
    return response


def _once(route: Route, visit: Visit, kwargs: dict[str, Any]) -> AnyResponse:
    """Does what the form asks, once: a redirect commits, a page shown again changes nothing."""
    token = security.fingerprint_of_form(visit.secret)
    done = claim(visit.db, token, user=visit.user) if token else ""
    if done:
        return redirect(done, 303)
    response: AnyResponse = make_response(route.view(visit, **kwargs))
    if response.status_code == 303:
        response = moves.asked_first(visit) or response
    if response.status_code == 303:
        if token:
            answered(visit.db, token, response.headers["Location"])
        drafting.form_saved(visit)
        visit.db.commit()
    elif response.status_code == 200:
        response.status_code = 422
    return response


def _admit(
    route: Route, visit: Visit, db: Db, kwargs: dict[str, Any], *, holding: bool = False
) -> AnyResponse | None:
    """Finds out who asks and for which case; answers with a redirect to sign-in, 403 or 404."""
    visit.db = db
    if route.may is Permission.LOOK:  # asks nobody, and not the database
        return None
    visit.find_presence(db)
    db.info["origin"] = visit.origin()
    if route.may in (Permission.SIGN_IN, Permission.FEED):
        return None
    if visit.presence is None:
        return redirect(security.sign_in_address(), 303)
    if visit.presence.given and route.may is not Permission.OWN_PASSWORD:
        return redirect("/me/password", 303)
    if "code" in kwargs:
        _find_case(visit, db, kwargs.pop("code"), holding=holding)
    visit.at = route.at.format(**kwargs)
    visit.check_right(route.may)
    if route.may in ON_A_CASE and visit.file is None:
        raise AssertionError(f"{route.address} needs a case for its permission")
    return None


def _find_case(visit: Visit, db: Db, code: str, *, holding: bool) -> None:
    """The case as it stands now; held, it stays so until this transaction ends."""
    number = find_case(db, code, by=visit.actor) if holding else None
    if number is not None:
        hold(db, number)
    visit.file = load_case(db, code, by=visit.actor)
    if visit.file is None:
        visit.hide(number_of(db, code))
