"""A registry's results as rows of a study: counts where it counts people, words where it does not.

Which of two groups is the comparison is told by its name; where the names do not tell, both stand
in words, since a guess would turn the result around.
"""

from casetrack.intake.references.reference import Figure, Outcome, Ratio, Trial

Row = dict[str, str]
MOST_OUTCOMES = 7  # the Cochrane Handbook's limit for a summary of findings
CONTROL = (
    "placebo",
    "control",
    "standard of care",
    "best supportive",
    "comparator",
    "no treatment",
)
RATIOS = {"hazard ratio": "HR", "odds ratio": "OR", "risk ratio": "RR", "relative risk": "RR"}


def rows_of(trial: Trial) -> dict[str, list[Row]]:
    """The trial's outcomes and side effects, as the library's tables have them."""
    return {
        "outcome": [_outcome(one) for one in trial.outcomes[:MOST_OUTCOMES]],
        "harm": _harms(trial),
    }


def _outcome(told: Outcome) -> Row:
    row = {
        "outcome": _short(told.title, 190),
        "primary": "yes" if told.primary else "",
        "when": _short(told.when, 110),
        "place": "ClinicalTrials.gov, results",
    }
    sides = _sides([figure.group for figure in told.figures])
    if sides is None:
        return {**row, "other": _in_words(told)}
    told_by_side = dict(zip(sides, told.figures, strict=True))
    for side, figure in told_by_side.items():
        row |= _counted(side, figure, told.unit)
    if "control_" in told_by_side and told.ratio:
        row |= _compared(told.ratio)
    return (
        row if any(key in row for key in ("some", "share")) else {**row, "other": _in_words(told)}
    )


def _sides(groups: list[str]) -> tuple[str, ...] | None:
    """For each group the front of its keys; None where it cannot be told."""
    if len(groups) == 1:
        return ("",)
    control = [any(word in group.lower() for word in CONTROL) for group in groups]
    if len(groups) != 2 or control[0] == control[1]:
        return None
    return ("control_", "") if control[0] else ("", "control_")


def _counted(side: str, figure: Figure, unit: str) -> Row:
    value, people = figure.value.strip(), figure.n
    if not people:
        return {}
    if unit.lower().strip() in ("participants", "patients", "subjects") and value.isdigit():
        return {f"{side}some": value, f"{side}of": str(people)} if int(value) <= people else {}
    if "percent" in unit.lower() or "%" in unit:
        return {f"{side}share": value, f"{side}of": str(people)}
    return {}


def _compared(ratio: Ratio) -> Row:
    kind = next((key for name, key in RATIOS.items() if name in ratio.kind.lower()), "")
    if not kind:
        return {}
    return {
        "ratio_kind": kind,
        "ratio": ratio.value,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "other": "Ratio as the registry gives it: see there which group is over which",
    }


def _in_words(told: Outcome) -> str:
    unit = told.unit.replace("%", "percent of people")
    parts = [f"{f.group}: {f.value}{f' (n = {f.n})' if f.n else ''}" for f in told.figures]
    return _short(f"{unit}: {', '.join(parts)}" if parts else "", 390)


def _harms(trial: Trial) -> list[Row]:
    sides = _sides([harm.group for harm in trial.harms])
    if sides is None:
        return []
    named = (("serious", "Any serious event", "serious"), ("deaths", "Death", "death"))
    rows = []
    for part, event, grade in named:
        row = {"event": event, "grade": grade}
        for side, harm in zip(sides, trial.harms, strict=True):
            if counted := getattr(harm, part):
                row |= {f"{side}some": str(counted[0]), f"{side}of": str(counted[1])}
        if "some" in row:
            rows.append({**row, "note": "ClinicalTrials.gov, results"})
    return rows


def _short(text: str, most: int) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= most else f"{joined[: most - 1].rstrip()}…"
