"""Somebody at a real Chromium, in the words of `pages.py`: reads pages, presses their buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pages import Page
from playwright.sync_api import Page as Tab
from playwright.sync_api import Response

BREAK = timedelta(minutes=10)  # after a longer one the session may have ended
# Types into the fields of the form that has this button, and says where the mouse finds it.
# Only what can be seen takes anything; a closed part is opened first, as a person would.
FILL = """([button, typed]) => {
  const words = (one) => one.textContent.replace(/\\s+/g, " ").trim();
  const buttons = [...document.querySelectorAll("form button")];
  const pressed = buttons.find((one) => words(one) === button);
  if (!pressed) throw new Error(`no button “${button}”`);
  const fill = (one, wanted) => {
    one.closest("details:not([open])")?.querySelector("summary").click();
    if (!one.checkVisibility() || one.disabled) throw new Error(`${one.name} cannot be seen`);
    if (["checkbox", "radio"].includes(one.type)) {
      if (one.checked !== wanted.includes(one.value)) one.click();
      return one.checked;
    }
    one.focus();
    one.value = wanted[0];
    for (const told of ["input", "change"]) one.dispatchEvent(new Event(told, {bubbles: true}));
    return one.value === wanted[0];
  };
  for (const [name, said] of Object.entries(typed)) {
    const wanted = [said].flat();
    const fields = [...pressed.form.elements].filter((one) => one.name === name);
    const taken = fields.filter((one) => one.type !== "hidden" && fill(one, wanted));
    if (taken.length !== wanted.length) throw new Error(`${name} does not take ${wanted}`);
  }
  pressed.scrollIntoView({block: "center"});
  const box = pressed.getBoundingClientRect();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(...middle);
  if (!pressed.contains(top)) throw new Error(`${button} is covered by a ${top?.localName}`);
  return middle;
}"""
SHOWN = "document.documentElement.outerHTML"


@dataclass
class Reader:
    """One person's tab: signs in once, and is let in again on each later day."""

    tab: Tab
    email: str
    password: str
    let_in: Callable[[], None]
    seen_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def read(self, address: str) -> Page:
        """What the tab would be sent, where nothing but its words is wanted."""
        if self.tab.url == "about:blank":
            return self.get(address)  # signs in
        self._come_back()
        response = self.tab.request.get(address, max_redirects=0)
        assert response.status == 200, f"{address}: {response.status}, not 200"
        return Page(address, response.status, response.text(), response.headers)

    def get(self, address: str, *, status: int = 200) -> Page:
        self._come_back()
        response = self.tab.goto(address, wait_until="domcontentloaded")
        if urlsplit(self.tab.url).path == "/sign-in":
            known = {"email": self.email, "password": self.password}
            response = self._click("Sign in", known)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}, not {status}"
        return self._page(response)

    def press(
        self,
        page: Page,
        button: str,
        typed: Mapping[str, str | list[str]] | None = None,
        *,
        status: int | None = 303,
        files: dict[str, tuple[str, bytes]] | None = None,
        **fields: str | list[str],
    ) -> Page:
        """Types into the form of this button, clicks it, and reads where that leads."""
        if self._address() != page.address:
            self.get(page.address)
        for name, (title, data) in (files or {}).items():
            upload = {"name": title, "mimeType": "application/pdf", "buffer": data}
            self.tab.set_input_files(f"input[name={name}]", upload)  # type: ignore[arg-type]  # as Playwright has it
        response = self._click(button, {**(typed or {}), **fields})
        answered = 303 if response.request.redirected_from else response.status
        assert status in (answered, None), f"{button} on {page.address}: {answered}, not {status}"
        return self._page(response)

    def _come_back(self) -> None:
        if datetime.now(UTC) - self.seen_at > BREAK:
            self.let_in()
        self.seen_at = datetime.now(UTC)

    def _click(self, button: str, typed: Mapping[str, str | list[str]]) -> Response:
        middle = self.tab.evaluate(FILL, [button, dict(typed)])
        with self.tab.expect_navigation(wait_until="domcontentloaded") as answered:
            self.tab.mouse.click(*middle)
        return answered.value

    def _page(self, response: Response) -> Page:
        shown = self.tab.evaluate(SHOWN)
        return Page(self._address(), response.status, shown, response.headers)

    def _address(self) -> str:
        parts = urlsplit(self.tab.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")
