"""Times the press against bare WeasyPrint on the very same HTML, in the same run."""

from casetrack.documents.press import Job, Section, Stamp, Upload

WORDS = (
    "The patient was first seen for a growing mass of the abdominal wall and biopsy showed a desmoid "
    "tumor with a CTNNB1 mutation. Sorafenib 400 mg daily was started and held twice for hand and foot "
    "reaction, then stopped for progression on imaging. Pain limits sleep, and the dose of opioid has "
    "doubled within six months. Surgery was judged too morbid by two centers because the mass encases "
    "the iliac vessels. No open trial accepts the patient, for the reasons given in table 3."
).split()

CSS = """
@page { size: letter; margin: 1in 0.75in 0.85in 1in }
@page land { size: letter landscape; margin: 0.85in 0.75in 0.85in 0.75in }
body { margin: 0; font: 10.5pt/1.4 "Noto Sans", "DejaVu Sans" }
h1 { font-size: 17pt; margin: 0 0 10pt } h2 { font-size: 12.5pt; margin: 12pt 0 4pt }
h3 { font-size: 11pt; margin: 9pt 0 3pt; bookmark-level: none }
p { margin: 0 0 7pt } .land { page: land; break-before: page; break-after: page }
.part { break-before: page }
table { table-layout: fixed; width: 100%; border-collapse: collapse; font-size: 8.5pt; margin: 4pt 0 9pt }
th, td { border-bottom: 0.5pt solid #777; padding: 2pt 4pt; text-align: left; vertical-align: top }
th { border-bottom: 1pt solid #000 } tr { break-inside: avoid } thead { break-inside: avoid }
caption { text-align: left; font-weight: 600; padding-bottom: 3pt }
dl { margin: 0 } dt { font-weight: 600 } dd { margin: 0 0 4pt 0 }
.box { border: 1pt solid #000; padding: 8pt; margin: 8pt 0 } .small { font-size: 8.5pt }
.num { text-align: right } .toc td { border: 0; font-size: 10.5pt }
"""


def _words(n: int, seed: int) -> str:
    return " ".join(WORDS[(seed * 7 + i * (1 + seed % 3)) % len(WORDS)] for i in range(n))


def _table(caption: str, heads: tuple[str, ...], widths: tuple[int, ...], rows: int, seed: int) -> str:
    cols = "".join(f'<col style="width:{w}%">' for w in widths)
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{_words(2 + (seed + r + c * 3) % 9, seed + r * 5 + c)}</td>" for c in range(len(heads))) + "</tr>"
        for r in range(rows)
    )
    return f"<table><caption>{caption}</caption><colgroup>{cols}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _swimmer(seed: int) -> str:
    bars = "".join(
        f'<text x="4" y="{22 + i * 24}">{i + 1}. treatment</text>'
        f'<rect x="{120 + i * 60}" y="{10 + i * 24}" width="{50 + (seed + i) % 4 * 9}" height="15" fill="#9aa5b1" stroke="#1b1f24"/>'
        f'<text x="{125 + i * 60}" y="{21 + i * 24}">stopped</text>' for i in range(6)
    )
    ticks = "".join(f'<line x1="{120 + i * 36}" y1="156" x2="{120 + i * 36}" y2="161" stroke="#1b1f24"/><text x="{116 + i * 36}" y="174">{i * 6}</text>' for i in range(11))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="180" viewBox="0 0 500 180" font-size="9">'
        f"<title>Prior therapy, six lines over sixty months</title>{bars}"
        f'<line x1="120" y1="156" x2="490" y2="156" stroke="#1b1f24"/>{ticks}</svg>'
    )


def _history(key: str, letter: str, pages: int, seed: int) -> Section:
    html = f'<h1 id="{key}">Tab {letter}. Clinical history, part {seed}</h1>'
    for i in range(pages):
        html += f"<h2>Course of illness {i + 1}</h2><p>{_words(75, seed + i * 3)}</p>"
        if seed < 3 and i == 0:
            html += _swimmer(i) + "<p class=small>Figure. Prior therapy, from the chart.</p>"
        else:
            html += _table(f"Table {i + 1}. Prior therapy", ("Line", "Treatment and dose", "Start", "Stop", "Best response", "Why stopped"), (7, 27, 12, 12, 18, 24), 9, seed + i)
        html += f"<p>{_words(60, seed + i * 5)}</p>"
        html += "<dl>" + "".join(f"<dt>Finding {k}</dt><dd>{_words(14, seed + k)}</dd>" for k in range(4)) + "</dl>"
    return Section(key, f"Clinical history {seed}", html)


def _evidence(key: str, rows: int, seed: int) -> Section:
    heads = ("Study", "Design", "Patients and n", "Drug and dose", "Response", "Progression-free survival", "Safety", "Applies here?")
    html = f'<div class="land"><h1 id="{key}">Tab F. Published evidence {seed}</h1>' + _table("Table 1. Studies", heads, (15, 11, 13, 13, 11, 13, 13, 11), rows, seed) + "</div>"
    return Section(key, "Published evidence", html)


def paper(pages: int, *, uploads: tuple[Upload, ...] = ()) -> Job:
    """A request packet of about so many pages before its uploads."""
    parts: list[Section | Upload] = []
    body = max(pages - 6, 4)
    evidence = max(body // 6, 1)
    history = max(2, (body - evidence) * 5 // 8)  # two topics fill about three pages
    letters = "CDEGH"
    chunks = min(5, max(2, history // 6))
    for i in range(chunks):
        parts.append(_history(f"tab-{i}", letters[i], history // chunks + (i < history % chunks), i + 1))
    parts.insert(2, _evidence("evidence", evidence * 9, 3))
    letter = "<h1 id='letter'>Tab A. Cover letter</h1>" + "".join(f"<p>{_words(80, j)}</p>" for j in range(5))
    glance = "<h1 id='glance'>Tab B. Request at a glance</h1>" + _table("Facts", ("Fact", "Value"), (35, 65), 24, 2)
    parts.insert(0, Section("glance", "Request at a glance", glance))
    parts.insert(0, Section("letter", "Cover letter", letter))
    if uploads:
        parts.append(Section("slip", "Attachments", "<h1 id='slip'>Tab I. Attachments</h1><p>Pathology, imaging, laboratory.</p>"))
        parts.extend(uploads)
    parts.append(Section("record", "Record of this version", "<h1 id='record'>Record of this version</h1><p>@pages@ pages.</p>"))
    rows = "".join(f'<tr><td><a href="#{p.key}">{p.title}</a></td><td class="num">@page:{p.key}@</td></tr>' for p in parts)
    cover = (
        "<h1 id='cover'>Request for individual-patient expanded access</h1><div class=box><p>Case EA-2026-014, version 2</p></div>"
        f'<h2>Contents</h2><table class="toc"><colgroup><col style="width:85%"><col style="width:15%"></colgroup>{rows}</table>'
    )
    parts.insert(0, Section("cover", "Cover and contents", cover))
    return Job(
        title="Manufacturer request packet",
        author="Example Clinic",
        css=CSS,
        parts=tuple(parts),
        stamp=Stamp("Manufacturer request packet v2", "CONFIDENTIAL. Patient health information.", "EA-2026-014, printed Oct 2, 2026"),
    )
