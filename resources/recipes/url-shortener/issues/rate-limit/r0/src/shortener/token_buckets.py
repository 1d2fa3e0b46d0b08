"""Token buckets: how much each of many clients may do."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable

MAX_CLIENTS = 10_000


class TokenBuckets:
    """A bucket for every client: full at first, one token a try, filled up at a steady rate.

    Remembers a bounded number of clients. The one forgotten is the one seen longest ago, whose
    bucket is the fullest anyway.
    """

    def __init__(self, per_minute: int, burst: int, now: Callable[[], float],
                 max_clients: int = MAX_CLIENTS) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._now = now
        self._max_clients = max_clients
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> int:
        """Takes a token: 0 if there was one, else the seconds until there will be."""
        with self._lock:
            now = self._now()
            tokens, seen = self._buckets.pop(client, (float(self._burst), now))
            # The clock may be set back; that costs nobody tokens.
            tokens = min(self._burst, tokens + max(0.0, now - seen) * self._rate)
            wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self._rate)
            self._buckets[client] = (tokens if wait else tokens - 1, now)
            while len(self._buckets) > self._max_clients:
                self._buckets.popitem(last=False)
            return wait

    def __len__(self) -> int:
        return len(self._buckets)
