"""The public services that are asked: at which addresses, how often, and within what bounds."""

from dataclasses import dataclass, field

from casetrack.lookups.pace import Pace
from casetrack.settings import Settings

NCBI_SECONDS = 0.4  # at most 3 requests a second without a key (NCBI, E-utilities usage policy)
OTHER_SECONDS = 0.25
REGISTRY_SECONDS = 1.3  # about 50 a minute (ClinicalTrials.gov API)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Seconds, bytes and counts that no request exceeds."""

    connect: float = 5
    silence: float = 10
    total: float = 20
    size: int = 8_000_000
    tries: int = 3
    pause: float = 0.5
    at_once: int = 4
    spacing: float = 1  # times the usual distance between two questions to a service


@dataclass(frozen=True)
class Service:
    """One service. `answers` is the content type that an honest answer has."""

    name: str
    address: str
    answers: str
    pace: Pace = field(compare=False)


@dataclass(frozen=True)
class Services:
    pubmed: Service
    pubmed_search: Service
    europe_pmc: Service
    trials: Service
    openfda: Service


def services_of(settings: Settings, bounds: Bounds) -> Services:
    """Each process keeps its share of the rate, so that all together stay below it."""
    share = settings.web_workers * bounds.spacing
    ncbi = Pace(NCBI_SECONDS * share)
    pubmed = settings.pubmed_url.rstrip("/")
    return Services(
        pubmed=Service("PubMed", pubmed, "xml", ncbi),
        pubmed_search=Service("PubMed", pubmed, "json", ncbi),
        europe_pmc=_other("Europe PMC", settings.europe_pmc_url, OTHER_SECONDS * share),
        trials=_other("ClinicalTrials.gov", settings.trials_url, REGISTRY_SECONDS * share),
        openfda=_other("openFDA", settings.openfda_url, OTHER_SECONDS * share),
    )


def _other(name: str, address: str, seconds: float) -> Service:
    return Service(name, address.rstrip("/"), "json", Pace(seconds))
