"""Times the press against bare WeasyPrint on the very same HTML, in turn, and prints a table.

Bare is a warm interpreter that renders the whole paper anew with default settings: no tags, no
running text, no numbers in its contents, no sandbox. Times are CPU seconds of the process at work,
as other people use this machine; a ratio is the median over neighboring pairs.
"""

import json
import logging
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from casetrack.documents.press import Job, Part, Press, Section, Stamp, Upload
from casetrack.documents.press.frames import receive, send

PAIRS = 7

Builder = Callable[..., Job]


def main(build: Builder) -> None:
    _row("what", "ours", "bare", "ratio", "target")
    press, bare = Press(seconds=120), Bare()
    try:
        _time_papers(build, press, bare)
        _weigh(build)
        _share(build)
    finally:
        press.close()
        bare.close()


def paper(pages: int, *, uploads: tuple[Upload, ...] = ()) -> Job:
    """A made-up request packet of about so many pages before its uploads."""
    body = max(pages - 5, 5)
    evidence = max(body // 6, 1)
    topics = max(2, round((body - evidence) * 0.58))  # a topic fills a page and a half
    chapters = min(5, max(2, topics // 5))
    parts: list[Part] = [
        Section("letter", "Cover letter", _letter()),
        Section("glance", "Request at a glance", _glance()),
    ]
    for i in range(chapters):
        share = topics // chapters + (i < topics % chapters)
        parts.append(_history(f"history-{i}", "CDEGH"[i], share, i + 1))
    parts.insert(4, _evidence(evidence * 9))
    if uploads:
        parts += [
            Section("slip", "Attachments", "<h1>Tab I. Attachments</h1><p>Reports.</p>"),
            *uploads,
        ]
    parts.append(
        Section("record", "Record of this version", "<h1>Record</h1><p>@pages@ pages.</p>")
    )
    return Job(
        title="Manufacturer request packet",
        author="Example Clinic",
        css=CSS,
        parts=(_cover(parts), *parts),
        stamp=Stamp(
            "Manufacturer request packet v2",
            "CONFIDENTIAL. Patient health information.",
            "EA-2026-014, printed Oct 2, 2026",
        ),
    )


class Bare:
    """The other racer: this file again, as a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  this very file
            [sys.executable, __file__, "--bare"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def render(self, job: Job) -> float:
        assert self._process.stdin  # noqa: S101  for the type checker
        assert self._process.stdout  # noqa: S101  as above
        send(self._process.stdin, {}, _whole(job).encode())
        answer, _ = receive(self._process.stdout)
        return float(answer["seconds"])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _be_bare() -> None:
    from weasyprint import HTML  # noqa: PLC0415  only in the process that races

    logging.disable()
    HTML(string="<p>warm").write_pdf()
    while True:
        _, (html,) = receive(sys.stdin.buffer)
        start = time.process_time()
        pdf = HTML(string=html.decode()).write_pdf()
        send(sys.stdout.buffer, {"seconds": time.process_time() - start}, pdf)


def _time_papers(build: Builder, press: Press, bare: Bare) -> None:
    _compare(press, bare, "12 pages, warm", 0.80, [build(12)], lambda job, turn: _anew(job, turn))
    jobs = [build(45)]
    _compare(press, bare, "45 pages, cold sections", 0.75, jobs, _anew)
    _compare(press, bare, "45 pages, one section changed", 0.50, jobs, _change_one)
    _compare(press, bare, "45 pages, nothing changed", None, jobs, lambda job, _: job)
    _merge(build, press, bare)


def _compare(
    press: Press,
    bare: Bare,
    what: str,
    target: float | None,
    jobs: list[Job],
    change: Callable[[Job, int], Job],
) -> None:
    ours, theirs = [], []
    for turn in range(PAIRS + 1):
        job = change(jobs[0], turn)
        theirs.append(bare.render(job))
        ours.append(_print(press, job))
    _report(what, ours[1:], theirs[1:], target)  # the first turn warms up


def _merge(build: Builder, press: Press, bare: Bare) -> None:
    """What 30 uploaded pages add to a paper that is otherwise laid out already."""
    report = press.print(build(33))
    assert report.pages >= 30  # noqa: S101  the row says 30
    upload = Upload("report", "Report", report.pdf, "application/pdf")
    plain, merged = build(45), build(45, uploads=(upload,))
    press.print(plain)
    press.print(merged)
    added, theirs = [], []
    for _ in range(PAIRS):
        theirs.append(bare.render(plain))
        without = _print(press, plain)
        added.append(max(_print(press, merged) - without, 0.0))
    scale = 30 / report.pages
    _report("30 uploaded pages merged, on top", [a * scale for a in added], theirs, 0.10)


def _weigh(build: Builder) -> None:
    press = Press(seconds=120)
    try:
        made = press.print(build(60))
        peak = _status(_pid(press), "VmHWM") / 1024
        _row(f"peak memory, {made.pages} pages, MB", f"{peak:.0f}", "", "", "300")
    finally:
        press.close()


def _share(build: Builder) -> None:
    """How long a small piece of Python waits in this process while two packets print."""
    press = Press(children=2, seconds=120)
    try:
        idle = _waits(lambda: False, turns=400)
        printing = [threading.Thread(target=press.print, args=(build(45),)) for _ in range(2)]
        for thread in printing:
            thread.start()
        busy = _waits(lambda: not any(t.is_alive() for t in printing), turns=2000)
        for thread in printing:
            thread.join()
    finally:
        press.close()
    _row(
        "p95 of 2 ms of Python, 2 printing, ms",
        f"{busy:.1f}",
        f"{idle:.1f}",
        f"{busy / idle:.2f}",
        "3.00",
    )


def _waits(is_over: Callable[[], bool], *, turns: int) -> float:
    taken = []
    for _ in range(turns):
        start = time.perf_counter()
        json.dumps(list(range(10_000)))
        taken.append((time.perf_counter() - start) * 1000)
        if is_over():
            break
        time.sleep(0.005)
    return statistics.quantiles(taken, n=20)[-1]


def _print(press: Press, job: Job) -> float:
    """CPU seconds of the child until it has answered; then a pause for it to tidy up."""
    pid = _pid(press)
    before = _cpu(pid)
    press.print(job)
    taken = _cpu(pid) - before
    time.sleep(0.5)
    return taken


def _anew(job: Job, turn: int) -> Job:
    return replace(job, css=f"{job.css} /* turn {turn} of {len(job.parts)} parts */")


def _change_one(job: Job, turn: int) -> Job:
    parts = list(job.parts)
    section = parts[3]
    assert isinstance(section, Section)  # noqa: S101  the fourth part is a chapter
    parts[3] = replace(section, html=section.html.replace("desmoid", f"desmoid{turn}", 1))
    return replace(job, parts=tuple(parts))


def _whole(job: Job) -> str:
    fonts = Path(__file__).resolve().parent.parent / "casetrack" / "documents" / "fonts"
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; '
        f"src: url({(fonts / f'NotoSans-{cut}.ttf').as_uri()}) }}"
        for cut, weight in (("Regular", 400), ("SemiBold", 600))
    )
    body = "".join(
        f'<div class="part">{part.html}</div>' for part in job.parts if isinstance(part, Section)
    )
    return f'<html lang="en"><style>{faces}{job.css}</style><body>{body}'


def _pid(press: Press) -> int:
    press.layers()  # there is a child, and it is idle
    return press._idle[0].pid  # noqa: SLF001  a bench reaches inside


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(fields[0]) / 1e9


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def _report(what: str, ours: list[float], bare: list[float], target: float | None) -> None:
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    _row(
        what,
        f"{statistics.median(ours):.2f}",
        f"{statistics.median(bare):.2f}",
        f"{ratio:.2f}",
        f"{target:.2f}" if target else "",
    )


def _row(what: str, ours: str, bare: str, ratio: str, target: str) -> None:
    sys.stdout.write(f"{what:40}{ours:>8}{bare:>8}{ratio:>8}{target:>8}\n")
    sys.stdout.flush()


CSS = """
@page { size: letter; margin: 1in 0.75in 0.85in 1in }
@page land { size: letter landscape; margin: 0.85in 0.75in 0.85in 0.75in }
body { margin: 0; font: 10.5pt/1.4 "Noto Sans", "DejaVu Sans" }
h1 { font-size: 17pt; margin: 0 0 10pt } h2 { font-size: 12.5pt; margin: 12pt 0 4pt }
p { margin: 0 0 7pt } dl { margin: 0 } dt { font-weight: 600 } dd { margin: 0 0 4pt }
.part { break-before: page } .land { page: land }
table { table-layout: fixed; width: 100%; border-collapse: collapse; font-size: 8.5pt;
        margin: 4pt 0 9pt }
th, td { border-bottom: 0.5pt solid #777; padding: 2pt 4pt; text-align: left; vertical-align: top }
th { border-bottom: 1pt solid #000 } tr { break-inside: avoid }
caption { text-align: left; font-weight: 600; padding-bottom: 3pt }
.box { border: 1pt solid #000; padding: 8pt; margin: 8pt 0 } .small { font-size: 8.5pt }
.toc td { border: 0; font-size: 10.5pt } .toc td + td { text-align: right }
"""

WORDS = ["The", "patient", "was", "first", "seen", "for", "a", "growing", "mass", "of", "the", "abdominal", "wall", "and", "biopsy", "showed", "a", "desmoid", "tumor", "with", "a", "CTNNB1", "mutation.", "Sorafenib", "400", "mg", "daily", "was", "started", "and", "held", "twice", "for", "hand", "and", "foot", "reaction,", "then", "stopped", "for", "progression", "on", "imaging.", "Pain", "limits", "sleep,", "and", "the", "dose", "of", "opioid", "has", "doubled", "within", "six", "months.", "Surgery", "was", "judged", "too", "morbid", "by", "two", "centers", "because", "the", "mass", "encases", "the", "iliac", "vessels.", "No", "open", "trial", "accepts", "the", "patient,", "for", "the", "reasons", "given", "in", "table", "3."]


def _words(count: int, seed: int) -> str:
    step = 1 + seed % 3
    return " ".join(WORDS[(seed * 7 + i * step) % len(WORDS)] for i in range(count))


def _table(caption: str, columns: dict[str, int], rows: int, seed: int) -> str:
    widths = "".join(f'<col style="width: {width}%">' for width in columns.values())
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{_words(2 + (seed + row + cell * 3) % 9, seed + row * 5 + cell)}</td>"
            for cell in range(len(columns))
        )
        + "</tr>"
        for row in range(rows)
    )
    return (
        f"<table><caption>{caption}</caption><colgroup>{widths}</colgroup>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _swimmer() -> str:
    bars = "".join(
        f'<text x="4" y="{22 + i * 24}">{i + 1}. treatment</text><rect x="{120 + i * 60}" '
        f'y="{10 + i * 24}" width="{50 + i % 4 * 9}" height="15" fill="#9aa5b1" stroke="#1b1f24"/>'
        f'<text x="{125 + i * 60}" y="{21 + i * 24}">stopped</text>'
        for i in range(6)
    )
    ticks = "".join(
        f'<line x1="{120 + i * 36}" y1="156" x2="{120 + i * 36}" y2="161" stroke="#1b1f24"/>'
        f'<text x="{116 + i * 36}" y="174">{i * 6}</text>'
        for i in range(11)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="180" font-size="9">'
        f"<title>Prior therapy, six lines over sixty months</title>{bars}{ticks}</svg>"
        '<p class="small">Figure. Prior therapy, from the chart.</p>'
    )


def _letter() -> str:
    return "<h1>Tab A. Cover letter</h1>" + "".join(f"<p>{_words(80, i)}</p>" for i in range(5))


def _glance() -> str:
    return "<h1>Tab B. Request at a glance</h1>" + _table("Facts", {"Fact": 35, "Value": 65}, 24, 2)


def _history(key: str, letter: str, topics: int, seed: int) -> Section:
    columns = {"Line": 7, "Treatment and dose": 27, "Start": 12, "Stop": 12, "Best": 18, "Why": 24}
    html = f"<h1>Tab {letter}. Clinical history {seed}</h1>"
    for i in range(topics):
        html += f"<h2>Course of illness {i + 1}</h2><p>{_words(75, seed + i * 3)}</p>"
        html += _swimmer() if seed < 3 and i == 0 else _table("Therapy", columns, 9, seed + i)
        html += f"<p>{_words(60, seed + i * 5)}</p><dl>"
        html += "".join(f"<dt>Finding {k}</dt><dd>{_words(14, seed + k)}</dd>" for k in range(4))
        html += "</dl>"
    return Section(key, f"Clinical history {seed}", html)


def _evidence(rows: int) -> Section:
    columns = {"Study": 15, "Design": 11, "Patients": 13, "Drug and dose": 13, "Response": 11}
    columns |= {"Progression-free survival": 13, "Safety": 13, "Applies here?": 11}
    table = _table("Table 1. Studies", columns, rows, 3)
    html = f'<div class="land"><h1>Tab F. Published evidence</h1>{table}</div>'
    return Section("evidence", "Published evidence", html)


def _cover(parts: list[Part]) -> Section:
    rows = "".join(
        f'<tr><td><a href="#{part.key}">{part.title}</a></td><td>@page:{part.key}@</td></tr>'
        for part in parts
    )
    html = (
        "<h1>Request for individual-patient expanded access</h1>"
        '<div class="box">Case EA-2026-014, version 2</div><h2>Contents</h2><table class="toc">'
        f'<colgroup><col style="width: 85%"><col style="width: 15%"></colgroup>{rows}</table>'
    )
    return Section("cover", "Cover and contents", html)


if __name__ == "__main__":
    if "--bare" in sys.argv:
        _be_bare()
    else:
        main(paper)
