"""The sentences of an explanation: what both numbers are, what each cause is, and what has to be known besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.insights.aggregators import aggregator_label
from services.insights.filters import Filter
from services.insights.models import Basis, Dimension
from services.insights.periods import DateRange, Period, Preset
from services.insights.question import InsightsQuery
from services.reports.difference.readings import Readings
from services.reports.difference.route import Route, Step
from services.reports.difference.sides import Side, is_of_sources, saved_conditions
from services.reports.difference.stations import Cause
from services.results.additivity import name_of
from services.results.discrepancy import check_sum
from services.results.labels import Labels, cut
from services.results.phrases import counted
from services.results.sentence import dates_in_words, filter_in_words, sentence

__all__ = ["Words", "notes_of", "sides_in_words", "step_in_words"]

_NAME_LENGTH: Final = 60
_SAME_MOMENT: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names behind ids: `labels` of values, and the URNs of all `profiles` of the space, empty where not known."""

    labels: Labels
    profiles: Collection[str]


def step_in_words(step: Step, route: Route, words: Words, change: str) -> str:
    """What the cause is, and then what became of the number."""
    match step.cause:
        case Cause.DATA_SOURCES:
            lead = _sources(route, words)
        case Cause.SAVED_FILTERS | Cause.OWN_FILTERS:
            lead = _filters(step, route, words)
        case Cause.AGGREGATOR:
            lead = f"{_aggregator(step.before)} here, {_aggregator(step.after)} there: "
        case Cause.TIME_ZONE:
            lead = _zone(step, route)
        case Cause.PERIOD:
            lead = f"{_period(route.other.period, step.after.dates)} instead of {dates_in_words(step.before.dates)}: "
        case Cause.UNFINISHED_DAYS:
            lead = _unfinished(step)
        case Cause.UNTOLD:
            lead = "the same question of the whole space, with all that the report is known to leave out: "
            change = change.replace("so it changes nothing", "the same")
    ignored = _ignored(step.differing.ignored, route, words) if step.differing.is_effective else ""
    return f"{lead}{change}{f' {ignored}' if ignored else ''}"


def notes_of(route: Route, readings: Readings, words: Words, *, is_checked: bool) -> tuple[str, ...]:
    """What has to be known besides the effects, the most important first."""
    this, other, own = route.this, route.other, route.own
    notes = [_moments(route, readings), _rows_apart(route, readings)]
    if is_checked:
        notes.append(
            "Nothing else is at work: the whole space, asked with the report's data sources and filters, gives the "
            "widget's own number."
        )
    if route.ignored:
        notes.append(_ignored(route.ignored, route, words))
    zones = (this.calendar.timezone, other.calendar.timezone)
    if zones[0] != zones[1] and not any(step.cause is Cause.TIME_ZONE for step in route.steps):
        notes.append(
            f"Time zone: in {zones[1]} the period is the same days, and Statusbrew cuts days by the account's zone "
            f"({zones[0]}), so it changes nothing here."
        )
    if other.last_day is not None and not any(step.cause is Cause.UNFINISHED_DAYS for step in route.steps):
        notes.append("Unfinished days: no day of the period may still grow, so leaving them out changes nothing.")
    if other.series.dimensions != own.query.dimensions and not route.end.dimensions:
        notes.append("The two are broken down in different ways, which changes no total.")
    return tuple(filter(None, notes))


def sides_in_words(route: Route) -> tuple[str, str]:
    """What each side asks, in a sentence: this one, and the other."""
    own, other = route.own, route.other
    query = replace(
        own.query,
        dates=other.dates,
        dimensions=other.series.dimensions,
        filters=other.series.filters,
        aggregator=other.series.aggregator,
    )
    told = replace(
        own,
        query=query,
        dimensions=tuple(
            own.config.dimension(name) or Dimension(name=name, label=name) for name in other.series.dimensions
        ),
        calendar=other.calendar,
        context=_context(other),
        before=None,
    )
    return sentence(replace(own, before=None)), sentence(told)


def _context(side: Side) -> str:
    if side.report is not None:
        return f"in the report “{cut(side.report.name, _NAME_LENGTH)}”" if side.report.name else "in a saved report"
    return "" if any(map(is_of_sources, side.series.filters)) else "all profiles of the space"


def _sources(route: Route, words: Words) -> str:
    who = "the report" if route.this.report else "the number here"
    here, there = (_profiles(side, route, words) for side in (route.this, route.other))
    return f"{who} counts {here}. {there[:1].upper()}{there[1:]}: "


