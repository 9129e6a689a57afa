"""A question and its view as the query of an address, and back: a public interface that stays stable.

    org=orgn_1&space=spce_1&metric=profile_reach&by=date&by=network&where=dataSources~in~URN~URN
    &agg=sum&period=last_7_days&chart=line&top=10

`by` and `where` repeat. `~` and `%` inside a value are percent-encoded, beside what every address encodes. A link is
data from anybody: whatever it holds is read or named, and nothing of it is run.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import unquote

from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.filters import Filter, FilterValue
from services.insights.models import FilterSpec, MetricConfig, MetricName, OrganizationId, SpaceId
from services.insights.operators import ValueKind, operator_named
from services.insights.periods import DateRange, Period, Preset
from services.insights.question import MAX_DIMENSIONS, Question, Series, SpaceScope
from services.insights.view import View

__all__ = ["NOT_YET", "Address", "Link", "Settled", "link_of", "read_link", "settle"]

Address = Mapping[str, Sequence[str]]
"""The query of an address: each key with its values in their order."""

_KEYS: Final = ("org", "space", "metric", "by", "where", "agg", "period", "chart", "top")
NOT_YET: Final = ("compare", "report", "widget", "raw")
"""Parts that links of later versions hold: named, so that nobody takes the result for what the link promised."""

_SERIES: Final = ("metric", "by", "where", "agg")
_STRANGERS: Final = ("utm_", "embed")
_STRANGE_ENDS: Final = ("clid", "_cid", "_eid")
"""What mail programs, advertisements and frames add to any address: none of ours, and no reason to doubt the rest."""

_MOST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """One `where` as it is written; whether its values are numbers, only the metric's config tells."""

    name: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an address says, as far as it can be read without a config. `problems` name each part that can't be read."""

    organization: OrganizationId | None = None
    space: SpaceId | None = None
    metric: MetricName | None = None
    dimensions: tuple[str, ...] = ()
    conditions: tuple[_Condition, ...] = ()
    aggregator: str | None = None
    period: Period = Preset.LAST_7_DAYS
    view: View = field(default_factory=View)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The question that a link asks, as far as its metric's config allows; `problems` name what it does not."""

    question: Question
    problems: tuple[str, ...]


def link_of(question: Question, view: View, organization: OrganizationId | None) -> dict[str, list[str]]:
    """The query of the address that asks this question and shows it so: `read_link` and `settle` give both back.

    Further series are `metric2`, `by2`, …
    """
    told: dict[str, list[str]] = {"org": [organization] if organization else [], "space": [question.scope.space_id]}
    for place, series in enumerate(question.series, start=1):
        end = "" if place == 1 else str(place)
        told[f"metric{end}"] = [series.metric]
        told[f"by{end}"] = list(series.dimensions)
        told[f"where{end}"] = [_condition_of(item) for item in series.filters]
        told[f"agg{end}"] = [series.aggregator] if series.aggregator else []
    told["period"] = [str(question.period)]
    told["chart"] = [view.chart] if view.chart else []
    told["top"] = [str(view.top)] if view.top else []
    return {key: values for key, values in told.items() if values}


def read_link(address: Address) -> Link:
    """What an address asks. Never raises: what can't be read is named in `problems`, with the nearest choice."""
    problems = [_stranger(key) for key in address if not _is_known(address, key)]
    period = _period(_last(address, "period"), problems)
    organization, space, metric = (_last(address, key) for key in ("org", "space", "metric"))
    return Link(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
        metric=MetricName(metric) if metric else None,
        dimensions=_dimensions(address.get("by", ()), problems),
        conditions=tuple(filter(None, (_condition(text, problems) for text in address.get("where", ())))),
        aggregator=_last(address, "agg"),
        period=period,
        view=View(chart=_last(address, "chart"), top=_top(_last(address, "top"), problems)),
        problems=tuple(problems),
    )


