"""A question and its view as the query of an address, and back: a public interface that stays stable.

    org=orgn_1&space=spce_1&metric=profile_reach&by=date&by=network&where=dataSources~in~URN~URN
    &agg=sum&period=last_7_days&compare=previous&chart=line&top=10

`by` and `where` repeat; further series are `metric2`, `by2`, `where2`, `agg2` and so on. `~` and `%` inside a value are
percent-encoded, beside what every address encodes. `report`, `widget` and `raw=1` (the report's filters off) say within
what is asked. A link is data from anybody: whatever it holds is read or named, and nothing of it is run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from services.errors import QuestionInvalid
from services.insights.check import check
from services.insights.comparison import Against, Comparison
from services.insights.filters import Filter, FilterValue
from services.insights.link_parts import Address, choices, cut, is_stranger, last, read_comparison, read_period
from services.insights.link_scope import SCOPE_KEYS, LinkScope, read_scope, scope_part
from services.insights.link_view import VIEW_KEYS, read_view, view_part
from services.insights.models import FilterSpec, MetricConfig, MetricName, OrganizationId, Report, SpaceId
from services.insights.operators import ValueKind, operator_named
from services.insights.periods import Period, Preset
from services.insights.question import MAX_DIMENSIONS, MAX_SERIES, Question, Series
from services.insights.view import View

__all__ = ["Address", "Link", "LinkSeries", "Settled", "link_of", "read_link", "settle"]

_SERIES: Final = ("metric", "by", "where", "agg")
_ENDS: Final = ("", *(str(place) for place in range(2, MAX_SERIES + 1)))
_OTHERS: Final = ("org", "space", "period", "compare", *SCOPE_KEYS, *VIEW_KEYS)
_KEYS: Final = (*_OTHERS, *(key + end for end in _ENDS for key in _SERIES))
_FIRST_KEYS: Final = ("org", "space", *_SERIES, "period", "compare", *SCOPE_KEYS, *VIEW_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """One `where` as it is written; whether its values are numbers, only the metric's config tells."""

    name: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSeries:
    """One series as a link writes it."""

    metric: MetricName
    dimensions: tuple[str, ...] = ()
    conditions: tuple[_Condition, ...] = ()
    aggregator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an address says, as far as it can be read without a config. `problems` name each part that can't be read."""

    organization: OrganizationId | None = None
    space: SpaceId | None = None
    series: tuple[LinkSeries, ...] = ()
    period: Period = Preset.LAST_7_DAYS
    compare: Comparison = Against.NONE
    scope: LinkScope = field(default_factory=LinkScope)
    view: View = field(default_factory=View)
    problems: tuple[str, ...] = ()

    def with_metric(self, was: MetricName, metric: MetricName, note: str) -> Link:
        """The same link with another metric in place of `was`, which `note` tells."""
        series = tuple(replace(item, metric=metric) if item.metric == was else item for item in self.series)
        return replace(self, series=series, problems=(*self.problems, note))

    def within(self, reports: Iterable[Report]) -> Link:
        """The same link within what these reports, the space's, have of its scope; what they lack is a problem."""
        scope, unknown = self.scope.known(reports)
        return replace(self, scope=scope, problems=(*self.problems, *unknown))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The question that a link asks, as far as its metrics' configs allow; `problems` name what they do not."""

    question: Question
    problems: tuple[str, ...]


def link_of(question: Question, view: View, organization: OrganizationId | None) -> dict[str, list[str]]:
    """The query of the address that asks this question and shows it so: `read_link` and `settle` give both back."""
    told: dict[str, list[str]] = {"org": [organization] if organization else [], "space": [question.scope.space_id]}
    for end, series in zip(_ENDS, question.series, strict=False):
        told[f"metric{end}"] = [series.metric]
        told[f"by{end}"] = list(series.dimensions)
        told[f"where{end}"] = [_condition_of(item) for item in series.filters]
        told[f"agg{end}"] = [series.aggregator] if series.aggregator else []
    told["period"] = [str(question.period)]
    told["compare"] = [] if question.compare is Against.NONE else [str(question.compare)]
    told |= scope_part(question.scope) | view_part(view)
    return {key: values for key, values in told.items() if values}


def read_link(address: Address) -> Link:
    """What an address asks. Never raises: what can't be read is named in `problems`, with the nearest choice."""
    problems = [_stranger(key) for key in address if not _is_known(key)]
    period = read_period(address, problems)
    organization, space = last(address, "org"), last(address, "space")
    return Link(
        organization=OrganizationId(organization) if organization else None,
        space=SpaceId(space) if space else None,
        series=_series(address, problems),
        period=period,
        compare=read_comparison(address, problems),
        scope=read_scope(address, problems),
        view=read_view(address, problems),
        problems=tuple(problems),
    )


