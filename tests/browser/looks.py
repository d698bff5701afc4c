"""What a page must be for everybody: axe finds nothing wrong, nothing is cut, nothing too small."""

import json
from pathlib import Path
from weakref import WeakSet

import axe_playwright_python
from browser.conftest import DESKTOP
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
LEND = f"window.bringAxe = () => {{ if (!window.axe) {{ {AXE}\n}} }}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The header and the footer are half of most pages: one that passed is left out of the next.
ASK_AXE = """async (tags, passed) => {
  const drawn = (one) => one.outerHTML.replace(/ (aria-current|href|value)="[^"]*"/g, "");
  const frame = [...document.querySelectorAll("body > header, body > footer")];
  const {violations} = await axe.run({exclude: frame.filter((it) => passed.has(drawn(it)))}, {
    runOnly: tags, resultTypes: ["violations"], iframes: false, preload: false,
    rules: {"color-contrast": {enabled: false}},
  });
  return [violations.map((v) => `${v.id}: ${v.help}: ` +
    v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any.concat(n.all)[0]?.message}`).join("; ")),
    violations.length ? [] : frame.map(drawn)];
}"""
# Contrast takes axe two thirds of its time, so it judges each look once: up to three elements of
# every color, size and ground that has not passed yet. It has no say where a picture is the ground,
# or over what is clipped to nothing, for listeners only.
ASK_ABOUT_COLORS = """async (passed) => {
  const grounds = (one) => {
    const found = [];
    for (let at = one; at; at = at.parentElement) {
      const {backgroundColor, backgroundImage, opacity} = getComputedStyle(at);
      found.push(backgroundColor, backgroundImage, opacity);
      if (backgroundColor.startsWith("rgb(")) break;
    }
    return found.filter((it) => !["rgba(0, 0, 0, 0)", "none", "1"].includes(it)).join();
  };
  const look = (one) => {
    const {color, fontSize, fontWeight} = getComputedStyle(one);
    return [one.localName, color, fontSize, fontWeight, grounds(one)].join("|");
  };
  const says = (one) => one.matches("input:not([type=checkbox], [type=radio]), select, textarea") ||
    [...one.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.data.trim());
  const seen = (one) => one.checkVisibility() &&
    getComputedStyle(one).clip !== "rect(0px, 0px, 0px, 0px)";
  const looks = Object.groupBy([...document.body.querySelectorAll("*")]
    .filter((one) => says(one) && seen(one)), look);
  const include = Object.entries(looks)
    .filter(([it]) => !passed.has(it) && !it.includes("url("))
    .flatMap(([, of]) => of.slice(0, 3));
  if (!include.length) return [[], []];
  const {violations, passes} = await axe.run({include}, {
    runOnly: {type: "rule", values: ["color-contrast"]}, elementRef: true, preload: false,
  });
  const nodes = (found) => found.flatMap((it) => it.nodes);
  return [nodes(violations).map((it) => `color-contrast: ${it.target} ${it.any[0]?.message}`),
    nodes(passes).map((it) => look(it.element))];
}"""
# WCAG 2.5.8 lets links in running text be smaller; what stands alone is not.
ASK_ABOUT_LAYOUT = """() => {
  const wide = document.documentElement.scrollWidth <= innerWidth ? []
    : [...document.querySelectorAll("body *")].filter((one) => !one.closest(".table-scroll")
        && one.getBoundingClientRect().right > innerWidth + 1).slice(-2);
  const small = [...document.querySelectorAll(`button, select, textarea, summary, a.btn, nav a,
      input:not([type=hidden], [type=radio], [type=checkbox])`)]
    .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden]")).filter((one) => {
      const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; });
  const told = (what, all) => all.map((one) => `${what}: ${one.outerHTML.slice(0, 90)}`);
  return [...told(`wider than ${innerWidth}`, wide), ...told("too small", small)];
}"""
# All that is to be said of a page at one width, in one answer: what is wrong, and what passed.
ASK = f"""async ([tags, told]) => {{
  const wrong = ({ASK_ABOUT_LAYOUT})(), passed = [];
  const note = ([wrongs, fine]) => {{ wrong.push(...wrongs); passed.push(...fine); }};
  if (!told) return [wrong, passed];
  const before = new Set(JSON.parse(told));
  if (!window.axe) bringAxe();
  if (tags.length) note(await ({ASK_AXE})(tags, before));
  note(await ({ASK_ABOUT_COLORS})(before));
  return [wrong, passed];
}}"""
NARROW = 320  # what fits here fits a phone of 390
PASSED: set[str] = set()
LENT: WeakSet[Page] = WeakSet()


def lend_axe(page: Page) -> None:
    """For a tab that will show many pages: axe waits in each of them, to be sent only once."""
    page.add_init_script(LEND)
    LENT.add(page)


def faults(page: Page, *, by_axe: bool = True, leaving: bool = False) -> list[str]:
    """What is wrong with the page as it stands and at another width; a walk goes on at that one."""
    before = page.viewport_size
    assert before
    if by_axe and page not in LENT:
        _bring_axe(page)
    other = DESKTOP["width"] if before["width"] == NARROW else NARROW
    found = _wrong(page, before["width"], by_axe=by_axe)
    page.set_viewport_size({**before, "width": other})
    found += _wrong(page, other, by_axe=by_axe)
    if not leaving:
        page.set_viewport_size(before)
    return [f"{page.url}: {one}" for one in found]


def _wrong(page: Page, width: int, *, by_axe: bool) -> list[str]:
    """Axe judges colors at each width, and what is the same at each only once."""
    told = json.dumps(sorted(PASSED)) if by_axe else ""
    wrong, passed = page.evaluate(ASK, [RULES if width != NARROW else [], told])
    PASSED.update(passed)
    return list(wrong)


def _bring_axe(page: Page) -> None:
    """As a person at the console would: the page's own policy stays as it is."""
    console = page.context.new_cdp_session(page)
    console.send("Runtime.evaluate", {"expression": LEND})
    console.detach()
