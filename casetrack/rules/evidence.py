"""What a study found, as it is printed: no percentage without its numbers, no ratio of one group.

A count prints with its exact interval; a percentage whose count nobody gives prints as reported,
with how many were assessed (ux.md S19, 5(b)).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from casetrack.rules import values
from casetrack.rules.certainty import certainty_errors
from casetrack.rules.dates import earliest, show_date
from casetrack.rules.facts import Row
from casetrack.rules.intervals import percent
from casetrack.rules.questions.library import GRADE, RATIO
from casetrack.rules.questions.shape import Answers, Question
from casetrack.rules.source_ids import IdKind
from casetrack.rules.text import search_key

FRESH = timedelta(days=180)
ONE_GROUP = ("single_arm", "series", "report", "laboratory")
OF_HOW_MANY = "Enter out of how many. A percentage or a count without it cannot be printed"
IN_WORDS = "A percentage needs its numbers: enter it in its own field, with its total"
OWN = ("differs", "supports")  # what a case adds to a study it cites
NO_GROUP = "A study without a comparison group has no {what}. Leave it blank"

GRADE_WORDS = {choice.key: choice.label.lower() for choice in GRADE if choice.key != "any"}


@dataclass(frozen=True)
class Study:
    """A study of the library, as the rules may know it."""

    id: int
    name: str
    answers: Answers
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    root: int = 0  # the entry of its own answers

    @property
    def outcomes(self) -> tuple[Row, ...]:
        """The main outcome first."""
        held = self.rows.get("outcome", ())
        return tuple(sorted(held, key=lambda row: row.answers.get("primary") != values.YES))

    @property
    def harms(self) -> tuple[Row, ...]:
        return self.rows.get("harm", ())

    @property
    def usable(self) -> bool:
        return self.answers.get("set_aside") != values.YES


@dataclass(frozen=True)
class Known:
    """A number that a study of the library has; `registry` tells a record from a paper."""

    study: int
    name: str
    kind: IdKind
    value: str
    registry: bool


def on_drug(row: Answers) -> str:
    """'29/70 (41%, 95% CI 30 to 54)', or the percentage as reported, 'of 70'."""
    return _group(row, "")


def on_control(row: Answers) -> str:
    return _group(row, "control_")


def ratio(row: Answers) -> str:
    """'HR 0.29 (95% CI 0.15 to 0.55)'."""
    if not row.get("ratio"):
        return ""
    low, high = row.get("ratio_low"), row.get("ratio_high")
    interval = f"95% CI {low} to {high}" if low and high else "interval not reported"
    return f"{row.get('ratio_kind', '')} {row['ratio']} ({interval})".strip()


def figures(row: Answers) -> str:
    """Everything an outcome says: the ratio, both groups, and what is told in words."""
    groups = " v ".join(filter(None, (on_drug(row), on_control(row))))
    return "; ".join(filter(None, (ratio(row), groups, row.get("other", ""))))


def finding(row: Answers) -> str:
    """'Progression or death, at 2 years: HR 0.29 (95% CI 0.15 to 0.55)'."""
    return f"{outcome_of(row)}: {figures(row) or 'not reported'}"


def typed(row: Row) -> Study:
    """A study typed into one case, in the library's terms: what it counted and compared."""
    counted, compared = (
        {theirs: row.answers.get(own, "") for theirs, own in same.items()}
        for same in (_COUNTS, _HAZARD)
    )
    outcomes = ({"outcome": "Response"} | counted, {"ratio_kind": "HR"} | compared)
    told = tuple(Row(row.id, one) for one in outcomes if one.get("some") or one.get("ratio"))
    answers = {key: row.answers.get(key, "") for key in ("drug", "design")}
    return Study(0, row.answers.get("citation", ""), answers, {"outcome": told}, row.id)


def is_of(study: Study, drug: str) -> bool:
    """Whether it studied this drug: its own words begin with the name, a dose may follow."""
    asked = search_key(drug)
    return bool(asked) and search_key(study.answers.get("drug", "")).startswith(asked)


def outcome_of(row: Answers) -> str:
    return ", ".join(filter(None, (row.get("outcome", ""), row.get("when", ""))))


def people(row: Answers) -> str:
    """In how many the outcome was assessed, both groups together; empty where nobody says."""
    held = [int(row[key]) for key in ("of", "control_of") if row.get(key)]
    return str(sum(held)) if held else ""


def harm(row: Answers) -> str:
    """'Diarrhea, grade 3 or worse: 11/69 (16%, 95% CI 8 to 27) v 1/72 (…)'."""
    return f"{harm_of(row)}: {how_often(row)}"


