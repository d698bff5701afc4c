"""One real server, one real Chromium; every story ends with a look at what the browser reported."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.served import PATIENCE, Served
from browser.watch import Watch
from demonstrated import Demonstration
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from casetrack.demo import PASSWORD

HERE = Path(__file__).parent
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 760}
SWITCHES = [
    "--no-sandbox",
    "--process-per-site",
    "--enable-features=RenderDocument:level/crashed-frame",  # a page takes over the frame it finds
    "--blink-settings=acceleratedCompositingEnabled=false",  # laid out, and not painted
    "--js-flags=--no-opt --no-maglev",  # no script lives long enough to be worth optimizing
]

Enter = Callable[..., Page]
NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories that need a server and a browser, so that they can be left out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def served(
    tmp_path_factory: pytest.TempPathFactory, demonstration: Demonstration
) -> Iterator[Served]:
    served = Served.begin(tmp_path_factory.mktemp("served"), demonstration)
    yield served
    served.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or "/usr/bin/chromium",
            args=SWITCHES,
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, served: Served) -> Iterator[NewContext]:
    """New browsers, like other people's; none may have reported anything at the end."""
    opened: list[tuple[BrowserContext, Watch]] = []
    logged = served.log.stat().st_size

    def new(**options: object) -> BrowserContext:
        chosen = {
            "viewport": DESKTOP,
            "base_url": served.address,
            "reduced_motion": "reduce",
            **options,
        }
        context = chromium.new_context(**chosen)  # type: ignore[arg-type]  # options as Playwright has them
        context.set_default_timeout(PATIENCE * 1000)
        opened.append((context, Watch(context, served.address)))
        return context

    yield new
    problems = [problem for _, watch in opened for problem in watch.problems]
    for one, _ in opened:
        one.close()
    assert problems == []
    assert served.log.read_bytes()[logged:] == b"", "the server has something to complain of"


@pytest.fixture(scope="session")
def keys(chromium: Browser, served: Served) -> Callable[[str], StorageState]:
    """The cookies of somebody who signed in once."""
    held: dict[str, StorageState] = {}

    def of(who: str) -> StorageState:
        if who not in held:
            context = chromium.new_context(base_url=served.address)
            page = context.new_page()
            page.goto("/sign-in")
            page.get_by_label("E-mail").fill(f"{who}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("button", name="Sign out").wait_for()
            held[who] = context.storage_state()
            context.close()
        return held[who]

    return of


@pytest.fixture
def enter(context: NewContext, keys: Callable[[str], StorageState]) -> Enter:
    """A page of somebody signed in: `enter("rosa.ortiz")`."""

    def enter(who: str = "rosa.ortiz", **options: object) -> Page:
        return context(storage_state=keys(who), **options).new_page()

    return enter
