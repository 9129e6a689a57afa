"""From facts to numbers: the one place that decides what an aggregator means for each kind of metric.

A *unit* is the smallest thing that a metric has a value for: one channel on one day for profile metrics, one post for
post metrics, one conversation in customer care. Where a day's value is split by city, gender or hour, its parts add up
to it exactly. Facts that a network did not report are NaN. A group of facts that are all NaN is `null` in the answer;
a group without any facts has no row at all, except that posts and conversations that could have been counted, and were
not there, are 0 (by day, week, month, weekday, profile or network).

=========  =======================================================================================================
kind       sum · average · min · max · percent
=========  =======================================================================================================
sum        Σ of the units · Σ divided by the number of units · the smallest and the largest unit · Σ as a share of
           the undivided Σ. Parts add up to the whole (but a post with two tags counts under both of them, and one
           without tags under none). min of mins and max of maxes are exact.
unique     *sum* answers how many different people: the p-norm (Σ xᵖ)¹ᐟᵖ of the units, p = 1.35, rounded down. That
           is the unit itself for one unit, never less than the largest part, and less than the sum of the parts:
           people overlap. average, min, max are of the units' own figures. No percent: they overlap.
distinct   *sum* counts different contacts (or members). Nothing else is offered.
rate       *average* is 100 · Σ amount / Σ base: weighted, never the mean of the parts' rates. min and max are the
           smallest and largest rate of a unit. `null` where the base is 0. No sum, no percent.
mean       as rate, without the 100.
level      followers: every day has a total over its channels; *average* is its mean over the days, *min* and *max*
           are its lowest and highest day. No sum over days. (So the max of several channels together is not the max
           of theirs.) *percent*, where offered, is the average as a share of the undivided average.
=========  =======================================================================================================

Without a dimension, percent is 100. A share of a whole of 0 is `null`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.sandbox.randomness import Floats, Ints

OVERLAP = 1.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Rows of facts: what is counted, what it is divided by, and the unit and the day that each row belongs to."""

    kind: str
    amount: Floats
    base: Floats | None
    unit: Ints
    day: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """For each row the number of its group, and for each group its code in every dimension."""

    of_row: Ints
    codes: tuple[Ints, ...]
    count: int


def group(keys: Sequence[Ints], rows: int) -> Grouping:
    """Rows with the same codes in one group; groups in the order of their codes. No keys: one group of everything."""
    if not keys:
        return Grouping(of_row=np.zeros(rows, dtype=np.int64), codes=(), count=1)
    if not rows:
        return Grouping(of_row=np.zeros(0, dtype=np.int64), codes=tuple(key[:0] for key in keys), count=0)
    combined = np.zeros(rows, dtype=np.int64)
    for key in keys:
        lowest = key.min()
        combined = combined * (key.max() - lowest + 1) + (key - lowest)
    _, first, of_row = np.unique(combined, return_index=True, return_inverse=True)
    return Grouping(of_row=of_row, codes=tuple(key[first] for key in keys), count=len(first))


def aggregate(facts: Facts, groups: Grouping, aggregator: str) -> Floats:
    """One number a group, NaN for no data."""
    if aggregator == "percent":
        part = aggregate(facts, groups, "average" if facts.kind == "level" else "sum")
        everything = group((), len(facts.amount))
        whole = aggregate(facts, everything, "average" if facts.kind == "level" else "sum")[0]
        return np.full(len(part), np.nan) if not whole > 0 else part * (100.0 / whole)
    if facts.kind == "level":
        return level(facts, groups, aggregator)
    if facts.kind in ("rate", "mean"):
        return weighted(facts, groups, aggregator)
    return counted(facts, groups, aggregator)


def counted(facts: Facts, groups: Grouping, aggregator: str) -> Floats:
    """Values of kinds that count: sum, unique, distinct."""
    value, of_group = by_unit(facts, groups) if needs_units(facts, aggregator) else known(facts, groups)
    if aggregator in ("min", "max"):
        return extreme(value, of_group, groups.count, aggregator)
    if aggregator == "average":
        return divided(total(value, of_group, groups.count), occurrences(of_group, groups.count))
    if facts.kind == "unique":
        return people(value, of_group, groups.count)
    if facts.kind == "distinct":
        return different(value, of_group, groups.count)
    return only_known(total(value, of_group, groups.count), of_group)


