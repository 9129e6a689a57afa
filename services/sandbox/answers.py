"""From a query to rows: which facts count, how they are grouped, and how codes become the values of the contract."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from services.sandbox import history, seasons
from services.sandbox.agency import NETWORK_LABELS, Json, Space
from services.sandbox.arithmetic import Facts, Grouping, aggregate, group
from services.sandbox.catalogue import Metric
from services.sandbox.domains import (
    CITIES,
    CONVERSATION_TYPES,
    COUNTRIES,
    GENDERS,
    JOB_TITLES,
    LANGUAGES,
    POST_TYPES,
    SENTIMENTS,
    YES_NO,
)  # fmt: skip
from services.sandbox.operators import OPERATORS, passing
from services.sandbox.query import Filter, Query
from services.sandbox.randomness import Bools, Floats, Ints
from services.sandbox.records import Records
from services.sandbox.seasons import day_number, day_of, month, weekday
from services.sandbox.signals import combine
from services.sandbox.world import World

NETWORKS = tuple(NETWORK_LABELS)
DOMAINS: dict[str, Sequence[str]] = {
    "network": NETWORKS,
    "post_type": POST_TYPES,
    "sentiment": SENTIMENTS,
    "language": LANGUAGES,
    "country": COUNTRIES,
    "city": tuple(city.name for city in CITIES),
    "gender": GENDERS,
    "job_title": JOB_TITLES,
    "conversation_type": CONVERSATION_TYPES,
    "promoted": YES_NO,
    "campaign": seasons.CAMPAIGNS,
}
CALENDAR = ("date", "week", "month", "weekday")
ALWAYS_THERE = {*CALENDAR, "channel", "network"}
DECIMALS = 8


def rows_of(world: World, space: Space, query: Query) -> list[Json]:
    """The rows of the answer; several metrics (a widget's own) share a row where their dimensions agree."""
    found: dict[str, Json] = {}
    for metric in query.metrics:
        for dimensions, key, value in Answer(world, space, query, metric).rows():
            row = found.setdefault(key, {"dimensions": dimensions, "metrics": {}})
            row["metrics"][metric.name] = value
    return list(found.values())


class Answer:
    """One metric's part of an answer."""

    def __init__(self, world: World, space: Space, query: Query, metric: Metric) -> None:
        self.world, self.space, self.query, self.metric = world, space, query, metric
        frame = world.frame
        self.first = max(day_number(query.start), frame.first)
        self.last = min(day_number(query.end), frame.last)
        self.networks = np.array([NETWORKS.index(channel.network) for channel in space.channels])
        self.records: Records = world.records(space, metric, (self.first, self.last))

    def domain(self, column: str) -> Sequence[str]:
        """The values that the codes of a column stand for."""
        match column:
            case "channel":
                return [channel.urn for channel in self.space.channels]
            case "tag":
                return [tag.id for tag in self.world.agency.tags]
            case "member":
                return [member["id"] for member in self.world.agency.members]
            case _:
                return DOMAINS[column]

    def codes(self, column: str) -> Ints:
        """The codes of a column or of what follows from one."""
        match column:
            case "network":
                return self.networks[self.records.codes("channel")]
            case "date":
                return self.records.codes("day")
            case "week" | "month" | "weekday":
                return calendar_codes(column, self.records.codes("day"))
            case "post":
                return self.records.unit()
            case _:
                return self.records.codes(column)

    def kept(self, filter_: Filter) -> Bools:
        """Which rows a filter keeps."""
        if filter_.numbers:
            test = OPERATORS[filter_.operator].on_number
            if test is None:
                raise ValueError(f"{filter_.operator} compares no numbers")
            return test(self.records.quantity(filter_.column), [float(value) for value in filter_.values])
        values = [str(value) for value in filter_.values]
        if filter_.column == "text":
            return passing(filter_.operator, values, self.records.texts())[:-1]
        passes = passing(filter_.operator, values, self.domain(filter_.column))
        if filter_.column != "tag":
            return passes[self.codes(filter_.column)]
        tags = self.records.tags()
        has_none = (tags < 0).all(axis=1)
        if filter_.operator == "not_in":
            return np.asarray(passes[tags].all(axis=1))
        return np.asarray((passes[tags] & (tags >= 0)).any(axis=1) | (has_none & passes[-1]))

    def selected(self) -> Ints:
        """The rows that count: in the period, from a network that reports the metric, passing every filter."""
        day = self.records.codes("day")
        keep = (day >= self.first) & (day <= self.last) & self.reports_it()[self.codes("network")]
        for column, value in self.metric.only:
            keep &= self.records.codes(column) == self.domain(column).index(value)
        for filter_ in self.query.filters:
            keep &= self.kept(filter_)
        return np.flatnonzero(keep)

    def reports_it(self) -> Bools:
        """For each network whether it reports the metric at all."""
        return np.array([network in self.metric.networks for network in NETWORKS])

    def rows(self) -> list[tuple[Json, str, int | float | None]]:
        """Dimensions, a key that identifies them, and the value."""
        rows = self.selected()
        recipe, dimensions = self.metric.recipe, self.query.dimensions
        amount = combine(recipe.amount, self.records.quantity)[rows]
        base = combine(recipe.base, self.records.quantity)[rows] if recipe.base else None
        day, unit = self.records.codes("day")[rows], self.records.unit()[rows]
        keys = [self.codes(dimension)[rows] for dimension in dimensions if dimension != "tag"]
        facts = Facts(kind=recipe.kind, amount=amount, base=base, unit=unit, day=day)
        whole = facts
        if "tag" in dimensions:
            again, tag = self.once_a_tag(rows)
            keys = [key[again] for key in keys]
            keys.insert(dimensions.index("tag"), tag)
            facts = taken(facts, again)
        groups = group(keys, len(facts.amount))
        if self.query.aggregator == "percent" and facts is not whole:
            values = share_of(whole, facts, groups)
        else:
            values = aggregate(facts, groups, self.query.aggregator)
        return self.with_zeros(groups, values)

    def once_a_tag(self, rows: Ints) -> tuple[Ints, Ints]:
        """Positions among the rows, each once for every tag it carries, and those tags."""
        tags = self.records.tags()[rows]
        position, column = np.nonzero(tags >= 0)
        return position, tags[position, column]

    def with_zeros(self, groups: Grouping, values: Floats) -> list[tuple[Json, str, int | float | None]]:
        """The rows, with a 0 where posts or conversations could have been counted and there were none."""
        codes = zip(*(key.tolist() for key in groups.codes), strict=True) if groups.codes else iter([()])
        found: dict[tuple[int, ...], float] = dict(zip(codes, values.tolist(), strict=True))
        if self.counts_zero():
            nothing = 0.0 if self.query.aggregator == "sum" or bool((values > 0).any()) else np.nan
            for key in self.live_keys():
                if np.isnan(found.get(key, np.nan)):
                    found[key] = nothing
        words = [
            self.wording(dimension, {key[i] for key in found}) for i, dimension in enumerate(self.query.dimensions)
        ]
        return [
            (
                {name: words[i][code] for i, (name, code) in enumerate(zip(self.query.dimensions, key, strict=True))},
                str(key),
                number(value, self.metric, self.query.aggregator),
            )
            for key, value in sorted(found.items())
        ]

    def counts_zero(self) -> bool:
        """Whether nothing there means 0: what is counted from a list of posts or conversations."""
        return (
            self.metric.table != "days"
            and self.metric.recipe.kind in ("sum", "distinct")
            and self.query.aggregator in ("sum", "percent")
            and ALWAYS_THERE.issuperset(self.query.dimensions)
        )

    def live_keys(self) -> set[tuple[int, ...]]:
        """The dimensions' codes for which a channel was connected and told us something."""
        frame = self.world.frame
        days: list[Ints] = []
        channels: list[Ints] = []
        for index in self.channels_asked_for():
            channel = self.space.channels[index]
            live = np.flatnonzero(history.connected(channel, frame) & history.authorized(channel, frame)) + frame.first
            live = live[(live >= self.first) & (live <= self.last)]
            days.append(live)
            channels.append(np.full(len(live), index))
        if not sum(map(len, days)):
            return set()
        day, channel_codes = np.concatenate(days), np.concatenate(channels)
        keys = []
        for dimension in self.query.dimensions:
            if dimension == "channel":
                keys.append(channel_codes)
            elif dimension == "network":
                keys.append(self.networks[channel_codes])
            else:
                keys.append(calendar_codes(dimension, day))
        return set(zip(*(key.tolist() for key in keys), strict=True)) if keys else {()}

    def channels_asked_for(self) -> list[int]:
        """The channels that report the metric and pass the filters on profile and network."""
        passes = self.reports_it()[self.networks]
        for filter_ in self.query.filters:
            if filter_.column in ("channel", "network"):
                values = [str(value) for value in filter_.values]
                by_value = passing(filter_.operator, values, self.domain(filter_.column))
                passes &= by_value[:-1] if filter_.column == "channel" else by_value[self.networks]
        return np.flatnonzero(passes).tolist()

    def wording(self, dimension: str, codes: set[int]) -> dict[int, Any]:
        """What each code of a dimension is called in the answer."""
        match dimension:
            case "date" | "week":
                return {code: day_of(code).isoformat() for code in codes}
            case "month":
                return {code: f"{code // 12:04d}-{code % 12 + 1:02d}" for code in codes}
            case "weekday" | "hour":
                return {code: code for code in codes}
            case "post":
                faces = self.world.posts_of(self.space).faces
                return {code: faces[code] for code in codes}
            case _:
                values = self.domain(dimension)
                return {code: values[code] for code in codes}


def calendar_codes(dimension: str, day: Ints) -> Ints:
    """The day itself, its Monday, its month or its weekday."""
    match dimension:
        case "week":
            return day - (weekday(day) - 1)
        case "month":
            return month(day)
        case "weekday":
            return weekday(day)
        case _:
            return day


def taken(facts: Facts, rows: Ints) -> Facts:
    """The facts of some rows, some of them more than once."""
    base = None if facts.base is None else facts.base[rows]
    return Facts(kind=facts.kind, amount=facts.amount[rows], base=base, unit=facts.unit[rows], day=facts.day[rows])


def share_of(whole: Facts, facts: Facts, groups: Grouping) -> Floats:
    """Each group as a share of the undivided total, in which a post with two tags counts once."""
    undivided = aggregate(whole, group((), len(whole.amount)), "sum")[0]
    part = aggregate(facts, groups, "sum")
    return np.full(len(part), np.nan) if not undivided > 0 else part * (100.0 / undivided)


def number(value: float, metric: Metric, aggregator: str) -> int | float | None:
    """A value as JSON has it: null for no data, a whole number where something is counted."""
    if np.isnan(value):
        return None
    counted = metric.recipe.kind in ("sum", "unique", "distinct", "level") and aggregator in ("sum", "min", "max")
    return int(value) if counted else round(value, DECIMALS)
