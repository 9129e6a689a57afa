"""An answer as a table that people can read: labelled, typed, ordered, knowing its query and its age.

Nothing is added up here: every number in it is one that the API gave. What is worked out of it (`derived`) is the
matter of `rollup` and `derived`, and bears a query of its own: the one that would give the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import pandas as pd

from services.broker import Fetched, Source
from services.insights.answer import POST_COLUMNS, InsightsAnswer
from services.insights.models import Dimension, Metric, MetricConfig, Unit
from services.insights.periods import Calendar
from services.insights.question import InsightsQuery
from services.insights.view import Derived
from services.insights.vocabulary import value_list
from services.results.dimensions import DimensionKind, Face, face_of
from services.results.labels import Labels, cut, told_apart

__all__ = ["EMPTY_LABEL", "VALUE", "ResultFrame"]

VALUE: Final = "metric.value"
"""The column that holds the metric. No dimension is called so: one that is called "value" may well be."""

EMPTY_LABEL: Final = "(none)"
"""What a row without a value of its dimension is called: posts without a tag, an unknown city."""

_POST_TEXT_LENGTH: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResultFrame:
    """One answer, ready to be drawn, told and exported.

    `frame` is tidy: one row a combination. Columns: each dimension by name (datetime64 for date and week, else an
    ordered category of labels, no two values under one), its raw ids as `<name>.id` where a label stands for an id, a
    post's own columns (`post.text` …), and VALUE (Int64 or Float64, NA for no data). Rows keep the API's order.

    `before` is the same over the days that it is compared with; `whole` the API's own answer without any breakdown,
    where that is known (its `before` the one of the other days). `derived` says in words what was worked out of the
    answer ("7-day running mean"); "" where each number stands as the API gave it. `worked_out` is its kind, where the
    numbers are no longer what the query alone would give (or, for a share, what it would give with "percent").
    `context` says in words within what it was asked, where that is not the whole space ("in the report “Weekly”").
    `values` are, for dimensions without a column of ids, the values as the API writes them, by dimension and label.
    """

    query: InsightsQuery
    metric: Metric
    config: MetricConfig
    dimensions: tuple[Dimension, ...]
    frame: pd.DataFrame
    labels: Labels
    calendar: Calendar
    fetched_at: datetime
    source: Source
    requests_spent: int
    is_cut_off: bool
    before: ResultFrame | None = None
    whole: ResultFrame | None = None
    derived: str = ""
    worked_out: Derived | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    context: str = ""

    @classmethod
    def of(
        cls,
        fetched: Fetched[InsightsAnswer],
        *,
        metric: Metric,
        config: MetricConfig,
        labels: Labels,
        calendar: Calendar,
        context: str = "",
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
            config=config,
            dimensions=tuple(config.dimension(name) or Dimension(name=name, label=name) for name in names),
            frame=pd.DataFrame(columns),
            labels=labels,
            calendar=calendar,
            fetched_at=fetched.fetched_at,
            source=fetched.source,
            requests_spent=fetched.requests_spent,
            is_cut_off=answer.is_cut_off,
            context=context,
            values={name: _values(answer.frame[name], columns[name]) for name in names if f"{name}.id" not in columns},
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


def _columns(name: str, answer: pd.DataFrame, labels: Mapping[Any, str]) -> dict[str, Any]:
    raw = answer[name]
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        return {name: raw}
    if name == "post":
        return _post_columns(answer)
    face = face_of(name)
    known = (
        raw.dropna().unique() if face.kind is DimensionKind.CATEGORY else face.round or sorted(raw.dropna().unique())
    )
    columns: dict[str, Any] = {name: _category(raw, {value: labels.get(value) or face.words(value) for value in known})}
    # An option of a filter is a word, not an id: beside its label it would say the same twice.
    if labels and value_list(name):
        columns[f"{name}.id"] = raw
    return columns


def _values(raw: pd.Series[Any], told: pd.Series[Any]) -> dict[str, str]:
    """Label → value, of the texts that are not shown as they are written."""
    if not isinstance(told.dtype, pd.CategoricalDtype) or pd.api.types.is_numeric_dtype(raw.dtype):
        return {}
    firsts = told.drop_duplicates().index
    pairs = zip(told[firsts], raw[firsts], strict=True)
    return {str(label): str(value) for label, value in pairs if pd.notna(value) and str(label) != str(value)}


def _category(raw: pd.Series[Any], words: Mapping[Any, str]) -> pd.Series[Any]:
    """The labels of a column as an ordered category, in the order of `words`; no two values share a label."""
    rest = [EMPTY_LABEL] if raw.isna().any() else []
    by_text = told_apart(((str(value), (word,)) for value, word in words.items()), taken=rest)
    labels = {value: by_text[str(value)] for value in words}
    labelled = raw.map(labels, na_action="ignore").astype(object)
    labelled = labelled.where(raw.notna(), EMPTY_LABEL)
    order = [*labels.values(), *rest]
    return pd.Series(pd.Categorical(labelled, categories=order, ordered=True), index=raw.index)


def _post_columns(answer: pd.DataFrame) -> dict[str, Any]:
    """The post's id in `post.id`, a short text that tells it apart in `post`, and its own columns."""
    posts = answer.dropna(subset=["post"]).drop_duplicates("post")
    texts = zip(posts["post"], posts["post.text"], strict=True)
    words = {str(post): cut(str(text), _POST_TEXT_LENGTH) for post, text in texts}
    return {
        "post": _category(answer["post"], words),
        "post.id": answer["post"],
        **{name: answer[name] for name in POST_COLUMNS},
    }
