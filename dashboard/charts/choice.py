"""Which chart suits a result: the first in the order of preference that its shape allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.charts.layout import Drawing
from dashboard.charts.series import Scale
from services.insights.view import View
from services.results.frame import ResultFrame

__all__ = ["ChartType", "Verdict"]

Results = Sequence[ResultFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartType:
    """`unfit` says what the results lack to be drawn so, as it stands after "Donut: ", or "".

    `scale` tells of how many things it may show the largest, None where that is no choice; `draw` gives the picture
    and what it leaves out, None for what a component of the page shows (a number, a table). `suits` says whether it
    is a good first choice, `is_common` whether it is one that people look for, whatever else fits;
    `is_clickable` whether the browser tells which of its marks was clicked.
    """

    name: str
    label: str
    unfit: Callable[[Results], str]
    draw: Callable[[Results, View], Drawing] | None = None
    scale: Callable[[Results], Scale | None] = lambda _: None
    suits: Callable[[Results], bool] = lambda _: False
    is_common: bool = False
    is_clickable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which charts fit the results, in the order of preference, the one to draw, and why the others don't fit."""

    chart: ChartType | None
    fitting: tuple[ChartType, ...]
    unfit: tuple[tuple[ChartType, str], ...]
