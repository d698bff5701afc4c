"""Performance status (ECOG), weight and height: the latest of each."""

import re
from collections.abc import Iterator

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.newest import newest
from casetrack.intake.proposals.phrases import amount, cut, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.sizes import size_in_mm
from casetrack.intake.proposals.tally import Tally
from casetrack.rules.text import counted


def body(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """One draft for each of the three facts; what else was measured is counted."""
    ecog = [one for one in chart.performance_status if _is_ecog(one)]
    yield from newest(_scores(ecog, tally), tally)
    _tell_others([one for one in chart.performance_status if not _is_ecog(one)], tally)
    weights = [one for one in chart.measurements if "kg" in one.detail]
    heights = [one for one in chart.measurements if "cm" in one.detail]
    yield from newest([_weight(one) for one in weights], tally)
    yield from newest([_height(one) for one in heights], tally)
    tally.leave("other measurement", sum(map(_is_other, chart.measurements)))


def _is_other(one: Finding) -> bool:
    return not ("kg" in one.detail or "cm" in one.detail or size_in_mm(one))


_ECOG_CODES = ("|89247-1", "|89262-0", "|423740007")
_ECOG = re.compile(r"\bECOG\b|\bZubrod\b|\bWHO performance", re.IGNORECASE)
_OTHER_SCALE = re.compile(r"Karnofsky|Lansky|\bKPS\b", re.IGNORECASE)


def _is_ecog(one: Finding) -> bool:
    if _OTHER_SCALE.search(one.text):
        return False
    return (one.code or "").endswith(_ECOG_CODES) or bool(_ECOG.search(one.text))


def _scores(found: list[Finding], tally: Tally) -> Iterator[Draft]:
    for one in found:
        if isinstance(one.value, str | bool | None) or one.value not in range(5):
            words = cut(amount(one) or "no value", 80)
            tally.say(f"The performance status “{words}” was not proposed: it is no ECOG score.")
            continue
        score = str(int(one.value))
        reading = one.detail.get("interpretation")
        yield Draft(
            answers={"ecog": score, "ecog_on": day(one.date)},
            findings=(one,),
            text=line(one, reading),
            says=score,
            notes=notes_of([one]),
        )


def _tell_others(found: list[Finding], tally: Tally) -> None:
    """A Karnofsky or Lansky score is told, since the form asks for ECOG only."""
    if not found:
        return
    last = max(found, key=lambda one: day(one.date))
    named = cut(": ".join(filter(None, [untagged(last.text), amount(last)])), 120)
    when = f" on {shown(last.date)}" if day(last.date) else ""
    more = f" ({counted(len(found) - 1, 'more score')})" if len(found) > 1 else ""
    tally.say(f"{named}{when}{more} was not proposed: the case asks for ECOG.")


def _weight(one: Finding) -> Draft:
    kilos = one.detail["kg"]
    return Draft(
        answers={"weight": kilos, "weight_on": day(one.date)},
        findings=(one,),
        text=line(one, _converted(one, kilos, "kg")),
        says=f"{kilos} kg",
        notes=notes_of([one]),
    )


def _height(one: Finding) -> Draft:
    length = one.detail["cm"]
    return Draft(
        answers={"height": length},
        findings=(one,),
        text=line(one, _converted(one, length, "cm")),
        says=f"{length} cm",
        notes=notes_of([one]),
    )


def _converted(one: Finding, size: str, unit: str) -> str:
    return "" if flat(one.unit or "").lower() == unit else f"that is {size} {unit}"
