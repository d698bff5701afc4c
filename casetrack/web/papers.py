"""Papers of a case, one way for all: check, preview, freeze, and what was frozen and sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.documents import pages
from casetrack.documents.changes import record_of
from casetrack.documents.content import Content, printed_text, restored
from casetrack.documents.makers import MAKERS
from casetrack.documents.previews import PATIENCE, make_in_background
from casetrack.documents.printing import next_version
from casetrack.documents.values import Value
from casetrack.rules.access import Permission
from casetrack.rules.documents import BY_KEY, PAPERS, Naming, Paper, allowed_in, naming_of
from casetrack.rules.identity import identifiers_in
from casetrack.rules.papers import ON_HOLD, paper_doubts, paper_gaps, paper_needs, rests
from casetrack.rules.sending import act_of
from casetrack.rules.tasks import holder
from casetrack.rules.text import clean
from casetrack.rules.workflow import Refusal
from casetrack.store.acts import now
from casetrack.store.commands.cases import hold
from casetrack.store.commands.papers import Made, begin_print, freeze
from casetrack.store.queries import papers
from casetrack.store.queries.casefile import Version
from casetrack.store.refusals import Refused
from casetrack.web.back import Back, check_address, to_case
from casetrack.web.door import page
from casetrack.web.visit import Visit

PAPER = "/cases/<code>/papers/<paper:key>"


@dataclass(frozen=True)
class Finding:
    """An identifier that stands where it must not; `own` when it stands in our own text."""

    words: str
    own: bool


@page("/cases/<code>/papers", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    """Every paper of the case: how far it is, and what was frozen and sent."""
    facts = visit.case.facts
    return visit.render(
        "papers/listed.html",
        heading="Papers",
        papers=[(paper, paper_gaps(paper, facts), _versions(visit, paper)) for paper in PAPERS],
        back=to_case(visit.case),
    )


@page(PAPER, may=Permission.SEE_CASE, logs="opened")
def check(visit: Visit, key: str) -> Response:
    paper, facts = BY_KEY[key], visit.case.facts
    gaps, asked = paper_gaps(paper, facts), paper_needs(paper, facts)
    return visit.render(
        "papers/check.html",
        heading=paper.title,
        paper=paper,
        gaps=gaps,
        asked=asked,
        named=naming_of(paper, facts.clinic).value,
        holders={gap.section.key: holder(gap.section, facts) for gap in gaps},
        needs=sum(asked.values()),
        doubts=paper_doubts(paper, facts, visit.today),
        exhibits=_content(visit, paper).exhibits,
        versions=_versions(visit, paper),
        editable=visit.may(Permission.EDIT_FACTS),
        back=to_case(visit.case),
    )


@page(f"{PAPER}/preview", "POST", may=Permission.SEE_CASE)
def make(visit: Visit, key: str) -> Response:
    """Starts making the preview, or goes to it if it is there."""
    paper = BY_KEY[key]
    content = _content(visit, paper)
    print_key = pages.fingerprint(content)
    made_of = record_of(content, visit.case)
    limit = timedelta(seconds=visit.settings.print_seconds) + PATIENCE
    if begin_print(visit.db, print_key, visit.case.id, made_of=made_of, stuck_after=limit):
        files = papers.report_files(visit.db, {exhibit.sha256 for exhibit in content.exhibits})
        job = pages.job(content, files=files)
        store, press = visit.store, visit.press
        visit.afterwards.append(lambda: make_in_background(store, press, key=print_key, job=job))
    return visit.go(_address(visit, "seen", paper))


@page(f"{PAPER}/preview", may=Permission.SEE_CASE, logs="printed", at="paper:{key}")
def seen(visit: Visit, key: str) -> Response:
    return _preview_page(visit, BY_KEY[key])


@page(f"{PAPER}/preview/<made>.pdf", may=Permission.SEE_CASE, logs="printed")
def draft(visit: Visit, key: str, made: str) -> Response:
    data = papers.preview_bytes(visit.db, visit.case.id, made, draft=True)
    if data is None:
        abort(404)
    return _pdf(data, f"{visit.case.code}_{key}_draft.pdf")


@page(f"{PAPER}/read", may=Permission.SEE_CASE, logs="printed")
def read(visit: Visit, key: str) -> Response:
    """The paper as a web page: every value leads to the answer it came from."""
    return _reading_page(visit, _content(visit, BY_KEY[key]), version=0)


@page(f"{PAPER}/preview/freeze", "POST", may=Permission.SEE_CASE, at="paper:{key}")
def frozen(visit: Visit, key: str) -> Response:
    """Makes exactly the bytes that were previewed final."""
    paper = BY_KEY[key]
    visit.check_right(paper.may)
    hold(visit.db, visit.case.id)
    content = _content(visit, paper)
    print_key = pages.fingerprint(content)
    refused = _against_freezing(visit, content, print_key)
    done = papers.finished_print(visit.db, visit.case.id, print_key)
    if refused or done is None or done.final is None:
        return _preview_page(visit, paper, refused)
    made = Made(
        paper=paper.key,
        version=content.version,
        pdf=done.final,
        pages=done.pages,
        made_of=done.made_of,
        changes=content.changes,
        reason=_gap_reason(visit, content.kind),
    )
    try:
        number = freeze(visit.db, visit.case.id, made, by=visit.actor)
    except Refused as no:
        return _preview_page(visit, paper, no.refusals)
    return visit.go(_address(visit, "version", paper, number), said=f"Version {number} is frozen")


@page(f"{PAPER}/v/<int:number>", may=Permission.SEE_CASE, logs="opened", at="paper:{key}")
def version(visit: Visit, key: str, number: int) -> Response:
    paper = BY_KEY[key]
    found = _version(visit, paper, number)
    return visit.render(
        "papers/version.html",
        heading=f"{paper.title}, version {number}",
        paper=paper,
        version=found,
        sendable=visit.may(paper.may) and not rests(visit.case.facts),
        record=_recording(visit, paper, number),
        back=_to_paper(visit, paper),
    )


@page(f"{PAPER}/v/<int:number>/read", may=Permission.SEE_CASE, logs="printed")
def read_version(visit: Visit, key: str, number: int) -> Response:
    paper = BY_KEY[key]
    found = papers.frozen_version(visit.db, visit.case.id, paper.key, number)
    if found is None:
        abort(404)
    content = restored(MAKERS[paper.key].content, found.packet)
    if content is None:
        said = "An earlier release of casetrack froze this version. Its PDF shows it unchanged"
        return visit.go(_address(visit, "version", paper, number), said=said)
    return _reading_page(visit, content, version=number)


@page(f"{PAPER}/v/<int:number>.pdf", may=Permission.SEE_CASE)
def frozen_pdf(visit: Visit, key: str, number: int) -> Response:
    data = papers.frozen_bytes(visit.db, visit.case.id, key, number)
    if data is None:
        abort(404)
    found = _version(visit, BY_KEY[key], number)
    visit.note("printed", each=True)
    day = visit.local(found.frozen_at).date().isoformat()
    return _pdf(data, f"{visit.case.code}_{key}_v{number}_{day}.pdf")


def _address(visit: Visit, endpoint: str, paper: Paper, number: int | None = None) -> str:
    return url_for(f"papers.{endpoint}", code=visit.case.code, key=paper.key, number=number)


def _recording(visit: Visit, paper: Paper, number: int) -> str:
    """The page where the sending of this version is recorded."""
    if action := act_of(paper, visit.case.facts):
        return url_for("actions.ask", code=visit.case.code, action=action, version=number)
    return url_for("sendings.ask", code=visit.case.code, key=paper.key, number=number)


def _content(visit: Visit, paper: Paper) -> Content:
    """The next version, as the case stands now."""
    at = visit.local(now())
    return next_version(visit.db, visit.case, paper, prepared_by=visit.actor.name, at=at)


def _versions(visit: Visit, paper: Paper) -> list[Version]:
    return visit.case.versions_of(paper.key)


def _version(visit: Visit, paper: Paper, number: int) -> Version:
    found = [held for held in _versions(visit, paper) if held.version == number]
    if not found:
        abort(404)
    return found[0]


def _against_freezing(visit: Visit, content: Content, print_key: str) -> list[Refusal]:
    """Every reason why these bytes may not become final."""
    refused = [Refusal(found.words) for found in _identifiers(visit, content) if found.own]
    if rests(visit.case.facts):
        refused.append(Refusal(ON_HOLD))
    if papers.finished_print(visit.db, visit.case.id, print_key) is None:
        refused.append(Refusal("The case changed after this preview, so preview it again"))
    if request.form.get("made") != print_key:
        refused.append(Refusal("This is not the preview you looked at, so preview it again"))
    unsure = paper_doubts(content.kind, visit.case.facts, visit.today)
    doubtful = content.missing or unsure or _identifiers(visit, content)
    if doubtful and not _gap_reason(visit, content.kind):
        refused.append(Refusal("Say why you freeze it all the same", field="gap_reason"))
    return refused


def _gap_reason(visit: Visit, paper: Paper) -> str:
    own = url_for("papers.frozen", code=visit.case.code, key=paper.key)
    return clean(visit.drafts.said("gap_reason", own))[:1000]


def _identifiers(visit: Visit, content: Content) -> list[Finding]:
    """Names, dates of birth and numbers that must not reach this paper's reader."""
    if content.kind.naming is Naming.FULL:
        return []
    answers = visit.case.facts.answers
    allowed = allowed_in(content.kind, visit.case.facts.clinic)
    found = [
        Finding(f"The patient's {what} stands in {part.replace('_', ' ')}. Take it out", own=True)
        for part, text in printed_text(content).items()
        for what in identifiers_in(answers, text, allowed=allowed)
    ]
    texts = papers.report_texts(visit.db, {exhibit.entry for exhibit in content.exhibits})
    return found + [
        Finding(f"The patient's {what} stands in attachment {exhibit.label}", own=False)
        for exhibit in content.exhibits
        for what in identifiers_in(answers, texts.get(exhibit.entry, ""), allowed=allowed)
    ]


