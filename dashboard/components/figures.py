"""The figures above a chart: each metric's true total and its change, with both ranges; or the way to have it."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from dashboard import asking, parts, runtime, state
from dashboard.pricing import price_words
from dashboard.state import Answered, Due
from dashboard.text import in_markdown
from services.results.change import Compared, compared
from services.results.frame import VALUE, ResultFrame
from services.results.rollup import total_of
from services.results.sentence import dates_in_words
from services.results.values import NO_DATA, full, short

__all__ = ["figures"]

_Color = Literal["green", "red", "gray"]
_COLORS: Final[dict[bool | None, _Color]] = {True: "green", False: "red", None: "gray"}


def figures(answered: Answered, *, has_spark: bool = False) -> None:
    """One figure a metric, with its course in small if `has_spark`; where a total is not known, why, and the price of
    asking for it."""
    shown = [result for result in answered.results if result.has_values]
    if not shown:
        return
    with st.container(horizontal=True, gap="medium"):
        for result in shown:
            _figure(result, has_spark=has_spark)
    unknown = {reason: result for result in shown if (reason := total_of(result).reason)}
    if not unknown:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        lacking = asking.totals_lacking(answered)
        price = runtime.client().price(lacking)
        words = "true totals" if len(unknown) > 1 else "true total"
        st.button(
            f"Ask for the {words} · {price_words(price)}",
            icon=":material/functions:",
            key=state.ASK_TOTAL,
            on_click=_ask_for_totals,
            help="Statusbrew counts it without the breakdown. Added up here it would be wrong.",
        )
        st.caption(in_markdown(" ".join(unknown), 300))


def _figure(result: ResultFrame, *, has_spark: bool) -> None:
    found = compared(result)
    total = total_of(result)
    name = in_markdown(result.metric.label or result.metric.name, 60)
    value = short(total.value, result.unit) if total.is_known else NO_DATA
    change = found.change if result.before is not None and found.change.is_known else None
    st.metric(
        name,
        value,
        delta=change.words if change else None,
        delta_color=_COLORS[change.is_better(result.metric)] if change else "off",
        delta_arrow=_arrow(change.sign) if change else "off",
        delta_description=f"on {dates_in_words(found.before_dates)}" if change and found.before_dates else None,
        help=_help(result, found),
        width="content",
        chart_data=_spark(result) if has_spark else None,
    )


def _spark(result: ResultFrame) -> list[float] | None:
    """The values in the order of time, where there is one a moment; unfinished ones are left to the other charts."""
    time = result.time_dimension
    if time is None or len(result.query.dimensions) > 1:
        return None
    ordered = result.frame.sort_values(time)[VALUE].dropna()
    return [float(value) for value in ordered] if len(ordered) > 1 else None


def _arrow(sign: int) -> Literal["up", "down", "off"]:
    return "up" if sign > 0 else "down" if sign < 0 else "off"


def _help(result: ResultFrame, found: Compared) -> str:
    """The figures in full, with both ranges, and why there is no change where there is none."""
    total = total_of(result)
    lines = [
        f"{dates_in_words(result.query.dates)}: {full(total.value, result.unit)}" if total.is_known else total.reason
    ]
    if result.before is not None and found.before_dates is not None:
        if found.change.is_known:
            lines.append(f"{dates_in_words(found.before_dates)}: {full(found.before, result.unit)}")
        if found.left_out:
            lines.append(f"Compared are {dates_in_words(found.dates)}: the newest days are not final.")
        lines += [found.reason, found.caution]
    return in_markdown("  ".join(filter(None, lines)), 600)


def _ask_for_totals() -> None:
    runtime.leave_line()
    state.ask(Due.TOTAL)
    parts.rerun_to_ask()
