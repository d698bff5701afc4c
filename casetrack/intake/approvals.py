"""Reads what openFDA says of a drug: its applications (Drugs@FDA) and its label."""

from collections.abc import Iterator
from dataclasses import dataclass

from casetrack.intake import strict_json
from casetrack.intake.dates import from_hl7
from casetrack.intake.references.walk import each, word, words

MOST = 50
LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One application that FDA approved, `approved_on` the day of its first approval."""

    application: str
    sponsor: str
    brands: tuple[str, ...]
    ingredients: tuple[str, ...]
    approved_on: str = ""


def read_approvals(data: bytes) -> tuple[Approval, ...]:
    """The approved applications of an answer; raises FileRefused for what is no JSON."""
    return tuple(_approvals(_parsed(data)))


def read_indications(data: bytes) -> str:
    """What the first label of an answer says the drug is for; raises FileRefused likewise."""
    labels = each(_parsed(data), "results")
    told = " ".join(words(labels[0], "indications_and_usage")) if labels else ""
    return " ".join(told.split())[:LONGEST]


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
            approved_on=min(filter(None, days), default=""),
        )


def _first(submission: object) -> bool:
    kind, status = word(submission, "submission_type"), word(submission, "submission_status")
    return (kind, status) == ("ORIG", "AP")


def _day(text: str) -> str:
    return from_hl7(text) or ""


def _each_once(found: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, found)))
