"""The axis of days, weeks or months, shared by all that stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import Panel
from dashboard.charts.moments import Moments
from services.results.frame import VALUE, ResultFrame
from services.results.number_format import in_digits
from services.results.spans import first_days

__all__ = ["along_time", "shared_time", "time_axis", "undated_note", "unfit_for_time"]


def shared_time(results: Sequence[ResultFrame]) -> str | None:
    """The time dimension along which all of the results run; None where there is none, or where they differ."""
    times = {result.time_dimension for result in results}
    return times.pop() if len(times) == 1 else None


def unfit_for_time(results: Sequence[ResultFrame]) -> str:
    """What the results lack to stand on a time axis, or ""."""
    times = list(dict.fromkeys(result.time_dimension for result in results))
    if times == [None]:
        return "needs a breakdown by day, week or month"
    time = times[0]
    if len(times) > 1 or time is None:
        return "needs the same breakdown by day, week or month for every metric"
    dated = (result.frame.loc[first_days(result.frame[time]).notna(), VALUE] for result in results)
    return "" if any(values.notna().any() for values in dated) else "needs a value that has a date"


def along_time(chart: go.Figure, stands: Sequence[Panel], calendar: Moments) -> None:
    """Have all panels of the chart stand on one time axis below the last, and be pointed at together."""
    axis = {**time_axis(calendar.name, calendar), "anchor": f"y{stands[-1].suffix}"}
    chart.update_layout(hovermode="x unified", hoversubplots="axis", xaxis=axis)


def time_axis(time: str, calendar: Moments) -> dict[str, Any]:
    """Ticks at days that have a place, written as on the rest of the page, the year where it begins or changes.

    Plotly's own would stand on Sundays under weeks of Mondays, past the period, or at milliseconds of a single day.
    """
    places, words = calendar.ticks()
    labels, days = calendar.labels, calendar.all
    shared = {"tickvals": [labels[place] for place in places], "ticktext": words, "automargin": True}
    if time == "month":
        # In their order also where a month has a row in one panel only.
        return {"type": "category", "categoryorder": "array", "categoryarray": list(labels), **shared}
    step = pd.Timedelta(days=7 if time == "week" else 1) * 0.6
    return {
        "type": "date",
        "hoverformat": "Week of %a %-d %b %Y" if time == "week" else "%a %-d %b %Y",
        "range": [days[0] - step, days[-1] + step],
        **shared,
    }


def undated_note(rows: int, time: str) -> str:
    """What is said of rows that have no place on a time axis; "" for none."""
    if not rows:
        return ""
    have = f"{in_digits(rows)} row{'s have' if rows > 1 else ' has'}"
    return f"{have} no {time} and can't be drawn; the table and the CSV hold all."
