"""Makes a preview beside the web pages: a thread asks the press, the store keeps the result."""

import logging
import threading
from datetime import timedelta
from weakref import WeakSet

from casetrack.documents.press import Job, Press, PressFailed
from casetrack.store.commands.papers import end_print, fail_print, note_progress
from casetrack.store.session import Store

log = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=30)  # on top of what one print may take
_under_way: WeakSet[threading.Thread] = WeakSet()


def make_in_background(store: Store, press: Press, *, key: str, job: Job) -> threading.Thread:
    """Starts printing and returns at once; the page asks the store how far it is."""
    thread = threading.Thread(target=make, args=(store, press, key, job), daemon=True)
    _under_way.add(thread)
    thread.start()
    return thread


def wait_for_all() -> None:
    """Returns when every preview that was started here is made or has failed."""
    for thread in tuple(_under_way):
        thread.join()


def make(store: Store, press: Press, key: str, job: Job) -> None:
    """Prints and keeps the result, or what went wrong in one sentence."""

    def tell(done: int, of: int, doing: str) -> None:
        note_progress(store, key, done=done, of=of, doing=doing)

    try:
        printed = press.print(job, progress=tell)
    except PressFailed as failed:
        titles = {part.key: part.title for part in job.parts}
        place = titles.get(failed.part or "", "")
        fail_print(store, key, words=f"{place}: {failed}" if place else str(failed))
    except Exception:
        log.exception("a preview could not be made")
        fail_print(store, key, words="The paper could not be made. Try again")
        raise
    else:
        pages = {**printed.first_page, "": printed.pages}
        end_print(store, key, final=printed.pdf, draft=printed.draft, pages=pages)
