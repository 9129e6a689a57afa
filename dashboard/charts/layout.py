"""What all figures share: size, margins, legend, panels, target. Streamlit's theme colours text and ground.

Several metrics stand as panels, one under another on one shared axis, each with a scale and a title of its own: two
scales in one plot would invite a comparison that means nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.charts.palette import CHIP, QUIET
from dashboard.text import distinct, in_plotly
from services.insights.aggregators import aggregator_label
from services.insights.models import Unit
from services.results.frame import ResultFrame
from services.results.number_format import number_format
from services.results.values import full, short

__all__ = [
    "CONFIG",
    "HEIGHT",
    "Drawing",
    "Panel",
    "even_panels",
    "figure",
    "head_panels",
    "make_room",
    "panels",
    "place_target",
    "titles",
]

HEIGHT: Final = 420

_PANEL_HEIGHT: Final = 230
_FIRST_TITLE: Final = 24
_TITLE: Final = 46
"""Pixels over a panel for its title, which must not touch the ticks of the panel above; the first has none above."""
_TITLE_LENGTH: Final = 60
_TARGET_HEIGHT: Final = 28
_NAMES: Final = 4
_NAME_HEIGHT: Final = 14
"""As many names as stand in the margin anyway, and pixels for each more."""

CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    "responsive": True,
    # A post that says "$5 or $6" is no formula.
    "typesetMath": False,
}
"""Plotly's settings in the browser: the bar of buttons keeps picture, zoom and reset."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """A picture, and in plain words what it leaves out or can't show; "" where it shows all."""

    figure: go.Figure
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Where one metric's plot stands: the number of its axes, and its part of the height, from 0 at the bottom."""

    place: int
    domain: tuple[float, float]

    @property
    def suffix(self) -> str:
        """What Plotly adds to the names of its axes: "", "2", "3"."""
        return "" if self.place == 0 else str(self.place + 1)


def figure(height: int = HEIGHT) -> go.Figure:
    """An empty figure in the house's shape."""
    return go.Figure(
        layout={
            "height": height,
            "separators": number_format().separators,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            # Below: a phone has no room beside the plot, and over it stand the buttons.
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 0, "yref": "container", "x": 0, "title": None},
            # Level: there are no more ticks than fit a phone.
            "xaxis": {"automargin": True, "tickangle": 0},
            "yaxis": {"automargin": True},
            # Names are cut where they are made; here a "(not final)" would be lost.
            "hoverlabel": {"namelength": -1},
        }
    )


def make_room(chart: go.Figure) -> None:
    """A figure as much higher as many names in its legend need on a narrow screen, so that the plot keeps its own."""
    names = sum(1 for trace in chart.data if trace.showlegend is not False) if chart.layout.showlegend else 0
    chart.update_layout(height=chart.layout.height + _NAME_HEIGHT * max(0, names - _NAMES))


def panels(heights: Sequence[int], *, between: int = _TITLE) -> tuple[tuple[Panel, ...], int]:
    """A panel for each height in pixels, the first at the top, and the height of the whole; one alone has no title.

    `between` are the pixels over each panel but the first, for its title and the ticks of the one above.
    """
    if len(heights) == 1:
        return (Panel(place=0, domain=(0.0, 1.0)),), heights[0]
    whole = sum(heights) + _FIRST_TITLE + between * (len(heights) - 1)
    found, top = [], float(whole)
    for place, height in enumerate(heights):
        top -= between if place else _FIRST_TITLE
        found.append(Panel(place=place, domain=(max(0.0, (top - height) / whole), top / whole)))
        top -= height
    return tuple(found), whole


def even_panels(count: int) -> tuple[tuple[Panel, ...], int]:
    """As many panels of the same height."""
    return panels([HEIGHT] if count == 1 else [_PANEL_HEIGHT] * count)


def titles(results: Sequence[ResultFrame]) -> list[str]:
    """What each panel is called, safe for Plotly: its metric; where one stands twice, also what tells the two apart."""
    told = [_title(result, [other for other in results if other.metric == result.metric]) for result in results]
    return [in_plotly(name, _TITLE_LENGTH) for name in distinct(dict(enumerate(told)), _TITLE_LENGTH).values()]


def _title(result: ResultFrame, same: Sequence[ResultFrame]) -> str:
    parts = [result.metric.label or result.metric.name]
    if len({other.query.aggregator for other in same}) > 1 and result.query.aggregator:
        parts.append(aggregator_label(result.query.aggregator))
    if len({other.query.dimensions for other in same}) > 1 and result.dimensions:
        parts.append("by " + ", ".join((dimension.label or dimension.name).lower() for dimension in result.dimensions))
    return " · ".join(filter(None, (*parts, result.derived)))


def head_panels(chart: go.Figure, stands: Sequence[Panel], results: Sequence[ResultFrame]) -> None:
    """Each panel's title over it; none where there is but one, which the page's own title tells."""
    if len(stands) == 1:
        return
    for panel, title in zip(stands, titles(results), strict=True):
        chart.add_annotation(
            text=f"<b>{title}</b>",
            xref="paper",
            yref="paper",
            x=0,
            y=panel.domain[1],
            xanchor="left",
            yanchor="bottom",
            yshift=4,
            showarrow=False,
        )


def place_target(
    chart: go.Figure, panel: Panel, target: float, unit: Unit | None, *, is_horizontal: bool = False
) -> None:
    """A dashed line across the panel at the target, named where it stands; `is_horizontal` where values run along x."""
    along, across = ("y", "x") if is_horizontal else ("x", "y")
    shared = {f"{along}ref": f"{along}{panel.suffix} domain", f"{across}ref": f"{across}{panel.suffix}"}
    ends = {f"{along}0": 0, f"{along}1": 1, f"{across}0": target, f"{across}1": target}
    chart.add_shape(type="line", line={"color": QUIET, "width": 2, "dash": "dash"}, **shared, **ends)
    if not is_horizontal:
        # Its name needs room over a line at the top of the plot, too.
        chart.update_layout(margin={"t": max(chart.layout.margin.t, _TARGET_HEIGHT)})
    chart.add_annotation(
        text=f"Target {short(target, unit) if unit is Unit.SECONDS else full(target, unit)}",
        showarrow=False,
        # A ground of its own: it may stand on bars and areas of any colour.
        bgcolor=CHIP,
        borderpad=2,
        font={"color": "#FFFFFF", "size": 12},
        xanchor="left",
        # Beside an upright line where the shortest bars lie, over a level one.
        yanchor="bottom",
        xshift=4 if is_horizontal else 0,
        **shared,
        **{along: 0, across: target},
    )
