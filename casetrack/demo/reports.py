"""Synthetic reports from outside: printed by our own press, then let in by its own inspection."""

from html import escape

from casetrack.demo.days import Days
from casetrack.demo.story import Answers, Report
from casetrack.documents.press import Job, Press, Section, Stamp
from casetrack.store.commands.reports import NewReport

SYNTHETIC = "SYNTHETIC report for a demonstration. Every person and fact in it is invented."
BLACKED_OUT = '<span class="bar"></span>'
CSS = """
body { font-size: 11pt; line-height: 1.55; color: #1b1f24 }
.sheet { break-before: page } .sheet:first-of-type { break-before: auto }
header { border-bottom: 1.5pt solid #1b1f24; margin-bottom: 12pt; padding-bottom: 6pt }
header strong { font-size: 13pt } h1 { font-size: 15pt; margin: 0 0 8pt }
h2 { font-size: 11pt; text-transform: uppercase; letter-spacing: 0.4pt; margin: 13pt 0 3pt }
p { margin: 0 0 7pt } .bar { display: inline-block; width: 88pt; height: 9pt; background: #000 }
.who { width: 100%; border-collapse: collapse; margin-bottom: 10pt; font-size: 10pt }
.who td { padding: 2pt 0 } table.values { width: 100%; border-collapse: collapse; font-size: 10pt }
.values th, .values td { border-bottom: 0.5pt solid #7b8794; padding: 4pt 5pt; text-align: left }
figure { margin: 10pt 0; text-align: center } figcaption { font-size: 9pt }
"""


def as_upload(report: Report, *, press: Press, days: Days) -> NewReport:
    """The report as a person would upload it."""
    head = _head(report, days)
    sheets = "".join(f'<div class="sheet">{head}{days.text(page)}</div>' for page in report.pages)
    job = Job(
        title=f"Synthetic report, {report.about['what']}",
        author="casetrack demonstration",
        css=CSS,
        parts=(Section("report", report.about["title"], sheets.replace("▮", BLACKED_OUT)),),
        stamp=Stamp(SYNTHETIC, "", ""),
    )
    data = press.print(job).pdf
    seen = press.inspect(data)
    return NewReport(
        data=data,
        given_name=f"{report.key}.pdf",
        media_type=seen.media_type,
        pages=seen.pages,
        text=seen.text,
        notes="; ".join(seen.notes),
    )


def prose(*parts: str) -> str:
    """Paragraphs of a page; a part like 'Findings: …' stands under its own heading."""
    made = []
    for part in parts:
        head, colon, rest = part.partition(": ")
        headed = bool(colon) and len(head) <= 24
        made.append(f"<h2>{escape(head)}</h2>" if headed else "")
        made.append(f"<p>{escape(rest if headed else part)}</p>")
    return "".join(made)


def grid(heads: str, *, rows: tuple[Answers, ...]) -> str:
    """A table of values as laboratories print it."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads.split("|"))
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row.values()) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="values"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def chest_wall(millimeters: int) -> str:
    """A drawing in place of a scan: ribs, lung, and the tumor at its size."""
    ribs = "".join(
        f'<ellipse cx="{70 + 34 * n}" cy="{44 + 9 * n}" rx="13" ry="6" fill="#d5dbe1"/>'
        for n in range(7)
    )
    return (
        '<figure><svg viewBox="0 0 340 200" width="360pt" role="img"><title>Drawing of the chest '
        'wall with the tumor</title><rect width="340" height="200" fill="#1b1f24"/>'
        '<path d="M30 190Q60 60 320 110V190Z" fill="#0b0d0f" stroke="#7b8794"/>'
        f'{ribs}<ellipse cx="190" cy="92" rx="{millimeters * 0.75:.0f}" '
        f'ry="{millimeters * 0.42:.0f}" fill="#f2f4f6" fill-opacity="0.85"/></svg>'
        f"<figcaption>Drawing, not a scan. Longest diameter {millimeters} mm.</figcaption></figure>"
    )


def _head(report: Report, days: Days) -> str:
    about = report.about
    day = escape(days.text(f"{{{about['made_on']}}}"))
    return (
        f"<header><strong>{escape(about['from_where'])}</strong></header>"
        '<table class="who"><tr><td>Patient: ▮ ▮</td><td>Record: ▮</td></tr>'
        f"<tr><td>Born: ▮</td><td>Date: {day}</td></tr></table>"
        f"<h1>{escape(about['title'])}</h1>"
    )
