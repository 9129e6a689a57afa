"""Several results in one line: what each comes to, in their order, and what stands out in the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from services.insights.view import Derived
from services.results.change import compared
from services.results.frame import ResultFrame
from services.results.headline.claim import LENGTH
from services.results.headline.rows import Rows, so_far
from services.results.headline.single import measure, nothing, told_briefly, told_inside
from services.results.headline.target import target_clause
from services.results.labels import cut
from services.results.rollup import total_of
from services.results.sentence import filter_in_words
from services.results.values import short

__all__ = ["told_together"]

_FILTER_LENGTH: Final = 40


def told_together(results: Sequence[ResultFrame], target: float | None = None) -> str:
    """ "Views 1.2 M (+8 %) – peak 300 K on Sun 22 Nov · Reach – typical day 31 K (median)": each metric is named once.

    A level is a total that `rollup` vouches for, over the whole period; its change, where there is one, is fair. What
    has no known total is told by what is typical of its rows, or highest. Only where not even names and numbers fit
    are the last ones counted.
    """
    if not any(result.has_values for result in results):
        return nothing(results[0])
    return next(line for line in _lines(results, target) if len(line) <= LENGTH)


def _lines(results: Sequence[ResultFrame], target: float | None) -> Iterator[str]:
    """Every way to say it, the fullest first; the last is short enough whatever the metrics are called."""
    names = _names(results)
    parts = [_part(result, name) for result, name in zip(results, names, strict=True)]
    first = results[0]
    start = f"{_level(first, names[0]) or names[0]} – "
    rest = "".join(f" · {part}" for part in parts[1:])
    if first.query.dimensions and first.has_values:
        yield start + told_inside(first, target, length=LENGTH - len(start) - len(rest)) + rest
    elif first.has_values and target is not None:
        yield start + target_clause(Rows.of(first), target) + rest
    yield " · ".join(parts)
    # Numbers before changes, and those of all before any claim.
    told = zip(results, names, parts, strict=True)
    plain = [_level(result, name, has_change=False) or part for result, name, part in told]
    yield " · ".join(plain)
    for count in range(len(plain) - 1, 0, -1):
        left = len(plain) - count
        yield " · ".join(plain[:count]) + f" · {left} more metric{'' if left == 1 else 's'}"
    yield cut(plain[0], LENGTH)


def _names(results: Sequence[ResultFrame]) -> list[str]:
    """What each is called; what is asked twice over other rows is told apart by its conditions."""
    names = [measure(result) for result in results]
    count = Counter(names)
    return [
        f"{name} ({_conditions(result)})" if count[name] > 1 and result.query.filters else name
        for name, result in zip(names, results, strict=True)
    ]


def _conditions(result: ResultFrame) -> str:
    words = (filter_in_words(item, result.config, result.labels) for item in result.query.filters)
    return cut(", ".join(words), _FILTER_LENGTH)


def _part(result: ResultFrame, name: str) -> str:
    """The least that is said of a result: its level, what is typical of it, or that there is no data."""
    if not result.has_values:
        return f"{name} – no data"
    return _level(result, name) or f"{name} – {told_briefly(result)}"


def _level(result: ResultFrame, name: str, *, has_change: bool = True) -> str:
    """The metric with its level and change, "Views 1.2 M (+8 %)"; "" where its total is not known."""
    total = total_of(result) if result.worked_out in (None, Derived.RATIO) else None
    if total is None or total.value is None or (result.query.dimensions and result.query.aggregator == "percent"):
        return ""
    against = compared(result)
    is_fair = has_change and against.change.is_known and not against.caution and not against.left_out
    change = f" ({against.change.words})" if is_fair else ""
    return f"{name} {short(total.value, result.unit)}{so_far(result)}{change}"
