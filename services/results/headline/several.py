"""Several results in one line: what each comes to, in their order, and what stands out in the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.view import Derived
from services.results.change import compared
from services.results.frame import ResultFrame
from services.results.headline.claim import LENGTH
from services.results.headline.rows import Rows, so_far
from services.results.headline.single import measure, metric_in_words, nothing, told_briefly, told_inside
from services.results.headline.target import target_clause
from services.results.labels import cut
from services.results.rollup import total_of
from services.results.sentence import filter_in_words
from services.results.values import NO_DATA, short

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
    head, names = "", _told_apart(results, [measure(result) for result in results])
    parts = [_part(result, name) for result, name in zip(results, names, strict=True)]
    first = results[0]
    rest = "".join(f" · {part}" for part in parts[1:])
    level = _level(first, names[0])
    start = f"{level or names[0]} – "
    own = ""
    if first.has_values and first.query.dimensions:
        own = told_inside(first, target, length=LENGTH - len(start) - len(rest), has_level=bool(level))
    elif first.has_values and target is not None:
        own = target_clause(Rows.of(first), target)
    if own:
        yield start + own + rest
    yield " · ".join(parts)
    # Numbers before changes, and those of all before any claim; then what they have in common is said once.
    for is_short in (False, True):
        if is_short:
            head, names = _in_common(results, names)
        for least in (_part, _least):
            plain = [least(result, name, has_change=False) for result, name in zip(results, names, strict=True)]
            yield head + " · ".join(plain)
    for count in range(len(plain) - 1, 0, -1):
        left = len(plain) - count
        yield head + " · ".join(plain[:count]) + f" · {left} more metric{'' if left == 1 else 's'}"
    yield cut(head + plain[0], LENGTH)


def _in_common(results: Sequence[ResultFrame], names: list[str]) -> tuple[str, list[str]]:
    """How all numbers were made, said once before their metrics: ("Average: ", ["Reach", "Likes"])."""
    aggregators = {result.query.aggregator for result in results}
    aggregator = next(iter(aggregators))
    if len(aggregators) > 1 or aggregator in (None, "sum"):
        return "", names
    return f"{aggregator_label(aggregator)}: ", _told_apart(results, [metric_in_words(result) for result in results])


def _told_apart(results: Sequence[ResultFrame], names: Sequence[str]) -> list[str]:
    """What each is called; what is asked twice over other rows is told apart by its conditions."""
    count = Counter(names)
    return [
        f"{name} ({_conditions(result)})" if count[name] > 1 and result.query.filters else name
        for name, result in zip(names, results, strict=True)
    ]


def _conditions(result: ResultFrame) -> str:
    words = (filter_in_words(item, result.config, result.labels) for item in result.query.filters)
    return cut(", ".join(words), _FILTER_LENGTH)


def _part(result: ResultFrame, name: str, *, has_change: bool = True) -> str:
    """What is said of a result beside others: its level, what is typical of it, or that there is no data."""
    if not result.has_values:
        return f"{name} – no data"
    return _level(result, name, has_change=has_change) or f"{name} – {told_briefly(result)}"


def _least(result: ResultFrame, name: str, *, has_change: bool = True) -> str:
    """The least that is said of it: of what has no level the highest of its rows."""
    if not result.has_values:
        return f"{name} {NO_DATA}"
    top = short(Rows.of(result).values.max(), result.unit)
    return _level(result, name, has_change=has_change) or f"{name} up to {top}{so_far(result)}"


def _level(result: ResultFrame, name: str, *, has_change: bool = True) -> str:
    """The metric with its level and change, "Views 1.2 M (+8 %)"; "" where its total is not known."""
    total = total_of(result) if result.worked_out in (None, Derived.RATIO) else None
    if total is None or total.value is None or (result.query.dimensions and result.query.aggregator == "percent"):
        return ""
    against = compared(result)
    is_fair = has_change and against.change.is_known and not against.caution and not against.left_out
    change = f" ({against.change.words})" if is_fair else ""
    return f"{name} {short(total.value, result.unit)}{so_far(result)}{change}"
