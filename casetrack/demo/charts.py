"""Chart exports of invented patients, read as uploads are; their days are told as in scripts."""

import re
from typing import Any

from casetrack.demo.days import Days
from casetrack.intake import read
from casetrack.intake.proposals import Held, propose
from casetrack.rules.facts import Facts
from casetrack.store.commands.charts import ReadChart

DAY = re.compile(r'"(~\w+)"')


def as_read(source: str, *, name: str, facts: Facts, days: Days) -> ReadChart:
    """The chart with what it proposes beside what the case holds."""
    data = DAY.sub(lambda told: f'"{days.stored(told[1])}"', source).encode()
    chart = read(data)
    rows = {key: [row.answers for row in held] for key, held in facts.rows.items()}
    proposed = propose(chart, held=Held(answers=facts.answers, rows=rows))
    said: dict[str, Any] = chart.as_json()
    return ReadChart(
        data=data,
        given_name=name,
        format=chart.format,
        patient=said["patient"],
        warnings=[*chart.warnings, *proposed.notes],
        left_out=said["left_out"],
        proposals=proposed.proposals,
    )
