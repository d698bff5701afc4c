"""A safety report as its three recipients get it: the same event, the patient named for each."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from databases import SqliteMill
from documents.reading import margins, sound, tags, texts, unpacked
from make import TODAY, Clinic

from casetrack.documents import pages
from casetrack.documents.content import Draft
from casetrack.documents.press import Press, Printed
from casetrack.documents.safety_report import SafetyReport, build
from casetrack.rules.documents import SAFETY, SAFETY_COMPANY, SAFETY_IRB, Paper, allowed_in
from casetrack.rules.identity import identifiers_in
from casetrack.rules.papers import paper_doubts, paper_gaps, paper_needs
from casetrack.store.session import Store

PAPERS = (SAFETY, SAFETY_COMPANY, SAFETY_IRB)
EVENT: dict[str, Any] = {
    "event_what": "Vomiting",
    "event_grade": "3",
    "happened_on": "2026-11-10",
    "aware_on": "2026-11-12",
    "serious_by": "hospital",
    "brochure_says": "no",
    "related_said": "yes",
    "event_story": "Vomited for two days; admitted for fluids.\n\nWell after three days.",
    "event_drug": "held",
    "event_outcome": "recovered",
}
JUDGED = {
    "serious": "yes",
    "life_threatening": "no",
    "unexpected": "yes",
    "suspected": "yes",
    "judged_words": "No other cause was found.",
    "judged_on": "2026-11-13",
    "judged_by": "Anil Shah, MD",
}
FULL = {
    "serious_by": "hospital,medical",
    "brochure_place": "Brochure 4, section 7.2, the table of effects seen in the first two trials: "
    "vomiting stands there, a stay in hospital for it does not",
    "judged_words": "No other cause was found. It began on the second day of it, stopped when "
    "the drug was held, and nothing else was eaten, given or caught by anybody else at home.",
}
NEAREST = 27  # points: 3/8 inch
SECRET = {
    "patient_name": "Kara Canary-Rhodes",
    "birth_date": "1992-03-01",
    "record_number": "MRN-4711",
}


@pytest.fixture(scope="module")
def clinic(sqlite_mill: SqliteMill) -> Iterator[Clinic]:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        yield Clinic(store)


def told(clinic: Clinic, **more: str) -> str:
    """A case with one event, chosen for the report."""
    code = clinic.case(**SECRET)
    clinic.say(code, company="Aldane Bio", weight="70.1", sex="female")
    number = clinic.row(code, "safety", **EVENT)
    clinic.say(code, safety_event=str(number))
    clinic.save(code, more, entry=number)
    return code


def report(clinic: Clinic, code: str, paper: Paper = SAFETY) -> SafetyReport:
    file = clinic.file(code)
    return build(Draft(file, paper, 1, "Rosa Ortiz", TODAY))


def printed(press: Press, content: SafetyReport) -> Printed:
    return press.print(pages.job(content, files={}))


def text(pdf: bytes) -> str:
    return " ".join(texts(pdf))


@pytest.mark.parametrize(
    ("paper", "named", "owed"),
    [
        (SAFETY, "K.R. (case {code})", "Nov 27, 2026: 15 calendar days"),
        (SAFETY_COMPANY, "case {code}", "Nov 13, 2026: 1 calendar day"),
        (SAFETY_IRB, "case {code}", "Nov 19, 2026: 7 calendar days"),
    ],
    ids=lambda one: one.key if isinstance(one, Paper) else "",
)
def test_each_recipient_gets_the_event_and_only_the_name_that_is_theirs(
    clinic: Clinic, press: Press, paper: Paper, named: str, owed: str
) -> None:
    code = told(clinic, **(JUDGED | FULL))
    made = printed(press, report(clinic, code, paper))
    said = text(made.pdf)
    assert named.format(code=code) in said
    for words in (
        *("Vomiting", "Grade 3", "Nov 10, 2026", "Nov 12, 2026", "admitted for fluids"),
        *(
            "Judged as serious, not life-threatening, unexpected, suspected",
            "No other cause was found",
            owed,
            "Anil Shah, MD",
        ),
    ):
        assert words in said, words
    answers = clinic.file(code).facts.answers
    assert identifiers_in(answers, said, allowed=allowed_in(paper, {})) == ()
    assert ("K.R." in said) is (paper is SAFETY)
    everything = f"{said} {unpacked(made.pdf).decode('latin-1')}"
    assert not [secret for secret in ("Canary", "Rhodes", "MRN-4711") if secret in everything]
    assert "1992" not in said
    cover = texts(made.pdf)[0]
    assert "Event" in cover
    assert "signature and date" in cover, "the signature stands under what it signs"


def test_it_is_addressed_to_the_very_board_and_company(clinic: Clinic) -> None:
    code = told(clinic)
    assert report(clinic, code, SAFETY).to == "FDA"
    assert report(clinic, code, SAFETY_COMPANY).to == "Aldane Bio, drug safety"
    assert report(clinic, code, SAFETY_IRB).to == "Ethics board (IRB)", "nobody named one"
    clinic.say(code, irb_board="Harbor Health IRB")
    assert report(clinic, code, SAFETY_IRB).to == "Harbor Health IRB"


def test_a_day_by_which_it_is_owed_is_printed_only_where_one_is_counted(
    clinic: Clinic, press: Press
) -> None:
    counted = report(clinic, told(clinic, **JUDGED))
    assert "Owed by Nov 27, 2026" in text(printed(press, counted).pdf)
    assert "Owed" not in text(printed(press, replace(counted, counted="")).pdf)


def test_what_nobody_has_judged_says_so_and_is_not_called_serious(
    clinic: Clinic, press: Press
) -> None:
    content = report(clinic, told(clinic))
    said = text(printed(press, content).pdf)
    assert content.judgment == ()
    assert "Not judged yet. Serious, unexpected and suspected are the physician" in said
    assert "Judged as" not in said
    assert "Nov 19, 2026: 7 calendar days" in said, "the shorter clock meanwhile"


def test_what_was_told_before_is_a_follow_up_once_something_is_new(clinic: Clinic) -> None:
    more = {"learned_more_on": "2026-11-17", "learned_more": "Nov 17, 2026: Virus found."}
    before = report(clinic, told(clinic, **JUDGED, **more))
    assert not before.follow_up, "FDA has not heard of it yet: this is the first report"
    again = report(clinic, told(clinic, **JUDGED, **more, fda_told_on="2026-11-14"))
    assert again.follow_up
    assert again.counted.startswith("Dec 2, 2026: 15 calendar days after the clinic received new")
    assert again.news.text == "Nov 17, 2026: Virus found."


def test_a_report_lacks_its_event_until_one_is_chosen_and_only_that_one_counts(
    clinic: Clinic, press: Press
) -> None:
    code = clinic.case()
    clinic.row(code, "safety", event_what="Rash", happened_on="2026-12-24")
    facts = clinic.file(code).facts
    assert "Event that the report tells" in [gap.words for gap in paper_gaps(SAFETY, facts)]
    assert paper_doubts(SAFETY, facts, TODAY) == ()
    assert "Not provided" in text(printed(press, report(clinic, code)).pdf)
    rash = facts.rows["safety"][0].id
    clinic.say(code, safety_event=str(rash))
    facts = clinic.file(code).facts
    gaps = [gap.words for gap in paper_gaps(SAFETY, facts)]
    assert "Rash: the clinic learned of it on" in gaps
    assert len(gaps) <= sum(paper_needs(SAFETY, facts).values())
    assert next(d.words for d in paper_doubts(SAFETY, facts, TODAY)).startswith("Rash: no clock")


def test_its_pages_are_sound(clinic: Clinic, press: Press) -> None:
    made = printed(press, report(clinic, told(clinic, **JUDGED)))
    assert made.pages == 3
    assert sound(made.pdf)
    assert {"H1", "Table", "TH"} <= {tag for tag, _ in tags(made.pdf)}
    for left, top, right, bottom in margins(made.pdf):
        assert min(left, top, right, bottom) >= NEAREST


def test_a_long_story_flows_over_pages(clinic: Clinic, press: Press) -> None:
    story = "\n\n".join(f"Day {n}: vomited again, fluids, better by evening." for n in range(150))
    code = told(clinic, **JUDGED, event_story=story[:7_900])
    assert printed(press, report(clinic, code)).pages > 4
