"""What is worked out of the answer without another request: shares, running means, running totals.

Each says in `ResultFrame.derived` what it is, and is refused with a reason where its numbers would mean nothing. The
comparison's rows are worked out in the same way, over their own days; where they can't be, there is no comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from services.insights.view import Derived
from services.results.additivity import Rule, adds_up, rule
from services.results.dimensions import DimensionKind, face_of
from services.results.frame import EMPTY_LABEL, VALUE, ResultFrame
from services.results.grouping import may_overflow
from services.results.rollup import before_of, total_of
from services.results.spans import are_settled, first_day, week_start_of
from services.results.timeline import Timeline, codes_of, finest_time, moment_numbers

__all__ = [
    "WINDOWS",
    "cumulative",
    "running_mean",
    "share_of_total",
    "why_no_mean",
    "why_no_share",
    "why_no_total",
]

WINDOWS: Final = {"date": 7, "week": 3, "month": 3}
"""Over how many moments a running mean runs: a week of days, so that weekdays even out; a few weeks or months."""

_MOMENTS: Final = {"date": "day", "week": "week", "month": "month"}

_NEVER: Final = np.int64(2**40)
"""The number of no moment: later than any."""

_MOST_FILLED: Final = 200_000
"""A running total of so many rows is no longer drawn day by day: its rows stay those that came."""


def share_of_total(result: ResultFrame) -> ResultFrame | Rule:
    """Each value as a percentage of the undivided total: what the API's own "percent" gives, which the query then says.

    The total is the asked one where that is known, else the sum of all rows where that is exact. Tags may make more
    than 100 together, as what has two counts under both.
    """
    reason = why_no_share(result)
    if reason:
        return Rule.refused(reason)
    total = total_of(result).value or 0.0

    def shared(part: ResultFrame, whole: float) -> ResultFrame:
        share = part.frame[VALUE].astype("Float64") * (100.0 / whole)
        return replace(
            part,
            query=replace(part.query, aggregator="percent"),
            frame=part.frame.assign(**{VALUE: share}),
            derived=_joined(part.derived, "share of total"),
            worked_out=Derived.SHARE,
        )

    found = shared(result, total)
    if result.whole is not None:
        # All of it is all of it: 100 %, on the days that it is compared with too.
        found = replace(found, whole=replace(shared(result.whole, total), derived="", worked_out=None))
    return replace(found, before=_before(result, share_of_total))


def why_no_share(result: ResultFrame) -> str:
    """Why there is no share of the total; "" where there is."""
    if not result.query.dimensions:
        return "There is nothing to take a share of: break the result down first."
    if result.query.aggregator == "percent":
        return "These are shares already."
    if result.worked_out is not None or result.query.aggregator != "sum":
        return "Only sums have shares of a total."
    reason = adds_up(result.metric, result.config, result.query.dimensions[0])
    total = total_of(result)
    if reason or not total.is_known:
        return reason or total.reason
    if total.value is None or total.value <= 0 or bool((result.frame[VALUE] < 0).any()):
        return "There is no share of a total of 0, of less, or of no data."
    return ""


def running_mean(result: ResultFrame) -> ResultFrame | Rule:
    """Each value as the mean of the last days (WINDOWS), its own the last; NA where that is not known.

    Only final days, and weeks and months that are whole. A moment without data has no mean, and is left out of those
    of others; more than half of a window must be known. The comparison's days are the lead where they lie right before.
    """
    reason = why_no_mean(result)
    if reason:
        return Rule.refused(reason)
    timeline = _timeline_of(result)
    window, moment = WINDOWS[timeline.time], _MOMENTS[timeline.time]
    parts = [(part, _timeline_of(part)) for part in (result, _lead(result)) if part is not None]
    held = pd.concat([_settled_rows(*part) for part in parts], ignore_index=True)
    first = min(_first_whole(part, timeline.time) for part, _ in parts)
    held["series"] = codes_of(held, timeline.series)
    mean = _means(held, window, first)[: len(result.frame)]
    found = replace(
        result,
        frame=result.frame.assign(**{VALUE: pd.array(mean, dtype="Float64")}),
        whole=None,
        derived=_joined(result.derived, f"{window}-{moment} running mean"),
        worked_out=Derived.RUNNING_MEAN,
    )
    return replace(found, before=_before(result, running_mean))


def why_no_mean(result: ResultFrame) -> str:
    """Why there is no running mean; "" where there is."""
    time = finest_time(result)
    if time is None:
        return "A running mean needs days, weeks or months."
    if result.worked_out not in (None, Derived.SHARE):
        return "Numbers that were worked out have no running mean."
    moments = sum(_settled_moments(part) for part in (result, _lead(result)) if part is not None)
    if moments < WINDOWS[time]:
        which = f"{'final' if time == 'date' else 'whole'} {_MOMENTS[time]}s"
        return f"A running mean needs at least {WINDOWS[time]} {which} with data; there are {moments}."
    return ""


def cumulative(result: ResultFrame) -> ResultFrame | Rule:
    """Each value as the sum from the first day on, for each series by itself: what the API gives for these days.

    A moment without data adds nothing: between two that have some the total stays as it is, in rows of its own too.
    Before the first and after the last value of a series there is none.
    """
    reason = why_no_total(result)
    if reason:
        return Rule.refused(reason)
    timeline = _timeline_of(result)
    found = replace(
        result,
        frame=_accumulated(result, timeline),
        whole=None,
        derived=_joined(result.derived, "running total"),
        worked_out=Derived.CUMULATIVE,
    )
    return replace(found, before=_before(result, cumulative))


def why_no_total(result: ResultFrame) -> str:
    """Why there is no running total; "" where there is."""
    time = finest_time(result)
    if time is None:
        return "A running total needs days, weeks or months."
    verdict = rule(result, (time,))
    return "" if verdict.how == "sum" else verdict.reason or "Only sums have a running total."


def _timeline_of(result: ResultFrame) -> Timeline:
    """The timeline of a result that is known to have one."""
    timeline = Timeline.of(result)
    if timeline is None:
        raise ValueError("a result without a time dimension has no timeline")
    return timeline


def _before(result: ResultFrame, work_out: Callable[[ResultFrame], ResultFrame | Rule]) -> ResultFrame | None:
    before = before_of(result)
    found = work_out(before) if before else None
    return found if isinstance(found, ResultFrame) else None


def _joined(*words: str) -> str:
    return ", ".join(filter(None, words))


# --- running means


def _lead(result: ResultFrame) -> ResultFrame | None:
    """The comparison, where its days lie right before the result's."""
    before = result.before
    if before is None or before.query.dates.end + timedelta(days=1) != result.query.dates.start:
        return None
    return before


