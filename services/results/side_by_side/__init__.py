"""Two answers side by side: what was asked otherwise, and what came otherwise, in words. Nothing is asked for."""

from services.results.side_by_side.asked import Difference, Topic
from services.results.side_by_side.differences import Differences, differences
from services.results.side_by_side.numbers import Numbers
from services.results.side_by_side.rows import RowsBeside
from services.results.side_by_side.sides import Side

__all__ = ["Difference", "Differences", "Numbers", "RowsBeside", "Side", "Topic", "differences"]
