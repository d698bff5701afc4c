"""What was read from a file or a service and waits to be chosen from, whatever it is about."""

from collections.abc import Iterable

from flask import abort, request

from casetrack.rules.numbers import whole_number
from casetrack.store.commands.imports import own_import
from casetrack.store.tables import Import
from casetrack.web.visit import Visit


def waiting(visit: Visit, number: int, *, about: str) -> Import:
    """What this person had read; nobody else's is found, and nothing about something else."""
    held = own_import(visit.db, number, about=about, by=visit.actor)
    if held is None:
        abort(404)
    return held


def chosen(held: Import) -> set[int]:
    """The places that were ticked, as far as they are there."""
    ticked = {whole_number(raw) for raw in request.form.getlist("take")}
    return {place for place in ticked if place is not None and place < len(held.found)}


def ticked(visit: Visit, new: Iterable[int]) -> list[str]:
    """What stands ticked: all that is new, until somebody has chosen."""
    typed = visit.drafts.typed()
    return [str(place) for place in new] if typed is None else typed.getlist("take")