def _settled_moments(result: ResultFrame) -> int:
    """How many final, whole moments have data."""
    timeline = _timeline_of(result)
    firsts = np.unique(timeline.firsts[result.frame[VALUE].notna().to_numpy() & ~np.isnat(timeline.firsts)])
    return int(are_settled(result, timeline.time, firsts).sum())


def _settled_rows(result: ResultFrame, timeline: Timeline) -> pd.DataFrame:
    """Series columns as texts, `at`, and `value`: NA where the moment is not final or not whole."""
    is_settled = are_settled(result, timeline.time, timeline.firsts) & ~np.isnat(timeline.firsts)
    value = result.frame[VALUE].astype("Float64").where(is_settled)
    columns: dict[str, Any] = {name: result.frame[name].astype(object) for name in timeline.series}
    return pd.DataFrame({**columns, "at": timeline.at, "value": value.to_numpy(dtype=np.float64, na_value=np.nan)})


def _first_whole(result: ResultFrame, time: str) -> int:
    """The number of the first moment that lies wholly in the period."""
    start = result.query.dates.start
    week_start = week_start_of(result)
    first = first_day(start, time, week_start)
    number = int(moment_numbers(np.array([first], dtype="datetime64[D]"), time, week_start)[0])
    return number if first == start else number + 1


