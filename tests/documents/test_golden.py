"""Every paper as it is read, page by page, against the text that somebody has looked at.

What is printed otherwise on purpose is kept with `make golden`; `git diff` then shows it.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from difflib import unified_diff
from pathlib import Path

import pytest
import time_machine
from databases import SqliteMill
from documents.reading import laid_out
from documents.stories import Story
from make import NOW, Clinic

from casetrack.documents import pages
from casetrack.documents.press import Press
from casetrack.documents.printing import next_version
from casetrack.rules.documents import CALL_RECORD, IRB_NOTICE, PAPERS, Paper
from casetrack.store.queries.papers import report_files
from casetrack.store.session import Store

GOLDEN = Path(__file__).parent / "golden"
STORIES = ("treated", "emergency")  # in this order they get their numbers
OF_EMERGENCY = {IRB_NOTICE, CALL_RECORD}
FINGERPRINT = re.compile(r"\b[0-9a-f]{16}\b")  # of all the data, however little of it is printed


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    at_noon = time_machine.travel(NOW, tick=False)
    with sqlite_mill.fresh() as url, closing(Store(url)) as store, at_noon:
        yield Clinic(store)


@pytest.fixture(scope="module")
def codes(clinic: Clinic) -> dict[str, str]:
    texts = {name: (GOLDEN / "cases" / f"{name}.txt").read_text() for name in STORIES}
    return {name: Story(clinic).tell(text) for name, text in texts.items()}


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.key for paper in PAPERS])
def test_a_paper_says_what_was_looked_at(
    clinic: Clinic,
    codes: dict[str, str],
    press: Press,
    paper: Paper,
    request: pytest.FixtureRequest,
) -> None:
    code = codes["emergency" if paper in OF_EMERGENCY else "treated"]
    printed, kept = read(clinic, press, code, paper), GOLDEN / f"{paper.key}.txt"
    if request.config.getoption("renew"):
        kept.write_text(printed)
    assert kept.exists(), f"look at the {paper.title}, then keep its text: make golden"
    before, now = kept.read_text(), printed
    both = before.splitlines(), now.splitlines()
    change = "\n".join(unified_diff(*both, "kept", "printed", lineterm=""))
    assert before.split() == now.split(), f"{paper.title} ({kept.name})\n{change}"


def test_no_text_is_kept_of_a_paper_that_is_no_more() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {paper.key for paper in PAPERS}


def read(clinic: Clinic, press: Press, code: str, paper: Paper) -> str:
    with clinic.store.reading() as db:
        content = next_version(db, clinic.file(code), paper, prepared_by="Rosa Ortiz", at=NOW)
        files = report_files(db, {exhibit.sha256 for exhibit in content.exhibits})
    found = laid_out(press.print(pages.job(content, files=files)).pdf)
    pages_ = (f"--- page {n}\n{text}\n" for n, text in enumerate(found, start=1))
    return FINGERPRINT.sub("(fingerprint)", "".join(pages_))
