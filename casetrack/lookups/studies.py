"""One study by its PubMed number, DOI or trial number, from whichever service has it."""

from collections.abc import Callable
from dataclasses import dataclass

from casetrack.intake import strict_json
from casetrack.intake.references import NothingInside, Reference, Trial, read
from casetrack.intake.references.walk import words
from casetrack.intake.refused import FileRefused
from casetrack.lookups.client import Client, NotReached, Params
from casetrack.lookups.services import Service, Services
from casetrack.rules import source_ids
from casetrack.rules.source_ids import IdKind, SourceId

UNREADABLE = "its answer could not be read"


@dataclass(frozen=True)
class Found:
    """What a service answered; `note` says when it was not the first one asked."""

    record: Reference | Trial
    service: str
    note: str = ""


Asking = Callable[[SourceId], Found | None]


@dataclass(frozen=True)
class Desk:
    """Asks the services; every answer is read as a file would be, and must be what was asked."""

    client: Client
    services: Services

    def find(self, number: SourceId) -> Found | None:
        """The study, or None if the service knows none. Raises NotReached."""
        if number.kind is IdKind.NCT:
            return self._ask(self.services.trials, f"/studies/{number.value}", {}, number)
        first, second = self._paper_from_pubmed, self._paper_from_europe_pmc
        if number.kind is IdKind.DOI:
            first, second = second, first
        try:
            return first(number)
        except NotReached as failed:
            return self._instead(second, number, failed)

    def _instead(self, ask: Asking, number: SourceId, failed: NotReached) -> Found | None:
        """The other service; if it fails too, the first failure is the one to tell."""
        try:
            found = ask(number)
        except NotReached:
            raise failed from None
        note = f"{failed.name} could not be reached, so {found.service} was asked." if found else ""
        return Found(found.record, found.service, note) if found else None

    def _paper_from_pubmed(self, number: SourceId) -> Found | None:
        pmid = number.value if number.kind is IdKind.PMID else self._pmid_of(number.value)
        asked = {"db": "pubmed", "id": pmid, "retmode": "xml", "tool": "casetrack"}
        return self._ask(self.services.pubmed, "/efetch.fcgi", asked, number) if pmid else None

    def _pmid_of(self, doi: str) -> str:
        service = self.services.pubmed_search
        asked = {"db": "pubmed", "term": f"{doi}[doi]", "retmode": "json", "tool": "casetrack"}
        body = self.client.get(service, "/esearch.fcgi", asked)
        try:
            answer = strict_json.parse((body or b"{}").decode(errors="replace"))
        except FileRefused:
            raise NotReached(service.name, UNREADABLE) from None
        found = words(answer, "esearchresult", "idlist")
        return source_ids.pmid(found[0]) if len(found) == 1 else ""

    def _paper_from_europe_pmc(self, number: SourceId) -> Found | None:
        by_pmid = f"EXT_ID:{number.value} AND SRC:MED"
        query = by_pmid if number.kind is IdKind.PMID else f'DOI:"{number.value}"'
        asked = {"query": query, "format": "json", "resultType": "core", "pageSize": "5"}
        return self._ask(self.services.europe_pmc, "/search", asked, number)

    def _ask(self, service: Service, path: str, params: Params, number: SourceId) -> Found | None:
        body = self.client.get(service, path, params)
        if body is None:
            return None
        try:
            records = read(body).found
        except NothingInside:
            return None
        except FileRefused:
            raise NotReached(service.name, UNREADABLE) from None
        same = [record for record in records if _is(record, number)]
        if not same:
            raise NotReached(service.name, "its answer was about another record")
        return Found(same[0], service.name)


def _is(record: Reference | Trial, number: SourceId) -> bool:
    if isinstance(record, Trial):
        return number.value in (record.nct, *record.aliases)
    held = {IdKind.PMID: record.pmid, IdKind.DOI: record.doi, IdKind.NCT: ""}
    return source_ids.same(number.kind, held[number.kind], number.value)
