"""An answer as a table that people can read: labelled, typed, ordered, knowing its query and its age.

Nothing is added up here: every number in it is one that the API gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from services.broker import Fetched, Source
from services.insights.answer import POST_COLUMNS, InsightsAnswer
from services.insights.models import Dimension, Metric, MetricConfig, Unit
from services.insights.periods import Calendar
from services.insights.question import InsightsQuery
from services.results.dimensions import DimensionKind, Face, face_of
from services.results.labels import Labels

__all__ = ["EMPTY_LABEL", "VALUE", "ResultFrame"]

VALUE: Final = "value"
"""The column that holds the metric."""

EMPTY_LABEL: Final = "(none)"
"""What a row without a value of its dimension is called: posts without a tag, an unknown city."""

_POST_TEXT_LENGTH: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultFrame:
    """One answer, ready to be drawn, told and exported.

    `frame` is tidy: one row a combination. Columns: each dimension by name (datetime64 for date and week, else an
    ordered category of labels), its raw ids as `<name>.id` where a label stands for an id, a post's own columns
    (`post.text` …), and `value` (Int64 or Float64, NA for no data). Rows keep the API's order.
    """

    query: InsightsQuery
    metric: Metric
    dimensions: tuple[Dimension, ...]
    frame: pd.DataFrame
    labels: Labels
    calendar: Calendar
    fetched_at: datetime
    source: Source
    requests_spent: int
    is_cut_off: bool

    @classmethod
    def of(
        cls,
        fetched: Fetched[InsightsAnswer],
        *,
        metric: Metric,
        config: MetricConfig,
        labels: Labels,
        calendar: Calendar,
    ) -> ResultFrame:
        """The labelled result of an answer with one metric; `labels` are for dimensions and filters alike."""
        answer = fetched.value
        names = answer.query.dimensions
        columns: dict[str, Any] = {}
        for name in names:
            columns |= _columns(name, answer.frame, labels.get(name, {}))
        columns[VALUE] = answer.frame[answer.query.metrics[0]]
        return cls(
            query=answer.query,
            metric=metric,
            dimensions=tuple(config.dimension(name) or Dimension(name=name, label=name) for name in names),
            frame=pd.DataFrame(columns),
            labels=labels,
            calendar=calendar,
            fetched_at=fetched.fetched_at,
            source=fetched.source,
            requests_spent=fetched.requests_spent,
            is_cut_off=answer.is_cut_off,
        )

    @property
    def unit(self) -> Unit | None:
        """How values are to be read: a share of the total is a percentage whatever the metric counts."""
        return Unit.PERCENT if self.query.aggregator == "percent" else self.metric.unit

    @property
    def faces(self) -> dict[str, Face]:
        """Each dimension's face, in the order of the query."""
        return {name: face_of(name) for name in self.query.dimensions}

    @property
    def time_dimension(self) -> str | None:
        """The dimension that runs along a time axis, if there is one."""
        return next((name for name, face in self.faces.items() if face.kind is DimensionKind.TIME), None)

    @property
    def has_values(self) -> bool:
        """Whether any row holds a number: an answer may be empty, or all of it no data."""
        return bool(self.frame[VALUE].notna().any())

    @property
    def has_unfinished_days(self) -> bool:
        """Whether the period reaches into days whose numbers may still grow."""
        return self.calendar.is_unfinished(self.query.dates.end)


def _columns(name: str, answer: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, Any]:
    raw = answer[name]
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        return {name: raw}
    if name == "post":
        return _post_columns(answer)
    face = face_of(name)
    known = sorted(raw.dropna().unique()) if face.kind is not DimensionKind.CATEGORY else raw.dropna().unique()
    words = {value: labels.get(value) or face.words(value) for value in known}
    columns: dict[str, Any] = {name: _category(raw, words)}
    if labels:
        columns[f"{name}.id"] = raw
    return columns


def _category(raw: pd.Series[Any], words: Mapping[Any, str]) -> pd.Series[Any]:
    """The labels of a column as an ordered category, in the order of `words`."""
    order = list(dict.fromkeys(words.values()))
    labelled = raw.map(words, na_action="ignore").astype(object)
    if raw.isna().any():
        labelled = labelled.fillna(EMPTY_LABEL)
        order = [*(label for label in order if label != EMPTY_LABEL), EMPTY_LABEL]
    return pd.Series(pd.Categorical(labelled, categories=order, ordered=True), index=raw.index)


def _post_columns(answer: pd.DataFrame) -> dict[str, Any]:
    """The post's id in `post.id`, a short text that tells it apart in `post`, and its own columns."""
    text = answer["post.text"].fillna("").str.split().str.join(" ").str.slice(0, _POST_TEXT_LENGTH)
    text = text.where(text != "", answer["post"])
    repeated = text.duplicated(keep=False)
    text = text.where(~repeated, text + " · " + answer["post"])
    return {
        "post": pd.Series(pd.Categorical(text, categories=list(dict.fromkeys(text)), ordered=True), index=answer.index),
        "post.id": answer["post"],
        **{name: answer[name] for name in POST_COLUMNS},
    }
