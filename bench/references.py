"""A RIS file of 500 references from the upload to its preview, beside JSON of the same facts."""

import json
import re
from io import BytesIO

from bench import clinic, table
from bench.pages import Site

MANY = 500
SECONDS = 2.0
ROUNDS = 9
ABSTRACT = "BACKGROUND: " + "Desmoid tumors grow without a border and come back. " * 30


def main() -> None:
    table.head(f"References: {MANY} in RIS, from the upload to the preview")
    site = Site(clinic.sqlite_clinic(100))
    try:
        _race(site)
    finally:
        site.close()


def _race(site: Site) -> None:
    sent = "".join(_reference(number) for number in range(MANY)).encode()
    plain = json.dumps([_reference(number) for number in range(MANY)])
    ours, raw = table.in_turn(
        lambda: _preview(site, sent), lambda: json.loads(plain), pairs=ROUNDS, warm=1
    )
    table.bound(
        "uploaded, read and shown",
        f"{table.usual(ours) * 1000:.0f} ms",
        f"{table.usual(raw) * 1000:.0f} ms",
        f"{SECONDS:.0f} s",
        holds=max(ours) < SECONDS,
        ratio=f"{table.usual(ours) / table.usual(raw):.0f}",
    )


def _preview(site: Site, sent: bytes) -> None:
    """As a browser does it: the form, the file, and the page it leads to."""
    token = re.search(r'name="csrf" value="([^"]+)"', site.get("/library/add"))
    if token is None:
        raise RuntimeError("the form of the library has no token")
    form = {"csrf": token[1], "references": (BytesIO(sent), "references.ris")}
    response = site.client.post("/library/imports", data=form, buffered=True)
    if response.status_code != 303:
        raise RuntimeError(f"the references were not taken: {response.status}")
    if f"{MANY} references were read" not in site.get(response.headers["Location"]):
        raise RuntimeError("the preview does not show what was sent")


def _reference(number: int) -> str:
    fields = {
        "TY": "JOUR",
        "TI": f"Study {number} of a drug in desmoid tumor",
        "AU": f"Author{number}, Ada B",
        "PY": str(1990 + number % 36),
        "JO": "N Engl J Med",
        "VL": str(300 + number % 90),
        "SP": str(number + 1),
        "DO": f"10.1000/bench.{number}",
        "AB": ABSTRACT,
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\n" for tag, value in fields.items())
