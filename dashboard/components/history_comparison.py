"""Two runs side by side: what each asked, what differs in words, both charts, and their rows in one table."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import runtime
from dashboard.cards import Card, look_at
from dashboard.committed import Answered
from dashboard.components.card_body import draw_body
from dashboard.components.figures import figure
from dashboard.components.history_words import headline_of, moment_of, sentence_of
from dashboard.components.number_columns import as_preferred, column_format
from dashboard.exports.cells import as_shown_cell
from dashboard.run_sides import RunSide, side_of
from dashboard.runs import Run
from dashboard.text import in_markdown, shown
from services.clock import system_clock
from services.insights.models import Unit
from services.results.labels import named
from services.results.rollup import total_of
from services.results.side_by_side import Difference, Differences, Numbers, differences

__all__ = ["show_comparison"]

_UNITS: Final = {Unit.PERCENT: " (%)", Unit.SECONDS: " (seconds)", Unit.RATING: " (★)"}
_TABLE_HEIGHT: Final = 320
_ROWS_IN_SIGHT: Final = 8
_FIGURE: Final = "figure"


def show_comparison(first: Run, second: Run) -> None:
    """All of it, from memory. The first is the run that came earlier."""
    client, now = runtime.client(), system_clock()
    sides = side_of(client, first, second), side_of(client, second, first)
    for column, name, side in zip(st.columns(2, gap="medium"), ("First", "Second"), sides, strict=True):
        with column:
            _head(name, side, now)
    found = differences(sides[0].side, sides[1].side)
    _tell(found)
    for column, name, side in zip(st.columns(2, gap="medium"), ("First", "Second"), sides, strict=True):
        with column:
            _picture(name, side)
    for numbers in found.numbers:
        _table(numbers, is_one=len(found.numbers) == 1)


def _head(name: str, side: RunSide, now: datetime) -> None:
    with st.container(gap=None):
        st.caption(f"**{name}** · run {moment_of(side.run.run_at, side.run, now)}")
        st.markdown(in_markdown(sentence_of(side.run), 600))


def _tell(found: Differences) -> None:
    """What differs in the question, then in the numbers."""
    if found.is_nothing:
        st.info("Both asked the same, and got the same numbers.", icon=":material/equal:")
        return
    with st.container(border=True, gap="small"):
        if found.asked:
            st.markdown("\n".join(["**Asked differently**", "", *map(_line, found.asked)]))
        else:
            st.markdown("**The same question**, asked at two times.")
        for numbers in found.numbers:
            lines = [f"- {in_markdown(words, 800)}" for words in numbers.words]
            st.markdown("\n".join(["**What came**", "", *lines]))
            for note in numbers.notes:
                st.caption(f":material/info: {in_markdown(note, 500)}")
        for note in found.notes:
            st.caption(f":material/info: {in_markdown(note, 500)}")


def _line(difference: Difference) -> str:
    return f"- {in_markdown(difference.title, 100)}: {in_markdown(difference.words, 600)}"


def _picture(name: str, side: RunSide) -> None:
    """The run's figures and its chart, as it was looked at last."""
    st.caption(f"**{name}**")
    if side.answered is None:
        st.markdown(f"**{in_markdown(headline_of(side.run), 300)}**")
        st.caption(f":material/info: {in_markdown(side.note, 200)}")
        return
    card = Card(
        key=f"history.{side.run.number}",
        title=headline_of(side.run),
        committed=side.run.committed,
        view=side.run.view,
    )
    if look_at(card, side.answered).chart != _FIGURE:
        _figures(side.answered)
    draw_body(card, side.answered)


def _figures(answered: Answered) -> None:
    known = [result for result in answered.results if result.has_values and total_of(result).is_known]
    if known:
        with st.container(horizontal=True, gap="medium"):
            for result in known:
                figure(result)


def _table(numbers: Numbers, *, is_one: bool) -> None:
    """Every row of either, the largest difference first; nothing where no row is set against another."""
    pairs = numbers.rows.all
    if not pairs:
        return
    dimensions = numbers.rows.dimensions
    unit = _UNITS.get(numbers.second.unit, "") if numbers.second.unit else ""
    columns: dict[str, Any] = {
        item.name: [as_shown_cell(pair.names[place]) for pair in pairs] for place, item in enumerate(dimensions)
    }
    config: dict[str, Any] = {item.name: st.column_config.Column(shown(named(item), 60)) for item in dimensions}
    for name, label, values in (
        ("metric.first", "First", [pair.change.before for pair in pairs]),
        ("metric.second", "Second", [pair.change.now for pair in pairs]),
    ):
        is_whole = all(isinstance(value, int | None) for value in values)
        columns[name] = pd.array(values, dtype="Int64" if is_whole else "Float64")
        config[name] = st.column_config.NumberColumn(f"{label}{unit}", format=column_format(len(pairs)))
    columns["metric.change"] = [pair.change.words for pair in pairs]
    config["metric.change"] = st.column_config.Column("Change")
    title = "Row by row" if is_one else f"Row by row: {in_markdown(named(numbers.second.metric), 60)}"
    with st.expander(title, icon=":material/table_rows:"):
        st.dataframe(
            as_preferred(pd.DataFrame(columns), ("metric.first", "metric.second")),
            column_config=config,
            hide_index=True,
            placeholder="--",
            height=_TABLE_HEIGHT if len(pairs) > _ROWS_IN_SIGHT else "auto",
            alt="Table: the rows of both runs side by side, and what changed",
            key=f"history.table.{numbers.second.metric.name}",
        )
