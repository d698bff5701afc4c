"""What a treatment's own records add up to: the release checklist, doses, and every unit counted.

Nothing is filled in: a day or a number that is not on record leaves a sum out, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from casetrack.rules.clocks import held
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.irb_doubts import consent_stands

DOSES, STOCK, VISITS = "dose", "stock", "treatment_visit"
ADDS = frozenset({"received", "brought_back"})


@dataclass(frozen=True)
class Tick:
    """One line of the release checklist, and where its document or day is recorded."""

    words: str
    done: str  # what is on record; empty while nothing is
    cure: str
    cites: str


@dataclass(frozen=True)
class Period:
    """Days with one dose, the last one counted; `row` is where it was recorded."""

    row: int
    start: date
    end: date
    planned: Decimal
    given: Decimal
    how: str
    goes_on: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Doses:
    """What the periods add up to, until today or the last dose."""

    periods: tuple[Period, ...]
    left_out: int  # rows without a day or an amount

    @property
    def planned(self) -> Decimal:
        return sum((one.planned * one.days for one in self.periods), Decimal(0))

    @property
    def given(self) -> Decimal:
        return sum((one.given * one.days for one in self.periods), Decimal(0))

    @property
    def share(self) -> int | None:
        """Given of planned, in whole percent; None where nothing was planned."""
        return round(self.given * 100 / self.planned) if self.planned else None

    def of(self, how: str) -> int:
        return sum(one.how == how for one in self.periods)


@dataclass(frozen=True)
class Count:
    """The units of one lot, or of all of them, by what happened to them."""

    lot: str
    moved: Mapping[str, int]

    def of(self, movement: str) -> int:
        return self.moved.get(movement, 0)

    @property
    def on_hand(self) -> int:
        return sum(n if how in ADDS else -n for how, n in self.moved.items())


def on_treatment(facts: Facts) -> bool:
    return facts.tracks.get(Track.TREATMENT) == "on_treatment"


def treated(facts: Facts) -> bool:
    return bool(facts.answers.get("first_dose_on"))


def checklist(facts: Facts) -> tuple[Tick, ...]:
    """The five ticks before the first dose; only the first one is a hard stop."""
    said = facts.answers
    return (
        Tick("FDA permits it", _permitted(facts), "stage:5", "21 CFR 312.305(d)"),
        Tick("Ethics board", _reviewed(facts), "stage:5", "21 CFR 312.305(c)(4)"),
        Tick("Consent is signed", _consented(facts), "section:consent", "21 CFR 50.20"),
        Tick(
            "Drug received and checked",
            _day_and_name(said, "drug_checked"),
            "section:release",
            "21 CFR 312.62(a)",
        ),
        Tick(
            "Released by the pharmacist",
            _day_and_name(said, "drug_released"),
            "section:release",
            "The clinic's own rule",
        ),
    )


def doses(facts: Facts, today: date) -> Doses:
    """The periods in order; one that goes on ends with the last dose, or today."""
    rows = facts.rows.get(DOSES, ())
    last = facts.answers.get("last_dose_on", "")
    end = min(today, date.fromisoformat(last)) if last else today
    periods = [found for row in rows if (found := _period(row, end))]
    return Doses(tuple(periods), len(rows) - len(periods))


def counts(facts: Facts) -> tuple[Count, ...]:
    """The drug lot by lot, in the order of their first movement."""
    moved: dict[str, dict[str, int]] = {}
    for row in facts.rows.get(STOCK, ()):
        _add(moved.setdefault(row.answers.get("lot", ""), {}), row)
    return tuple(Count(lot, found) for lot, found in moved.items())


def total(facts: Facts) -> Count:
    moved: dict[str, int] = {}
    for row in facts.rows.get(STOCK, ()):
        _add(moved, row)
    return Count("", moved)


def lasts_until(facts: Facts, today: date) -> date | None:
    """The last day for which what is on hand suffices; None where the use a day is not known."""
    per_day, held = facts.answers.get("stock_per_day", ""), total(facts).on_hand
    if not per_day or not Decimal(per_day) or held <= 0:
        return None
    return today + timedelta(days=int(held / Decimal(per_day)))


def unbalanced(facts: Facts) -> str:
    """Why the count of the drug does not close; empty where every lot is back to zero.

    What came is counted also where no dose was ever given (21 CFR 312.59, 312.62(a)).
    """
    if not facts.rows.get(STOCK):
        nothing = "No movement of the drug is on record, so nothing shows what became of it"
        return nothing if treated(facts) else ""
    unit = facts.answers.get("stock_unit") or "units"
    left = [f"lot {one.lot or 'unknown'}: {one.on_hand}" for one in counts(facts) if one.on_hand]
    return f"Not at zero, in {unit}: {'; '.join(left)}" if left else ""


def last_asked(facts: Facts) -> str:
    """The last day on which somebody asked about events, in stored form."""
    rows = facts.rows.get(VISITS, ())
    days = (r.answers.get("visit_day", "") for r in rows if r.answers.get("visit_asked") == "yes")
    return max(days, default="")


def _period(row: Row, end: date) -> Period | None:
    said = row.answers
    start, stop = said.get("dose_from", ""), said.get("dose_to", "")
    if not start or not said.get("dose_planned") or not said.get("dose_given"):
        return None
    first = date.fromisoformat(start)
    last = date.fromisoformat(stop) if stop else max(first, end)
    planned, given = Decimal(said["dose_planned"]), Decimal(said["dose_given"])
    return Period(row.id, first, last, planned, given, said.get("dose_how", ""), not stop)


def _add(moved: dict[str, int], row: Row) -> None:
    movement, amount = row.answers.get("movement", ""), row.answers.get("amount", "")
    if movement and amount:
        moved[movement] = moved.get(movement, 0) + int(amount)


def _permitted(facts: Facts) -> str:
    on = facts.answers.get("fda_permitted_on", "")
    return f"Since {show_date(on)}" if facts.tracks.get(Track.FDA) == "permitted" and on else ""


def _reviewed(facts: Facts) -> str:
    on = facts.answers.get("irb_decided_on", "")
    if facts.tracks.get(Track.IRB) == "concurred" and on:
        return f"Approved {show_date(on)}"
    notice = held("emergency_irb_notice", facts).length
    return f"Emergency: told within {notice} of the use" if facts.emergency else ""


def _consented(facts: Facts) -> str:
    rows = facts.rows.get("consent_form", ())
    signed = max((r.answers.get("signed_on", "") for r in rows), default="")
    if is_exact(signed):
        return f"Signed {show_date(signed)}"
    excepted = facts.answers.get("consent_how") == "exception" and consent_stands(facts)
    return "Exception certified (21 CFR 50.23)" if excepted else ""


def _day_and_name(said: Mapping[str, str], key: str) -> str:
    on, by = said.get(f"{key}_on", ""), said.get(f"{key}_by", "")
    return f"{show_date(on)}, {by}" if on and by else ""


def open_ticks(ticks: Iterable[Tick]) -> tuple[Tick, ...]:
    return tuple(one for one in ticks if not one.done)