def harm_of(row: Answers) -> str:
    """'Diarrhea, grade 3 or worse'."""
    grade = GRADE_WORDS.get(row.get("grade", ""), "")
    return ", ".join(filter(None, (row.get("event", ""), grade)))


def how_often(row: Answers) -> str:
    groups = " v ".join(filter(None, (on_drug(row), on_control(row))))
    return groups or row.get("note") or "not reported"


def key_result(study: Study) -> str:
    """The main outcome in a line; nothing where no outcome is on record."""
    if not study.outcomes:
        return ""
    main = dict(study.outcomes[0].answers)
    if ratio(main) or on_drug(main):  # its words are read on its own page
        main.pop("other", "")
    return finding(main)


def cited(study: Study) -> dict[str, str]:
    """A case's row that cites this study: the answers its questions would have been given."""
    said = study.answers
    found = {key: said[key] for key in _SAME if said.get(key)}
    dosed = ", ".join(filter(None, (said.get("drug", ""), said.get("dose", ""))))
    counted = next((row.answers for row in study.outcomes if _counts_responders(row.answers)), {})
    hazard = next((r.answers for r in study.outcomes if r.answers.get("ratio_kind") == "HR"), {})
    found |= {theirs: counted[ours] for ours, theirs in _COUNTS.items() if counted.get(ours)}
    found |= {theirs: hazard[ours] for ours, theirs in _HAZARD.items() if hazard.get(ours)}
    return {**found, "citation": study.name, **({"drug": dosed} if dosed else {})}


def own_questions(questions: Iterable[Question], said: Answers) -> tuple[Question, ...]:
    """What is asked of a case's row: all of it, or of a cited study only what the patient adds."""
    asked = [question for question in questions if question.key != "library"]
    return tuple(q for q in asked if q.key in OWN) if said.get("library") else tuple(asked)


def row_questions(questions: Iterable[Question], *, design: str) -> tuple[Question, ...]:
    """What is asked of one outcome or side effect: no comparison of a single group."""
    alone = design in ONE_GROUP
    return tuple(q for q in questions if not (alone and q.key.startswith(("control_", "ratio"))))


def repeats(said: Answers, known: Iterable[Known]) -> Known | None:
    """The study of the library that this one is: the same paper, or the same registry record."""
    registry = said.get("published") == "registry"
    return next(
        (
            one
            for one in known
            if one.value == said.get(one.kind)
            and (one.kind is not IdKind.NCT or (registry and one.registry))
        ),
        None,
    )


def same_trial(said: Answers, known: Iterable[Known]) -> Known | None:
    """Another report of the same trial."""
    return next((o for o in known if o.kind is IdKind.NCT and o.value == said.get("nct")), None)


def row_errors(rows: str, said: Answers, *, design: str) -> dict[str, str]:
    """What cannot be true or printed in one outcome or side effect: key -> what to do."""
    found: dict[str, str] = {}
    for group in ("", "control_"):
        found |= _group_errors(said, group)
    if design in ONE_GROUP:
        found |= _lone_group_errors(said)
    if rows == "outcome":
        found |= _ratio_errors(said)
    return found | _percent_errors(said, ("other", "note"))


def section_errors(section: str, said: Answers, study: Study) -> dict[str, str]:
    """What cannot be true or printed among a study's own facts."""
    if section == "study_certainty":
        return certainty_errors(said)
    if section == "study_safety":
        return _percent_errors(said, ("safety",))
    if section == "study_design" and said.get("design") in ONE_GROUP:
        compared = [row for row in (*study.outcomes, *study.harms) if _compares(row.answers)]
        if compared:
            return {"design": f"{_title(compared[0])} compares two groups. Change that first"}
    return {}


def doubts(study: Study, today: date) -> tuple[str, ...]:
    """What a careful colleague would ask about before citing it."""
    return tuple(_doubts(study, today))


def is_stale(checked_on: str, today: date) -> bool:
    """Whether a check is too old to rely on, or was never made."""
    return not checked_on or today - earliest(checked_on) > FRESH


def drug_of(name: str, drugs: Iterable[Study]) -> Study | None:
    """The drug that is called so, by its own name or one of its others."""
    wanted = name.strip().casefold()
    return next((drug for drug in drugs if wanted and wanted in _called(drug)), None)


def bare_percentage(text: str) -> bool:
    """Whether a sentence names a percentage and not of how many; intervals are spared."""
    spared = _INTERVAL.sub("", text)
    return any(
        _PERCENT.search(part) and not _NUMBERS.search(part) for part in _SENTENCE.split(spared)
    )


def _called(drug: Study) -> set[str]:
    others = re.split(r"[,;/()]", drug.answers.get("other_names", ""))
    return {name.strip().casefold() for name in (drug.name, *others)}