def settle(link: Link, configs: Mapping[MetricName, MetricConfig], space: SpaceId) -> Settled:
    """The question of a link, its metrics being those of which `configs` has one; what a config does not offer is left
    out and named.

    An aggregator that the link does not name is the metric's first. Raises QuestionInvalid where no metric is left.
    """
    problems: list[str] = []
    series = [_settled(item, configs[item.metric], problems) for item in link.series if item.metric in configs]
    once = tuple(dict.fromkeys(series))
    if len(once) < len(series):
        problems.append("The link asks for one metric twice in the same way: once is enough.")
    question = Question(scope=link.scope.within(space), period=link.period, series=once, compare=link.compare)
    return Settled(question=question, problems=tuple(problems))


def _settled(item: LinkSeries, config: MetricConfig, problems: list[str]) -> Series:
    aggregator = item.aggregator or next(iter(config.aggregators), None)
    series = Series(metric=config.metric, dimensions=item.dimensions, aggregator=aggregator)
    problems += [problem.message for problem in check(series, config)]
    if aggregator is not None and aggregator not in config.aggregators:
        aggregator = next(iter(config.aggregators), None)
    filters = []
    for condition in item.conditions:
        try:
            found = _filter(condition, config)
            unfit = check(Series(metric=config.metric, filters=(found,), aggregator=aggregator), config)
        except QuestionInvalid as problem:
            problems += problem.problems
            continue
        problems += [problem.message for problem in unfit]
        if not unfit:
            filters.append(found)
    kept = tuple(name for name in item.dimensions if config.dimension(name))
    return Series(metric=config.metric, dimensions=kept, filters=tuple(filters), aggregator=aggregator)


def _series(address: Address, problems: list[str]) -> tuple[LinkSeries, ...]:
    """The series that name a metric, in their order; parts of one that names none are named."""
    found = []
    for end in _ENDS:
        metric = last(address, f"metric{end}")
        if metric is None:
            lost = [f"{key}{end}" for key in _SERIES if end and last(address, f"{key}{end}")]
            problems += [f'"{key}" belongs to no metric, so it was left out. Add metric{end}=….' for key in lost]
            # Without a first metric the rest of the link fills the pickers, but there is nothing to ask.
            if not end:
                _dimensions(address.get("by", ()), problems)
                _conditions(address.get("where", ()), problems)
            continue
        found.append(
            LinkSeries(
                metric=MetricName(metric),
                dimensions=_dimensions(address.get(f"by{end}", ()), problems),
                conditions=_conditions(address.get(f"where{end}", ()), problems),
                aggregator=last(address, f"agg{end}"),
            )
        )
    return tuple(found)


def _conditions(texts: Sequence[str], problems: list[str]) -> tuple[_Condition, ...]:
    return tuple(filter(None, (_condition(text, problems) for text in texts)))


def _condition_of(item: Filter) -> str:
    return "~".join(map(_packed, (item.name, item.operator, *map(_written, item.values))))


def _written(value: FilterValue) -> str:
    return value if isinstance(value, str) else repr(value)


def _packed(text: str) -> str:
    return text.replace("%", "%25").replace("~", "%7E")


def _condition(text: str, problems: list[str]) -> _Condition | None:
    name, *rest = map(unquote, text.split("~"))
    if not name or not rest or not rest[0]:
        problems.append(f'The filter "{cut(text)}" can\'t be read. It is written as where=NAME~OPERATOR~VALUE~VALUE.')
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
        raise QuestionInvalid((f'"{cut(text)}" is no number, so the filter {spec.label} was left out.',))
    return int(number) if number.is_integer() else number


def _dimensions(names: Sequence[str], problems: list[str]) -> tuple[str, ...]:
    once = tuple(dict.fromkeys(filter(None, names)))
    problems += [
        f'"{cut(name)}" was left out: a result can be broken down by {MAX_DIMENSIONS} things at most.'
        for name in once[MAX_DIMENSIONS:]
    ]
    return once[:MAX_DIMENSIONS]


def _stranger(key: str) -> str:
    stem = key.rstrip("0123456789")
    if stem in _SERIES and key != stem:
        return f'"{cut(key)}" was left out: a link holds {MAX_SERIES} metrics at most, metric to metric{MAX_SERIES}.'
    return f'"{cut(key)}" is no part of a link, so it was left out. {choices(key, _FIRST_KEYS)}'


def _is_known(key: str) -> bool:
    return key in _KEYS or is_stranger(key)
