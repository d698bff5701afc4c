"""Damaged, hostile and endless bibliographies: bounded, explained, and the good records kept."""

import json
import resource
import socket
import time
from typing import Any

import pytest
from shared_data import shared

from casetrack.intake.references import Bibliography, Reference, read
from casetrack.intake.references.door import MAX_BYTES
from casetrack.intake.refused import FileRefused

GOOD = (
    "TY  - JOUR\nTI  - {title}\nAU  - Gounder, Mrinal M\nPY  - 2023\nDO  - 10.1/{title}\nER  - \n"
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the intake reached out")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def titles(found: Bibliography) -> list[str]:
    return [one.title for one in found.found]


def test_broken_ris_records_are_listed_by_line_and_good_ones_kept() -> None:
    text = (
        GOOD.format(title="One")
        + "AU  - Nobody, N\nTI  - Headless\nER  - \n"
        + "TY  - JOUR\nAB  - nothing else\nER  - \n"
        + "TY  - JOUR\nTI  - Endless\n"
        + GOOD.format(title="Two")
        + "TY  - JOUR\nTI  - Cut off"
    )
    found = read(text.encode())
    assert titles(found) == ["One", "Endless", "Two"]
    assert [(one.line, one.begins) for one in found.broken] == [
        (7, "Headless"),
        (10, "no title"),
        (21, "Cut off"),
    ]
    assert "does not start" in found.broken[0].why
    assert "ends inside it" in found.broken[2].why
    endless = found.found[1]
    assert isinstance(endless, Reference)
    assert "end mark" in endless.doubts[0]


def test_broken_pubmed_text_is_listed_by_line() -> None:
    found = read(b"PMID- 1\nTI  - One\n\nTI  - Lost\nAU  - X\n\nPMID- none\nTI  - Two\n")
    assert titles(found) == ["One"]
    assert [(one.line, one.begins) for one in found.broken] == [(4, "Lost"), (7, "Two")]


def test_broken_bibtex_is_listed_by_line() -> None:
    text = (
        '@article{a, title={One {\\em nested}}, author={M{\\"u}ller, J and van der Graaf, W T}}\n'
        "@article{b, title={Two {unclosed}, year=2002\n"
        "@article{c, title={Three}, doi={10.1/c}}\n"
        "@article{c, title={Same key}}\n"
        "@article{d, title={Four}, title={Five}}\n"
    )
    found = read(text.encode())
    assert titles(found) == ["One nested", "Three", "Same key"]
    first = found.found[0]
    assert isinstance(first, Reference)
    assert first.authors == ("Müller J", "van der Graaf WT")
    assert [one.line for one in found.broken] == [2, 5]
    assert "braces" in found.broken[0].why
    assert "twice" in found.broken[1].why


def test_a_cut_off_download_keeps_its_whole_articles() -> None:
    data = shared("pubmed/pubmed1.xml").read_bytes()
    cut = data[: data.rindex(b"<AuthorList")]
    found = read(cut)
    assert [one.pmid for one in found.found if isinstance(one, Reference)] == ["12091962"]
    assert "damaged or cut off" in found.warnings[0]


def test_an_article_without_its_number_is_named() -> None:
    data = shared("pubmed/pubmed1.xml").read_bytes()
    found = read(data.replace(b'<PMID Version="1">9997</PMID>', b"", 1))
    assert [one.pmid for one in found.found if isinstance(one, Reference)] == ["12091962"]
    assert found.broken[0].begins.startswith("Magnetic studies")


def test_a_retracted_paper_is_doubted() -> None:
    data = shared("pubmed/pubmed1.xml").read_bytes()
    found = read(data.replace(b">Review<", b">Retracted Publication<"))
    assert "retracted" in found.found[0].doubts[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    found = read(GOOD.format(title="Schöffski").encode(encoding))
    assert titles(found) == ["Schöffski"]
    assert found.found[0].doubts == ()


def test_another_encoding_is_guessed_line_by_line_and_said() -> None:
    text = GOOD.format(title="Schöffski").encode("cp1252") + GOOD.format(title="Zoë").encode()
    found = read(text)
    assert titles(found) == ["Schöffski", "Zoë"]
    assert "Windows-1252" in found.found[0].doubts[0]
    assert found.found[1].doubts == ()


def test_letters_in_no_known_encoding_break_their_record_only() -> None:
    bad = GOOD.format(title="x").encode().replace(b"- x", b"- \x81\x8d\xff")
    found = read(bad + GOOD.format(title="Two").encode())
    assert titles(found) == ["Two"]
    assert "line 2 is in an encoding" in found.broken[0].why


def test_five_hundred_references_take_less_than_two_seconds() -> None:
    abstract = "AB  - " + "lorem ipsum " * 200 + "\n"
    many = "".join(
        GOOD.format(title=f"Title {n}").replace("ER  -", abstract + "ER  -") for n in range(500)
    ).encode()
    began = time.process_time()
    assert len(read(many).found) == 500
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\n" + "AU  - A\n" * 400_000,
        "TY  - JOUR\nTI  - " + "x" * 3_000_000 + "\nER  - \n",
        "TY  - JOUR\nTI  - a\n" + "more\n" * 400_000 + "ER  - \n",
        "PMID- 1\n" * 200_000,
        "PMID- 1\nAB  - " + ("y" * 80 + "\n      ") * 40_000,
        "@article{a, title={" + "{" * 200_000,
        "@article{a, title={" + "{" * 400 + "}" * 400 + "}}",
        "@a{" * 60_000,
        '@article{a,title="' + '"' * 200_000,
        "@article{a," + "x=1," * 60_000 + "}",
        "@article{a,author={" + " and ".join(["x"] * 60_000) + "}}",
        "@article{a, title={" + "\\" * 990 + "}}",
        "".join(f"@article{{k{n}, title={{{chr(92)}em {'z' * 900}}}}}\n" for n in range(900)),
    ],
    ids=lambda text: f"{text[:22]!r} {len(text)}",
)
def test_endless_text_is_answered_in_time(text: str) -> None:
    began = time.process_time()
    answer = read_or_refusal(text.encode())
    assert time.process_time() - began < 5
    if isinstance(answer, Bibliography):
        assert all(len(one.title) <= 2_000 for one in answer.found)