def needs_units(facts: Facts, aggregator: str) -> bool:
    """Whether the parts of a unit must be put together first."""
    return facts.kind == "unique" or (facts.kind == "sum" and aggregator != "sum")


def known(facts: Facts, groups: Grouping) -> tuple[Floats, Ints]:
    """The rows that have a value, with their groups."""
    rows = ~np.isnan(facts.amount)
    return facts.amount[rows], groups.of_row[rows]


def by_unit(facts: Facts, groups: Grouping) -> tuple[Floats, Ints]:
    """The value of each unit within each group, with its group."""
    value, of_group = known(facts, groups)
    unit = facts.unit[~np.isnan(facts.amount)]
    return folded(value, of_group, unit)


def folded(value: Floats, of_group: Ints, unit: Ints) -> tuple[Floats, Ints]:
    """Values added up within each pair of group and unit."""
    if not len(value):
        return value, of_group
    span = unit.max() + 1
    pairs, of_row = np.unique(of_group * span + unit, return_inverse=True)
    return total(value, of_row, len(pairs)), pairs // span


def level(facts: Facts, groups: Grouping, aggregator: str) -> Floats:
    """The mean, lowest or highest of the daily totals of each group."""
    value, of_group = known(facts, groups)
    days = facts.day[~np.isnan(facts.amount)]
    daily, of_group = folded(value, of_group, days)
    if aggregator in ("min", "max"):
        return extreme(daily, of_group, groups.count, aggregator)
    return divided(total(daily, of_group, groups.count), occurrences(of_group, groups.count))


def weighted(facts: Facts, groups: Grouping, aggregator: str) -> Floats:
    """Ratios: weighted by their base when averaged, else the smallest or largest ratio of a unit."""
    if facts.base is None:
        raise ValueError(f"a metric of kind {facts.kind!r} needs something to divide by")
    rows = ~(np.isnan(facts.amount) | np.isnan(facts.base))
    amount, base, of_group = facts.amount[rows], facts.base[rows], groups.of_row[rows]
    factor = 100.0 if facts.kind == "rate" else 1.0
    if aggregator in ("min", "max"):
        usable = base > 0
        ratios = factor * amount[usable] / base[usable]
        return extreme(ratios, of_group[usable], groups.count, aggregator)
    return factor * divided(total(amount, of_group, groups.count), total(base, of_group, groups.count))


def total(value: Floats, of_group: Ints, count: int) -> Floats:
    """The sum of each group; exact for whole numbers below 2⁵³."""
    return np.bincount(of_group, value, count).astype(np.float64)


def occurrences(of_group: Ints, count: int) -> Floats:
    """How many values each group has."""
    return np.bincount(of_group, minlength=count).astype(np.float64)


def only_known(value: Floats, of_group: Ints) -> Floats:
    """The values, NaN for groups that nothing is known of."""
    return np.where(occurrences(of_group, len(value)) > 0, value, np.nan)


def divided(above: Floats, below: Floats) -> Floats:
    """The ratio, NaN where there is nothing to divide by."""
    found = np.full(len(above), np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def extreme(value: Floats, of_group: Ints, count: int, aggregator: str) -> Floats:
    """The smallest or largest value of each group."""
    found = np.full(count, np.inf if aggregator == "min" else -np.inf)
    (np.minimum if aggregator == "min" else np.maximum).at(found, of_group, value)
    return np.where(np.isinf(found), np.nan, found)


def people(value: Floats, of_group: Ints, count: int) -> Floats:
    """How many different people stand behind the units of each group; see the table above."""
    norm = total(value**OVERLAP, of_group, count) ** (1 / OVERLAP)
    return only_known(np.floor(norm + 1e-6), of_group)


def different(value: Floats, of_group: Ints, count: int) -> Floats:
    """How many different values each group has."""
    if not len(value):
        return np.full(count, np.nan)
    span = int(value.max()) + 1
    pairs = np.unique(of_group * span + value.astype(np.int64))
    return only_known(occurrences(pairs // span, count), of_group)
