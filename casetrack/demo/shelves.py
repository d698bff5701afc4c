"""The demonstration's evidence library: studies and drugs, entered and checked by its people."""

from collections.abc import Iterable, Mapping

from casetrack.demo.days import Days, StoryClock
from casetrack.demo.script import Answers, facts, named
from casetrack.rules import evidence, values
from casetrack.rules.certainty import certainty_errors
from casetrack.rules.people import Actor
from casetrack.rules.questions import Of, find
from casetrack.rules.text import Unreadable
from casetrack.store.commands.library import add_drug, add_study, sign_figures
from casetrack.store.session import Db


def furnish(
    db: Db,
    days: Days,
    clock: StoryClock,
    people: Mapping[str, Actor],
    *,
    studies: Mapping[str, str],
    drugs: Mapping[str, str],
) -> dict[str, int]:
    """Fills the library; the studies by their short names."""
    shelf = _Shelf(db, days, clock, people)
    for name, text in drugs.items():
        shelf.drug(name, facts(text))
    ordered = sorted(studies.items(), key=lambda one: days.day(facts(one[1])["entered"]))
    return {name: shelf.study(text) for name, text in ordered}


class _Shelf:
    """Enters what the pages would enter, and refuses what they would refuse."""

    def __init__(self, db: Db, days: Days, clock: StoryClock, people: Mapping[str, Actor]) -> None:
        self._db, self._days, self._clock, self._people = db, days, clock, people

    def drug(self, name: str, told: Answers) -> None:
        self._clock.turn_to(self._days.day(told["checked_on"]))
        add_drug(self._db, self._stored({**told, "name": name}, of=Of.DRUG), by=self._people["lee"])

    def study(self, text: str) -> int:
        """Entered and extracted by the coordinator, checked by the pharmacist at once and later."""
        body = text.split("\n* ", maxsplit=1)[0]
        told = facts(body)
        entered, checked = (self._days.day(told.pop(key)) for key in ("entered", "checked"))
        answers, rows = self._stored(told, of=Of.STUDY), self._rows(text)
        _check(answers, rows)
        self._clock.turn_to(entered)
        number = add_study(self._db, answers, rows=rows, by=self._people["rosa"])
        for as_, who, day in (
            ("extracted", "rosa", entered),
            ("checked", "lee", entered),
            ("checked", "lee", checked),
        ):
            self._clock.turn_to(day)
            sign_figures(self._db, number, as_=as_, today=day, by=self._people[who])
        return number

    def _rows(self, text: str) -> dict[str, list[dict[str, str]]]:
        rows: dict[str, list[dict[str, str]]] = {"outcome": [], "harm": []}
        for title, body in named(text, sign="*").items():
            key, _, first = title.partition(" ")
            told = {"outcome" if key == "outcome" else "event": first, **facts(body)}
            rows[key].append(self._stored(told, rows=key))
        return rows

    def _stored(self, told: Answers, *, rows: str = "", of: Of = Of.STUDY) -> dict[str, str]:
        found = {}
        for key, typed in told.items():
            asked = find(key, rows=rows, of=of)
            if asked is None:
                raise Unreadable(f"nobody asks for “{key}”")
            found[key] = values.read(asked, self._days.stored(typed), today=self._days.today)
        return found


def _check(answers: Answers, rows: Mapping[str, Iterable[Answers]]) -> None:
    """The text is at fault if a page would not have taken it."""
    wrong = dict(certainty_errors(answers))
    for key, held in rows.items():
        for row in held:
            wrong |= evidence.row_errors(key, row, design=answers.get("design", ""))
    if evidence.bare_percentage(answers.get("safety", "")):
        wrong["safety"] = evidence.IN_WORDS
    if wrong:
        raise Unreadable(f"{answers['name']}: {wrong}")
