"""Keeps requests apart in time, whichever thread sends them."""

import time
from threading import Lock


class Pace:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._next = 0.0

    def wait(self, until: float) -> bool:
        """Waits for a turn; False, without waiting, if it would come after `until`."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            if turn > until:
                return False
            self._next = turn + self._seconds
        time.sleep(max(0.0, turn - time.monotonic()))
        return True
