"""The request packet of real cases, printed and read back: what it says, and what it never says."""

import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pytest
from databases import SqliteMill
from documents.made import job, picture, report
from documents.reading import alternatives, bookmarks, margins, sound, tags, texts, unpacked, words
from documents.test_press import whole
from make import TODAY, Clinic
from pypdf import PdfReader

from casetrack.documents import pages
from casetrack.documents.content import Draft, restored
from casetrack.documents.packet import Packet
from casetrack.documents.press import Job, Press, Printed
from casetrack.documents.press.printer import Progress
from casetrack.documents.request import build
from casetrack.documents.values import Value
from casetrack.paths import TEMPLATES
from casetrack.rules.documents import REQUEST
from casetrack.rules.questions import SECTIONS, Kind, Of, Question
from casetrack.rules.questions.start import INITIALS
from casetrack.settings import Settings
from casetrack.store.commands.reports import NewReport, add_report
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.queries.papers import report_files
from casetrack.store.session import Store

TABS = "ABCDEFGH"
NEAREST = 27  # points: 3/8 inch
DAY = TODAY.isoformat()
EDGE = 53  # points that stay free at the right, but for the thumb tabs
ALL_PRINTED = {"history", "why_now", "plan_why", "plan_risk", "plan_monitoring", "evidence_answer"}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    """One clinic for all the papers; each test has a case of its own."""
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def packet_of(clinic: Clinic, code: str) -> Packet:
    return build(Draft(clinic.file(code), REQUEST, 1, "Rosa Ortiz", TODAY))


def printed(
    clinic: Clinic, press: Press, packet: Packet, *, progress: Progress | None = None
) -> Printed:
    with clinic.store.reading() as db:
        files = report_files(db, {exhibit.sha256 for exhibit in packet.exhibits})
    return press.print(pages.job(packet, files=files), progress=progress)


def attach(clinic: Clinic, code: str, data: bytes, media: str, *, pages: int = 1) -> int:
    """An uploaded report with a file name that nobody should see on paper."""
    new = NewReport(
        data=data, given_name="Canary_Kara.pdf", media_type=media, pages=pages, text="", notes=""
    )
    with clinic.store.writing() as db:
        entry = add_report(db, clinic.file(code).id, new, by=clinic.rosa)
        db.commit()
    return entry


@pytest.fixture(scope="module")
def told(clinic: Clinic) -> str:
    """A case with something to say in every tab, and two reports."""
    code = clinic.case(
        patient_name="Kara Canary-Rhodes", birth_date="1992-03-01", record_number="MRN-4711"
    )
    clinic.say(
        code,
        weight="70.1",
        company="Aldane Bio",
        history="A 34-year-old woman.\n\nThe mass grew by half within a year.",
        why_now="Pain limits sleep.",
        diagnosed_on="2021-05",
        plan_dose="150 mg",
    )
    clinic.row(code, "therapy", treatment="Sorafenib", start="2022", stop="2023-04", kind="drug")
    clinic.row(code, "therapy", treatment="Surgery", start="2021-06", kind="surgery")
    clinic.row(code, "measurement", measured_on="2025-01-10", sum="60", new_lesion="no")
    clinic.row(code, "measurement", measured_on="2026-03-02", sum="75", new_lesion="no")
    clinic.row(code, "alternative", option="Sorafenib", standing="tried", why="Hand and foot.")
    clinic.row(code, "lab", test="Hemoglobin", value="11.2", unit="g/dL")
    clinic.row(
        code, "study", citation="Gounder 2023", responders="29", assessed="70", drug="nirogacestat"
    )
    attach(clinic, code, report("tumor board", "page two"), "application/pdf", pages=2)
    attach(clinic, code, picture("PNG", (30, 60)), "image/png")
    return code


@pytest.fixture(scope="module")
def paper(clinic: Clinic, press: Press, told: str) -> Printed:
    return printed(clinic, press, packet_of(clinic, told))


def test_a_case_that_says_nothing_prints_and_says_what_is_missing(
    clinic: Clinic, press: Press
) -> None:
    packet = packet_of(clinic, clinic.case())
    made = printed(clinic, press, packet)
    text = " ".join(texts(made.pdf))
    assert packet.missing
    for gap in packet.missing:
        assert gap in text, "the last page lists it"
    for none in (
        "No prior therapy is on record",
        "No measurement is on record",
        "No published evidence is on record",
        "No reports are attached",
        "Not yet approved by the physician",
    ):
        assert none in text
    assert text.count("Not provided") > 30
    assert sound(made.pdf)


