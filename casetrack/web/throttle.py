"""Holds back whoever asks too often, by network address, within one process."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

MOST_KNOWN = 10_000


@dataclass
class Throttle:
    """At most `most` askings of one address in `span`."""

    most: int
    span: timedelta
    _asked: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, address: str, *, now: datetime) -> bool:
        with self._lock:
            asked = self._asked.pop(address, deque(maxlen=self.most))
            recent = deque((at for at in asked if at > now - self.span), maxlen=self.most)
            allowed = len(recent) < self.most
            if allowed:
                recent.append(now)
            self._asked[address] = recent  # the one that asked last is forgotten last
            while len(self._asked) > MOST_KNOWN:
                del self._asked[next(iter(self._asked))]
        return allowed
