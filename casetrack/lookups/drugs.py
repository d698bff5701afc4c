"""Whether FDA has approved a drug, and for what, as openFDA tells it."""

import re
from dataclasses import dataclass

from casetrack.intake.approvals import Approval, read_approvals, read_indications
from casetrack.intake.refused import FileRefused
from casetrack.lookups.client import Client, NotReached
from casetrack.lookups.services import Services
from casetrack.lookups.studies import UNREADABLE


@dataclass(frozen=True)
class DrugStatus:
    """The approved applications that hold the drug; none proves nothing. What it is for, as the
    newest label says.
    """

    approvals: tuple[Approval, ...]
    indications: str = ""


def find_drug(client: Client, services: Services, name: str) -> DrugStatus:
    """What openFDA knows under this name. Raises NotReached."""
    wanted = " ".join(_NOT_A_NAME.sub(" ", name).split())
    service = services.openfda
    search = " ".join(f'{field}:"{wanted}"' for field in _FIELDS)
    found = client.get(service, "/drug/drugsfda.json", {"search": search, "limit": "20"})
    try:
        approvals = read_approvals(found) if found else ()
        indications = _indications(client, services, wanted) if approvals else ""
    except FileRefused:
        raise NotReached(service.name, UNREADABLE) from None
    mine = tuple(one for one in approvals if _holds(one, wanted))
    if approvals and not mine:
        raise NotReached(service.name, "its answer was about another drug")
    return DrugStatus(tuple(sorted(mine, key=lambda one: one.approved_on)), indications)


def _indications(client: Client, services: Services, wanted: str) -> str:
    search = f'openfda.generic_name:"{wanted}" openfda.brand_name:"{wanted}"'
    asked = {"search": search, "limit": "1", "sort": "effective_time:desc"}
    found = client.get(services.openfda, "/drug/label.json", asked)
    return read_indications(found) if found else ""


def _holds(one: Approval, wanted: str) -> bool:
    return any(wanted.lower() in name.lower() for name in (*one.brands, *one.ingredients))


_FIELDS = ("products.active_ingredients.name", "products.brand_name", "openfda.generic_name")
_NOT_A_NAME = re.compile(r"[^\w\s-]")