def settle(link: Link, config: MetricConfig, space: SpaceId) -> Settled:
    """The question of a link for a metric of this config; what the config does not offer is left out and named.

    An aggregator that the link does not name is the metric's first.
    """
    problems: list[str] = []
    aggregator = link.aggregator or next(iter(config.aggregators), None)
    series = Series(metric=config.metric, dimensions=link.dimensions, aggregator=aggregator)
    found = check(series, config)
    problems += [problem.message for problem in found]
    if aggregator is not None and aggregator not in config.aggregators:
        aggregator = next(iter(config.aggregators), None)
    filters = []
    for condition in link.conditions:
        try:
            item = _filter(condition, config)
            unfit = check(Series(metric=config.metric, filters=(item,), aggregator=aggregator), config)
        except QuestionInvalid as problem:
            problems += problem.problems
            continue
        problems += [problem.message for problem in unfit]
        if not unfit:
            filters.append(item)
    kept = tuple(name for name in link.dimensions if config.dimension(name))
    series = Series(metric=config.metric, dimensions=kept, filters=tuple(filters), aggregator=aggregator)
    question = Question(scope=SpaceScope(space_id=space), period=link.period, series=(series,))
    return Settled(question=question, problems=tuple(problems))


def _condition_of(item: Filter) -> str:
    return "~".join(map(_packed, (item.name, item.operator, *map(_written, item.values))))


def _written(value: FilterValue) -> str:
    return value if isinstance(value, str) else repr(value)


def _packed(text: str) -> str:
    return text.replace("%", "%25").replace("~", "%7E")


def _condition(text: str, problems: list[str]) -> _Condition | None:
    name, *rest = map(unquote, text.split("~"))
    if not name or not rest or not rest[0]:
        problems.append(f'The filter "{_cut(text)}" can\'t be read. It is written as where=NAME~OPERATOR~VALUE~VALUE.')
        return None
    return _Condition(name=name, operator=rest[0], values=tuple(rest[1:]))


def _filter(condition: _Condition, config: MetricConfig) -> Filter:
    """The condition with values of the kind that its filter holds. Raises QuestionInvalid."""
    spec = config.filter(condition.name) or FilterSpec(name=condition.name, label=condition.name, operators=())
    values: tuple[FilterValue, ...] = condition.values
    if spec.kind_of(operator_named(condition.operator)) is ValueKind.NUMBER:
        values = tuple(_number(text, spec) for text in condition.values)
    return Filter(name=condition.name, operator=condition.operator, values=values)


def _number(text: str, spec: FilterSpec) -> int | float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise QuestionInvalid((f'"{_cut(text)}" is no number, so the filter {spec.label} was left out.',))
    return int(number) if number.is_integer() else number


def _dimensions(names: Sequence[str], problems: list[str]) -> tuple[str, ...]:
    once = tuple(dict.fromkeys(filter(None, names)))
    problems += [
        f'"{_cut(name)}" was left out: a result can be broken down by {MAX_DIMENSIONS} things at most.'
        for name in once[MAX_DIMENSIONS:]
    ]
    return once[:MAX_DIMENSIONS]


def _period(text: str | None, problems: list[str]) -> Period:
    if text is None:
        return Preset.LAST_7_DAYS
    if text in list(Preset):
        return Preset(text)
    try:
        start, end = map(date.fromisoformat, text.split(".."))
        return DateRange(start=start, end=end)
    except QuestionInvalid as problem:
        problems += problem.problems
    except ValueError:
        problems.append(
            f'The period "{_cut(text)}" is not known, so the last 7 days stand in its place. '
            f"{_choices(text, [*Preset, '2026-11-01..2026-11-07'])}"
        )
    return Preset.LAST_7_DAYS


def _top(text: str | None, problems: list[str]) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return int(text[:9])
    problems.append(f"top={_cut(text)} is no number of bars or lines; write top=10, or leave it out.")
    return None


def _stranger(key: str) -> str:
    stem = key.rstrip("0123456789")
    if key in NOT_YET or (stem in _SERIES and key != stem):
        return f'"{_cut(key)}" is not offered by this version of the dashboard, so it was left out.'
    return f'"{_cut(key)}" is no part of a link, so it was left out. {_choices(key, _KEYS)}'


def _is_known(address: Address, key: str) -> bool:
    says_nothing = key == "compare" and _last(address, key) in (None, "none")
    return key in _KEYS or says_nothing or key.startswith(_STRANGERS) or key.endswith(_STRANGE_ENDS)


def _choices(text: str, known: Sequence[str]) -> str:
    """The nearest of the valid choices, or all of them where none is near."""
    close = difflib.get_close_matches(text, known, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"It may be: {', '.join(known)}."


def _last(address: Address, key: str) -> str | None:
    return next((value for value in reversed(address.get(key, ())) if value), None)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
