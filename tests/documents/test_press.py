"""Printing: one paper out of laid-out sections and uploads, the same each time."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from documents.made import STAMP, active_report, job, picture, report, section
from documents.reading import bookmarks, fonts, sound, tags, texts, unpacked, words
from pypdf import PdfReader

from casetrack.documents.press import Job, Press, PressFailed, Printed, Stamp, Upload

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
LAND = "@page land { size: letter landscape } .land { page: land }"
FREE = 27  # points, 3/8 inch: the FDA wants nothing printed nearer to the edge


def whole() -> Job:
    """A paper with one of everything."""
    return job(
        section(
            '<h1>Contents</h1><p><a href="#facts">Facts</a> <!--page:facts--></p>'
            '<p><a href="#scan">Scan</a> <!--page:scan--> of <!--pages--></p>',
            "cover",
        ),
        section(
            '<h1>A. Facts</h1><h2>Weight</h2><h3>Not a bookmark</h3><table><tr><th scope="row">kg'
            '<td>68</table><p style="break-before: page">See <a href="#scan">the scan</a>, '
            '<a href="https://example.org">web</a></p>',
            "facts",
        ),
        section('<div class="land"><h1>B. Wide</h1></div>', "wide"),
        section("<h1>C. Attachments</h1>", "slip"),
        Upload("scan", "Scan of May", report("first", "second", "third"), PDF, "Tab C. H1"),
        Upload("sheet", "Sheet", report("sideways", size=(1224, 792)), PDF),
        Upload("photo", "Photo", picture("JPEG"), JPEG),
        section("<h1>D. Record</h1><p><!--pages--> pages</p>", "record"),
        css=LAND,
    )


FIRST = {"cover": 1, "facts": 2, "wide": 4, "slip": 5, "scan": 6, "sheet": 9, "photo": 10}


@pytest.fixture(scope="module")
def printed(press: Press) -> Printed:
    return press.print(whole())


@pytest.fixture(scope="module")
def paper(printed: Printed) -> PdfReader:
    return PdfReader(BytesIO(printed.pdf))


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7 and nothing else", report("cut")[:300], b"\x89PNG\r\n\x1a\n rubbish"],
    ids=["empty", "no pages", "cut off", "another kind"],
)
def test_a_damaged_upload_is_named_by_its_key_with_the_cure(press: Press, data: bytes) -> None:
    parts = section("<p>ours", "ours"), Upload("broken", "Broken", data, PDF)
    with pytest.raises(PressFailed, match="can no longer be read") as failed:
        press.print(job(*parts))
    assert failed.value.part == "broken"
    assert "upload it again" in failed.value.sentence


def test_a_section_that_names_a_missing_part_is_named(press: Press) -> None:
    with pytest.raises(PressFailed, match="a part that is not in the paper") as failed:
        press.print(job(section("<p><!--page:nowhere-->", "cover")))
    assert failed.value.part == "cover"


def test_numbers_that_never_settle_are_refused(press: Press) -> None:
    """Of one page it would have two, of two pages one."""
    flips = section('<p>a<p class="of<!--pages-->">b', "flips")
    with pytest.raises(PressFailed, match="do not settle") as failed:
        press.print(job(flips, css=".of1 { break-before: page }"))
    assert failed.value.part == "flips"


@pytest.mark.parametrize(
    ("stamp", "why"),
    [
        (replace(STAMP, top_left="long " * 60), "too long for one line"),
        (replace(STAMP, bottom_left="long " * 60), "too long for one line"),
        (replace(STAMP, bottom_center="\N{HIRAGANA LETTER A}"), "cannot be printed there"),
    ],
)
def test_running_text_that_does_not_fit_is_refused(press: Press, stamp: Stamp, why: str) -> None:
    with pytest.raises(PressFailed, match=why):
        press.print(job("<p>text", stamp=stamp))


def test_parts_stand_in_order_and_contents_name_their_pages(printed: Printed) -> None:
    assert printed.pages == 11
    assert printed.first_page == {**FIRST, "record": 11}
    found = texts(printed.pdf)
    assert len(found) == 11
    assert "Facts 2" in found[0]
    assert "Scan 6 of 11" in found[0]
    assert "11 pages" in found[10]
    for number, said in ((6, "first"), (7, "second"), (8, "third"), (9, "sideways")):
        assert said in found[number - 1]


def test_every_page_says_once_which_of_how_many_it_is(printed: Printed) -> None:
    for number, text in enumerate(texts(printed.pdf), 1):
        assert re.findall(r"Page \d+ of \d+", text) == [f"Page {number} of 11"]
        for said in (STAMP.top_left, STAMP.bottom_left, STAMP.bottom_center):
            assert text.count(said) == 1


def test_nothing_stands_near_the_edge_and_no_upload_under_the_running_text(
    printed: Printed, paper: PdfReader
) -> None:
    for word in words(printed.pdf):
        _, _, width, height = map(float, paper.pages[word.page - 1].mediabox)
        assert FREE < word.left < word.right < width - FREE
        assert FREE < word.top < word.bottom < height - FREE
        if word.text in ("first", "second", "third", "sideways"):
            assert 50 < word.top < word.bottom < height - 50


def test_every_page_is_letter_upright_or_wide(paper: PdfReader) -> None:
    sizes = [tuple(map(float, page.mediabox[2:])) for page in paper.pages]
    wide = {n for n, size in enumerate(sizes, 1) if size == (792, 612)}
    assert wide == {4, 9, 10}, "the landscape section, the sideways sheet, the wide photo"
    assert {size for n, size in enumerate(sizes, 1) if n not in wide} == {(612, 792)}


def test_bookmarks_open_their_pages_after_the_merge(printed: Printed, paper: PdfReader) -> None:
    assert bookmarks(printed.pdf) == [
        ("Contents", 1),
        ("A. Facts", 2),
        ("Weight", 2),
        ("B. Wide", 4),
        ("C. Attachments", 5),
        ("D. Record", 11),
    ]
    assert paper.page_mode == "/UseOutlines"
    assert paper.page_labels == [str(n) for n in range(1, 12)]


def test_links_lead_to_their_pages_and_only_https_leads_out(press: Press) -> None:
    links = "".join(
        f'<a href="{target}">{target}</a> '
        for target in (
            "#two", "https://example.org/", "http://example.org/", "file:///etc/passwd",
            "javascript:alert(1)", "mailto:a@example.org", "app:fonts/x", "other.pdf",
        )
    )  # fmt: skip
    made = press.print(job(section(links, "one"), section("<p>two", "two"))).pdf
    reader = PdfReader(BytesIO(made))
    notes = [note.get_object() for note in reader.pages[0].get("/Annots", ())]
    outside = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    inside = [note for note in notes if "/A" not in note]
    assert outside == ["https://example.org/"]
    assert len(inside) == 1
    assert b"javascript:" not in made
    assert b"/etc/passwd" not in made


def test_the_link_to_an_upload_opens_its_first_page(paper: PdfReader) -> None:
    names = {
        name: paper.get_destination_page_number(d) for name, d in paper.named_destinations.items()
    }
    assert {name: (page or 0) + 1 for name, page in names.items() if name in FIRST} == FIRST


def test_the_paper_is_tagged_and_says_title_author_and_language(paper: PdfReader) -> None:
    root = paper.root_object
    assert root["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert str(root["/Lang"]) == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True  # type: ignore[index]
    assert paper.metadata is not None
    assert (paper.metadata.title, paper.metadata.author) == ("EA-2026-014 packet", "Example Clinic")


def test_tags_name_what_stands_where_after_the_merge(printed: Printed) -> None:
    found = tags(printed.pdf)
    assert [page for kind, page in found if kind == "H1"] == [1, 2, 4, 5, 11]
    kinds = [kind for kind, _ in found]
    for kind, count in {"H2": 1, "Table": 1, "TH": 1, "Link": 4, "Figure": 1}.items():
        assert kinds.count(kind) == count, kind


def test_running_text_is_not_read_aloud(paper: PdfReader) -> None:
    for page in paper.pages:
        content = page.get_contents()
        assert content is not None
        drawn = content.get_data()
        assert drawn.count(b"/Artifact <</Type /Pagination>> BDC") == 1


def test_fonts_are_embedded_in_part_and_the_file_is_sound(printed: Printed) -> None:
    ours = [row for row in fonts(printed.pdf) if "Noto" in row[0]]
    assert ours
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in ours), "embedded, subset, Unicode"
    assert sound(printed.pdf)
    assert sound(printed.draft)


def test_the_draft_is_the_same_file_but_for_the_mark(printed: Printed) -> None:
    assert len(printed.draft) == len(printed.pdf)
    differ = [n for n, (a, b) in enumerate(zip(printed.pdf, printed.draft, strict=True)) if a != b]
    assert 100 < differ[-1] - differ[0] < 5_000
    assert texts(printed.draft) == texts(printed.pdf), "seen, but not in the text"


def test_what_acts_in_an_upload_stays_behind(press: Press) -> None:
    data = active_report()
    assert b"SCRIPT" in data
    made = press.print(job("<p>ours", Upload("active", "Active", data, PDF)))
    assert "Active" in texts(made.pdf)[1]
    everything = unpacked(made.pdf)
    for gone in (b"SCRIPT", b"evil.example", b"payload", b"/Launch", b"/JavaScript", b"/EmbeddedF"):
        assert gone not in everything
    assert "/Annots" not in PdfReader(BytesIO(made.pdf)).pages[1]


def test_a_page_is_taken_as_readers_show_it(press: Press) -> None:
    """Turned and cropped: the words stand where a reader of the upload would see them."""
    turned = Upload("turned", "Turned", report("turned", turned=90), PDF)
    cropped = Upload("cropped", "Cropped", report("cropped", crop=(200, 300, 500, 500)), PDF)
    made = press.print(job(turned, cropped)).pdf
    reader = PdfReader(BytesIO(made))
    assert [float(page.mediabox.width) for page in reader.pages] == [792, 792], "both are wide"
    (word,) = [word for word in words(made) if word.text == "turned"]
    assert word.bottom - word.top > word.right - word.left, "it runs down the page"


def test_a_picture_stands_upright_by_its_own_mark(press: Press) -> None:
    """Orientation 6: the camera was turned, the picture is higher than wide."""
    made = press.print(job(Upload("photo", "Photo", picture("JPEG", orientation=6), JPEG))).pdf
    reader = PdfReader(BytesIO(made))
    assert float(reader.pages[0].mediabox.height) == 792
    (image,) = reader.pages[0].images
    assert image.image is not None
    assert image.image.size == (20, 40)
    assert not image.image.getexif()


def test_one_text_many_times_over_costs_its_tokens_nothing(press: Press) -> None:
    """What a person typed is escaped, so that it cannot name a page."""
    typed = "&lt;!--pages--&gt; @pages@ &lt;!--page:nowhere--&gt;"
    made = press.print(job(f"<p>{typed}</p>"))
    assert "<!--pages--> @pages@ <!--page:nowhere-->" in texts(made.pdf)[0]


def test_progress_names_each_part_and_ends_with_all_of_them(press: Press) -> None:
    told: list[tuple[int, int, str]] = []
    press.print(whole(), progress=lambda done, of, title: told.append((done, of, title)))
    assert {title for _, _, title in told} >= {"Facts", "Scan of May", "Record"}
    assert told[-1] == (8, 8, "")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_equal_papers_are_equal_bytes_whatever_was_printed_between(
    press: Press, printed: Printed
) -> None:
    press.print(job(section("<h1>Another</h1>", "facts")))
    again = press.print(whole())
    assert (again.pdf, again.draft) == (printed.pdf, printed.draft)
