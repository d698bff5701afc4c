"""Two ways to use a page by its words: with a mouse, or with nothing but a keyboard."""

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 400
# How every element looks at rest, so that what the focus changes can be told. Then the header that
# lies before the target, unless the focus is past it: as after the skip link, whose fragment a
# browser keeps when a form in main leads on.
REMEMBER = """(target) => {
  const ahead = () => document.activeElement === document.body && location.hash !== "#main"
    && target.closest("main") && document.querySelector("header").innerText;
  if (window.looks) return ahead();
  const frame = (one) => { const s = getComputedStyle(one);
    return `${s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineColor} ${s.boxShadow}`; };
  const atRest = new WeakMap(), held = document.activeElement;
  held.blur();
  for (const one of document.querySelectorAll("*")) atRest.set(one, frame(one));
  held.focus();
  window.looks = (one) => frame(one) === atRest.get(one) ? "the same as without" : "different";
  return ahead();
}"""
# What is wrong with where the focus is now; empty when it can be seen.
TROUBLE = """() => {
  const one = document.activeElement;
  if (one === document.body || one.matches("iframe")) return "";
  const name = `${one.tagName} ${one.id || one.textContent.trim()}`;
  if (window.looks(one) !== "different") return `${name} has the focus and looks no different`;
  const box = one.getClientRects()[0], middle = (from, length, most) =>
    Math.min(Math.max(from + length / 2, 0), most - 1);
  const top = document.elementFromPoint(
    middle(box.x, box.width, innerWidth), middle(box.y, box.height, innerHeight));
  const seen = one.contains(top) || top?.contains(one);
  return seen ? "" : `${name} has the focus and is covered by ${top?.tagName}`;
}"""
HAS_FOCUS = "(one) => document.activeElement === one"
IN_GROUP = "(one) => document.activeElement.name === one.name"
SKIPS = """() => document.activeElement.getAttribute("href") === "#main" """


class Hands(Protocol):
    """What a story needs to be told."""

    page: Page

    def follow(self, words: str) -> None: ...
    def press(self, button: str) -> None: ...
    def write(self, label: str, text: str) -> None: ...
    def tick(self, choice: Locator) -> None: ...
    def pick(self, label: str, choice: str) -> None: ...
    def attach(self, label: str, file: Path) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def tick(self, choice: Locator) -> None:
        choice.check()

    def pick(self, label: str, choice: str) -> None:
        self.page.get_by_label(label).select_option(label=choice)

    def attach(self, label: str, file: Path) -> None:
        self.page.get_by_label(label).set_input_files(file)


class Keyboard:
    """Goes from stop to stop, and insists on seeing at each of them where it stands.

    A header once gone through is skipped by its link from then on, as people at keyboards do.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.gone_through: set[str] = set()

    def follow(self, words: str) -> None:
        self.reach(self.page.get_by_role("link", name=words).first)
        self._leave_by("Enter")

    def press(self, button: str) -> None:
        self.reach(self.page.get_by_role("button", name=button, exact=True))
        self._leave_by("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text[:1])
        self.page.keyboard.insert_text(text[1:])  # one key shows that keys are taken

    def tick(self, choice: Locator) -> None:
        if choice.get_attribute("type") == "radio":
            self._turn_to(choice)
        else:
            self.reach(choice)
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        expect(choice).to_be_checked()

    def pick(self, label: str, choice: str) -> None:
        listed = self.page.get_by_label(label)
        self.reach(listed)
        self.page.keyboard.press("Home")
        for _ in range(MOST_STOPS):
            if listed.evaluate("(one) => one.selectedOptions[0].label") == choice:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{choice} is not among the choices of {label}")

    def attach(self, label: str, file: Path) -> None:
        self.reach(self.page.get_by_label(label))
        self.page.get_by_label(label).set_input_files(file)  # the system's dialog is out of reach

    def reach(self, target: Locator) -> None:
        """Tabs until the target has the focus."""
        self._press_until(target, HAS_FOCUS, "Tab")

    def _turn_to(self, radio: Locator) -> None:
        """A group is one stop; the arrow keys turn within it."""
        self._press_until(radio, IN_GROUP, "Tab")
        self._press_until(radio, HAS_FOCUS, "ArrowDown")

    def _press_until(self, target: Locator, there: str, key: str) -> None:
        place = target.element_handle()  # the only one of these words
        if header := self.page.evaluate(REMEMBER, place):
            self._begin_below(header)
        step = f"(one) => [({there})(one), ({TROUBLE})()]"
        for stops in range(MOST_STOPS):
            arrived, trouble = self.page.evaluate(step, place)
            assert not trouble, f"{self.page.url}: {trouble}"
            if arrived:
                if stops:
                    self.page.keyboard.up(key)
                return
            self.page.keyboard.down(key)  # held, it repeats
        raise AssertionError(f"{key} does not lead to {target} on {self.page.url}")

    def _begin_below(self, header: str) -> None:
        if header in self.gone_through:
            self.page.keyboard.press("Tab")
            trouble = self.page.evaluate(TROUBLE)
            assert not trouble, f"{self.page.url}: {trouble}"
            assert self.page.evaluate(SKIPS), "the first stop skips to main"
            self.page.keyboard.press("Enter")
        self.gone_through.add(header)

    def _leave_by(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
