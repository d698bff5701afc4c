"""What is missing is decided in one place, and a half-known fact is missing, never an error."""

from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Facts, Row, Stage, Track
from casetrack.rules.papers import paper_gaps, paper_needs
from casetrack.rules.questions import BY_KEY, BY_ROWS, SECTIONS
from casetrack.rules.tasks import (
    Status,
    gaps,
    marks_of,
    rows_that_stay,
    stage_gaps,
    status,
)


def facts(**answers: str) -> Facts:
    return Facts(answers=answers)


def words(section: str, held: Facts) -> list[str]:
    return [gap.words for gap in gaps(BY_KEY[section], held)]


def test_a_fresh_section_is_not_started_and_needs_its_wanted_facts() -> None:
    section = BY_KEY["willing"]
    assert status(section, facts()) is Status.NOT_STARTED
    assert words("willing", facts()) == ["What did the physician say?", "On which day"]


def test_a_question_that_does_not_apply_is_not_missing() -> None:
    agreed = facts(doctor_decision="agreed", doctor_decided_on="2026-09-01")
    assert words("willing", agreed) == []
    assert status(BY_KEY["willing"], agreed) is Status.DONE
    hesitant = facts(doctor_decision="hesitates", doctor_decided_on="2026-09-01")
    assert words("willing", hesitant) == ["Why, and what would help"]


def test_a_half_known_line_of_therapy_is_listed_by_name() -> None:
    row = Row(1, {"kind": "drug", "treatment": "Sorafenib", "start": "2022"})
    held = Facts(rows={"therapy": (row,)})
    assert "Sorafenib: stop" in words("prior_therapy", held)
    assert "Sorafenib: best response" in words("prior_therapy", held)
    assert status(BY_KEY["prior_therapy"], held) is Status.IN_PROGRESS


def test_an_ongoing_line_needs_no_stop() -> None:
    row = Row(
        1, {"kind": "drug", "treatment": "X", "start": "2022", "ongoing": "yes", "response": "SD"}
    )
    assert words("prior_therapy", Facts(rows={"therapy": (row,)})) == []


def test_saying_that_there_are_none_is_an_answer() -> None:
    assert words("allergies", facts()) == ["At least one allergy, or say that there is none"]
    assert words("allergies", facts(allergy_none="yes")) == []
    assert status(BY_KEY["allergies"], facts(allergy_none="yes")) is Status.DONE


def test_preset_rows_alone_are_no_beginning() -> None:
    preset = Facts(rows={"alternative": (Row(1, {"option": "Surgery"}),)})
    assert status(BY_KEY["alternatives"], preset) is Status.NOT_STARTED
    begun = Facts(rows={"alternative": (Row(1, {"option": "Surgery", "standing": "tried"}),)})
    assert status(BY_KEY["alternatives"], begun) is Status.IN_PROGRESS


def test_a_section_can_wait_or_not_be_needed_with_words() -> None:
    waiting = facts(**{"pregnancy.mark": "waiting", "pregnancy.mark_words": "the laboratory"})
    assert status(BY_KEY["pregnancy"], waiting) is Status.WAITING
    spared = facts(**{"pregnancy.mark": "not_needed", "pregnancy.mark_words": "child"})
    assert status(BY_KEY["pregnancy"], spared) is Status.NOT_NEEDED
    assert gaps(BY_KEY["pregnancy"], spared) == ()


def test_what_every_request_needs_is_missing_whatever_is_marked() -> None:
    """21 CFR 312.305(a)(1) and (b)(2): marks cannot empty a packet."""
    needed = [section for section in SECTIONS if section.needed]
    for section in needed:
        aside = facts(**{f"{section.key}.mark": "not_needed"})
        assert status(section, aside) is not Status.NOT_NEEDED
        assert gaps(section, aside) == gaps(section, facts())
        assert "not_needed" not in {choice.key for choice in marks_of(section)[0].choices}
    assert {tab for s in needed for q in s.all_questions() if (tab := q.tab)} >= set("ABCDEF")


def test_every_gap_of_the_packet_is_counted_among_its_needs() -> None:
    empty = Facts()
    missing = paper_gaps(REQUEST, empty)
    needs = paper_needs(REQUEST, empty)
    for tab in "ABCDEFGH":
        assert sum(gap.part == tab for gap in missing) == needs[tab] > 0
    some = Facts(
        answers={"weight": "68.2"}, rows={"therapy": (Row(1, {"treatment": "Sorafenib"}),)}
    )
    for tab, count in paper_needs(REQUEST, some).items():
        assert sum(gap.part == tab for gap in paper_gaps(REQUEST, some)) <= count


def test_a_stage_lists_the_gaps_of_its_own_sections_only() -> None:
    assert {gap.section.stage for gap in stage_gaps(Stage.EVIDENCE, Facts())} == {2}
    assert {gap.section.stage for gap in stage_gaps(Stage.FOLLOW_UP, Facts())} == {7}


def test_every_section_with_rows_can_be_completed() -> None:
    for section in BY_ROWS.values():
        assert section.rows
        asked = section.rows.questions
        full = {q.key: (q.choices[0].key if q.choices else "2020") for q in asked}
        row = Row(1, full)
        held = Facts(rows={section.rows.key: (row,)}, tracks={Track.INSURANCE: "preparing"})
        own = {q.key for q in section.questions}
        left = [g for g in gaps(section, held) if g.question is None or g.question.key not in own]
        assert left == [], section.key


def test_a_choice_that_says_not_yet_is_still_missing() -> None:
    asked_for = "May we share records for this request?"
    assert asked_for in words("wishes", facts(permission="not_asked"))
    assert status(BY_KEY["wishes"], facts(permission="not_asked")) is Status.IN_PROGRESS
    assert asked_for not in words("wishes", facts(permission="refused"))

    record = "The drug's expanded access record on ClinicalTrials.gov"
    assert record in words("program", facts(program_status="not_looked"))


def test_what_every_request_must_answer_stays() -> None:
    rows = (
        Row(1, {"option": "Surgery"}),
        Row(2, {"option": "Surgery"}),
        Row(3, {"option": "Yoga"}),
    )
    section = BY_KEY["alternatives"]
    desmoid = {"diagnosis": "Desmoid tumor"}
    assert rows_that_stay(section, Facts(answers=desmoid, rows={"alternative": rows})) == set()
    once = Facts(answers=desmoid, rows={"alternative": rows[1:]})
    assert rows_that_stay(section, once) == {2}
    assert rows_that_stay(section, Facts(rows={"alternative": rows[1:]})) == set()
