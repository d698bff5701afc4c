"""The clinic's own copy of Form FDA 3926, and which entry of the worksheet goes into which field.

Both are files of the data directory: forms/fda-3926.pdf, and forms/fda-3926.toml beside it. No
field name is known to us, so that none is guessed.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from casetrack.documents.worksheet import Box
from casetrack.rules import values
from casetrack.rules.facts import Facts, Track
from casetrack.rules.form3926 import CONTENTS, EDITION, FIELDS, FOLLOW_UP, INITIAL

FORM, MAPPING = Path("forms/fda-3926.pdf"), Path("forms/fda-3926.toml")
LARGEST = 20_000_000  # bytes


class FormRefused(Exception):
    """The clinic's form cannot be used; says why in one sentence."""


@dataclass(frozen=True)
class Blank:
    """An empty form: its bytes, its edition, and the field of each entry and each box."""

    pdf: bytes
    edition: str
    texts: Mapping[str, str]
    ticks: Mapping[str, str]


def is_supplied(data_dir: Path) -> bool:
    return (data_dir / FORM).is_file()


def supplied(data_dir: Path) -> Blank:
    """The form in the data directory. Raises FormRefused."""
    form, mapping = data_dir / FORM, data_dir / MAPPING
    try:
        if form.stat().st_size > LARGEST:
            raise FormRefused(f"{form.name} is larger than {LARGEST // 1_000_000} MB")
        told = tomllib.loads(mapping.read_text(encoding="utf-8"))
        pdf = form.read_bytes()
    except FileNotFoundError as gone:
        name = Path(gone.filename).name
        raise FormRefused(
            f"There is no {name} in the folder “forms” of the data directory"
        ) from gone
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise FormRefused(f"{mapping.name} cannot be read: {fault}") from fault
    edition = str(told.get("edition", ""))
    if edition not in EDITION:
        raise FormRefused(f"{mapping.name} names no edition that is known: {', '.join(EDITION)}")
    texts = _fields(told.get("texts", {}), {field.key for field in FIELDS if field.copied})
    return Blank(pdf, edition, texts, _fields(told.get("ticks", {}), set(BOXES)))


def filled_in(
    blank: Blank, boxes: Iterable[Box], facts: Facts
) -> tuple[dict[str, str], dict[str, bool]]:
    """What goes into which field of the form. Raises FormRefused for another edition."""
    chosen = facts.answers.get("fda_edition", "")
    if chosen != blank.edition:
        said = f"The clinic's form is of edition {blank.edition}, the case has chosen "
        raise FormRefused(f"{said}{chosen or 'none'}. Choose the edition of the form")
    said_in = {box.key: box.text for box in boxes}
    texts = {field: said_in[key] for key, field in blank.texts.items() if said_in.get(key)}
    on = ticked(facts)
    return texts, {field: True for key, field in blank.ticks.items() if key in on}


def ticked(facts: Facts) -> frozenset[str]:
    """The boxes that somebody has said are ticked. Nothing ticks itself, and nothing certifies."""
    said = facts.answers
    kind = said.get("fda_kind", "")
    on = {f"type.{kind}"} if kind in (INITIAL, FOLLOW_UP) else set()
    if kind == FOLLOW_UP:
        on |= {f"contents.{key}" for key in said.get("fda_contents", "").split(",")}
    for key in ("ethnicity", "race"):
        on |= {f"{key}.{one}" for one in said.get(key, "").split(",") if one}
    on |= {key for key in ("10a", "10b") if said.get(f"elects_{key}") == values.YES}
    if kind == INITIAL and facts.tracks.get(Track.LETTER) == "received":
        on.add("letter")
    return frozenset(on)


def _fields(told: object, known: set[str]) -> Mapping[str, str]:
    if not isinstance(told, dict) or not all(isinstance(name, str) for name in told.values()):
        raise FormRefused(f"{MAPPING.name}: each entry stands beside the name of its field")
    strange = sorted(set(told) - known)
    if strange:
        raise FormRefused(f"{MAPPING.name}: “{strange[0]}” is no entry of the worksheet")
    return {str(key): str(field) for key, field in told.items()}


BOXES = (
    *(f"type.{INITIAL}", f"type.{FOLLOW_UP}", "letter", "10a", "10b"),
    *(f"contents.{one.key}" for one in CONTENTS),
    *(f"ethnicity.{key}" for key in ("hispanic", "not_hispanic")),
    *(f"race.{key}" for key in ("native", "asian", "black", "pacific", "white")),
)
