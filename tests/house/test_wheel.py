"""The wheel alone, far from the repository: it makes a store and a case, and prints its packet."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
INSIDE = (
    "templates/base.html",
    "templates/documents/paper.css",
    "templates/documents/manufacturer-request/cover.html",
    "static/app.css",
    "static/app.js",
    "documents/fonts/NotoSans-Regular.ttf",
    "documents/fonts/OFL.txt",
    "migrations/env.py",
    "migrations/versions/0001_begin.py",
    "demo/cases/kr.txt",
    "demo/papers/pathology.txt",
    "demo/charts/gathering.json",
)
A_CASE = """
from make import Clinic
from casetrack.cli import group
from casetrack.settings import load
from casetrack.store.session import Store

group(["db", "upgrade"], standalone_mode=False)
clinic = Clinic(Store(load().database))
code = clinic.case()
clinic.row(code, "therapy", kind="drug", treatment="Sorafenib", start="2019-05", response="SD")
print(code)
"""


class Elsewhere:
    """An environment with the wheel and its libraries in it, and a folder to stand in."""

    def __init__(self, folder: Path) -> None:
        self.wheel = _build(folder / "dist")
        self.environment = folder / "environment"
        self.folder = folder / "somewhere"
        self.folder.mkdir()
        self._run(sys.executable, "-m", "venv", "--without-pip", str(self.environment))
        self.packages = next(self.environment.glob("lib/python3*/site-packages"))
        _put_libraries(self.packages)
        with zipfile.ZipFile(self.wheel) as archive:
            self.names = set(archive.namelist())
        pip = (sys.executable, "-m", "pip", "--python", str(self.environment / "bin" / "python"))
        self._run(*pip, "install", "--quiet", "--no-index", "--no-deps", str(self.wheel))

    def python(self, script: str, *, path: str = "") -> str:
        told = self._run(str(self.environment / "bin" / "python"), "-c", script, path=path)
        return told.decode().strip()

    def casetrack(self, *arguments: str) -> bytes:
        return self._run(str(self.environment / "bin" / "casetrack"), *arguments)

    def _run(self, *command: str, path: str = "") -> bytes:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("CASETRACK_", "PYTHON"))}
        env |= {"CASETRACK_DATA_DIR": str(self.folder / "data"), "PYTHONPATH": path}
        done = subprocess.run(command, capture_output=True, env=env, cwd=self.folder, check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("wheel"))


def test_everything_it_needs_is_inside_the_wheel(elsewhere: Elsewhere) -> None:
    assert {f"casetrack/{name}" for name in INSIDE} <= elsewhere.names
    tops = {name.split("/")[0] for name in elsewhere.names}
    assert tops == {"casetrack", f"casetrack-{_version(elsewhere)}.dist-info"}
    for folder in ("templates", "migrations"):
        kept = {f"casetrack/{p.relative_to(ROOT)}" for p in _sources(ROOT / folder)}
        assert kept <= elsewhere.names
    kept = {str(p.relative_to(ROOT)) for p in _sources(ROOT / "casetrack")}
    assert kept <= elsewhere.names


def test_outside_the_repository_it_prints_a_packet(elsewhere: Elsewhere) -> None:
    home = elsewhere.python("import casetrack; print(casetrack.__file__)")
    assert Path(home).is_relative_to(elsewhere.packages)
    upgraded, code = elsewhere.python(A_CASE, path=str(ROOT / "tests")).splitlines()
    assert "revision" in upgraded
    out = elsewhere.folder / "x.pdf"
    out.write_bytes(elsewhere.casetrack("print", code, "manufacturer-request", "--out", "-"))
    assert out.read_bytes().startswith(b"%PDF-"), "a pipe takes nothing but the paper"
    assert out.read_bytes().rstrip().endswith(b"%%EOF")
    pages = _told("pdftotext", "-layout", str(out), "-").split("\f")[:-1]
    assert len(pages) >= 8
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert code in pages[0]
    whole = " ".join(" ".join(pages).split())
    for words in ("Manufacturer request packet", "zelvacestat", "Desmoid tumor", "Sorafenib"):
        assert words in whole
    assert re.search("Noto-?Sans", _told("pdffonts", str(out))), "our font, not this machine's"


def _build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


def _put_libraries(place: Path) -> None:
    """What requirements.lock names and nothing else, linked from this very environment.

    A path to it would not do: the press's child may read its own environment only.
    """
    for name in re.findall(r"(?m)^([\w.-]+)==", (ROOT / "requirements.lock").read_text()):
        try:
            held = distribution(name)
        except PackageNotFoundError:  # its marker says that it is not for this machine
            continue
        files = [file for file in held.files or () if file.parts[0] != ".."]
        for folder in {file.parent for file in files}:
            (place / folder).mkdir(parents=True, exist_ok=True)
        for file in files:
            _link(Path(str(held.locate_file(file))), place / file)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)  # with its time, or all would be compiled again


def _sources(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if "__pycache__" not in path.parts]


def _version(elsewhere: Elsewhere) -> str:
    return elsewhere.wheel.name.split("-")[1]


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
