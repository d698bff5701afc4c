"""Whatever a browser reports while a story is told: any of it fails the story (R26)."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
    reportViolation(`${event.violatedDirective} ${event.blockedURI} in ${event.sourceFile}`))"""
SAID_BY_STATUS = "Failed to load resource: the server responded with a status of 4"
INSIDE = {"data", "blob", "chrome", "chrome-extension"}  # the last two: its own PDF viewer


class Watch:
    """Collects what must not happen in a context."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.problems: list[str] = []
        context.expose_binding("reportViolation", lambda _source, what: self._note("CSP", what))
        context.add_init_script(VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note("script", str(error.error)))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("page", self._page)

    def _note(self, kind: str, what: str) -> None:
        self.problems.append(f"{kind}: {what}")

    def _page(self, page: Page) -> None:
        def dialog(shown: object) -> None:
            self._note("dialog", page.url)
            shown.dismiss()  # type: ignore[attr-defined]  # Playwright's Dialog

        page.on("dialog", dialog)
        page.on("crash", lambda _page: self._note("crash", page.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(SAID_BY_STATUS):
            self._note("console", message.text)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in INSIDE and parts.netloc != self.host:
            self._note("left the machine", request.url)

    def _response(self, response: Response) -> None:
        page_itself = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not page_itself):
            self._note(str(response.status), response.url)
