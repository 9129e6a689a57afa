"""A chart that Excel or PowerPoint draws itself: categories, and series of numbers along them.

Days that are not final, the other period and a target are series of their own, so that nobody takes them for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from dashboard.charts.axes import value_axis
from dashboard.charts.palette import colours
from dashboard.exports.native import DAY_SECONDS
from services.insights.models import Unit

__all__ = ["Plot", "PlotSeries", "Role", "Shape", "paled", "value_scale"]

_PALE: Final = 0.55
"""How much white is in the colour of the other period."""


class Shape(Enum):
    """LINE, AREA and COLUMN stand on an axis of time or of another order; a BAR lies, the first on top.

    The parts of STACKED, SHARES (of 100 %) and AREA stand on one another. A GRID is no chart of these programs: it is
    a table whose cells are the darker, the higher their number.
    """

    LINE = "line"
    AREA = "area"
    COLUMN = "column"
    STACKED = "stacked"
    SHARES = "shares"
    BAR = "bar"
    DOUGHNUT = "doughnut"
    GRID = "grid"


class Role(Enum):
    """What a series is: this period's numbers, those that are not final, the other period's, or a target."""

    CURRENT = "current"
    UNFINISHED = "unfinished"
    BEFORE = "before"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotSeries:
    """`values` has one a category, as the API gives it, None for no data; it is not final at places `unfinished`."""

    name: str
    values: tuple[int | float | None, ...]
    role: Role
    colour: str
    unfinished: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """`categories` are days for a time axis, else words; `notes` say what the chart leaves out and what marks mean."""

    shape: Shape
    title: str
    axis: str
    categories: tuple[date, ...] | tuple[str, ...]
    words: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    unit: Unit | None
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> list[int | float]:
        """Every number in it."""
        return [value for one in self.series for value in one.values if value is not None]

    @property
    def slice_colours(self) -> list[str]:
        """A colour for each category, where these are the parts of one whole."""
        return colours(self.words)

    @property
    def unnamed(self) -> list[int]:
        """Series that a legend need not name: the dotted ends of several lines say the same as these."""
        ends = [place for place, one in enumerate(self.series) if one.role is Role.UNFINISHED]
        return ends if len(ends) > 1 else []


def value_scale(plot: Plot) -> tuple[float, float, float] | None:
    """First and last tick of the axis and the step between them, as parts of a day; None where the program finds its
    own: it knows round numbers, but not that an hour has sixty minutes."""
    if plot.unit is not Unit.SECONDS or plot.shape not in (Shape.LINE, Shape.COLUMN, Shape.BAR) or min(plot.values) < 0:
        return None
    ticks = value_axis([float(value) for value in plot.values], plot.unit, from_zero=True)["tickvals"]
    first, second, last = (tick / DAY_SECONDS for tick in (ticks[0], ticks[1], ticks[-1]))
    return first, last, second - first


def paled(colour: str) -> str:
    """The colour of the other period of what is drawn in this one."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * _PALE):02x}" for part in parts)
