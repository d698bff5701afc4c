"""Finds the shared corpus of charts and hostile files, wherever this checkout stands."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACES = (ROOT.parent / "shared" / "data", ROOT / "tests" / "data")


def shared(path: str = "") -> Path:
    """The corpus file at `path`, relative to its root; without the corpus the test is skipped."""
    named = os.environ.get("CASETRACK_TEST_DATA")
    for place in (Path(named), *PLACES) if named else PLACES:
        if (place / "expected.json").exists():
            return place / path
    return pytest.skip(
        "the shared corpus is not here (set CASETRACK_TEST_DATA)", allow_module_level=True
    )
