"""Where templates and migrations stand: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"casetrack is not installed completely: {name}/ is missing")


TEMPLATES = _folder("templates")
MIGRATIONS = _folder("migrations")
STATIC = PACKAGE / "static"
