"""Speeds as ratios beside the raw cost on the same machine in the same minutes; nothing fails."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".work" / "bench"  # what takes long to make is kept here between runs

sys.path.append(str(ROOT / "tests"))  # the private PostgreSQL and the corpus of charts are theirs
