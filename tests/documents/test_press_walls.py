"""The child reaches nothing, takes no more than its share, and can be killed (R20, R21)."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from documents.made import job, picture, pid_of, section

from casetrack.documents.press import Press, PressFailed, Upload, UploadRefused, printer

HANG = "<p>" + "a<br>" * 60_000


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A server that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server


def called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


CHANNELS = {
    "style sheet": '<link rel="stylesheet" href="URL">',
    "import": "<style>@import url(URL);</style>",
    "font": "<style>@font-face { font-family: x; src: url(URL) }</style><p>x",
    "background": '<p style="background: url(URL)">x',
    "page background": "<style>@page { background: url(URL) }</style>x",
    "list": '<ul style="list-style-image: url(URL)"><li>x</ul>',
    "content": "<style>p::before { content: url(URL) }</style><p>x",
    "border": '<p style="border: 9px solid; border-image: url(URL) 1">x',
    "picture": '<img src="URL">',
    "picture by density": '<img srcset="URL 2x" src="URL">',
    "embedded": '<embed src="URL">',
    "object": '<object data="URL"></object>',
    "picture in a drawing": '<svg width="9"><image href="URL" width="9" height="9"/></svg>',
    "drawing in an address": """<img src="data:image/svg+xml,<svg
        xmlns='http://www.w3.org/2000/svg'><image href='URL' width='9' height='9'/></svg>">""",
}


@pytest.mark.parametrize("place", ["http", "file"])
@pytest.mark.parametrize("html", CHANNELS.values(), ids=CHANNELS)
def test_nothing_is_fetched_whoever_asks(
    press: Press, listener: socket.socket, html: str, place: str
) -> None:
    port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}/x" if place == "http" else "file:///etc/passwd"
    with pytest.raises(PressFailed, match="nothing from outside is ever loaded") as failed:
        press.print(job(section("<p>ours", "ours"), section(html.replace("URL", url), "theirs")))
    assert failed.value.part == "theirs"
    assert not called(listener)


def test_a_base_address_an_attachment_and_a_foreign_drawing_fetch_nothing(
    press: Press, listener: socket.socket
) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    use = f'<svg width="9"><use href="{url}#a"/></svg>'
    made = press.print(job(f'<base href="{url}"><link rel="attachment" href="{url}a">{use}'))
    assert b"/EmbeddedFile" not in made.pdf
    assert not called(listener)


INSIDE = """
import os, socket, subprocess, sys
from pathlib import Path
from casetrack.documents.press import sandbox
{walls}
def opened(path):
    return Path(path).read_bytes()
def written():
    Path("{folder}/wrote").write_text("x")
def poured():
    Path("/dev/null").write_text("x")
def called():
    socket.create_connection(("127.0.0.1", {port}), timeout=1)
def started():
    subprocess.run(["/bin/true"], check=True)
def looked():
    opened("/etc/passwd")
def spied():
    opened("/proc/self/environ")
for attempt in (looked, spied, written, poured, called, started):
    try:
        attempt()
    except OSError:
        print("refused")
    else:
        print("DONE")
print(len(opened(sandbox.__file__)) > 1_000)
"""


def attempts(walls: str, port: int, folder: Path) -> list[str]:
    return python(INSIDE.format(walls=walls, port=port, folder=folder)).split()


def test_the_attempts_succeed_where_there_are_no_walls(
    listener: socket.socket, tmp_path: Path
) -> None:
    port = listener.getsockname()[1]
    assert attempts("", port, tmp_path) == ["DONE"] * 6 + ["True"]
    assert (tmp_path / "wrote").exists()
    assert called(listener)


def test_python_in_the_child_can_read_its_own_and_do_no_more(
    listener: socket.socket, tmp_path: Path
) -> None:
    port = listener.getsockname()[1]
    assert attempts("sandbox.watch()", port, tmp_path) == ["refused"] * 6 + ["True"]
    assert not called(listener)


def test_the_kernel_holds_the_disk_where_it_can(
    press: Press, listener: socket.socket, tmp_path: Path
) -> None:
    if not press.layers()["disk"]:
        pytest.skip("this kernel has no Landlock")
    port = listener.getsockname()[1]
    walls = "sandbox.give_up_privileges(); assert sandbox.close_disk()"
    *others, own = attempts(walls, port, tmp_path)
    assert others[:4] == ["refused"] * 4
    assert others[5] == "refused"
    assert own == "True"
    if others[4] == "DONE":
        called(listener)  # an older Landlock does not know the network


def test_the_kernel_holds_the_network_where_it_can(
    press: Press, listener: socket.socket, tmp_path: Path
) -> None:
    if not press.layers()["network"]:
        pytest.skip("this machine gives no network of one's own")
    port = listener.getsockname()[1]
    assert attempts("assert sandbox.leave_network()", port, tmp_path)[4] == "refused"
    assert not called(listener)


def test_the_layers_that_do_not_depend_on_the_machine_hold(press: Press) -> None:
    holds = press.layers()
    assert set(holds) == {"privileges", "network", "disk", "memory", "processes", "python"}
    assert all(holds[wall] for wall in ("privileges", "memory", "python"))


