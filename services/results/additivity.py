"""Whether rows can be put together here and be exactly what the API would answer: the guard that never guesses.

The API does not say which of its numbers add up. The rule rests on what its answers carry: the config's aggregators (a
share of the total is offered only for what adds up; unique people have none), the unit, the words of name, label and
description, the dimension, and whether all rows came. When in doubt it refuses, and says why in one plain sentence.

=================  ================================================================================================
aggregator         what is exact
=================  ================================================================================================
Sum                of what is counted in events (or is seconds of them): over time, network, profile, post, post type.
                   A day without data counts as nothing, as in the API's own sum; only days without data are no data.
                   Never over tags: what has two counts under both, what has none under none. Over places, people
                   and moods only where the asked total proves that these rows are all of it.
Share of total     as Sum, where the shares are given finely enough for their sum to be right as it is shown.
Minimum, Maximum   over time: no value spans two days. Over network, profile, post and member only where Sum is offered
                   too: else (followers) the value is the daily total of all profiles, not that of one.
Average            never: an average of averages is none.
=================  ================================================================================================

Sources: unique people, averages, rates and tags as in every reporting tool's own help; what the aggregators mean is
assumed with the rest of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from services.insights.models import Metric, MetricConfig, Unit
from services.insights.view import Derived
from services.results.frame import VALUE, ResultFrame
from services.results.labels import cut, named

__all__ = ["How", "Rule", "adds_up", "is_the_sum", "name_of", "nouns_of", "rule", "tolerance"]

How = Literal["sum", "min", "max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How rows are put together, None where that would not be exact; `reason` then says why, else it is ""."""

    how: How | None
    reason: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether what is put together so is what the API would answer."""
        return self.how is not None

    @classmethod
    def refused(cls, reason: str) -> Rule:
        """Not to be put together, for this reason."""
        return cls(how=None, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nouns:
    """A dimension's values in words: "days", and where somebody is counted twice: "on two days"."""

    several: str
    twice: str


_TIMES: Final = frozenset({"date", "week", "month", "weekday"})
"""No value is of two of their days."""

_PARTS: Final = _TIMES | {"hour", "time_of_day", "network", "channel", "profile", "post", "post_type"}
"""Everything counted has exactly one of them."""

_OWNERS: Final = frozenset({"network", "channel", "profile", "post", "post_type", "member", "team_member"})
"""Dimensions that never split a single value, be it of a profile's day, a post or a conversation."""

_LISTED: Final = frozenset({"member", "team_member", "sentiment", "language", "country", "city", "gender", "job_title"})
"""What is counted may have none of them, or one that is not listed: networks give the most frequent cities only."""

_TAGS: Final = frozenset({"tag", "tags", "label", "labels", "hashtag", "keyword", "topic"})

_NOUNS: Final = MappingProxyType(
    {
        "date": _Nouns(several="days", twice="on two days"),
        "week": _Nouns(several="weeks", twice="in two weeks"),
        "month": _Nouns(several="months", twice="in two months"),
        "weekday": _Nouns(several="weekdays", twice="on two weekdays"),
        "hour": _Nouns(several="hours", twice="at two hours"),
        "network": _Nouns(several="networks", twice="on two networks"),
        "channel": _Nouns(several="profiles", twice="on two profiles"),
        "profile": _Nouns(several="profiles", twice="on two profiles"),
        "post": _Nouns(several="posts", twice="by two posts"),
        "post_type": _Nouns(several="post types", twice="by two post types"),
        "tag": _Nouns(several="tags", twice="under two tags"),
        "member": _Nouns(several="team members", twice="under two team members"),
        "city": _Nouns(several="cities", twice="in two cities"),
        "country": _Nouns(several="countries", twice="in two countries"),
        "language": _Nouns(several="languages", twice="in two languages"),
        "job_title": _Nouns(several="job titles", twice="under two job titles"),
    }
)

_PEOPLE: Final = re.compile(
    r"\b(reach|reached|uniques?|people|persons?|users?|viewers?|visitors?|accounts|contacts?|audiences?|members?"
    r"|individuals?|readers?|listeners?|watchers?|authors?)\b"
)
"""Words of a name or label that counts people (or whatever else can be counted twice)."""

