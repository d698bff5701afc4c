"""What a page must be for everybody: axe finds nothing wrong, nothing is cut, nothing too small."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """async ([tags, colors]) => (await axe.run(document, {
  runOnly: tags, resultTypes: ["violations"], iframes: false, preload: false,
  rules: {"color-contrast": {enabled: colors}},
})).violations.map((v) => `${v.id}: ${v.help}: ` +
  v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any.concat(n.all)[0]?.message}`).join("; "))"""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll("body *")].filter((one) => !one.closest(".table-scroll")
      && one.getBoundingClientRect().right > innerWidth + 1)
    .slice(-2).map((one) => one.outerHTML.slice(0, 90)) : []"""
# WCAG 2.5.8 lets links in running text be smaller; what stands alone is not.
TOO_SMALL = """() => [...document.querySelectorAll(`button, select, textarea, summary, a.btn, nav a,
    input:not([type=hidden], [type=radio], [type=checkbox])`)]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden]")).filter((one) => {
    const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
  .map((one) => one.outerHTML.slice(0, 90))"""
PHONE, NARROW = 390, 320
COLORED_ANEW = ".cards, .steps-due"  # rows that become cards on a phone


def faults(page: Page, *, by_axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands; leaves it as wide as it was."""
    before = page.viewport_size
    assert before
    found = [*(_told_by_axe(page, colors=True) if by_axe else ()), *_too_small(page)]
    for width in (PHONE, NARROW):
        page.set_viewport_size({"width": width, "height": 760})
        found += [f"wider than {width}: {one}" for one in page.evaluate(TOO_WIDE)]
        if width == PHONE:
            colors = by_axe and page.locator(COLORED_ANEW).count() > 0
            found += [*(_told_by_axe(page, colors=True) if colors else ()), *_too_small(page)]
    page.set_viewport_size(before)
    return [f"{page.url}: {one}" for one in found]


def _told_by_axe(page: Page, *, colors: bool) -> Iterator[str]:
    """Contrast takes axe most of its time, and is the same at every width but for a few parts."""
    _bring_axe(page)
    yield from page.evaluate(ASK_AXE, [RULES, colors])


def _bring_axe(page: Page) -> None:
    """As a person at the console would: the page's own policy stays as it is."""
    if not page.evaluate("'axe' in window"):
        console = page.context.new_cdp_session(page)
        console.send("Runtime.evaluate", {"expression": AXE})
        console.detach()


def _too_small(page: Page) -> Iterator[str]:
    yield from (f"too small: {one}" for one in page.evaluate(TOO_SMALL))