def test_tables_are_numbered_without_a_gap_whatever_is_left_out(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case()
    clinic.row(code, "therapy", treatment="Sorafenib", kind="drug", start="2023")
    clinic.row(code, "lab", test="Hemoglobin", value="13.1", unit="g/dL")
    clinic.row(code, "trial", nct="NCT03785964", title="DeFi", why_not="It is closed")
    text = " ".join(texts(printed(clinic, press, packet_of(clinic, code)).pdf))
    numbers = [int(one) for one in re.findall(r"Table (\d+)\.", text)]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    assert len(numbers) >= 3


def test_the_only_figure_is_the_first_one(clinic: Clinic, press: Press, paper: Printed) -> None:
    code = clinic.case()
    clinic.row(code, "measurement", measured_on="2025-01-10", sum="60", new_lesion="no")
    clinic.row(code, "measurement", measured_on="2026-03-02", sum="75", new_lesion="no")
    alone = printed(clinic, press, packet_of(clinic, code))
    for made, numbers in ((alone, {"1"}), (paper, {"1", "2"})):
        assert set(re.findall(r"Figure (\d+)", " ".join(texts(made.pdf)))) == numbers
    shown = pages.as_page(packet_of(clinic, code), trace=lambda _: "")
    assert any("over time, see Figure 1<" in html for _, html in shown)


def test_a_marker_measured_as_a_figure_prints_the_figure_alone(clinic: Clinic) -> None:
    code = clinic.case()
    clinic.row(code, "biomarker", test="TMB", result="value", detail="25 /Mb")
    clinic.row(code, "biomarker", test="APC", result="absent")
    clinic.row(code, "biomarker", test="PD-L1", result="value")
    found = next(one for one in packet_of(clinic, code).glance if one.label == "Biomarkers")
    said = [value.text for value in found.values]
    assert said == ["APC", "Absent", "PD-L1", "A value, see detail", "TMB", "25 /Mb"]


def test_every_tab_is_in_the_contents_at_the_page_where_its_bookmark_opens(
    paper: Printed,
) -> None:
    contents = texts(paper.pdf)[0]
    opens = dict(bookmarks(paper.pdf))
    for letter in TABS:
        page = paper.first_page[f"tab-{letter}"]
        (title,) = [title for title in opens if title.startswith(f"{letter}. ")]
        assert opens[title] == page
        assert re.search(rf"{letter} {re.escape(title[3:])} ?[. ]+ ?{page}\b", contents)


def test_reports_stand_behind_their_slips_and_every_page_is_numbered_once(
    paper: Printed, told: str
) -> None:
    """ux.md, check 35: each page says what it is of, attachments included."""
    first = paper.first_page
    assert first["exhibit-H1"] == first["slip-H1"] + 1
    assert first["slip-H2"] == first["exhibit-H1"] + 2
    assert first["exhibit-H2"] == first["slip-H2"] + 1
    found = texts(paper.pdf)
    assert len(found) == paper.pages
    for number, text in enumerate(found, 1):
        assert re.findall(r"Page \d+ of \d+", text) == [f"Page {number} of {paper.pages}"]
        for said in ("CONFIDENTIAL", told, "Manufacturer request packet v1"):
            assert said in text, f"page {number}"
        tab = re.search(r"Tab [A-H]\. ", text)
        assert bool(tab) is (1 < number < first["reply"]), f"page {number}"
    assert "tumor board" in found[first["exhibit-H1"] - 1]
    assert "Tab H. H1" in found[first["exhibit-H1"] - 1]


def test_the_patient_is_named_by_the_code_and_in_no_other_way(
    clinic: Clinic, told: str, paper: Printed
) -> None:
    everything = " ".join(texts(paper.pdf)) + unpacked(paper.pdf).decode("latin-1")
    assert told in everything
    for never in (
        "Kara",
        "Canary",
        "Rhodes",
        "MRN-4711",
        "1992-03-01",
        "Mar 1, 1992",
        "03/01/1992",
    ):
        assert never not in everything
    assert "K.R." not in " ".join(texts(paper.pdf)), INITIALS.label
    assert clinic.file(told).facts.answers["patient_name"] == "Kara Canary-Rhodes"


def test_nothing_comes_nearer_to_an_edge_than_the_fda_and_printers_allow(paper: Printed) -> None:
    for number, edges in enumerate(margins(paper.pdf), 1):
        assert min(edges) >= NEAREST, f"page {number}: {edges}"


def values_of(packet: Packet) -> list[Value]:
    """Each value on the paper, once for each place that links to it."""
    seen: list[Value] = []

    def note(value: Value) -> str:
        seen.append(value)
        return "/"

    pages.as_page(packet, trace=note)
    return seen


def answers_of(file: CaseFile) -> dict[str, str]:
    """Every stored answer by its place."""
    held = {
        f"{row.id}/{key}": said
        for rows in file.facts.rows.values()
        for row in rows
        for key, said in row.answers.items()
    }
    for section in SECTIONS:
        root = file.roots.get(section.of, 0)
        held |= {f"{root}/{key}": said for key, said in file.facts.said(section).items()}
    return held


def test_every_value_on_the_paper_leads_to_its_answer(
    clinic: Clinic, told: str, paper: Printed
) -> None:
    packet = packet_of(clinic, told)
    answers = answers_of(clinic.file(told))
    seen = values_of(packet)
    assert len(seen) > 30
    text = " ".join(texts(paper.pdf)).replace(" ", "")
    for value in seen:
        assert answers.get(f"{value.entry}/{value.key}"), value
        for said in value.text.splitlines():
            assert said.replace(" ", "") in text, value
    shown = {value.text for value in seen}
    for said in ("70.1 kg", "Aldane Bio", "Sorafenib", "Hemoglobin", "11.2", "Gounder 2023"):
        assert said in shown


def test_what_a_person_typed_is_text_and_nothing_else(clinic: Clinic, press: Press) -> None:
    code = clinic.case()
    typed = (
        "<b>bold</b> &amp; {{ 7 * 7 }} <!--page:nowhere--> <!--pages--> <script>alert(1)</script>"
    )
    clinic.say(code, history=f"Seen: {typed}", company=typed[:90])
    clinic.row(code, "medicine", name=typed[:90], dose="</td></tr></table>")
    made = printed(clinic, press, packet_of(clinic, code))
    text = "".join("".join(texts(made.pdf)).split())
    assert f"Seen:{''.join(typed.split())}" in text
    assert "</td></tr></table>" in text
    assert b"alert(1)" not in b"".join(re.findall(rb"/JS .*", made.pdf))


def test_equal_cases_are_equal_bytes_and_one_answer_changes_them(
    clinic: Clinic, press: Press, told: str, paper: Printed
) -> None:
    at_work: list[str] = []
    again = printed(
        clinic, press, packet_of(clinic, told), progress=lambda _, __, title: at_work.append(title)
    )
    assert at_work.count("Cover and contents") == 1, "it names pages, and was guessed right"
    assert sha256(again.pdf).digest() == sha256(paper.pdf).digest()
    assert again.draft == paper.draft
    packet = packet_of(clinic, told)
    other = replace(packet, drug=Value("another drug"))
    assert printed(clinic, press, other).pdf != paper.pdf
    assert pages.fingerprint(other) != pages.fingerprint(packet)


def test_a_frozen_packet_read_back_prints_the_same_bytes(
    clinic: Clinic, press: Press, told: str, paper: Printed
) -> None:
    packet = restored(Packet, packet_of(clinic, told).made_of())
    assert isinstance(packet, Packet)
    assert packet is not None
    assert printed(clinic, press, packet).pdf == paper.pdf


def rows() -> Job:
    """Rows that do not fit and are set again, stretched and cut lines, a figure with labels."""
    words = "The mass grew by half while pain limits sleep. " * 4
    row = f"<tr><th>{words[:30]}</th><td>{words}</td><td class=even>{words}</td></tr>"
    label = "".join(f'<text x="9" y="{9 * n}" font-size="8">grew twice</text>' for n in (1, 2, 3))
    return job(
        f"<h1>A. Rows</h1><p class=cut>{words}</p><svg height=40>{label}</svg>"
        f"<table><thead><tr><th>What<th>One<th>Two</thead><tbody>{row * 30}</tbody></table>",
        css="tr { break-inside: avoid } .even { text-align: justify }"
        " .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap;"
        " padding-inline-start: 1em }",
    )


WITHOUT_TUNING = """
import hashlib, pickle, sys
from casetrack.documents.press import galleys, workshop
workshop.tune = lambda: None
galleys._WithoutNotes = galleys.HTML
shop = workshop.Workshop()
for job in pickle.load(sys.stdin.buffer):
    pdf, mark = shop._print(job, lambda told: None)[1]
    print(hashlib.sha256(pdf).hexdigest())
"""


def test_a_fresh_child_without_any_tuning_prints_the_same_bytes(
    clinic: Clinic, press: Press, told: str, paper: Printed
) -> None:
    packet = packet_of(clinic, told)
    with clinic.store.reading() as db:
        files = report_files(db, {exhibit.sha256 for exhibit in packet.exhibits})
    jobs = [pages.job(packet, files=files), whole(), rows()]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TUNING],
        input=pickle.dumps(jobs),
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    tuned = [paper.pdf, press.print(whole()).pdf, press.print(rows()).pdf]
    assert done.stdout.decode().split() == [sha256(pdf).hexdigest() for pdf in tuned]


