"""What changed: between two numbers, between a result and the days that it is compared with, and whether that is good.

`change_of` words one change, `compared` sets like against like, `direction_of` knows which way is better.
"""

from services.results.change.compared import Compared, Pair, compared, final_days, is_rate
from services.results.change.difference import Change, change_of, no_change
from services.results.change.direction import Direction, direction_of

__all__ = [
    "Change",
    "Compared",
    "Direction",
    "Pair",
    "change_of",
    "compared",
    "direction_of",
    "final_days",
    "is_rate",
    "no_change",
]