@pytest.fixture(scope="module")
def hasty() -> Iterator[Press]:
    """A press with little memory, started by a process with secrets."""
    with pytest.MonkeyPatch.context() as patch, closing(Press(memory_mb=350)) as own:
        patch.setenv("CASETRACK_SECRET_KEY", "hidden")
        patch.setenv("CASETRACK_DATABASE_URL", "postgresql://hidden")
        own.layers()
        yield own


def test_the_child_knows_no_secret(hasty: Press) -> None:
    environment = Path(f"/proc/{pid_of(hasty)}/environ").read_bytes()
    assert b"hidden" not in environment
    assert b"CASETRACK" not in environment


def test_a_paper_that_hangs_is_stopped_and_the_next_one_prints(hasty: Press) -> None:
    pid_of(hasty)
    started = time.monotonic()
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(PressFailed, match="Printing was stopped after 2 seconds") as failed,
    ):
        patch.setattr(hasty, "_seconds", 2)
        hasty.print(job(section("<p>ours", "ours"), section(HANG, "endless")))
    assert time.monotonic() - started < 4
    assert failed.value.part == "endless"
    assert hasty.print(job("<p>next")).pages == 1


def test_a_paper_that_takes_too_much_memory_is_stopped_and_the_next_one_prints(
    hasty: Press,
) -> None:
    with pytest.raises(PressFailed, match="memory"):
        hasty.print(job(Upload("big", "Big", picture("PNG", (7_000, 7_000)), "image/png")))
    assert hasty.print(job("<p>next")).pages == 1


def test_a_child_that_dies_in_the_middle_loses_its_paper_and_no_other(hasty: Press) -> None:
    pid = pid_of(hasty)

    def kill(_done: int, _of: int, title: str) -> None:
        if title == "Second":
            os.kill(pid, signal.SIGKILL)

    parts = section("<p>1", "first"), section("<p>two " * 99, "second"), section("<p>3", "third")
    with pytest.raises(PressFailed, match="stopped before the paper was done") as failed:
        hasty.print(job(*parts), progress=kill)
    assert failed.value.part == "second"
    assert hasty.print(job(*parts)).first_page["third"] > 2


def test_a_child_that_died_while_idle_is_replaced_unnoticed(hasty: Press) -> None:
    os.kill(pid_of(hasty), signal.SIGKILL)
    time.sleep(0.1)
    assert hasty.print(job("<p>next")).pages == 1


def test_a_caller_that_fails_in_the_middle_leaves_a_press_that_prints(hasty: Press) -> None:
    def fail(_done: int, _of: int, _title: str) -> None:
        raise LookupError("the page that asked is gone")

    with pytest.raises(LookupError):
        hasty.print(job("<p>lost"), progress=fail)
    assert hasty.print(job("<p>next")).pages == 1


def test_a_child_that_has_done_its_share_is_ended(
    hasty: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = pid_of(hasty)
    hasty.layers()
    assert pid_of(hasty) == pid
    monkeypatch.setattr(printer, "JOBS", 2)
    hasty.layers()
    assert hasty._idle == []
    assert not Path(f"/proc/{pid}").exists()


def test_who_waits_too_long_for_a_place_is_told_to_come_back(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_seconds", 0.2)
    with press._printer():
        with pytest.raises(PressFailed, match="Wait a minute and try again"):
            press.print(job("<p>second"))
        with pytest.raises(UploadRefused, match="Wait a minute and try again"):
            press.inspect(b"%PDF-")


def test_papers_asked_for_at_once_are_printed_one_after_the_other(press: Press) -> None:
    made: list[int] = []

    def ask() -> None:
        made.append(press.print(job("<p>one of six")).pages)

    asking = [threading.Thread(target=ask) for _ in range(6)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert made == [1] * 6


def test_a_closed_press_prints_nothing_and_leaves_no_child() -> None:
    own = Press()
    with own._printer() as child:
        pid = child.pid
    own.close()
    assert not Path(f"/proc/{pid}").exists()
    with pytest.raises(PressFailed):
        own.print(job("<p>late"))


PARENT = """
import os
from documents.made import job, pid_of
from documents.test_press_walls import HANG
from casetrack.documents.press import Press
press = Press(seconds=60)
print(pid_of(press), flush=True)
press.print(job(HANG), progress=lambda *told: os._exit(1))
"""


def test_a_child_at_work_does_not_outlive_its_parent() -> None:
    child = Path(f"/proc/{int(python(PARENT))}/stat")
    end = time.monotonic() + 5
    while child.exists() and child.read_text().split()[2] != "Z":
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_went_wrong_is_logged_without_a_word_of_the_paper(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PressFailed):
        press.print(job(section('<img src="http://example.org/?name=Kara">Kara', "one")))
    assert "a paper failed" in caplog.text
    assert "Kara" not in caplog.text


def test_the_parent_side_loads_nothing_heavy() -> None:
    heavy = "{'weasyprint', 'pypdf', 'PIL', 'fontTools'} & set(sys.modules)"
    program = f"import sys, casetrack.documents.pages, casetrack.documents.press; print({heavy})"
    assert python(program) == "set()"


def python(program: str) -> str:
    """What it says, in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.stdout.strip()
