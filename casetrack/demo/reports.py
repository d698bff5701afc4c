"""Synthetic reports from outside: printed by our own press, then let in by its own inspection.

A report is a file of `papers/`: facts about it, then its pages. '# ' heads a passage, '| ' is a row
of a table, '---' turns the page, '[tumor 61]' draws one in place of a scan, and '▮' is blacked out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from casetrack.demo.days import Days
from casetrack.demo.script import facts
from casetrack.documents.press import Job, Press, Section, Stamp
from casetrack.store.commands.reports import NewReport

SYNTHETIC = "SYNTHETIC report for a demonstration. Every person and fact in it is invented."
NAMES_NOBODY = ("authorization", "fda")  # letters that name no patient
CSS = """
@page { margin: 0.85in 0.8in }
body { font-size: 12.5pt; line-height: 1.6; color: #1b1f24 }
.sheet { break-after: page } .sheet:last-child { break-after: auto }
header { border-bottom: 1.5pt solid #1b1f24; margin-bottom: 10pt; padding-bottom: 4pt }
header { font-size: 14pt; font-weight: 600 } h1 { font-size: 17pt; margin: 0 0 8pt }
h2 { font-size: 12pt; text-transform: uppercase; letter-spacing: 0.4pt; margin: 13pt 0 3pt }
p { margin: 0 0 7pt } .bar { display: inline-block; width: 80pt; height: 9pt; background: #000 }
table { width: 100%; border-collapse: collapse; margin: 0 0 12pt; font-size: 11.5pt }
.who td { padding: 2pt 0; width: 50% }
.values td { border-bottom: 0.5pt solid #7b8794; padding: 5pt 5pt }
.values tr:first-child td { font-weight: 600; border-bottom: 1pt solid #1b1f24 }
figure { margin: 10pt 0; text-align: center } figcaption { font-size: 9pt }
"""


@dataclass(frozen=True, kw_only=True)
class Report:
    title: str
    what: str
    made_on: str
    from_where: str
    text: str

    @classmethod
    def read(cls, source: str) -> "Report":
        head, _, text = source.partition("\n---\n")
        return cls(text=text, **facts(head))

    def about(self) -> dict[str, str]:
        """What the person who uploads it says of it."""
        said = {"title": self.title, "what": self.what, "made_on": self.made_on}
        naming = "none" if self.what in NAMES_NOBODY else "redacted"
        return {**said, "from_where": self.from_where, "identifiers": naming}


def as_upload(report: Report, *, press: Press, days: Days) -> NewReport:
    """The report as a file that has been looked into and may be kept."""
    job = Job(
        title=f"Synthetic report, {report.what}",
        author="casetrack demonstration",
        css=CSS,
        parts=(Section("report", report.title, _html(report, days)),),
        stamp=Stamp(SYNTHETIC, "", ""),
    )
    data = press.print(job).pdf
    seen = press.inspect(data)
    return NewReport(
        data=data,
        given_name=f"{report.title}.pdf",
        media_type=seen.media_type,
        pages=seen.pages,
        text=seen.text,
        notes="; ".join(seen.notes),
    )


def _html(report: Report, days: Days) -> str:
    date = f"<td>Date: {days.text('{' + report.made_on + '}')}</td></tr></table>"
    who = "<tr><td>Patient: ▮ ▮</td><td>Record: ▮</td></tr><tr><td>Born: ▮</td>"
    who = "<tr>" if report.what in NAMES_NOBODY else who
    head = f"<header>{escape(report.from_where)}</header><table class=who>{who}{date}"
    sheets = days.text(report.text.strip()).split("\n---\n")
    first = f"<h1>{escape(report.title)}</h1>"
    made = (head + (first if n == 0 else "") + _sheet(text) for n, text in enumerate(sheets))
    html = "".join(f"<div class=sheet>{sheet}</div>" for sheet in made)
    return html.replace("▮", "<span class=bar></span>")


def _sheet(text: str) -> str:
    blocks = re.findall(r"(?m)^# .+|(?:^\| .+\n?)+|^\[tumor \d+\]|(?:^[^#|\[\n].*\n?)+", text)
    return "".join(
        next(m for mark, m in BLOCKS if block.startswith(mark))(block) for block in blocks
    )


def _values(block: str) -> str:
    rows = (line.removeprefix("| ").split(" | ") for line in block.strip().splitlines())
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table class=values>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _tumor(block: str) -> str:
    """Ribs, lung, and the tumor at its size."""
    size = int(block.strip("[tumor] \n"))
    ribs = "".join(
        f'<ellipse cx="{70 + 34 * n}" cy="{44 + 9 * n}" rx="13" ry="6" fill="#d5dbe1"/>'
        for n in range(7)
    )
    return (
        '<figure><svg viewBox="0 0 340 200" width="360pt"><title>Drawing of the chest wall with '
        'the tumor</title><rect width="340" height="200" fill="#1b1f24"/>'
        '<path d="M30 190Q60 60 320 110V190Z" fill="#0b0d0f" stroke="#7b8794"/>'
        f'{ribs}<ellipse cx="190" cy="92" rx="{size * 0.75:.0f}" ry="{size * 0.42:.0f}" '
        'fill="#f2f4f6" fill-opacity="0.85"/></svg>'
        f"<figcaption>A drawing, not a scan. Longest diameter {size} mm.</figcaption></figure>"
    )


BLOCKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("# ", lambda block: f"<h2>{escape(block[2:])}</h2>"),
    ("| ", _values),
    ("[", _tumor),
    ("", lambda block: f"<p>{escape(' '.join(block.split()))}</p>"),
)
