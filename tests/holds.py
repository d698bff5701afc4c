"""What holds on every page of the site: valid HTML, names for everything, nothing inline."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import html5lib
from bs4 import BeautifulSoup, Tag

UNLABELLED = {"hidden", "submit", "button"}
FIELDS = ("input", "select", "textarea")
PLAIN = re.compile(r"""(?<!type)="([^"<>&]*)"|>([^<>&]+)(?=<)""")
VALID: set[str] = set()

Tags = Mapping[str, list[Tag]]


def faults(html: str, soup: BeautifulSoup) -> list[str]:
    """What is wrong with a page; empty on every page there is."""
    tags: dict[str, list[Tag]] = defaultdict(list)
    for tag in soup.find_all():
        tags[tag.name].append(tag)
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
    return [*_invalid(html), *(fault for check in checks for fault in check(tags))]


def shape_of(html: str) -> str:
    """The page without its plain words: no parser finds fault with those, but with the rest."""
    return PLAIN.sub(_without, html)


def _without(found: re.Match[str]) -> str:
    value, words = found.groups()
    if not (value or words or "").replace("\n", "").isprintable():
        return found[0]
    if value is not None:
        return '=""'
    return ">words" if words.strip() else ">"


def _invalid(html: str) -> Iterator[str]:
    """Pages of one shape are parsed once a run: nothing else here takes half as long."""
    shape = shape_of(html)
    if shape in VALID:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    yield from (f"invalid HTML at {where}: {what}" for where, what, _ in parser.errors[:3])
    if not parser.errors:
        VALID.add(shape)


def _unnamed(tags: Tags) -> Iterator[str]:
    if len(tags["h1"]) != 1:
        yield f"{len(tags['h1'])} h1"
    if not any("casetrack" in title.get_text() for title in tags["title"][:1]):
        yield "no title"
    erring = any("error-summary" in div.get_attribute_list("class") for div in tags["div"])
    if any(title.get_text().startswith("Error: ") is not erring for title in tags["title"][:1]):
        yield "a title that does not say whether there is an error"
    every = [tag for named in tags.values() for tag in named]
    ids = Counter(str(tag["id"]) for tag in every if "id" in tag.attrs)
    yield from (f"id {one} twice" for one, times in ids.items() if times > 1)
    yield from (
        f"label for nothing: {label['for']}"
        for label in tags["label"]
        if label.get("for", "") not in ids and "for" in label.attrs
    )
    described = (str(tag.get("aria-describedby", "")).split() for tag in every)
    yield from (f"described by nothing: {i}" for some in described for i in some if i not in ids)


def _inline(tags: Tags) -> Iterator[str]:
    """The policy of every page forbids what stands in the page itself."""
    yield from ("a style element" for _ in tags["style"])
    yield from ("inline script" for script in tags["script"] if "src" not in script.attrs)
    for named in tags.values():
        for tag in named:
            forbidden = (name for name in tag.attrs if name == "style" or name.startswith("on"))
            yield from (f"{name} on {tag.name}" for name in forbidden)


def _unlabelled(tags: Tags) -> Iterator[str]:
    labelled = {label.get("for") for label in tags["label"]} - {None}
    for name in FIELDS:
        for field in tags[name]:
            if field.get("type") not in UNLABELLED and field.get("id") not in labelled:
                yield f"no label for {field.get('name')}"


def _tables(tags: Tags) -> Iterator[str]:
    yield from ("a table without caption" for table in tags["table"] if not table.find("caption"))
    yield from (
        f"th without scope: {th.get_text()}" for th in tags["th"] if "scope" not in th.attrs
    )


def _unprotected(tags: Tags) -> Iterator[str]:
    for form in tags["form"]:
        if str(form.get("method")).lower() == "post" and not form.select_one("[name=csrf]"):
            yield "a form without csrf"


def _forgetful(tags: Tags) -> Iterator[str]:
    """Forms of somebody signed in that would lose what is typed, or not say what is kept."""
    if not any(form.get("id") == "sign-out" for form in tags["form"]):
        return
    for form in tags["form"]:
        if str(form.get("method")).lower() != "post":
            continue
        fields = [field for name in FIELDS for field in form.find_all(name)]
        typed = [
            field for field in fields if field.get("type") not in {"hidden", "file", "password"}
        ]
        keeps = any(field.get("name") == "draft" for field in fields)
        if typed and not keeps:
            yield f"a form that keeps no draft: {form.get('action')}"
        if keeps and len(form.select("[data-draft-line]")) != 1:
            yield f"a form that does not say what is kept: {form.get('action')}"


def _untied(tags: Tags) -> Iterator[str]:
    """A hint or an error that is not tied to its field, and a choice without its question."""
    every = [tag for named in tags.values() for tag in named]
    tied = {one for tag in every for one in str(tag.get("aria-describedby", "")).split()}
    for tag in every:
        kinds, own = set(tag.get("class") or ()), str(tag.get("id", ""))
        if ("field-error" in kinds or ("hint" in kinds and own)) and own not in tied:
            yield f"tied to no field: {own or tag.get_text()}"
        wrong = [one for one in str(tag.get("aria-describedby", "")).split() if "-error" in one]
        if wrong and tag.get("aria-invalid") != "true":
            yield f"an error on a field that is not called invalid: {wrong[0]}"
    for field in tags["input"]:
        group = field.find_parent("fieldset")
        if field.get("type") == "radio" and not (group and group.find("legend")):
            yield f"a choice without its question: {field.get('name')}"


def _bubbling(tags: Tags) -> Iterator[str]:
    """The server says what is wrong, in its own words; the browser does not come first."""
    for form in tags["form"]:
        posts = str(form.get("method")).lower() == "post"
        typed = [
            one for name in FIELDS for one in form.find_all(name) if one.get("type") != "hidden"
        ]
        if posts and typed and "novalidate" not in form.attrs:
            yield f"a form with the browser's own bubbles: {form.get('action')}"


def _summed_up(tags: Tags) -> Iterator[str]:
    """Each line of the summary leads to its field, and says what stands beside it."""
    by_id = {str(tag["id"]): tag for named in tags.values() for tag in named if "id" in tag.attrs}
    for link in (one for one in tags["a"] if one.find_parent(class_="error-summary")):
        target = str(link.get("href", "")).partition("#")
        beside = by_id.get(f"{target[2]}-error")
        if target[1] and not target[0] and target[2] not in by_id:
            yield f"an error that leads nowhere: {link.get_text()}"
        elif beside and link.get_text().strip() not in beside.get_text():
            yield f"said otherwise beside its field: {link.get_text()}"
