"""What is killed in the middle of its work: somebody who saves numbers, and the daily pass."""

import time
from datetime import datetime
from multiprocessing.connection import Connection

import time_machine

from casetrack.rules.people import Actor, Role
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.due import Plan, run_pass
from casetrack.store.queries.casefile import load_case
from casetrack.store.session import Store


def write_on(database: str, code: str, say: "Connection[int, int]") -> None:
    """One higher number after another; says each one that was stored."""
    store = Store(database)
    actor = Actor(0, "writer", frozenset({Role.COORDINATOR}))
    while True:
        with store.writing() as db:
            file = load_case(db, code, by=actor)
            assert file is not None
            number = int(file.facts.answers.get("weight", "0")) + 1
            typed = Typed(entry=file.root(), answers={"weight": str(number)}, drawn=file.version)
            save_answers(db, file.id, typed, by=actor, about="condition")
            db.commit()
        say.send(number)
        time.sleep(0.005)  # SQLite's waiting is not fair to a writer that never pauses


def pass_over(database: str, plan: Plan, at: datetime, say: "Connection[int, int]") -> None:
    """Says 0 when it begins and 1 when it is through."""
    store = Store(database)
    with time_machine.travel(at, tick=False):
        say.send(0)
        assert not run_pass(store, plan).held_by
        say.send(1)
