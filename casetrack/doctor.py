"""What is unsafe or missing in an installation, and the cure."""

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version_info
from urllib.parse import urlsplit

from casetrack.documents.press import Job, Press, PressFailed, Section, Stamp
from casetrack.rules.due import is_behind, is_stale
from casetrack.settings import NAMED, PREFIX, Settings
from casetrack.store.acts import now
from casetrack.store.due import last_pass
from casetrack.store.errors import Busy, Damaged
from casetrack.store.prepare import NotReady, TooNew, check
from casetrack.store.queries.drafts import count_drafts
from casetrack.store.queries.notices import post
from casetrack.store.queries.people import anybody
from casetrack.store.queries.register import is_demonstration
from casetrack.store.seal import DRAFTS, Seal
from casetrack.store.session import Db, Store, Unreachable

UNSAFE, MISSING, FINE = "unsafe", "missing", "fine"
APT = "sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
DEMONSTRATION = "This is the demonstration clinic: everybody in it is invented."
LOOPBACK = ("http://127.0.0.1", "http://localhost")
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"}
OLDEST_SQLITE = (3, 35, 0)
WALLS = {  # what it means that a wall around the press does not hold, and the cure
    "network": (
        "The kernel lets the press keep a network; its own guard still refuses one.",
        "Allow user namespaces, or run casetrack where the kernel has them.",
    ),
    "disk": (
        "The kernel does not bound what the press can read; its own guard still does.",
        "Use a kernel with Landlock (5.13 or newer).",
    ),
    "processes": (
        "The kernel lets the press start processes, because casetrack runs as root.",
        "Run casetrack as a user of its own.",
    ),
}
CURES: dict[type[Exception], str] = {  # of a database that cannot be used
    NotReady: "casetrack db upgrade",
    TooNew: "Install the version of casetrack that was here before.",
    Unreachable: "Correct database_url.",
    Damaged: "Restore it, then run: casetrack verify",
}
FLOORS = {"weasyprint": (70, 0), "pillow": (13, 0), "pypdf": (7, 1), "flask": (3, 1, 3)}


DAILY = "Let casetrack serve run, or run each morning: casetrack due run"
MAIL = "Set mail_host and mail_from, then run: casetrack mail test ADDRESS"


