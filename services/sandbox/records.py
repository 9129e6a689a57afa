"""What a query runs over: rows with coded columns and quantities, be they profile days, posts or conversations."""

from collections.abc import Sequence
from typing import Protocol

from services.sandbox.randomness import Floats, Ints


class Records(Protocol):
    """Rows of one space."""

    def codes(self, column: str) -> Ints:
        """The code of each row in a column: `day`, `channel`, `hour`, `member`, …; −1 where it has none."""

    def tags(self) -> Ints:
        """The tags of each row: three columns, −1 where there is none."""

    def quantity(self, name: str) -> Floats:
        """How much of something each row stands for; NaN where it was not reported."""

    def unit(self) -> Ints:
        """Which post, conversation or channel-day each row belongs to."""

    def texts(self) -> Sequence[str]:
        """The text of each row."""
