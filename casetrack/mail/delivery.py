"""Takes letters out of the outbox until none is left to try."""

from dataclasses import dataclass

from casetrack.mail.post import Post, Unsent
from casetrack.store.commands.letters import Taken, note_refused, note_sent, take_letter
from casetrack.store.session import Store


@dataclass
class Delivered:
    sent: int = 0
    refused: int = 0


def deliver(store: Store, post: Post) -> Delivered:
    """Tries each letter that is due, once. No transaction is open while the server is asked."""
    done = Delivered()
    while letter := _take(store):
        try:
            post.send(
                to=letter.to,
                subject=letter.subject,
                body=letter.body,
                message_id=letter.message_id,
                at=letter.made_at,
            )
        except Unsent as unsent:
            done.refused += 1
            with store.writing() as db:
                note_refused(db, letter.id, str(unsent), for_good=unsent.for_good)
                db.commit()
        else:
            done.sent += 1
            with store.writing() as db:
                note_sent(db, letter.id)
                db.commit()
    return done


def _take(store: Store) -> Taken | None:
    with store.writing() as db:
        letter = take_letter(db)
        db.commit()
    return letter
