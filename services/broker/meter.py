"""What is left of the budget, for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Meter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The window as it stands now. Moments are aware, in UTC. While it is closed nothing is free."""

    limit: int
    """Requests in a window; 0 if there is no limit, and then `free_…` are None."""
    window_seconds: int
    reserve: int
    used: int
    free_for_charts: int | None
    free_for_lists: int | None
    """Everything that is left: what charts may use and what is kept for lists."""
    next_free_at: datetime | None
    """When the next used slot comes back at the earliest; None if none is used."""
    comes_back_at: tuple[datetime, ...]
    """When each used slot comes back at the earliest, in order."""
    closed_until: datetime | None
    """Until when nothing is sent, because the API said 429 or the file that counts was damaged; None if it is open."""
    is_closed_by_api: bool = False
    """Whether it is closed because the API said 429: others use the token too."""
    is_shared: bool = False
    """Whether it is counted in a file, with all processes of this user. False: other processes, and this one after a
    restart, would not know of these requests; always so in memory."""

    @property
    def kept_for_lists(self) -> int | None:
        """How many of the free slots only lists may use: *31 for charts + 5 kept for lists*."""
        if self.free_for_lists is None or self.free_for_charts is None:
            return None
        return self.free_for_lists - self.free_for_charts
