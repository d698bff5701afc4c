"""What is read to FDA, filled from the case. What is not known stays blank and is never guessed."""

from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.clocks import held
from casetrack.rules.consent import EMERGENCY_USE
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.questions import BY_ROWS, Of, find, section_asking
from casetrack.rules.tasks import row_title


@dataclass(frozen=True)
class Piece:
    """What is known of a line of the script, and the answer it stands in."""

    text: str
    section: str
    key: str
    row: int = 0


@dataclass(frozen=True)
class Line:
    """A line that is read aloud; `section` and `key` say where a blank one is filled in.

    `keys` are the case's own answers that it is read from, and that are filled in on the sheet.
    """

    label: str
    pieces: tuple[Piece, ...]
    section: str
    key: str
    keys: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "; ".join(piece.text for piece in self.pieces)


def script(facts: Facts, *, age: str, initials: str = "") -> tuple[Line, ...]:
    """What is read to FDA, in the order in which FDA asks (FDA, Emergency IND Timeline).

    The initials are read from the screen; no paper of the call prints them.
    """
    return (
        _first("Calling", facts, (Of.CASE, "doctor")),
        _license(facts),
        _first("Hospital", facts, (Of.CASE, "emergency_hospital"), (Of.CLINIC, "name")),
        _first(
            "Call back",
            facts,
            *((Of.CASE, "emergency_callback"), (Of.PHYSICIAN, "night_phone")),
            *((Of.PHYSICIAN, "phone"), (Of.CLINIC, "phone")),
        ),
        _patient(facts, age, initials),
        _all("Diagnosis", facts, "diagnosis", "site"),
        _all("Threat to life", facts, "emergency_threat"),
        _rows("Tried", facts, "therapy", ("treatment", "response", "why_stopped")),
        _rows("No other option", facts, "alternative", ("option", "standing"), needs="standing"),
        _finds(facts),
        _all("Drug", facts, "drug", "plan_dose", "plan_route", "plan_schedule", "plan_duration"),
        _all("Monitoring", facts, "plan_monitoring"),
        _agreement(facts),
        _all("Consent", facts, "consent_how"),
        _first("Ethics board", facts, (Of.CASE, "irb_board"), (Of.CLINIC, "irb")),
        _promised(facts),
    )


def _first(label: str, facts: Facts, *asked: tuple[Of, str]) -> Line:
    found = (_piece(facts, key, of=of) for of, key in asked)
    section = section_asking(asked[0][1])
    pieces = tuple(piece for piece in found if piece)[:1]
    keys = () if pieces else (asked[0][1],)
    return Line(label, pieces, section.key if section else "", asked[0][1], keys)


def _all(label: str, facts: Facts, *keys: str) -> Line:
    pieces = tuple(piece for key in keys if (piece := _piece(facts, key)))
    blank = next((key for key in keys if not facts.answers.get(key)), keys[0])
    section = section_asking(blank)
    return Line(label, pieces, section.key if section else "", blank, keys)


def _finds(facts: Facts) -> Line:
    """The findings themselves; nobody reads paragraphs aloud."""
    held = facts.answers.get("emergency_finds", "").split(",")
    found = (one.words for one in EMERGENCY_USE if one.key in held)
    pieces = tuple(Piece(words, "emergency", "emergency_finds") for words in found)
    key = "emergency_finds"
    return Line("The physician finds", pieces, "emergency", key, (key,))


def _rows(
    label: str, facts: Facts, rows: str, columns: tuple[str, ...], *, needs: str = ""
) -> Line:
    """One piece for each row; without what it `needs` a row says nothing yet."""
    section = BY_ROWS[rows]
    pieces = tuple(
        Piece(_row_words(rows, row, columns), section.key, columns[0], row.id)
        for row in facts.rows.get(rows, ())
        if not needs or row.answers.get(needs)
    )
    return Line(label, pieces, section.key, "")


def _row_words(rows: str, row: Row, columns: tuple[str, ...]) -> str:
    """'Surgery: growth' - the name of a row, then what else it says."""
    shown = []
    for column in columns[1:]:
        asked = find(column, rows=rows)
        if asked and row.answers.get(column):
            shown.append(values.show(asked, row.answers[column]).lower())
    title = row_title(BY_ROWS[rows], row)
    named = row.answers.get(columns[0], "") or title
    return f"{named} ({', '.join(shown)})" if shown else named


def _license(facts: Facts) -> Line:
    pieces = (_piece(facts, key, of=Of.PHYSICIAN) for key in ("license_state", "license_number"))
    return Line("License", tuple(p for p in pieces if p), "physician", "license_number")


def _promised(facts: Facts) -> Line:
    """FDA's official authorizes once this is agreed (21 CFR 312.310(d)(2))."""
    length = held("emergency_submission", facts).length
    words = f"The written submission follows within {length} (21 CFR 312.310(d)(2))"
    return Line("We agree", (Piece(words, "", ""),), "", "")


def _patient(facts: Facts, age: str, initials: str) -> Line:
    pieces = [Piece(initials, "patient", "initials")] if initials else []
    pieces += [Piece(age, "patient", "birth_year")] if age else []
    found = (_piece(facts, key) for key in ("sex", "weight", "ecog"))
    blank = next((key for key in ("sex", "weight") if not facts.answers.get(key)), "weight")
    section = section_asking(blank)
    keys = (*(() if age else ("birth_year",)), "sex", "weight", "ecog")
    told = (*pieces, *(p for p in found if p))
    return Line("Patient", told, section.key if section else "", blank, keys)


def _agreement(facts: Facts) -> Line:
    pieces = [piece for piece in (_piece(facts, "company"),) if piece]
    if pieces and facts.tracks.get(Track.REQUEST) == "agreed":
        day = show_date(facts.answers.get("request_decided_on", ""))
        pieces.append(Piece(f"agreed {day}", "", "request_decided_on"))
    return Line("Supplied by", tuple(pieces), "company", "company", ("company",))


def _piece(facts: Facts, key: str, *, of: Of = Of.CASE) -> Piece | None:
    section, asked = section_asking(key, of=of), find(key, of=of)
    if section is None or asked is None:
        return None
    stored = facts.said(section).get(key, "")
    text = values.show(asked, stored)
    return Piece(text, section.key, key) if stored and asked.applies(facts.said(section)) else None
