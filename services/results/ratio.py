"""One series divided by another, row by row: "Likes per Post"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from services.broker import Source
from services.insights.models import Metric, MetricName, Unit
from services.insights.view import Derived
from services.results.additivity import Rule, adds_up, name_of
from services.results.dimensions import DimensionKind, month_start
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.rollup import before_of, total_of
from services.results.sentence import dates_in_words

__all__ = ["ratio_of", "why_no_ratio"]

_CARE: Final = re.compile(r"\b(care|inbox|conversations?|messages?|repl(y|ies)|clos(e|ed|ing)|sla|tickets?|reviews?)\b")
"""Words of customer care's categories and metrics."""

_SOURCES: Final = (Source.LIVE, Source.CACHED, Source.STALE)


def ratio_of(above: ResultFrame, below: ResultFrame) -> ResultFrame | Rule:
    """`above` divided by `below`, Float64, row by row; NA where either is no data or `below` is 0.

    Both must be sums of what adds up, broken down in the same way over the same days. `whole` is the ratio of the
    totals where both are known: never the mean of the rows. The query is that of `above`. Customer care's numbers are
    dated by different moments (a conversation's start, its answer, its closing), so by day they are refused (official
    help pages).
    """
    reason = why_no_ratio(above, below)
    if reason:
        return Rule.refused(reason)
    earlier, other = before_of(above), before_of(below)
    before = ratio_of(earlier, other) if earlier and other else None
    metric = _metric(above.metric, below.metric)
    derived = f"{name_of(above.metric)} divided by {name_of(below.metric)}"
    if above.query.filters != below.query.filters:
        derived += ", each with its own filters"
    common = replace(
        above,
        metric=metric,
        frame=_divided(above, below),
        before=before if isinstance(before, ResultFrame) else None,
        whole=None,
        fetched_at=min(above.fetched_at, below.fetched_at),
        source=max(above.source, below.source, key=_SOURCES.index),
        requests_spent=above.requests_spent + below.requests_spent,
        is_cut_off=above.is_cut_off or below.is_cut_off,
        values={name: {**below.values.get(name, {}), **known} for name, known in above.values.items()},
        derived=derived,
        worked_out=Derived.RATIO,
    )
    return replace(common, whole=_whole(common, above, below))


def why_no_ratio(above: ResultFrame, below: ResultFrame) -> str:
    """Why the one is not divided by the other; "" where it is."""
    if above.worked_out is not None or below.worked_out is not None:
        return "Numbers that were worked out are not divided once more."
    if {*above.query.dimensions} != {*below.query.dimensions}:
        return "Both metrics must be broken down by the same things."
    if above.query.dates != below.query.dates or above.query.scope != below.query.scope:
        return f"Both metrics must be of the same days ({dates_in_words(above.query.dates)}) and the same place."
    for part in (above, below):
        if part.query.aggregator != "sum":
            return f"Only sums are divided; {name_of(part.metric)} is none here."
        reason = adds_up(part.metric, part.config, next(iter(part.query.dimensions), "date"))
        if reason:
            return reason
    has_time = any(face.kind in (DimensionKind.TIME, DimensionKind.CYCLE) for face in above.faces.values())
    if has_time and above.metric.name != below.metric.name and (_is_care(above.metric) or _is_care(below.metric)):
        return (
            "Customer care is dated by different moments (the start of a conversation, its answer, its closing), so a "
            "ratio by day or hour would mean nothing."
        )
    return ""


def _is_care(metric: Metric) -> bool:
    if re.search(r"\bpost\b|\bpage\b", metric.name.replace("_", " ")):
        return False
    words = f"{metric.category} {metric.name.replace('_', ' ')}".casefold()
    return bool(_CARE.search(words))


def _divided(above: ResultFrame, below: ResultFrame) -> pd.DataFrame:
    """The rows of `above`, then those that only `below` has: their ratio is no data."""
    names = list(above.query.dimensions)
    if not names:
        value = above.frame[VALUE].astype("Float64") / _base(below.frame[VALUE])
        return above.frame.assign(**{VALUE: value})
    base = pd.Series(_base(below.frame[VALUE]).to_numpy(np.float64, na_value=np.nan), index=_keys(below, names))
    keys = _keys(above, names)
    under = base[~base.index.duplicated()].reindex(keys).to_numpy()
    found = above.frame.assign(**{VALUE: above.frame[VALUE].astype("Float64") / pd.array(under, dtype="Float64")})
    is_rest = ~base.index.isin(keys)
    if not is_rest.any():
        return found
    rest = below.frame.loc[is_rest, [column for column in found.columns if column in below.frame]]
    rest = rest.assign(**{VALUE: pd.array([None] * len(rest), dtype="Float64")})
    return pd.concat([_widened(found, rest), _widened(rest, found)], ignore_index=True)[found.columns]


def _keys(part: ResultFrame, names: list[str]) -> pd.MultiIndex:
    """What tells rows apart: ids where labels stand for them, as two answers may have named them differently."""
    columns = [part.frame[f"{name}.id" if f"{name}.id" in part.frame else name] for name in names]
    return pd.MultiIndex.from_arrays([column.astype(object).fillna("") for column in columns], names=names)


def _base(values: pd.Series[Any]) -> pd.Series[Any]:
    base = values.astype("Float64")
    return base.where(base != 0)


def _widened(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The frame whose categories hold the other's too, in one order, so that both can stand in one column."""
    changed: dict[str, Any] = {}
    for name in map(str, frame.columns):
        if name in other and isinstance(frame[name].dtype, pd.CategoricalDtype):
            both = {*frame[name].cat.categories, *other[name].cat.categories} - {EMPTY_LABEL}
            # Hours and weekdays have the same round on both sides; of the rest only months have an order to keep.
            has_order = {*frame[name].cat.categories} == {*other[name].cat.categories}
            order = (
                list(frame[name].cat.categories)
                if has_order
                else [*sorted(both, key=month_start if name == "month" else str), EMPTY_LABEL]
            )
            changed[name] = frame[name].cat.set_categories(order, ordered=True)
    return frame.assign(**changed)


def _metric(above: Metric, below: Metric) -> Metric:
    seconds = above.unit is Unit.SECONDS and below.unit is not Unit.SECONDS
    return Metric(
        name=MetricName(f"{above.name}_per_{below.name}"),
        label=f"{name_of(above)} per {_one(name_of(below))}",
        description="",
        category=above.category,
        networks=tuple(network for network in above.networks if network in below.networks),
        basis=above.basis if above.basis is below.basis else None,
        unit=Unit.SECONDS if seconds else None,
    )


def _one(name: str) -> str:
    """One of what a name calls by its plural: "Posts" → "Post", "Replies" → "Reply"; else the name."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if re.search(r"(ch|sh|ss|x)es$", name):
        return name[:-2]
    return name[:-1] if re.search(r"[^sui]s$", name) else name


def _whole(ratio: ResultFrame, above: ResultFrame, below: ResultFrame) -> ResultFrame | None:
    """The ratio of both totals as a one-row result; None where one of them is not known."""
    totals = total_of(above), total_of(below)
    if not ratio.query.dimensions or not all(total.is_known for total in totals):
        return None
    first, second = totals[0].value, totals[1].value
    value = first / second if first is not None and second else np.nan
    before = ratio.before.whole if ratio.before else None
    return replace(
        ratio,
        query=replace(ratio.query, dimensions=()),
        dimensions=(),
        frame=pd.DataFrame({VALUE: pd.array([value], dtype="Float64")}),
        before=before,
    )
