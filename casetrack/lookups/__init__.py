"""Asks public services about studies and drugs: the only HTTP client, and never about patients.

What is sent is a number or a drug's name that somebody typed for this purpose, and nothing else.
"""

from casetrack.lookups.client import Client, LookupFailed, NotReached
from casetrack.lookups.drugs import DrugStatus, find_drug
from casetrack.lookups.services import Bounds, services_of
from casetrack.lookups.studies import Desk, Found
from casetrack.rules.source_ids import SourceId
from casetrack.settings import Settings

OFF = "Look-ups are switched off in this installation: type it by hand, or upload a file."


class Lookups:
    """What the pages ask; `on` says whether the installation allows it."""

    def __init__(self, settings: Settings, *, bounds: Bounds | None = None) -> None:
        self.on = settings.lookups
        bounds = bounds or Bounds()
        self._services = services_of(settings, bounds)
        self._client = Client(contact=settings.lookup_contact, bounds=bounds)

    def study(self, number: SourceId) -> Found | None:
        """The study with this number, or None if there is none. Raises LookupFailed."""
        self._check_on()
        return Desk(self._client, self._services).find(number)

    def drug(self, name: str) -> DrugStatus:
        """What FDA approved under this name. Raises LookupFailed."""
        self._check_on()
        return find_drug(self._client, self._services, name)

    def _check_on(self) -> None:
        if not self.on:
            raise LookupFailed(OFF)

    def close(self) -> None:
        self._client.close()


__all__ = ["OFF", "Bounds", "DrugStatus", "Found", "LookupFailed", "Lookups", "NotReached"]