def _preview_page(visit: Visit, paper: Paper, refused: Sequence[Refusal] = ()) -> Response:
    content = _content(visit, paper)
    print_key = pages.fingerprint(content)
    return visit.render(
        "papers/preview.html",
        heading=f"Preview of version {content.version}",
        paper=paper,
        key=print_key,
        packet=content,
        made=papers.preview(visit.db, print_key),
        found=_identifiers(visit, content),
        initials=bool(allowed_in(paper, visit.case.facts.clinic)),
        doubts=paper_doubts(paper, visit.case.facts, visit.today),
        may_freeze=visit.may(paper.may) and not rests(visit.case.facts),
        reason=_gap_reason(visit, paper),
        loose=refused,
        back=Back("", check_address(visit.case.code, paper.key), "what is missing"),
    )


def _reading_page(visit: Visit, content: Content, *, version: int) -> Response:
    paper = content.kind
    name = f"version {version}" if version else f"version {content.version}, not frozen yet"
    return visit.render(
        "papers/read.html",
        heading=f"{paper.title}, {name}",
        parts=pages.as_page(content, trace=_tracer(visit, paper, version)),
        contents=paper.tabs,
        version=version,
        back=_to_paper(visit, paper),
    )


def _tracer(visit: Visit, paper: Paper, version: int) -> Callable[[Value], str]:
    code, seen_in = visit.case.code, version or None

    def address(value: Value) -> str:
        return url_for(
            "trace.show",
            code=code,
            entry=value.entry,
            key=value.key,
            paper=paper.key,
            version=seen_in,
        )

    return address


def _pdf(data: bytes, name: str) -> Response:
    """Our own paper, shown in the browser's viewer inside our own pages."""
    response = FlaskResponse(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response


def _to_paper(visit: Visit, paper: Paper) -> Back:
    return Back("", check_address(visit.case.code, paper.key), "the paper")
