"""A frozen packet out of the store, beside the same application serving a file of its size."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_bytes

from flask import Response, send_from_directory
from flask.testing import FlaskClient
from make import PASSWORD, Clinic

from bench import KEPT, table
from casetrack.app import create_app
from casetrack.rules.access import Permission
from casetrack.rules.documents import REQUEST
from casetrack.settings import Settings
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.commands.signin import Credentials, sign_in
from casetrack.store.prepare import prepare
from casetrack.store.session import Store
from casetrack.web.door import page
from casetrack.web.visit import Visit

SIZES = {"0.25 MB": 250_000, "3 MB": 3_000_000}
FILE = "file.pdf"
TIMES = 1.5
PAIRS = 101


def main() -> None:
    table.head("A frozen packet out of the store, beside a file of equal size")
    for what, size in SIZES.items():
        with _site(size) as (client, case):
            fetch = partial(_fetch, client, size=size)
            frozen = partial(fetch, f"{case}/papers/manufacturer-request/v/1.pdf")
            for beside, address in (("behind the same door", f"{case}/bench"), ("open", "/bench")):
                taken = table.in_turn(frozen, partial(fetch, address), pairs=PAIRS)
                table.compare(f"{what}; file {beside}", *taken, most=TIMES)
    table.say("the door: who asks, may they see this case, and the look noted on disk before it")


@page("/cases/<code>/bench", may=Permission.SEE_CASE)
def _guarded(visit: Visit) -> Response:
    visit.note("printed", each=True)
    return send_from_directory(visit.settings.data_dir, FILE)


def _fetch(client: FlaskClient, address: str, *, size: int) -> None:
    data = client.get(address, buffered=True).get_data()
    if len(data) != size:
        raise RuntimeError(f"{address} gave {len(data)} bytes, not {size}")


@contextmanager
def _site(size: int) -> Iterator[tuple[FlaskClient, str]]:
    """Somebody signed in, and the address of a case with a frozen packet."""
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=KEPT))
    url = f"sqlite:///{folder / 'store.sqlite'}"
    store = Store(url)
    prepare(store, clinic="Bench clinic")
    clinic = Clinic(store)
    code, pdf = clinic.case(), token_bytes(size)
    made = Made(paper=REQUEST.key, version=1, pdf=pdf, pages=12, made_of={}, changes=())
    with store.writing() as db:
        freeze(db, clinic.file(code).id, made, by=clinic.rosa)
        db.commit()
    (folder / FILE).write_bytes(pdf)

    app = create_app(Settings(data_dir=folder, database_url=url), store=store)
    app.add_url_rule(
        "/bench", view_func=partial(send_from_directory, folder, FILE), endpoint="bench"
    )
    email = clinic.email(clinic.rosa)
    given = Credentials(email=email, password=PASSWORD, device="", address="127.0.0.1")
    client = app.test_client()
    client.set_cookie("casetrack-session", sign_in(store, given).session)
    try:
        yield client, f"/cases/{code}"
    finally:
        store.close()
        shutil.rmtree(folder)