def test_the_packet_is_tagged_and_opens_with_its_bookmarks(paper: Printed) -> None:
    reader = PdfReader(BytesIO(paper.pdf))
    kinds = [kind for kind, _ in tags(paper.pdf)]
    assert kinds.count("H1") >= len(TABS)
    assert {"Table", "TH", "TD", "L", "LI", "Link", "Figure"} <= set(kinds)
    figures = alternatives(paper.pdf)
    assert figures[1:3] == [
        "Prior therapy over time",
        "Sum of target lesions, change from baseline",
    ]
    assert all(figures), "each says what it shows (check 37)"
    assert reader.page_mode == "/UseOutlines"
    assert sound(paper.pdf)
    assert texts(paper.draft) == texts(paper.pdf)


def test_figures_say_nothing_by_hue_and_their_grays_can_be_told_apart() -> None:
    """ux.md, check 37: readable in grayscale."""
    drawn = (TEMPLATES / "macros/figures.html").read_text()
    colors = {tuple(bytes.fromhex(one)) for one in re.findall(r"#([0-9a-f]{6})", drawn)}
    assert all(max(color) - min(color) < 25 for color in colors), "each is nearly gray"
    filled = set(re.findall(r"(?:fill=\"|%})#([0-9a-f]{6})", drawn))
    bars = sorted(sum(bytes.fromhex(one)) // 3 for one in filled & {"ffffff", "9aa5b1", "1b1f24"})
    assert len(bars) == 3
    assert all(lighter - darker > 60 for darker, lighter in pairwise(bars))


def test_every_answer_as_long_as_it_may_be_prints_in_time_and_in_full(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case()
    own = [section for section in SECTIONS if section.of is Of.CASE]
    asked = [q for section in own for q in section.questions if q.kind in (Kind.TEXT, Kind.LINE)]
    clinic.say(code, by=clinic.rosa, **{q.key: longest(q) for q in asked if not q.personal})
    for section in own:
        if section.rows and section.rows.key != "document":
            said = {
                q.key: longest(q)
                for q in section.rows.questions
                if q.kind in (Kind.TEXT, Kind.LINE)
            }
            said |= {q.key: DAY for q in section.rows.questions if q.kind is Kind.DATE}
            clinic.row(code, section.rows.key, by=clinic.rosa, **said)
    started = time.monotonic()
    made = printed(clinic, press, packet_of(clinic, code))
    assert time.monotonic() - started < Settings().print_seconds
    found = words(made.pdf)
    widths = [float(page.mediabox.width) for page in PdfReader(BytesIO(made.pdf)).pages]
    assert {word.text for word in found if word.right > widths[word.page - 1] - EDGE} <= set(TABS)
    letters = sum(word.text.count("W") for word in found)
    assert letters > sum(q.limit for q in asked if q.key in ALL_PRINTED)


def longest(question: Question) -> str:
    return "W" * question.limit
