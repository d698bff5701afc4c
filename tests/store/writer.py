"""Saves one higher number after another until it is killed, and says each one that was stored."""

import time
from multiprocessing.connection import Connection

from casetrack.rules.people import Actor, Role
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.casefile import load_case
from casetrack.store.session import Store


def write_on(database: str, code: str, say: "Connection[int, int]") -> None:
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
