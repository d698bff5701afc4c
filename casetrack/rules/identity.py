"""Who the patient is: whether a chart is of somebody else, and whether a text names the patient."""

import re
from collections.abc import Iterable

from casetrack.rules.dates import earliest, is_exact, show_date
from casetrack.rules.questions.shape import Answers

_JOINED = re.compile(r"(?<=\w)[-‐‑'’ʼ`](?=\w)")  # O'Neil and Testcase-Okafor are one word each
SHORTEST = 4  # shorter words stand in too many texts to say anything


def differences(answers: Answers, *, name: str, birth_date: str, sex: str) -> tuple[str, ...]:
    """What a chart's patient and the case do not share, in words; empty where nothing disagrees.

    Only what both sides know is compared. Initials agree when first and last letter do.
    """
    return tuple(_differences(answers, name=name, birth_date=birth_date, sex=sex))


def initials_of(name: str) -> str:
    """'M.A.T.' for 'Marisol Ada Testcase-Okafor'."""
    parts = re.findall(r"\b[^\W\d_]", _JOINED.sub("", name))
    return "".join(f"{letter.upper()}." for letter in parts)


def namesakes(name: str, known: Iterable[str]) -> list[str]:
    """Who of those known may be meant by a name written another way, as in "Dr. Shah"."""
    spelled = {" ".join(one.casefold().split()): one for one in known}
    if " ".join(name.casefold().split()) in spelled:
        return []
    return [one for one in spelled.values() if _family(one) == _family(name)]


def _family(name: str) -> str:
    """The last word before the degrees."""
    words = name.partition(",")[0].casefold().split()
    return words[-1] if words else ""


def identifiers_in(
    answers: Answers, text: str, *, allowed: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Which of the patient's identifiers stand in a text: for papers that name the case code only.

    Looks for the full name, the family name, dotted initials, the birth date as it may be written,
    and the record number; case and line breaks do not matter. What is `allowed` may stand there.
    """
    spaced = " ".join(text.casefold().split())
    return tuple(
        what
        for what, forms in _identifiers(answers).items()
        if what not in allowed
        and any(re.search(rf"(?<!\w){re.escape(form.casefold())}(?!\w)", spaced) for form in forms)
    )


def _identifiers(answers: Answers) -> dict[str, tuple[str, ...]]:
    name = " ".join(answers.get("patient_name", "").split())
    family = name.rsplit(" ", 1)[-1] if " " in name else ""
    letters = _letters(answers.get("initials", ""))
    born = answers.get("birth_date", "")
    number = answers.get("record_number", "")
    return {
        "full name": (name,) if len(name) >= SHORTEST else (),
        "family name": (family,) if len(family) >= SHORTEST else (),
        "initials": ("".join(f"{letter}." for letter in letters),) if len(letters) > 1 else (),
        "birth date": _written(born) if is_exact(born) else (),
        "record number": (number,) if len(number) >= SHORTEST else (),
    }


def _written(born: str) -> tuple[str, ...]:
    """A day as charts write it."""
    day = earliest(born)
    month, long = show_date(born).split()[0], show_date(born, long=True)
    return (
        born,
        f"{day:%m/%d/%Y}",
        f"{day:%m-%d-%Y}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%m/%d/%y}",
        show_date(born),
        long,
        f"{day.day} {month} {day.year}",
        f"{day.day} {long.split()[0]} {day.year}",
    )


def _differences(answers: Answers, *, name: str, birth_date: str, sex: str) -> Iterable[str]:
    ours, theirs = _letters(answers.get("initials", "")), _letters(initials_of(name))
    if ours and theirs and (ours[0], ours[-1]) != (theirs[0], theirs[-1]):
        yield f"The case's patient is {answers['initials']}, the chart's is {initials_of(name)}"
    born = answers.get("birth_date") or answers.get("birth_year", "")
    known = min(len(born), len(birth_date))
    if known and born[:known] != birth_date[:known]:
        yield f"The case's patient was born {born}, the chart's {birth_date}"
    held = answers.get("sex", "")
    if held in ("female", "male") and sex in ("female", "male") and held != sex:
        yield f"The case says {held}, the chart {sex}"


def _letters(initials: str) -> str:
    return re.sub(r"[\W\d_]", "", initials).upper()
