"""One result in one line: what is claimed of it, in the order of what matters, as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from services.insights.aggregators import aggregator_label
from services.insights.view import Derived
from services.results.change import compared
from services.results.dimensions import DimensionKind, face_of
from services.results.frame import ResultFrame
from services.results.headline.claim import LENGTH, Claim
from services.results.headline.level import Level, change_in_words, level_of
from services.results.headline.oddity import odd_day, oddity
from services.results.headline.over_time import over_time
from services.results.headline.peaks import rounded
from services.results.headline.places import PLACES
from services.results.headline.ranking import posts, ranking
from services.results.headline.rows import Rows, so_far, writer
from services.results.headline.target import target_clause
from services.results.labels import named
from services.results.sentence import work_in_words

__all__ = ["measure", "metric_in_words", "nothing", "told_alone", "told_briefly", "told_inside"]

_METRIC_LENGTH: Final = 60
_CUT_OFF: Final = "among the rows that came"
_FINAL: Final = "final days only"


def told_alone(result: ResultFrame, target: float | None = None) -> str:
    """The headline of one result."""
    rows = Rows.of(result)
    if not len(rows):
        return nothing(result)
    if not result.query.dimensions:
        return _number(rows, target)
    claim = _claim(rows)
    line = _fitting(_lines(claim, _level(claim), _also(claim, target)), LENGTH)
    is_name = claim.begins_with_name and line in claim.variants
    return line if is_name else line[:1].upper() + line[1:]


def told_inside(result: ResultFrame, target: float | None = None, *, length: int, has_level: bool) -> str:
    """What the rows of a result that is broken down say, without a level, inside a line: begun with a small letter.

    "" where its level has said it. Too long only where the shortest way to say it is.
    """
    claim = _claim(Rows.of(result))
    also = _also(claim, target)
    if has_level and not also and (not claim.is_settled or len(claim.rows) == 1 or not claim.rows.values.any()):
        return ""
    return _fitting(_lines(claim, Level(), also), length)


def told_briefly(result: ResultFrame) -> str:
    """The level of rows that have no total, "typical day 31.2 K (median)", else the least that can be said of them."""
    claim = _claim(Rows.of(result))
    if claim.brief and result.worked_out is None:
        claim = replace(claim, variants=(claim.brief,))
    return _fitting(_lines(claim, Level(), ()), 0)


def _fitting(lines: Iterable[str], length: int) -> str:
    """The first that fits, or the last, which is the shortest."""
    line = ""
    for line in lines:
        if len(line) <= length:
            break
    return line


def nothing(result: ResultFrame) -> str:
    """What is said where no row has a value."""
    return "No value among the rows that came" if result.is_cut_off else "No data for this question"


def metric_in_words(result: ResultFrame) -> str:
    """The metric's name, cut where it is long."""
    return named(result.metric, _METRIC_LENGTH)


def measure(result: ResultFrame) -> str:
    """What an undivided number is: the metric, and how it was made where it is not the sum."""
    metric = metric_in_words(result)
    match result.query.aggregator:
        case None | "sum":
            return metric
        case "percent":
            # "Share of total" says its own "of".
            return f"{aggregator_label('percent')} {metric}"
        case aggregator:
            return f"{aggregator_label(aggregator)} of {metric}"


def _number(rows: Rows, target: float | None) -> str:
    """An undivided number: "Reach: 1.2 M, up 12 % on the 7 days before; target of 1,000,000 met"."""
    result, value = rows.result, rows.values[0]
    write = writer(result.unit, value) if target is None else writer(result.unit, value, target)
    number = f"{measure(result)}: {write(value)}{so_far(result)}"
    change = (
        ""
        if result.worked_out is not None or result.query.aggregator == "percent"
        else change_in_words(compared(result))
    )
    goal = f"; {target_clause(rows, target)}" if target is not None else ""
    variants = (f"{number}, {change}{goal}" if change else "", f"{number}{goal}", number)
    return next((words for words in variants if words and len(words) <= LENGTH), number)


def _claim(rows: Rows) -> Claim:
    names = rows.result.query.dimensions
    if len(rows) > 1 and not rows.values.any():
        return Claim(variants=(f"every value is {rows.told(0)}{so_far(rows.result)}",), rows=rows)
    times = [name for name in PLACES if name in names and face_of(name).kind is DimensionKind.TIME]
    if times:
        # A date is in one week and one month: beside it they tell nothing apart.
        is_told = times if times[0] == "date" else times[:1]
        return over_time(rows, times[0], [name for name in names if name not in is_told])
    if names == ("post",):
        return posts(rows)
    if len(names) == 1 and names[0] in PLACES:
        return rounded(rows, names[0])
    return ranking(rows, names)


def _level(claim: Claim) -> Level:
    """The level; of a single number, and of nothing but zeros, only with its change: else it would be said twice."""
    level = level_of(claim.rows.result)
    says_it = len(claim.rows) == 1 or not claim.rows.values.any()
    return level if len(level.variants) > 1 or not says_it else Level()


def _also(claim: Claim, target: float | None) -> list[str]:
    """What is told beside level and claim, the most important first."""
    found = [] if target is None or not claim.is_settled else [target_clause(claim.rows, target)]
    return [*found, *oddity(claim)]


def _beside(claim: Claim, told: Sequence[str]) -> tuple[str, ...]:
    """The claim's own words beside what is told: a peak that was told as unusual is not told twice."""
    day = odd_day(claim) if claim.brief and claim.rows.result.worked_out is None else ""
    is_told_twice = day and any(words.startswith(f"{day} was ") for words in told) and f" on {day}" in claim.variants[0]
    return (claim.brief,) if is_told_twice else claim.variants


def _worked_out(result: ResultFrame) -> str:
    """What is to be said first of numbers that were worked out, or of rows of which some are hidden; "" of others.

    Weeks that were added up from days are what the API would give, and a share says so by its sign.
    """
    match result.worked_out:
        case Derived.RATIO:
            return measure(result)
        case Derived.RUNNING_MEAN | Derived.CUMULATIVE:
            return work_in_words(result)
        case _:
            return ", ".join(part for part in result.derived.split(", ") if part.startswith("without "))


def _lines(claim: Claim, level: Level, also: Sequence[str]) -> Iterator[str]:
    """Every way to say it, the fullest first; the level stays longest, the claim's own words go first."""
    result = claim.rows.result
    worked_out = _worked_out(result)
    limits = (
        *((_CUT_OFF,) if result.is_cut_off else ()),
        *((worked_out,) if worked_out else ()),
        *((_FINAL,) if level.is_final and _FINAL not in claim.limits else ()),
        *claim.limits,
    )
    start = f"{', '.join(limits)}: " if limits else ""
    for words in level.variants:
        for count in range(len(also), -1, -1):
            for own in (*_beside(claim, also[:count]), ""):
                rest = "; ".join(filter(None, (*also[:count], own)))
                if level.is_final or worked_out:
                    yield start + "; ".join(filter(None, (words, rest)))
                else:
                    yield f"{words}; {start}{rest}" if rest else words
    for count in range(len(also), -1, -1):
        for own in (*_beside(claim, also[:count]), *([""] if count else [])):
            yield start + "; ".join(filter(None, (*also[:count], own)))
