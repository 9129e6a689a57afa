"""The limit: so many requests of one token in any window of time, counted when they arrive.

An arrival counts for exactly the window: with 50/300, one at second 0 counts until just before second 300, so a request
at 300.0 sees it no more. Every arrival with a good token counts, whatever its answer; one that is refused by the limit
does not, so that knocking on a closed door does not keep it closed.
"""

from collections import deque

from services.sandbox.options import Limit


class Window:
    """The arrivals of each token."""

    def __init__(self, limit: Limit | None) -> None:
        self.limit = limit
        self.arrivals: dict[str, deque[float]] = {}

    def admit(self, token: str, now: float) -> bool:
        """Whether this arrival is within the limit; if so, it is counted."""
        if self.limit is None:
            return True
        arrivals = self.arrivals.setdefault(token, deque())
        while arrivals and now - arrivals[0] >= self.limit.window_seconds:
            arrivals.popleft()
        if len(arrivals) >= self.limit.requests:
            return False
        arrivals.append(now)
        return True

    def clear(self) -> None:
        """Forgets all arrivals."""
        self.arrivals.clear()
