"""The figures above a chart: each metric's true total and its change, with both ranges; or the way to have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from dashboard import asking, parts, progress, runtime, state
from dashboard.committed import Answered, Due
from dashboard.pricing import price_words
from dashboard.text import in_markdown
from services.results.change import Compared, compared
from services.results.frame import VALUE, ResultFrame
from services.results.rollup import total_of
from services.results.sentence import dates_in_words
from services.results.values import NO_DATA, full, short

__all__ = ["figure", "figures", "tell_notes"]

_Color = Literal["green", "red", "gray"]
_NOUNS: Final = {"average": "overall average", "min": "overall minimum", "max": "overall maximum"}
"""What the whole is called where it is no total."""
_NOTES_IN_SIGHT: Final = 3
_COLORS: Final[dict[bool | None, _Color]] = {True: "green", False: "red", None: "gray"}


def figures(answered: Answered, notes: Sequence[str] = (), *, has_spark: bool = False) -> None:
    """One figure a metric, with its course in small if `has_spark`, and `notes` on how to read them; where a total is
    not known, why, and the price of asking for it."""
    shown = [result for result in answered.results if result.has_values]
    known = [result for result in shown if total_of(result).is_known or _spark(result, wanted=has_spark)]
    is_beside = len(known) == 1 and not has_spark
    if known:
        with st.container(horizontal=True, gap="medium", vertical_alignment="center" if is_beside else "top"):
            for result in known:
                figure(result, has_spark=has_spark)
            if is_beside:
                # The chart comes into sight earlier where they stand beside the figure that they are about.
                tell_notes(notes)
    if not is_beside:
        tell_notes(notes)
    unknown = {reason: result for result in shown if (reason := total_of(result).reason)}
    if unknown:
        _offer_totals(answered, list(unknown))


def tell_notes(notes: Sequence[str]) -> None:
    """The notes, the first in sight; as many as nobody reads stand one click away."""
    if not notes:
        return
    with st.container(gap=None, width="stretch"):
        in_sight = len(notes) if len(notes) <= _NOTES_IN_SIGHT + 1 else _NOTES_IN_SIGHT
        for note in notes[:in_sight]:
            st.caption(f":material/info: {in_markdown(note, 500)}")
        if in_sight < len(notes):
            with st.expander(f"{len(notes) - in_sight} more notes", type="compact"):
                for note in notes[in_sight:]:
                    st.caption(f":material/info: {in_markdown(note, 500)}")


def _offer_totals(answered: Answered, reasons: list[str]) -> None:
    """Why rows don't give the totals, and the price of asking for them; nothing to ask where memory lacks none."""
    lacking = asking.totals_lacking(answered)
    if not lacking:
        return
    price = runtime.client().price(lacking)
    aggregators = {result.query.aggregator for result in answered.results}
    noun = _NOUNS.get(aggregators.pop() or "", "true total") if len(aggregators) == 1 else "true total"
    words = f"{noun}s" if len(answered.results) > 1 else noun
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            f"Ask for the {words} · {price_words(price)}",
            icon=":material/functions:",
            key=state.ASK_TOTAL,
            on_click=_ask_for_totals,
            help="Statusbrew counts it without the breakdown. Added up here it would be wrong.",
        )
        # In a container, or it would take a row of its own.
        with st.container(width="stretch"):
            st.caption(in_markdown(" ".join(reasons), 300))


def figure(result: ResultFrame, *, has_spark: bool = False) -> None:
    """One metric's total, or "--" where nobody vouches for one, its change, and its course in small if `has_spark`."""
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
        delta_description=_against(found) if change else None,
        help=_help(result, found),
        width="stretch" if has_spark else "content",
        chart_data=_spark(result, wanted=has_spark),
    )


def _against(found: Compared) -> str | None:
    """What the change is on; of which days, too, where it is not of all."""
    if found.before_dates is None:
        return None
    days = f"{dates_in_words(found.dates)} " if found.left_out else ""
    return f"{days}on {dates_in_words(found.before_dates)}"


def _spark(result: ResultFrame, *, wanted: bool) -> list[float] | None:
    """The values in the order of time, where there is one a moment and that is `wanted`."""
    time = result.time_dimension
    if not wanted or time is None or len(result.query.dimensions) > 1:
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
    progress.ask(Due.TOTAL)
    parts.rerun_to_ask()
