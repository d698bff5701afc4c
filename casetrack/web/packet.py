"""The manufacturer request packet: check, preview, freeze, and what was frozen and sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.documents import pages
from casetrack.documents.changes import record_of
from casetrack.documents.packet import Packet, printed_text, restored
from casetrack.documents.previews import PATIENCE, make_in_background
from casetrack.documents.printing import next_packet
from casetrack.documents.values import Value
from casetrack.rules.access import Permission
from casetrack.rules.documents import REQUEST
from casetrack.rules.identity import identifiers_in
from casetrack.rules.sense import packet_doubts
from casetrack.rules.tasks import packet_gaps, packet_needs
from casetrack.rules.text import clean
from casetrack.rules.workflow import Refusal
from casetrack.store.acts import now
from casetrack.store.commands.cases import hold
from casetrack.store.commands.papers import Made, begin_print, freeze
from casetrack.store.queries import papers
from casetrack.store.queries.casefile import Version
from casetrack.store.refusals import Refused
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.visit import Visit

FREEZE = Permission.RUN_REQUEST


@dataclass(frozen=True)
class Finding:
    """An identifier that stands where it must not; `own` when it stands in our own text."""

    words: str
    own: bool


@page("/cases/<code>/packet", may=Permission.SEE_CASE, logs="opened")
def check(visit: Visit) -> Response:
    facts = visit.case.facts
    gaps, asked = packet_gaps(facts), packet_needs(facts)
    return visit.render(
        "packet/check.html",
        heading=REQUEST.title,
        paper=REQUEST,
        gaps=gaps,
        asked=asked,
        needs=sum(asked.values()),
        doubts=packet_doubts(facts, visit.today),
        exhibits=_packet(visit).exhibits,
        versions=_versions(visit),
        editable=visit.may(Permission.EDIT_FACTS),
        back=_to_case(visit),
    )


@page("/cases/<code>/packet/preview", "POST", may=Permission.SEE_CASE)
def make(visit: Visit) -> Response:
    """Starts making the preview, or goes to it if it is there."""
    packet = _packet(visit)
    key = pages.fingerprint(packet)
    made_of = record_of(packet, visit.case)
    limit = timedelta(seconds=visit.settings.print_seconds) + PATIENCE
    if begin_print(visit.db, key, visit.case.id, made_of=made_of, stuck_after=limit):
        files = papers.report_files(visit.db, {exhibit.sha256 for exhibit in packet.exhibits})
        job = pages.job(packet, files=files)
        store, press = visit.store, visit.press
        visit.afterwards.append(lambda: make_in_background(store, press, key=key, job=job))
    return visit.go(url_for("packet.seen", code=visit.case.code))


@page("/cases/<code>/packet/preview", may=Permission.SEE_CASE, logs="printed")
def seen(visit: Visit) -> Response:
    return _preview_page(visit)


@page("/cases/<code>/packet/preview/<key>.pdf", may=Permission.SEE_CASE, logs="printed")
def draft(visit: Visit, key: str) -> Response:
    data = papers.preview_bytes(visit.db, visit.case.id, key, draft=True)
    if data is None:
        abort(404)
    return _pdf(data, f"{visit.case.code}_{REQUEST.key}_draft.pdf")


@page("/cases/<code>/packet/read", may=Permission.SEE_CASE, logs="printed")
def read(visit: Visit) -> Response:
    """The packet as a web page: every value leads to the answer it came from."""
    return _reading_page(visit, _packet(visit), version=0)


@page("/cases/<code>/packet/freeze", "POST", may=FREEZE)
def frozen(visit: Visit) -> Response:
    """Makes exactly the bytes that were previewed final."""
    hold(visit.db, visit.case.id)
    packet = _packet(visit)
    key = pages.fingerprint(packet)
    refused = _against_freezing(visit, packet, key)
    done = papers.finished_print(visit.db, visit.case.id, key)
    if refused or done is None or done.final is None:
        return _preview_page(visit, refused)
    made = Made(
        paper=REQUEST.key,
        version=packet.version,
        pdf=done.final,
        pages=done.pages,
        made_of=done.made_of,
        changes=packet.changes,
        reason=_gap_reason(),
    )
    try:
        number = freeze(visit.db, visit.case.id, made, by=visit.actor)
    except Refused as no:
        return _preview_page(visit, list(no.refusals))
    address = url_for("packet.version", code=visit.case.code, number=number)
    return visit.go(address, said=f"Version {number} is frozen")


@page("/cases/<code>/packet/v/<int:number>", may=Permission.SEE_CASE, logs="opened")
def version(visit: Visit, number: int) -> Response:
    found = _version(visit, number)
    return visit.render(
        "packet/version.html",
        heading=f"{REQUEST.title}, version {number}",
        version=found,
        sendable=visit.may(Permission.RUN_REQUEST) and visit.case.facts.life == "open",
        back=Back("", url_for("packet.check", code=visit.case.code), "the packet"),
    )


@page("/cases/<code>/packet/v/<int:number>/read", may=Permission.SEE_CASE, logs="printed")
def read_version(visit: Visit, number: int) -> Response:
    found = papers.frozen_version(visit.db, visit.case.id, REQUEST.key, number)
    if found is None:
        abort(404)
    packet = restored(found.packet)
    if packet is None:
        said = "An earlier release of casetrack froze this version. Its PDF shows it unchanged"
        return visit.go(url_for("packet.version", code=visit.case.code, number=number), said=said)
    return _reading_page(visit, packet, version=number)


@page("/cases/<code>/packet/v/<int:number>.pdf", may=Permission.SEE_CASE)
def frozen_pdf(visit: Visit, number: int) -> Response:
    data = papers.frozen_bytes(visit.db, visit.case.id, REQUEST.key, number)
    if data is None:
        abort(404)
    found = _version(visit, number)
    visit.note("printed", each=True)
    day = visit.local(found.frozen_at).date().isoformat()
    return _pdf(data, f"{visit.case.code}_{REQUEST.key}_v{number}_{day}.pdf")


def _packet(visit: Visit) -> Packet:
    """The next version, as the case stands now."""
    at = visit.local(now())
    return next_packet(visit.db, visit.case, prepared_by=visit.actor.name, at=at)


def _versions(visit: Visit) -> list[Version]:
    return [found for found in visit.case.versions if found.paper == REQUEST.key]


def _version(visit: Visit, number: int) -> Version:
    found = [held for held in _versions(visit) if held.version == number]
    if not found:
        abort(404)
    return found[0]


def _against_freezing(visit: Visit, packet: Packet, key: str) -> list[Refusal]:
    """Every reason why these bytes may not become final."""
    refused = [Refusal(found.words) for found in _identifiers(visit, packet) if found.own]
    if papers.finished_print(visit.db, visit.case.id, key) is None:
        refused.append(Refusal("The case changed after this preview, so preview it again"))
    if request.form.get("key") != key:
        refused.append(Refusal("This is not the preview you looked at, so preview it again"))
    unsure = packet_doubts(visit.case.facts, visit.today)
    doubtful = packet.missing or unsure or _identifiers(visit, packet)
    if doubtful and not _gap_reason():
        refused.append(Refusal("Say why you freeze it all the same", field="gap_reason"))
    return refused


def _gap_reason() -> str:
    return clean(request.form.get("gap_reason", ""))[:1000]


def _identifiers(visit: Visit, packet: Packet) -> list[Finding]:
    """Names, dates of birth and numbers that must not reach the company."""
    answers = visit.case.facts.answers
    found = [
        Finding(f"The patient's {what} stands in {part.replace('_', ' ')}. Take it out", own=True)
        for part, text in printed_text(packet).items()
        for what in identifiers_in(answers, text)
    ]
    texts = papers.report_texts(visit.db, {exhibit.entry for exhibit in packet.exhibits})
    return found + [
        Finding(f"The patient's {what} stands in attachment {exhibit.label}", own=False)
        for exhibit in packet.exhibits
        for what in identifiers_in(answers, texts.get(exhibit.entry, ""))
    ]


def _preview_page(visit: Visit, refused: list[Refusal] | None = None) -> Response:
    packet = _packet(visit)
    key = pages.fingerprint(packet)
    return visit.render(
        "packet/preview.html",
        heading=f"Preview of version {packet.version}",
        paper=REQUEST,
        key=key,
        packet=packet,
        made=papers.preview(visit.db, key),
        found=_identifiers(visit, packet),
        doubts=packet_doubts(visit.case.facts, visit.today),
        may_freeze=visit.may(FREEZE) and visit.case.facts.life == "open",
        reason=_gap_reason(),
        loose=refused or [],
        wrong=bool(refused),
        back=Back("", url_for("packet.check", code=visit.case.code), "what is missing"),
    )


def _reading_page(visit: Visit, packet: Packet, *, version: int) -> Response:
    name = f"version {version}" if version else f"version {packet.version}, not frozen yet"
    return visit.render(
        "packet/read.html",
        heading=f"{REQUEST.title}, {name}",
        parts=pages.as_page(packet, trace=_tracer(visit, version)),
        contents=REQUEST.tabs,
        version=version,
        back=Back("", url_for("packet.check", code=visit.case.code), "the packet"),
    )


def _tracer(visit: Visit, version: int) -> Callable[[Value], str]:
    code, seen_in = visit.case.code, version or None

    def address(value: Value) -> str:
        return url_for("trace.show", code=code, entry=value.entry, key=value.key, version=seen_in)

    return address


def _pdf(data: bytes, name: str) -> Response:
    """Our own paper, shown in the browser's viewer inside our own pages."""
    response = FlaskResponse(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response


def _to_case(visit: Visit) -> Back:
    return Back("case", url_for("cases.show", code=visit.case.code), visit.case.code)