@dataclass(frozen=True)
class Finding:
    level: str
    what: str
    cure: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Every finding, the unsafe ones first."""
    found = [finding for look in LOOKS for finding in look(settings)]
    return sorted(found, key=lambda finding: (UNSAFE, MISSING, FINE).index(finding.level))


def _address(settings: Settings) -> Iterable[Finding]:
    if settings.secure:
        yield Finding(FINE, "Browsers reach casetrack over TLS.")
    elif settings.base_url.startswith(LOOPBACK):
        yield Finding(FINE, "casetrack is reached on this machine only.")
    else:
        yield Finding(
            UNSAFE,
            "Browsers reach casetrack without TLS.",
            "Put a TLS proxy in front and set base_url to its https:// address.",
        )
    if settings.secure and not settings.proxies:
        yield Finding(
            MISSING,
            "No proxy is declared, so every visitor seems to have the proxy's address.",
            "Set proxies to the number of proxies in front of casetrack.",
        )


def _environment(_settings: Settings) -> Iterable[Finding]:
    """A misspelled variable sets nothing, and nobody notices."""
    known = {NAMED, *(PREFIX + name.upper() for name in Settings.model_fields)}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            meant = get_close_matches(name.upper(), known, n=1)
            cure = f"Name it {meant[0]}." if meant else "Unset it."
            yield Finding(UNSAFE, f"The environment variable {name} is no setting.", cure)


def _data(settings: Settings) -> Iterable[Finding]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding(MISSING, f"The data folder {folder} is not there.", "casetrack db upgrade")
        return
    for path in (folder, folder / "secret", folder / "casetrack.sqlite"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(UNSAFE, f"Others on this machine can read {path}.", f"chmod go= {path}")
    if _file_system(folder) in NETWORK_DISKS and not settings.database_url:
        yield Finding(
            UNSAFE,
            "SQLite lies on a network disk, where its locks do not hold.",
            "Move data_dir to a local disk, or use PostgreSQL.",
        )


def _database(settings: Settings) -> Iterable[Finding]:
    if sqlite_version_info < OLDEST_SQLITE:
        yield Finding(UNSAFE, "SQLite is too old.", "Use the distribution's present Python 3.")
    if not settings.database_url and not (settings.data_dir / "casetrack.sqlite").exists():
        yield Finding(MISSING, "There is no database yet.", "casetrack db upgrade")
        return
    try:
        with closing(Store(settings.database)) as store:
            check(store)
            with store.reading() as db:
                if not anybody(db):
                    yield Finding(MISSING, "Nobody can sign in.", "casetrack user add --role admin")
                if is_demonstration(db):
                    yield Finding(FINE, DEMONSTRATION)
                yield from _days(settings, db)
                yield from _drafts(settings, db)
        yield Finding(FINE, "The database has the present schema and all its guards.")
    except tuple(CURES) as refused:
        yield Finding(UNSAFE, f"{refused}.", CURES[type(refused)])
    except Busy:
        yield Finding(UNSAFE, "The database does not answer.", "Start it, or correct database_url.")


def _drafts(settings: Settings, db: Db) -> Iterable[Finding]:
    """What is typed and not saved is about patients as well."""
    secret = settings.data_dir / "secret"
    seal = Seal(secret.read_bytes() if secret.exists() else b"", purpose=DRAFTS)
    waiting, closed = count_drafts(db, seal)
    yield Finding(
        FINE,
        f"{waiting} drafts wait: what people typed and have not saved, sealed, each for its author "
        "only, and for seven days at most.",
    )
    if closed:
        yield Finding(
            MISSING,
            f"{closed} drafts do not open with the secret in the data folder.",
            "Bring back the secret they were kept with, or tell their authors.",
        )


def _days(settings: Settings, db: Db) -> Iterable[Finding]:
    """The daily pass came this morning, and the letters got through."""
    last, here = last_pass(db), now().astimezone(settings.zone)
    if last is None:
        yield Finding(MISSING, "The daily pass over all dates has not run yet.", DAILY)
    elif is_behind(last, here):
        said = (
            f"The clock shows {here:%Y-%m-%d %H:%M}, before the last daily pass, {last:%Y-%m-%d}."
        )
        yield Finding(UNSAFE, said, "Set this machine's clock right.")
    elif is_stale(last, here, settings.morning_hour):
        yield Finding(UNSAFE, "The daily pass over all dates did not come.", DAILY)
    if not settings.mails:
        yield Finding(MISSING, "Mail is off, so nobody gets the morning's letter.", MAIL)
        return
    troubled = post(db, now=now()).troubled
    if troubled:
        said = f"{len(troubled)} letters did not get through; the last: {troubled[0].said}"
        yield Finding(UNSAFE, f"{said.rstrip('.')}.", "See the page of letters.")
    if settings.mail_security == "none" and settings.mail_host not in ("127.0.0.1", "localhost"):
        yield Finding(UNSAFE, "Letters travel unencrypted.", "Set mail_security to starttls.")


def _libraries(_settings: Settings) -> Iterable[Finding]:
    for name, floor in FLOORS.items():
        have = tuple(int(part) for part in version(name).split(".")[:3] if part.isdigit())
        if have < floor:
            wanted = ".".join(map(str, floor))
            yield Finding(UNSAFE, f"{name} is older than {wanted}.", "make install")


def _press(settings: Settings) -> Iterable[Finding]:
    """Prints one page, for real."""
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    page = Section("one", "One", "<p>One page.</p>")
    job = Job(title="One", author="casetrack", css="", parts=(page,), stamp=Stamp("", "", ""))
    try:
        press.print(job)
        yield Finding(FINE, "Papers can be printed.")
        for layer, holds in press.layers().items():
            if not holds:
                yield Finding(MISSING, *WALLS.get(layer, (f"The press lacks a wall: {layer}.", "")))
    except PressFailed as failed:
        yield Finding(MISSING, f"Papers cannot be printed: {failed}", APT)
    finally:
        press.close()


def _scanner(_settings: Settings) -> Iterable[Finding]:
    yield Finding(MISSING, "Uploads are inspected and sandboxed, but not scanned for viruses.", "")


def _lookups(settings: Settings) -> Iterable[Finding]:
    if not settings.lookups:
        yield Finding(FINE, "Look-ups are off: nothing is asked of other services.")
        return
    addresses = (settings.pubmed_url, settings.europe_pmc_url, settings.trials_url)
    hosts = {str(urlsplit(one).hostname) for one in (*addresses, settings.openfda_url)}
    yield Finding(
        FINE,
        "Look-ups are on: numbers and drug names typed for one go to "
        f"{', '.join(sorted(hosts))}. Nothing about a patient does.",
    )


LOOKS: tuple[Callable[[Settings], Iterable[Finding]], ...] = (
    _address,
    _environment,
    _data,
    _database,
    _libraries,
    _press,
    _lookups,
    _scanner,
)


def _file_system(folder: Path) -> str:
    """The kind of file system a folder lies on, from the longest mount point above it."""
    best = ("", "")
    try:
        mounts = Path("/proc/mounts").read_text().splitlines()
    except OSError:
        return ""
    for line in mounts:
        _, point, kind, *_ = line.split()
        inside = os.path.commonpath([point, folder.resolve()]) == point
        if inside and len(point) > len(best[0]):
            best = (point, kind)
    return best[1]
