"""A large chart read by a fresh interpreter, beside one that only parses the same JSON."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from bench import KEPT, table

CORPUS_CHART = "fhir/synthea_r4_nsclc_big_a.json"
SIZE = 2_800_000
ROUNDS = 9
TIMES, AND_SECONDS, MEGABYTES = 5, 0.3, 256
WATCH = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
PARSE = "import json, sys; json.loads(open(sys.argv[1], 'rb').read())"


def main() -> None:
    chart = _corpus_chart() or _made_chart()
    table.head(f"Chart of {chart.stat().st_size / 1e6:.1f} MB, fresh interpreter, CPU time")
    reading = ["-m", "casetrack.cli", "record", "read", str(chart), "--json"]
    runs = [(_run(*reading), _run("-c", PARSE, str(chart))) for _ in range(ROUNDS)]
    ours = statistics.median(run[0][0] for run in runs)
    raw = statistics.median(run[1][0] for run in runs)
    allowed = TIMES * raw + AND_SECONDS
    table.bound(
        "read and told as JSON",
        f"{ours * 1000:.0f} ms",
        f"{raw * 1000:.0f} ms",
        f"{TIMES} × + {AND_SECONDS} s = {allowed * 1000:.0f} ms",
        holds=ours <= allowed,
        ratio=f"{ours / raw:.2f}",
    )
    peak, floor = (max(run[which][1] for run in runs) for which in (0, 1))
    table.bound(
        "peak memory",
        f"{peak:.0f} MB",
        f"{floor:.0f} MB",
        f"{MEGABYTES} MB",
        holds=peak < MEGABYTES,
    )


def _run(*arguments: str) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one interpreter, from its start to its end.

    A small one watches it: a child's peak is never told as less than its parent's size.
    """
    command = [sys.executable, "-c", WATCH, *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    cpu, peak = told.stdout.split()
    return float(cpu), int(peak) / 1024


def _corpus_chart() -> Path | None:
    try:
        import pytest  # noqa: PLC0415 - a test tool, not there after `make install`
        from shared_data import shared  # noqa: PLC0415 - needs it
    except ImportError:
        return None
    try:
        return shared(CORPUS_CHART)
    except pytest.skip.Exception:
        return None


def _made_chart() -> Path:
    """A bundle of the same size for whoever has no corpus: results, and the bills that fill it."""
    path = KEPT / "chart.json"
    if not path.exists():
        pair = [_laboratory_value(10_000), _bill(10_000)]
        pairs = range(SIZE // len(json.dumps(pair)))
        made = [one for number in pairs for one in (_laboratory_value(number), _bill(number))]
        patient = {"resourceType": "Patient", "id": "p", "birthDate": "1970-03-01"}
        entries = [{"resource": resource} for resource in (patient, *made)]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
        )
    return path


def _bill(number: int) -> dict[str, object]:
    service = {"coding": [{"system": "http://snomed.info/sct", "code": "185345009"}]}
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"bill-{number}",
        "status": "active",
        "patient": {"reference": "Patient/p"},
        "item": [
            {"sequence": line, "productOrService": service, "net": {"value": 71.5 * line}}
            for line in range(1, 41)
        ],
    }


def _laboratory_value(number: int) -> dict[str, object]:
    day = f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}"
    coding = {"system": "http://loinc.org", "code": "718-7", "display": "Hemoglobin"}
    return {
        "resourceType": "Observation",
        "id": f"lab-{number}",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [coding], "text": "Hemoglobin"},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": f"{day}T09:30:00-05:00",
        "valueQuantity": {"value": 9 + number % 60 / 10, "unit": "g/dL"},
    }
