"""Saves one higher number after another until it is killed, and says each one that was stored."""

import sys
import time

from casetrack.rules.people import Actor, Role
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.casefile import load_case
from casetrack.store.session import Store

store = Store(sys.argv[1])
actor = Actor(0, "writer", frozenset({Role.COORDINATOR}))
while True:
    with store.writing() as db:
        file = load_case(db, sys.argv[2], by=actor)
        assert file is not None
        number = int(file.facts.answers.get("weight", "0")) + 1
        typed = Typed(entry=file.root(), answers={"weight": str(number)}, drawn=file.version)
        save_answers(db, file.id, typed, by=actor, about="condition")
        db.commit()
    print(number, flush=True)  # noqa: T201 - the test that started it reads this
    time.sleep(0.005)  # SQLite's waiting is not fair to a writer that never pauses