_STOCK: Final = re.compile(r"\b(followers|subscribers|fans|balance|online)\b")
"""Words for how many there are at a moment, which is no event."""

_EVENTS: Final = re.compile(
    r"\b(gained|lost|new|net|growth|added|adds|removed|removals|joined|left|follows|unfollows|views?|impressions?"
    r"|displays?|plays?|replays?|clicks?|taps?|swipes?|likes?|dislikes?|loves?|haha|wow|reactions?|comments?|replies"
    r"|shares|reposts?|retweets?|quotes?|saves?|mentions?|messages?|conversations?|threads?|posts|stories|reels"
    r"|photos|videos|published|visits?|searches|calls?|requests?|reviews?|interactions?|engagements?|exits?"
    r"|expands|votes?|downloads?|installs?|purchases?|watch time)\b"
)
"""Words for what happens, each time anew."""

_RATES: Final = re.compile(
    r"\b(average|avg|mean|median|typical|rates?|ratio|percent|percentage|share of|per|score|index|frequency|conversion"
    r"|longest|shortest|highest|lowest|peak)\b|%|\u00d8"
)

_COUNTED_ONCE: Final = re.compile(
    r"\b(unique|uniquely|distinct|different|individual)\b[^.]{0,30}?"
    r"\b(people|persons?|users?|accounts?|members?|viewers?|visitors?|contacts?|followers|subscribers|customers|fans)\b"
    r"|\bcount(s|ed)? (only )?once\b|\b(do|does) not add up\b|\bdon['\u2019]t add up\b"
    r"|\bde-?duplicated\b|\bat least once\b|\bno matter how (often|many times)\b"
)
"""What a description says of a number whose parts overlap."""

_BEGINS_WITH_PEOPLE: Final = re.compile(
    r"^\W*(the |all )?((total )?number of |how many )?(your )?"
    r"(people|persons|users|accounts|members|viewers|visitors|contacts|followers|subscribers|customers|fans)\b"
)

_SHOWN_PRECISION: Final = 0.005
"""Shares are shown to a tenth of a percent: a sum that is nearer than this to the truth shows the same."""

_MOST_DECIMALS: Final = 8


def rule(result: ResultFrame, over: Collection[str]) -> Rule:
    """Whether the result's rows can be put together over (that is, losing) these dimensions, and how.

    To coarsen days to weeks or months is to lose `date`. Names that the result has not don't matter.
    """
    names = [name for name in result.query.dimensions if name in over]
    aggregator = result.query.aggregator
    if not names:
        return Rule(how="min" if aggregator == "min" else "max" if aggregator == "max" else "sum")
    if result.worked_out not in (None, Derived.SHARE):
        return Rule.refused(f"Numbers that were worked out ({result.derived}) can't be put together again.")
    if result.is_cut_off:
        return Rule.refused("Not all rows came, so what can be put together here is not all of it.")
    match aggregator:
        case "sum" | "percent":
            return _sum(result, names)
        case "min" | "max":
            return _extreme(result, names, aggregator)
        case "average":
            return Rule.refused(
                f"Averages can't be put together: {nouns_of(result, names[0])} with more behind them count for more."
            )
        case None:
            return Rule.refused(f"Statusbrew does not say how {name_of(result.metric)} is aggregated.")
        case _:
            return Rule.refused(f"Nobody knows here whether “{cut(aggregator, 40)}” can be put together.")


def adds_up(metric: Metric, config: MetricConfig, over: str = "date") -> str:
    """Why the metric's sums don't add up to a sum, in one sentence; "" where they do. `over` is what a person reads."""
    name = name_of(metric)
    words = _plain(f"{metric.name} {metric.label}")
    about = _plain(metric.description)
    is_event = bool(_EVENTS.search(words))
    if _STOCK.search(words) and not is_event:
        return f"{name} is a level at one moment: adding up would count the same ones again and again."
    if _PEOPLE.search(words) or _COUNTED_ONCE.search(about) or (_BEGINS_WITH_PEOPLE.search(about) and not is_event):
        nouns = _NOUNS.get(over)
        return f"{name} counts people: somebody counted {nouns.twice if nouns else 'in two rows'} would count twice."
    if metric.unit in (Unit.PERCENT, Unit.RATING) or _RATES.search(words):
        return f"{name} is a rate or an average, and those don't add up."
    if not {"sum", "percent"}.issubset(config.aggregators):
        return f"Statusbrew offers no share of a total for {name}, so its parts may overlap."
    if metric.unit is None and not is_event:
        return f"Statusbrew does not say what {name} counts."
    return ""


