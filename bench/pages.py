"""Lists, Today, the search, a company and a case among 100,000 cases and a million contacts.

Each beside the same page among 100 cases.
"""

import shutil
import tempfile
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from bench import clinic, postgres, table
from casetrack.app import create_app
from casetrack.settings import Settings
from casetrack.store.session import Store
from casetrack.store.tables import Case, Dossier

MANY, FEW = 100_000, 100
TIMES = 3.0
MOST_QUERIES = 12
PAIRS = 31


def main() -> None:
    small, large = clinic.sqlite_clinic(FEW), clinic.sqlite_clinic(MANY)
    _race("SQLite", small, large)
    with postgres.clinics(small, large) as urls:
        if urls:
            _race("PostgreSQL", *urls)


class Site:
    """The whole application over one store, and somebody who is signed in."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.folder = tempfile.mkdtemp(prefix="casetrack-bench-")
        settings = Settings(data_dir=Path(self.folder), database_url=url)
        self.client: FlaskClient = create_app(settings, store=self.store).test_client()
        self.client.set_cookie("casetrack-session", clinic.session_of(self.store))

    def get(self, address: str) -> str:
        response = self.client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status}")
        return response.get_data(as_text=True)

    def queries(self, address: str) -> int:
        self.get(address)  # the first look at a case is noted, the next are not
        with clinic.Statements(self.store) as sent:
            self.get(address)
        return len(sent)

    def middle(self) -> str:
        """The address of the page in the middle of the open cases."""
        query = select(Case.listed_on, Case.id).where(Case.life == "open")
        with self.store.reading() as db:
            lines = db.execute(query.order_by(Case.listed_on, Case.id)).all()
        day, last = lines[len(lines) // 2]
        return f"/cases?after={day}_{last}"

    def company(self) -> int:
        """The register's number of a manufacturer that many cases ask."""
        with self.store.reading() as db:
            return db.scalars(select(Dossier.id).where(Dossier.name == "Company 5")).one()

    def close(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


def _race(engine: str, small_url: str, large_url: str) -> None:
    contacts = f"{MANY * clinic.CONTACTS:,} contacts"
    table.head(f"Pages on {engine}: among {MANY:,} cases and {contacts}, beside {FEW} cases")
    small, large = Site(small_url), Site(large_url)
    for what, (address, beside) in _addresses(large).items():
        queries, few_queries = large.queries(address), small.queries(beside)
        taken = table.in_turn(_getting(large, address), _getting(small, beside), pairs=PAIRS)
        table.compare(f"{what}, {queries} queries", *taken, most=TIMES)
        if queries > MOST_QUERIES or queries != few_queries:
            table.say(f"QUERIES: {queries} beside {few_queries}, at most {MOST_QUERIES}")
    small.close()
    large.close()


def _getting(site: Site, address: str) -> table.Work:
    return lambda: site.get(address)


def _addresses(site: Site) -> dict[str, tuple[str, str]]:
    listed = {
        "list, first page": "/cases",
        "… middle page, by key": site.middle(),
        "… of a stage": "/cases?stage=4",
        "… of an owner and a stage": "/cases?owner=5&stage=4",
        "… of a drug": "/cases?drug=zelvacestat+7",
        "… waiting on somebody": "/cases?waiting=1",
        "… emergencies": "/cases?emergency=1",
        "… closed": "/cases?life=closed",
        "… search by initials": "/cases?q=KR",
        "… all of a drug, closed too": "/cases?life=all&drug=zelvacestat+7",
        "… all of an owner and a stage": "/cases?life=all&owner=5&stage=4",
    }
    today = {
        "Today, mine": "/today",
        "… team": "/today?view=team",
        "… waiting on others": "/today?view=waiting",
        "… a page far on": "/today?after=2_2027-06-01_1_next",
        "… the calendar of the team": "/calendar?view=team",
    }
    company = f"/organizations/{site.company()}"
    same = {
        "search, a word of every case": "/search?q=zelvacestat",
        "… initials and a company": "/search?q=K.R.+company+3",
        "… a word that is nowhere": "/search?q=somewhere",
        "a company and how it behaved": company,
        "… its contact log": f"{company}/contacts",
    }
    last = f"/cases/EA-2026-{MANY // 2}", f"/cases/EA-2026-{FEW // 2:03}"
    beside = {what: (address, "/cases") for what, address in listed.items()}
    beside |= {what: (address, address.split("?after")[0]) for what, address in today.items()}
    beside |= {what: (address, address) for what, address in same.items()}
    return beside | {"a case": last}