def _group(row: Answers, group: str) -> str:
    some, of, share = (row.get(f"{group}{key}", "") for key in ("some", "of", "share"))
    if some and of:
        return percent(int(some), int(of))
    if not share or not of:
        return ""
    low, high = row.get(f"{group}share_low"), row.get(f"{group}share_high")
    interval = f" (95% CI {low} to {high})" if low and high else ""
    return f"{share}%{interval} of {of}"


def _group_errors(said: Answers, group: str) -> dict[str, str]:
    some, of, share, low, high = (
        said.get(f"{group}{key}", "") for key in ("some", "of", "share", "share_low", "share_high")
    )
    if (some or share or low or high) and not of:
        return {f"{group}of": OF_HOW_MANY}
    if some and share:
        return {f"{group}share": "The percentage is computed from the count. Leave it blank"}
    if some and int(some) > int(of):
        return {f"{group}some": "More people than there were. Check both numbers"}
    if (low or high) and not share:
        return {f"{group}share": "Enter the percentage that this interval belongs to"}
    return _order_errors(share, low, high, key=f"{group}share_high")


def _order_errors(middle: str, low: str, high: str, *, key: str) -> dict[str, str]:
    held = [Decimal(number) for number in (low, middle, high) if number]
    if held != sorted(held):
        return {key: "The interval must run from the lower to the higher number, around the figure"}
    return {}


def _ratio_errors(said: Answers) -> dict[str, str]:
    size, low, high = (said.get(key, "") for key in ("ratio", "ratio_low", "ratio_high"))
    if size and not said.get("ratio_kind"):
        return {"ratio_kind": "Choose what kind of ratio it is"}
    if (low or high) and not size:
        return {"ratio": "Enter the ratio that this interval belongs to"}
    return _order_errors(size, low, high, key="ratio_high")


def _lone_group_errors(said: Answers) -> dict[str, str]:
    labels = {choice.key: choice.label.lower() for choice in RATIO}
    what = labels.get(said.get("ratio_kind", ""), "ratio")
    found = {"ratio": NO_GROUP.format(what=what)} if said.get("ratio") else {}
    if any(said.get(f"control_{key}") for key in ("some", "of", "share")):
        found["control_some"] = NO_GROUP.format(what="comparison figures")
    return found


def _percent_errors(said: Answers, keys: Iterable[str]) -> dict[str, str]:
    return {key: IN_WORDS for key in keys if bare_percentage(said.get(key, ""))}


def _compares(said: Answers) -> bool:
    return bool(_lone_group_errors(said))


def _title(row: Row) -> str:
    return row.answers.get("outcome") or row.answers.get("event") or "A result"


def _doubts(study: Study, today: date) -> Iterable[str]:
    said = study.answers
    for row in study.outcomes:
        if row.answers.get("ratio") and "not reported" in ratio(row.answers):
            yield f"{_title(row)}: a ratio without its interval"
        for group, words in (("", "on the drug"), ("control_", "in the comparison group")):
            if row.answers.get(f"{group}share") and not row.answers.get(f"{group}share_high"):
                yield f"{_title(row)}: a percentage {words} without its interval"
        if said.get("n") and any(_more(row, key, said["n"]) for key in ("of", "control_of")):
            yield f"{_title(row)}: out of more people than the study has"
    by, checked = said.get("extracted_by"), said.get("checked_by")
    if by and by == checked:
        yield f"Extracted and checked by the same person, {by}"
    if said.get("checked_on") and is_stale(said["checked_on"], today):
        yield f"Last checked {show_date(said['checked_on'])}, more than six months ago"


def _counts_responders(said: Answers) -> bool:
    return bool(said.get("some")) and "respon" in said.get("outcome", "").casefold()


def _more(row: Row, key: str, n: str) -> bool:
    return int(row.answers.get(key) or 0) > int(n)


_SAME = (
    *("pmid", "doi", "nct", "design", "published", "patients", "n", "safety"),
    *("data_cut", "checked_on", "checked_by"),
)
_COUNTS = {
    "some": "responders",
    "of": "assessed",
    "control_some": "control_responders",
    "control_of": "control_assessed",
}
_HAZARD = {"ratio": "hr", "ratio_low": "hr_low", "ratio_high": "hr_high", "outcome": "hr_of"}
_SENTENCE = re.compile(r"[.;\n](?!\d)")
_PERCENT = re.compile(r"\d\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+\s*/\s*\d+|\b(?:of|in|among)\s+\d+|\bn\s*=\s*\d+", re.IGNORECASE)
_INTERVAL = re.compile(r"\b9\d\s*%\s*(?:CI|confidence|interval)", re.IGNORECASE)
