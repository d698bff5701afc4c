"""What holds on every page of the site: valid HTML, names for everything, nothing inline."""

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

from selectolax.lexbor import LexborHTMLParser, LexborNode

# A page is written in these marks and nothing else: every value in quotes, every < escaped.
NAME, ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]*", r"""\s+[^\s"'<>/=]+(?:="[^"<>]*")?"""
MARKS = re.compile(rf"(?:<!doctype html>|</{NAME}>|<{NAME}(?:{ATTRIBUTE})*\s*/?>|[^<>]+)*+")
TAGS = re.compile(r"<[A-Za-z][^>]*\s[^>]*\s[^>]*>")  # with two attributes or more
ATTRIBUTES = re.compile(ATTRIBUTE)
REFERENCE = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;)(\w*;?)")
UNPRINTED = re.compile("[^\t\n\f\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
CLOSED = re.compile(rf"""<(?!(?:{"|".join(VOID)})\b)([A-Za-z][\w-]*)([^<>]*)/>""")
TAG = re.compile(r'<(/?[A-Za-z][\w-]*)[^">]*(?:"[^"]*"[^">]*)*>[ \t\n\f\r]*+(?=(<?))')
OUT_OF_PLACE = """table > :not(caption, thead, tbody, tfoot), tr > :not(td, th),
    :is(thead, tbody, tfoot) > :not(tr), caption table, svg div"""

LABELLED = "input:not([type=hidden], [type=submit], [type=button]), select, textarea"
TYPED = "input:not([type=hidden], [type=file], [type=password]), select, textarea"
POSTS = "form[method=post]"
RIGHT: set[str] = set()  # tags of pages before, so that each is looked at once


def faults(html: str, page: LexborHTMLParser) -> list[str]:
    """What is wrong with a page; empty on every page there is."""
    checks = (
        _unnamed,
        _inline,
        _unlabelled,
        _tables,
        _unprotected,
        _forgetful,
        _untied,
        _bubbling,
        _summed_up,
    )
    wrong = (fault for check in checks for fault in check(page))
    return [*_badly_written(html), *_put_right(html, page), *wrong]


def _badly_written(html: str) -> Iterator[str]:
    if not html.startswith("<!doctype html>\n<html"):
        yield "invalid HTML: no doctype"
    marks = MARKS.match(html)
    if marks and marks.end() < len(html):
        yield f"invalid HTML: {html[marks.end() :][:40]}"
    for tag in set(TAGS.findall(html)) - RIGHT:
        names = [one.split("=")[0].strip() for one in ATTRIBUTES.findall(tag)]
        yield from (f"invalid HTML: {name} twice" for name in names if names.count(name) > 1)
        if len(names) == len(set(names)):
            RIGHT.add(tag)
    yield from (f"invalid HTML: &{name}" for name in REFERENCE.findall(html) if name not in html5)
    yield from (f"invalid HTML: {one!r} is not printed" for one in UNPRINTED.findall(html))


def _put_right(html: str, page: LexborHTMLParser) -> Iterator[str]:
    """Where a browser would move, add or drop a tag, or make the best of one out of place."""
    written, parsed = TAG.findall(CLOSED.sub(r"<\1\2></\1>", html)), TAG.findall(page.html or "")
    if written != parsed:
        differ = (i for i, (a, b) in enumerate(zip(written, parsed, strict=False)) if a != b)
        at = next(differ, min(len(written), len(parsed)))
        yield f"invalid HTML: {written[at - 2 : at + 2]} becomes {parsed[at - 2 : at + 2]}"
    drawn = {one.tag for one in page.css("svg *")}
    closed = {name for name, _ in CLOSED.findall(html)}
    yield from (f"invalid HTML: {name} closes itself" for name in closed - drawn)
    yield from (f"invalid HTML: {one.tag} out of place" for one in page.css(OUT_OF_PLACE))


def _unnamed(page: LexborHTMLParser) -> Iterator[str]:
    if len(page.css("h1")) != 1:
        yield f"{len(page.css('h1'))} h1"
    title = _words(page.css_first("title"))
    if "casetrack" not in title:
        yield "no title"
    if title.startswith("Error: ") != page.css_matches("div.error-summary"):
        yield "a title that does not say whether there is an error"
    ids = Counter(_said(one, "id") for one in page.css("[id]"))
    yield from (f"id {one} twice" for one, times in ids.items() if times > 1)
    wanted = {_said(label, "for") for label in page.css("label[for]")}
    yield from (f"label for nothing: {one}" for one in wanted - ids.keys())
    yield from (f"described by nothing: {one}" for one in _described(page) - ids.keys())


def _inline(page: LexborHTMLParser) -> Iterator[str]:
    """The policy of every page forbids what stands in the page itself."""
    yield from ("a style element" for _ in page.css("style"))
    yield from ("inline script" for _ in page.css("script:not([src])"))
    for one in page.css("*"):
        names = (name for name in one.attributes if name == "style" or name.startswith("on"))
        yield from (f"{name} on {one.tag}" for name in names)


def _unlabelled(page: LexborHTMLParser) -> Iterator[str]:
    labelled = {_said(label, "for") for label in page.css("label[for]")}
    for field in page.css(LABELLED):
        if _said(field, "id") not in labelled:
            yield f"no label for {_said(field, 'name')}"


def _tables(page: LexborHTMLParser) -> Iterator[str]:
    yield from ("a table without caption" for one in page.css("table") if not one.css("caption"))
    yield from (f"th without scope: {_words(th)}" for th in page.css("th:not([scope])"))


def _unprotected(page: LexborHTMLParser) -> Iterator[str]:
    yield from ("a form without csrf" for form in page.css(POSTS) if not form.css("[name=csrf]"))


def _forgetful(page: LexborHTMLParser) -> Iterator[str]:
    """Forms of somebody signed in that would lose what is typed, or not say what is kept."""
    for form in page.css(POSTS) if page.css_matches("form#sign-out") else ():
        keeps = form.css("[name=draft]")
        if form.css(TYPED) and not keeps:
            yield f"a form that keeps no draft: {_said(form, 'action')}"
        if keeps and len(form.css("[data-draft-line]")) != 1:
            yield f"a form that does not say what is kept: {_said(form, 'action')}"


def _untied(page: LexborHTMLParser) -> Iterator[str]:
    """A hint or an error that is not tied to its field, and a choice without its question."""
    tied = _described(page)
    for one in page.css(".field-error, .hint[id]"):
        if _said(one, "id") not in tied:
            yield f"tied to no field: {_said(one, 'id') or _words(one)}"
    for one in page.css("[aria-describedby*='-error']:not([aria-invalid=true])"):
        yield f"an error on a field that is not called invalid: {_said(one, 'aria-describedby')}"
    asked = {one.mem_id for one in page.css("fieldset:has(legend) [type=radio]")}
    for one in page.css("input[type=radio]"):
        if one.mem_id not in asked:
            yield f"a choice without its question: {_said(one, 'name')}"


def _bubbling(page: LexborHTMLParser) -> Iterator[str]:
    """The server says what is wrong, in its own words; the browser does not come first."""
    for form in page.css(f"{POSTS}:not([novalidate])"):
        if form.css("input:not([type=hidden]), select, textarea"):
            yield f"a form with the browser's own bubbles: {_said(form, 'action')}"


def _summed_up(page: LexborHTMLParser) -> Iterator[str]:
    """Each line of the summary leads to its field, and says what stands beside it."""
    beside = {_said(one, "id"): one for one in page.css("[id]")}
    for link in page.css(".error-summary a[href*='#']"):
        address, _, field = _said(link, "href").partition("#")
        if field not in beside and not address:
            yield f"an error that leads nowhere: {_words(link)}"
        elif _words(link) not in _words(beside.get(f"{field}-error", link)):
            yield f"said otherwise beside its field: {_words(link)}"


def _described(page: LexborHTMLParser) -> set[str]:
    told = (_said(one, "aria-describedby") for one in page.css("[aria-describedby]"))
    return {one for some in told for one in some.split()}


def _said(one: LexborNode, name: str) -> str:
    return one.attributes.get(name) or ""


def _words(one: LexborNode | None) -> str:
    return " ".join(one.text().split()) if one else ""
