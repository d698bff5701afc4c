"""Where all parts meet: settings, store, press and pages become one application."""

from flask import Flask
from jinja2 import StrictUndefined

from casetrack import __version__
from casetrack.documents.press import Press
from casetrack.lookups import Lookups
from casetrack.paths import TEMPLATES
from casetrack.settings import Settings
from casetrack.store.session import Store
from casetrack.web import door, errors, routes, security, words

FORM_BYTES = 2_000_000  # all text fields of one form together
FORM_PARTS = 1_000


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    press: Press | None = None,
    lookups: Lookups | None = None,
) -> Flask:
    """The application. It opens the store it is given, or the one the settings name."""
    secret = security.read_secret(settings.data_dir)
    app = Flask("casetrack", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME=security.cookie_name(settings, "notes"),
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.upload_mb * 1_000_000 + FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
        TRUSTED_HOSTS=list(settings.hosts),
        ASSETS=__version__,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    words.install(app)
    errors.install(app)
    app.after_request(security.protect)
    machinery = door.Machinery(
        settings=settings,
        store=store or Store(settings.database),
        press=press
        or Press(
            children=settings.printers,
            seconds=settings.print_seconds,
            memory_mb=settings.print_memory_mb,
        ),
        lookups=lookups or Lookups(settings),
        secret=secret,
    )
    app.extensions["casetrack"] = machinery
    routes.install(app, machinery)
    return app