def _profiles(side: Side, route: Route, words: Words) -> str:
    conditions = (*side.series.filters, *saved_conditions(side.report, route.own.config))
    chosen = [item for item in dict.fromkeys(conditions) if is_of_sources(item)]
    if not chosen:
        return "all profiles"
    if len(chosen) > 1 or chosen[0].operator != "in":
        return f"only the profiles that fit {_told(chosen, route, words)}"
    count = len(chosen[0].values)
    # A competitor's profile is none of the space's.
    is_of_space = {*map(str, chosen[0].values)} <= {*words.profiles}
    if is_of_space:
        return f"{count} of {len(words.profiles)} profiles"
    return counted(count, "profile")


def _filters(step: Step, route: Route, words: Words) -> str:
    removed, added = (_told(items, route, words) for items in (step.differing.removed, step.differing.added))
    is_saved = step.cause is Cause.SAVED_FILTERS
    this = "the report" if is_saved and route.this.report else "the number here"
    other = "the other report" if is_saved and route.other.report else "the other question"
    if removed and added:
        return f"{this} keeps what fits {removed}, {other} what fits {added}: "
    if removed:
        return f"{this} keeps only what fits {removed}. Without that: "
    if added:
        return f"{other} keeps only what fits {added}. With that: "
    return f"{_ignored(step.differing.ignored, route, words)} Asked without it: "


def _ignored(items: Iterable[Filter], route: Route, words: Words) -> str:
    listed = list(items)
    if not listed:
        return ""
    pronoun = "they have" if len(listed) > 1 else "it has"
    return f"{name_of(route.own.metric)} can't be filtered by {_told(listed, route, words)}, so {pronoun} no effect."


def _told(items: Iterable[Filter], route: Route, words: Words) -> str:
    return " and ".join(f"“{filter_in_words(item, route.own.config, words.labels)}”" for item in items)


def _aggregator(query: InsightsQuery) -> str:
    return aggregator_label(query.aggregator) if query.aggregator else "No aggregator"


def _zone(step: Step, route: Route) -> str:
    moved = route.this if step.before.dates == route.this.dates else route.other
    name = f"“{moved.period.label}”" if isinstance(moved.period, Preset) else "the period"
    there = route.other.calendar.timezone
    return f"in {there}, {name} is {dates_in_words(step.after.dates)} instead of {dates_in_words(step.before.dates)}: "


def _period(period: Period, dates: DateRange) -> str:
    return f"{period.label} · {dates_in_words(dates)}" if isinstance(period, Preset) else dates_in_words(dates)


def _unfinished(step: Step) -> str:
    is_without = step.after.dates.end < step.before.dates.end
    longer, shorter = (step.before, step.after) if is_without else (step.after, step.before)
    days = DateRange(start=shorter.dates.end + timedelta(days=1), end=longer.dates.end)
    what = "the day that may still grow" if days.days == 1 else f"the {days.days} days that may still grow"
    return f"{'without' if is_without else 'with'} {what} ({dates_in_words(days)}): "


def _moments(route: Route, readings: Readings) -> str:
    """Said where numbers that may have grown in between are of different moments."""
    times = sorted(reading.fetched_at for reading in readings.at.values() if reading.fetched_at)
    if not times or times[-1] - times[0] <= _SAME_MOMENT:
        return ""
    calendar = route.this.calendar
    unfinished = any(calendar.is_unfinished(query.dates.end) for query in readings.at)
    if not unfinished and route.own.metric.basis is not Basis.LIFETIME:
        return ""
    zone = ZoneInfo(calendar.timezone)
    first, last = (time.astimezone(zone) for time in (times[0], times[-1]))
    why = "The newest days are not final" if unfinished else "Posts go on collecting"
    return (
        f"The numbers are of different moments, from {first:%a %d %b, %H:%M} to {last:%a %d %b, %H:%M} "
        f"({calendar.timezone}). {why}, so they may have grown in between."
    )


def _rows_apart(route: Route, readings: Readings) -> str:
    """Why adding up the widget's rows gives another number again, where the true total is known."""
    start = readings.at.get(route.start)
    if start is None or start.result is None or start.query.dimensions or start.result.query.dimensions:
        return ""
    return check_sum(replace(route.own, whole=start.result)) if route.own.query.dimensions else ""