def _means(held: pd.DataFrame, window: int, first: int) -> npt.NDArray[np.float64]:
    """The mean of each row's window; NaN where its own value is none, or too few are known."""
    at = held["at"].to_numpy(dtype=np.int64)
    value = held["value"].to_numpy(dtype=np.float64)
    # One number for a series at a moment, so that a moment before is one less.
    span = (at.max(initial=0) - min(at.min(initial=0), first)) + window + 1
    keys = held["series"].to_numpy(dtype=np.int64) * span + (at - min(at.min(initial=0), first)) + window
    is_known = ~np.isnan(value)
    order = np.argsort(keys[is_known], kind="stable")
    known_keys, known_values = keys[is_known][order], value[is_known][order]
    total, count = np.zeros(len(at)), np.zeros(len(at))
    for back in range(window):
        place = np.searchsorted(known_keys, keys - back)
        place = np.minimum(place, max(len(known_keys) - 1, 0))
        is_there = known_keys[place] == keys - back
        total += np.where(is_there, known_values[place], 0.0)
        count += is_there
    is_told = is_known & (2 * count > window) & (at - window + 1 >= first)
    return np.where(is_told, total / np.maximum(count, 1), np.nan)


# --- running totals


def _accumulated(result: ResultFrame, timeline: Timeline) -> pd.DataFrame:
    has_moment = ~np.isnat(timeline.firsts)
    # What has no day stands after all that have one, and is added to none of them.
    at = np.where(has_moment, timeline.at, _NEVER)
    frame = result.frame.assign(series=codes_of(result.frame, timeline.series), at=at)
    frame = _filled(result, frame, timeline).sort_values(["series", "at"], kind="stable")
    value = frame[VALUE].astype("Float64") if may_overflow(frame[VALUE]) else frame[VALUE]
    total = value.fillna(0).groupby(frame["series"]).cumsum()
    known = frame["at"].where(value.notna() & (frame["at"] != _NEVER))
    ends = known.groupby(frame["series"])
    is_within = (frame["at"] >= ends.transform("min")) & (frame["at"] <= ends.transform("max"))
    frame = frame.assign(**{VALUE: total.where(is_within)}).sort_values(["at", "series"], kind="stable")
    return frame.drop(columns=["series", "at"]).reset_index(drop=True)


def _filled(result: ResultFrame, frame: pd.DataFrame, timeline: Timeline) -> pd.DataFrame:
    """The rows, and one without data for each moment between the first and the last value of a series that has none."""
    known = frame[frame[VALUE].notna() & (frame["at"] != _NEVER)]
    times = [name for name, face in result.faces.items() if face.kind is DimensionKind.TIME]
    if not len(known) or len(times) > 1:
        return frame
    ends = known.groupby("series")["at"].agg(["min", "max"])
    counts = (ends["max"] - ends["min"] + 1).to_numpy()
    if counts.sum() > max(_MOST_FILLED, len(frame)):
        return frame
    since_first = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    every = pd.MultiIndex.from_arrays(
        [np.repeat(ends.index.to_numpy(), counts), np.repeat(ends["min"].to_numpy(), counts) + since_first]
    )
    lacking = every.difference(pd.MultiIndex.from_arrays([frame["series"], frame["at"]]))
    if not len(lacking):
        return frame
    added = frame.drop_duplicates("series").set_index("series").loc[lacking.get_level_values(0)].reset_index()
    added["at"] = lacking.get_level_values(1).to_numpy()
    added[VALUE] = added[VALUE].where(np.zeros(len(added), dtype=bool))
    return _dated(frame, added, timeline)


def _dated(frame: pd.DataFrame, added: pd.DataFrame, timeline: Timeline) -> pd.DataFrame:
    """Both together, the added rows with the days of their moments."""
    time, has_moment = timeline.time, ~np.isnat(timeline.firsts)
    if time == "month":
        months = added["at"].to_numpy().astype("datetime64[M]").astype(str)
        every = sorted({*months, *timeline.firsts[has_moment].astype("datetime64[M]").astype(str)})
        words = {month: face_of(time).words(month) for month in every}
        order = [*words.values(), *([EMPTY_LABEL] if not has_moment.all() else [])]
        added = added.assign(month=pd.Categorical([words[month] for month in months], order, ordered=True))
        frame = frame.assign(month=frame[time].cat.set_categories(order))
    else:
        step = 7 if time == "week" else 1
        known, number = timeline.firsts[has_moment][0], timeline.at[has_moment][0]
        days = known + (added["at"].to_numpy() - number) * np.timedelta64(step, "D")
        added = added.assign(**{time: days.astype("datetime64[s]")})
    return pd.concat([frame, added[frame.columns]], ignore_index=True)
