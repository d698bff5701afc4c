"""Reports: uploaded, inspected, described, and given back only as a download."""

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import abort, url_for
from werkzeug.wrappers import Response

from casetrack.documents.press import UploadRefused
from casetrack.rules.access import Permission
from casetrack.rules.questions import BY_KEY as SECTIONS
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.reports import NewReport, add_report
from casetrack.store.queries.charts import blob
from casetrack.web import security
from casetrack.web.back import Back, back_from
from casetrack.web.door import page
from casetrack.web.uploads import sent_files
from casetrack.web.visit import Visit

EXTENSION = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@page("/cases/<code>/reports/add", may=Permission.KEEP_REPORTS, logs="opened")
def ask(visit: Visit) -> Response:
    return _page(visit)


def inspected(visit: Visit) -> list[NewReport | Refusal]:
    """Looks into every file in the sandbox, before any transaction."""
    found: list[NewReport | Refusal] = []
    limit = visit.settings.upload_mb
    for sent in sent_files("files"):
        if len(sent.data) > limit * 1_000_000:
            found.append(Refusal(f"{sent.name}: at most {limit} MB", field="files"))
            continue
        try:
            seen = visit.press.inspect(sent.data, name_hint=sent.name)
        except UploadRefused as refused:
            found.append(Refusal(f"{sent.name}: {refused}", field="files"))
            continue
        found.append(
            NewReport(
                data=sent.data,
                given_name=sent.name,
                media_type=seen.media_type,
                pages=seen.pages,
                text=seen.text,
                notes="; ".join(seen.notes),
            )
        )
    return found or [Refusal("Choose a PDF, PNG or JPEG file", field="files")]


@page("/cases/<code>/reports/add", "POST", may=Permission.KEEP_REPORTS, before=inspected)
def add(visit: Visit) -> Response:
    refused = [one for one in visit.prepared if isinstance(one, Refusal)]
    if refused:
        return _page(visit, refused)
    added = [add_report(visit.db, visit.case.id, one, by=visit.actor) for one in visit.prepared]
    address, code = _documents(visit), visit.case.code
    if len(added) == 1:
        back = _asked_from(visit)
        address = url_for("facts.row", code=code, key="documents", number=added[0], back=back)
    return visit.go(address, said="Uploaded. Say what it is, and whether it names the patient")


@page("/cases/<code>/reports/<int:number>/file", may=Permission.SEE_CASE)
def download(visit: Visit, number: int) -> Response:
    report = visit.case.reports.get(number)
    if report is None:
        abort(404)
    visit.note("downloaded", each=True)
    name = f"{visit.case.code}_report_{number}.{EXTENSION[report.media_type]}"
    return as_attachment(blob(visit.db, report.sha256), report.media_type, name)


def as_attachment(data: bytes, media_type: str, name: str) -> Response:
    """Somebody else's file is never shown inside our pages."""
    response = FlaskResponse(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = security.FOREIGN_FILE
    return response


def _page(visit: Visit, refused: Sequence[Refusal] = ()) -> Response:
    return visit.render(
        "reports/ask.html",
        heading="Upload a report",
        loose=refused,
        back=Back("", _documents(visit), "reports and letters"),
    )


def _documents(visit: Visit) -> str:
    key = _asked_from(visit)
    return url_for("facts.show", code=visit.case.code, key="documents", back=key)


def _asked_from(visit: Visit) -> str | None:
    """The place one came from before, to be led back to in the end."""
    return back_from(visit.case, SECTIONS["documents"]).key or None