def test_two_hundred_megabytes_are_refused_before_they_are_read() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = bytes(200_000_000)
    began = time.process_time()
    with pytest.raises(FileRefused, match="larger than 16 MB"):
        read(data)
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
    assert len(data) > MAX_BYTES


HOSTILE = sorted(one for one in shared("hostile").rglob("*") if one.is_file())


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_every_hostile_file_is_refused_in_one_sentence(path: Any) -> None:
    began = time.process_time()
    answer = read_or_refusal(path.read_bytes())
    assert time.process_time() - began < 5
    assert isinstance(answer, str)
    assert answer.startswith("This ")
    assert answer.endswith(".")
    assert answer.count(". ") == 0
    for leak in ("Traceback", "root:", "Sample", "\n"):
        assert leak not in answer


def test_entities_in_pubmed_xml_are_refused_and_its_doctype_is_not() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><PubmedArticleSet>&b;</PubmedArticleSet>'
    with pytest.raises(FileRefused, match="entities"):
        read(bomb)
    outside = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><PubmedArticleSet>&b;</PubmedArticleSet>'
    with pytest.raises(FileRefused, match="entities"):
        read(outside)


def test_naughty_strings_come_out_clean_or_not_at_all() -> None:
    naughty = json.loads(shared("hostile/text/blns_even.json").read_text())
    for text in naughty:
        one_line = " ".join(text.split()) or "x"
        record = GOOD.format(title="Base").replace("Base", one_line, 1)
        answer = read_or_refusal(record.encode(errors="surrogatepass"))
        if isinstance(answer, Bibliography):
            for one in answer.found:
                assert not set(one.title) & {"\x00", "\u202e", "\ufeff"}
                one.title.encode()


def test_latex_cannot_read_files() -> None:
    found = read(b"@article{a, title={\\input{/etc/passwd} x}, doi={10.1/x}}")
    assert "root" not in str(found)


def read_or_refusal(data: bytes) -> Bibliography | str:
    try:
        return read(data)
    except FileRefused as refused:
        return refused.sentence