def is_the_sum(result: ResultFrame) -> bool:
    """Whether the asked total is known and the rows add up to it: then they are all of it.

    Of shares that were asked for it is known: each is one of the undivided total, which is 100 (assumed, as they are).
    """
    whole = result.whole
    if not result.has_values:
        return False
    rows = result.frame[VALUE]
    if result.query.aggregator == "percent" and result.worked_out is None:
        total = 100.0
    elif whole is None or len(whole.frame) != 1 or not whole.has_values:
        return False
    else:
        total = float(whole.frame[VALUE].iloc[0])
    return abs(float(rows.sum()) - total) <= tolerance(rows, total)


def tolerance(rows: pd.Series[Any], total: float) -> float:
    """How far the sum of the rows may be from a total that it is: nothing for whole numbers, else by rounding."""
    if pd.api.types.is_integer_dtype(rows.dtype):
        return 0.0
    # A hair more, as 0.1 is no number of a computer's.
    return max(1e-6 * abs(total), _rounding(rows) * (1 + 1e-6))


def name_of(metric: Metric) -> str:
    """The metric as a sentence names it."""
    return named(metric, 60)


def nouns_of(result: ResultFrame, name: str) -> str:
    """A dimension's values in words: "days", "profiles"."""
    if name in _NOUNS:
        return _NOUNS[name].several
    dimension = next((dimension for dimension in result.dimensions if dimension.name == name), None)
    return f"rows by {named(dimension, 40) if dimension else cut(name, 40)}"


def _sum(result: ResultFrame, names: list[str]) -> Rule:
    reason = adds_up(result.metric, result.config, names[0])
    if reason:
        return Rule.refused(reason)
    for name in names:
        if name in _TAGS:
            return Rule.refused(
                f"What has two {nouns_of(result, name)} counts under both of them, and what has none under none."
            )
        if name not in _PARTS and name not in _LISTED:
            return Rule.refused(f"It is not known whether something can count in two of the {nouns_of(result, name)}.")
    listed = next((name for name in names if name in _LISTED and name not in _PARTS), None)
    if listed and not is_the_sum(result):
        several = nouns_of(result, listed)
        return Rule.refused(
            f"The {several} may not be all there are: the rows don't add up to the total."
            if result.whole is not None
            else f"The {several} may not be all there are, as long as the total is not known."
        )
    # Shares that were worked out here are rounded nowhere.
    is_asked_share = result.query.aggregator == "percent" and result.worked_out is None
    if is_asked_share and _rounding(result.frame[VALUE]) > _SHOWN_PRECISION:
        return Rule.refused("Statusbrew rounds these shares, so their sum would be off.")
    return Rule(how="sum")


def _extreme(result: ResultFrame, names: list[str], aggregator: Literal["min", "max"]) -> Rule:
    which = "lowest" if aggregator == "min" else "highest"
    for name in names:
        if name in _TIMES:
            continue
        if name in _TAGS:
            return Rule.refused(f"What has no tag is in no row, and may be the {which}.")
        if name not in _OWNERS:
            return Rule.refused(
                f"A value may be divided between {nouns_of(result, name)}: the {which} part is no value."
            )
        if "sum" not in result.config.aggregators:
            return Rule.refused(
                f"The {which} {name_of(result.metric)} of several {nouns_of(result, name)} together is not that of one."
            )
    return Rule(how=aggregator)


def _rounding(rows: pd.Series[Any]) -> float:
    """By how much the sum of these values may be off because each was rounded before it came."""
    known = rows.dropna().to_numpy(dtype=np.float64)
    if len(known) < 2:
        return 0.0
    for decimals in range(_MOST_DECIMALS):
        if np.array_equal(np.round(known, decimals), known):
            return float(len(known) * 0.5 * 10.0**-decimals)
    return float(len(known) * 0.5 * 10.0**-_MOST_DECIMALS)


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())
