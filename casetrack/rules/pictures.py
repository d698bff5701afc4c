"""The workflow drawn from its table: a Mermaid diagram, and a table for reading."""

from casetrack.rules.facts import STAGE_NAMES, Stage, Track
from casetrack.rules.workflow import (
    FIRST_STATES,
    STATE_WORDS,
    STATES,
    TRACK_NAMES,
    TRANSITIONS,
    Step,
    Transition,
)


def mermaid() -> str:
    """Every track and every transition as one state diagram."""
    lines = ["stateDiagram-v2"]
    for track in STATES:
        lines += [
            f'  state "{TRACK_NAMES[track]}" as {track} {{',
            f"    [*] --> {_id(track, FIRST_STATES[track])}",
        ]
        lines += [f"    {_id(track, s)}: {_word(track, s)}" for s in STATES[track]]
        for transition in TRANSITIONS:
            if transition.track is track:
                lines += [f"    {line}" for line in _arrows(transition)]
        lines.append("  }")
    lines += ['  state "Seven stages" as stages {', "    [*] --> stage1"]
    lines += [f"    stage{int(s)}: {int(s)} {STAGE_NAMES[s]}" for s in Stage]
    lines += [f"    stage{int(s)} --> stage{int(s) + 1}: Move on" for s in list(Stage)[:-1]]
    return "\n".join([*lines, "  }"])


def workflow_table() -> str:
    """One line per transition: track, from, to, who, guards."""
    rows = []
    for one in TRANSITIONS:
        states = [s for s in STATES[one.track] if s in one.frm]
        start = ", ".join(_word(one.track, s) for s in states)
        end = _word(one.track, one.to) if one.to else "stays"
        end += "".join(f", {_word(one.track, s)} stays" for s in states if s in one.keeps)
        guards = ", ".join(guard.__name__.replace("_", " ") for guard in one.guards)
        line = f"{TRACK_NAMES[one.track]}: {one.button} ({start} → {end}); may {one.may.value}"
        line += f"; needs {guards}" if guards else ""
        rows.append(line + "".join(f"; not before {a.event} (`{a.anchor}`)" for a in one.after))
    return "\n".join(rows)


def _arrows(one: Transition) -> list[str]:
    needs = "".join(f" [{guard.__name__.replace('_', ' ')}]" for guard in one.guards)
    if one.step is not Step.STAY and not one.to:
        return [
            f"{_id(one.track, s)} --> {_id(one.track, s)}: {one.button}{needs}" for s in one.frm
        ]
    return [
        f"{_id(one.track, s)} --> {_id(one.track, one.outcome(s))}: {one.button}{needs}"
        for s in STATES[one.track]
        if s in one.frm
    ]


def _id(track: Track, state: str) -> str:
    return f"{track}_{state}"


def _word(track: Track, state: str) -> str:
    return STATE_WORDS[track][state]
