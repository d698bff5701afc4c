"""One's own views of the case list: kept under a name, and removed. They are no facts."""

from sqlalchemy import delete

from casetrack.rules.views import MOST_VIEWS
from casetrack.store.queries.views import views_of
from casetrack.store.refusals import Refused
from casetrack.store.session import Db
from casetrack.store.tables import View
from casetrack.store.tables.views import LONGEST_ASKED


def keep_view(db: Db, user: int, *, name: str, asked: str) -> None:
    """Keeps what the list is narrowed to; a name that is there already means this from now on."""
    held = views_of(db, user)
    if len(asked) > LONGEST_ASKED:
        raise Refused("These filters are too long to be kept")
    if same := next((one for one in held if one.name == name), None):
        same.asked = asked
        return
    if len(held) >= MOST_VIEWS:
        raise Refused(f"You have {MOST_VIEWS} views already. Remove one of them first")
    db.add(View(user_id=user, name=name, asked=asked))


def remove_view(db: Db, view: View) -> None:
    db.execute(delete(View).where(View.id == view.id))
