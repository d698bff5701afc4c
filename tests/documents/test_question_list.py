"""The patient's question list: one page, plain words, and nothing that tells who has what."""

import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest
from databases import SqliteMill
from documents.reading import texts, words
from make import TODAY, Clinic
from pypdf import PdfReader

from casetrack.documents import pages
from casetrack.documents.content import Draft
from casetrack.documents.press import Press, Printed
from casetrack.documents.question_list import build
from casetrack.rules.documents import QUESTIONS
from casetrack.rules.papers import paper_doubts
from casetrack.rules.prompts import HOLDS, PROMPTS
from casetrack.store.session import Store

ALL = ",".join(prompt.key for prompt in PROMPTS)
WIDE = "Which of my own many words would want more of the room on this line?"
HEALTH = ("desmoid", "tegavivint", "sorafenib", "K.R.", "EA-2026", "Shah", "1992")


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def printed(clinic: Clinic, press: Press, code: str) -> Printed:
    content = build(Draft(clinic.file(code), QUESTIONS, 1, "Rosa Ortiz", TODAY))
    return press.print(pages.job(content, files={}))


def words_of(made: Printed) -> str:
    return " ".join(texts(made.pdf))


def test_five_questions_are_printed_before_anybody_chooses(clinic: Clinic, press: Press) -> None:
    made = printed(clinic, press, clinic.case())
    said = words_of(made)
    assert made.pages == 1
    for asked in (
        "new medicines being tested for a tumor like mine",
        "Would you ask this company",
        "If my insurance says no, will you help me appeal",
        "Is there a clinical trial I could join",
        "Which patient groups can help us",
        "invites you to ask these",
    ):
        assert asked in said
    assert "How soon would we know" not in said
    content = build(Draft(clinic.file(clinic.case()), QUESTIONS, 1, "R", TODAY))
    drawn = "".join(html for _, html in pages.as_page(content, trace=lambda _: ""))
    assert drawn.count('class="answer"') == 5 * 2 + 4, "to write on: two lines each, four at last"


def test_a_question_that_runs_on_stays_beside_its_box(clinic: Clinic, press: Press) -> None:
    code = clinic.case()
    clinic.say(code, visit_size="18")
    found = {word.text: word for word in words(printed(clinic, press, code).pdf)}
    first, last = found["Are"], found["mine?"]
    assert last.top > first.top + 18, "it takes two lines"
    assert abs(last.left - first.left) < 1


@pytest.mark.parametrize(("size", "most"), [("12", 1), ("18", 2)])
def test_a_full_list_stays_within_its_pages(
    clinic: Clinic, press: Press, size: str, most: int
) -> None:
    ticked, own = clinic.case(), clinic.case()
    clinic.say(ticked, visit_questions=ALL, visit_size=size)
    clinic.say(own, visit_size=size)
    for _ in range(HOLDS[size] - 5):
        clinic.row(own, "visit_question", words=WIDE)
    assert printed(clinic, press, ticked).pages == most
    made = printed(clinic, press, own)
    assert made.pages == most
    assert words_of(made).count("my own many words") == HOLDS[size] - 5, "each one is printed"
    assert paper_doubts(QUESTIONS, clinic.file(own).facts, TODAY) == ()
    clinic.row(own, "visit_question", words=WIDE)
    (doubt,) = paper_doubts(QUESTIONS, clinic.file(own).facts, TODAY)
    assert f"{HOLDS[size]} fit" in doubt.words


@pytest.mark.parametrize(("size", "most"), [("12", 1), ("18", 2)])
def test_headings_take_room_as_well(clinic: Clinic, press: Press, size: str, most: int) -> None:
    """Few questions, each of another group."""
    code = clinic.case()
    clinic.say(code, visit_questions="new_drugs,good,effects,pays,steps,no", visit_size=size)
    assert printed(clinic, press, code).pages == most


def test_the_sheet_tells_nothing_about_the_patient(clinic: Clinic, press: Press) -> None:
    code = clinic.case()
    clinic.say(code, visit_questions=ALL, visit_unendorsed="yes")
    clinic.row(code, "therapy", treatment="Sorafenib")
    made = printed(clinic, press, code)
    whole = words_of(made) + str(PdfReader(BytesIO(made.pdf)).metadata)
    for word in HEALTH:
        assert word.casefold() not in whole.casefold()
    assert "invites you" not in whole


def test_large_print_is_half_as_large_again(clinic: Clinic, press: Press) -> None:
    code = clinic.case()
    heights = {}
    for size in ("12", "18"):
        clinic.say(code, visit_size=size)
        found = [w for w in words(printed(clinic, press, code).pdf) if w.text == "medicines"]
        heights[size] = found[0].bottom - found[0].top
    assert heights["12"] > 12, "a line is a little taller than its letters"
    assert heights["18"] / heights["12"] == pytest.approx(1.5, abs=0.05)


def grade(text: str) -> float:
    """The school grade that reads it (Flesch and Kincaid)."""
    sentences = [s for s in re.split(r"[.?!]", text) if s.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(beats, words)) / len(words) - 15.59


def beats(word: str) -> int:
    """Syllables, near enough: groups of vowels, a silent e left out."""
    plain = re.sub(r"(?<![aeiouyl])e$|es$|(?<![td])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def test_a_sixth_grader_reads_it(clinic: Clinic, press: Press) -> None:
    assert grade("Notwithstanding institutional heterogeneity, reimbursement varies.") > 12
    assert grade(" ".join(prompt.words for prompt in PROMPTS)) <= 6
    whole = words_of(printed(clinic, press, clinic.case()))
    assert grade(whole[whole.index("“") :]) <= 6.9
    long = {w for w in re.findall(r"[A-Za-z]+", " ".join(p.words for p in PROMPTS)) if beats(w) > 3}
    assert long == set()
