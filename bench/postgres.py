"""Both clinics on a private PostgreSQL that starts from a kept copy of its data."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from databases import Cluster

from bench import KEPT, clinic, table

MEMORY = Path("/dev/shm")  # noqa: S108 - where the tests' cluster lives
ROOM = 6_000_000_000


class Kept(Cluster):
    """The tests' private cluster, on data that were written before."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        super().__init__()

    def _run(self, program: str, *arguments: str) -> None:
        if program == "initdb":
            _tar("-C", self.folder, "-xf", self.archive)
        else:
            super()._run(program, *arguments)


@contextmanager
def clinics(small: str, large: str) -> Iterator[tuple[str, str] | None]:
    """The addresses of both clinics; None where PostgreSQL or the room for it is missing."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free < ROOM:
        table.say("PostgreSQL is left out: there is too little shared memory for its data")
        yield None
        return
    archive = KEPT / f"postgresql-{Path(large).stem}.tar"
    try:
        if not archive.exists():
            _write(archive, {"small": small, "large": large})
        cluster = Kept(archive)
    except RuntimeError as missing:
        table.say(f"PostgreSQL is left out: {missing}")
        yield None
        return
    try:
        yield _address(cluster, "small"), _address(cluster, "large")
    finally:
        cluster.stop()


def _write(archive: Path, sources: dict[str, str]) -> None:
    for old in KEPT.glob("postgresql-*"):
        old.unlink()
    cluster = Cluster()
    table.say("copying both clinics to PostgreSQL, once …")
    try:
        for name, source in sources.items():
            cluster._run("createdb", "-h", str(cluster.folder), "-U", "casetrack", name)  # noqa: SLF001 - as its owner runs it
            clinic.copied(source, _address(cluster, name))
        cluster._run("pg_ctl", "-D", str(cluster.data), "-m", "fast", "-w", "stop")  # noqa: SLF001 - as above
        growing = archive.with_suffix(".growing")
        _tar("-C", cluster.folder, "-cf", growing, "data")
        growing.rename(archive)
    finally:
        shutil.rmtree(cluster.folder, ignore_errors=True)


def _address(cluster: Cluster, name: str) -> str:
    return f"postgresql://casetrack@/{name}?host={cluster.folder}"


def _tar(*arguments: str | Path) -> None:
    subprocess.run(["tar", *arguments], check=True)  # noqa: S603, S607 - our own folders
