"""Reads what openFDA says of a drug: its applications (Drugs@FDA) and its label."""

from collections.abc import Iterator
from dataclasses import dataclass

from casetrack.intake import strict_json
from casetrack.intake.dates import from_hl7
from casetrack.intake.references.walk import at, each, word, words

MOST = 50
LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One application that FDA approved, `approved_on` the day of its first approval."""

    application: str
    sponsor: str
    brands: tuple[str, ...]
    ingredients: tuple[str, ...]
    forms: tuple[str, ...]
    marketing: tuple[str, ...]
    approved_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a drug's label says it is for; `effective_on` is the label's own date."""

    set_id: str
    brand: str
    labeler: str
    indications: str
    effective_on: str = ""


def read_approvals(data: bytes) -> tuple[Approval, ...]:
    """The approved applications of an answer; raises FileRefused for what is no JSON."""
    return tuple(_approvals(_parsed(data)))


def read_labels(data: bytes) -> tuple[Label, ...]:
    """The labels of an answer; raises FileRefused for what is no JSON."""
    return tuple(_label(one) for one in each(_parsed(data), "results")[:MOST])


def _parsed(data: bytes) -> object:
    return strict_json.parse(data.decode("utf-8", errors="replace"))


def _approvals(root: object) -> Iterator[Approval]:
    for one in each(root, "results")[:MOST]:
        days = [
            _day(word(s, "submission_status_date")) for s in each(one, "submissions") if _first(s)
        ]
        products = each(one, "products")
        if not days or not word(one, "application_number"):
            continue  # an application without an approval approves nothing
        yield Approval(
            application=word(one, "application_number"),
            sponsor=word(one, "sponsor_name").title(),
            brands=_each_once(word(product, "brand_name").title() for product in products),
            ingredients=_each_once(
                word(part, "name").lower()
                for product in products
                for part in each(product, "active_ingredients")
            ),
            forms=_each_once(word(product, "dosage_form").lower() for product in products),
            marketing=_each_once(word(product, "marketing_status") for product in products),
            approved_on=min(filter(None, days), default=""),
        )


def _first(submission: object) -> bool:
    kind, status = word(submission, "submission_type"), word(submission, "submission_status")
    return (kind, status) == ("ORIG", "AP")


def _label(one: object) -> Label:
    told = at(one, "openfda")
    named = (words(told, key) for key in ("brand_name", "manufacturer_name"))
    brand, labeler = (next(iter(found), "") for found in named)
    return Label(
        set_id=word(one, "set_id"),
        brand=brand.title(),
        labeler=labeler,
        indications=" ".join(" ".join(words(one, "indications_and_usage")).split())[:LONGEST],
        effective_on=_day(word(one, "effective_time")),
    )


def _day(text: str) -> str:
    return from_hl7(text) or ""


def _each_once(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, found)))
