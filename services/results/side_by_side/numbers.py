"""What came otherwise: the totals and the rows of two results, as far as their numbers are of one kind.

Nothing is added up here but what `rollup` vouches for. Numbers of another kind (a sum and an average) or unit are not
compared, nor sums over periods of different length. Days that were not final when either side was asked are left out
on both, where the two are of different days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from services.insights.models import Dimension
from services.results.change import Change, Compared, change_of, compared, no_change
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.rollup import Total
from services.results.side_by_side.fairness import notes_on_pair, two_kinds, unequal_length
from services.results.side_by_side.rows import RowsBeside, at_one_breakdown, rows_of, sorted_out
from services.results.side_by_side.sides import is_same_question, settled_calendar
from services.results.side_by_side.words import rows_in_words, total_in_words

__all__ = ["Numbers", "numbers_of"]

_ROWS_GONE: Final = "The rows of one of the two are no longer in memory: only its total was kept."
_NOT_FINAL: Final = "The newest days are not final, so the two are not compared."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numbers:
    """A result of the first side beside the one of the second that belongs to it.

    `change` is that of the totals, from the first to the second, with both numbers where they are known; `lacking` is
    why a side's total is not, and `reason` why the two totals are not set against each other, "" where they are.
    Of shares of a total there is no total to tell (`has_total`). `notes` are sentences on how to read all this.
    """

    first: ResultFrame
    second: ResultFrame
    change: Change
    rows: RowsBeside
    lacking: tuple[str, str] = ("", "")
    reason: str = ""
    has_total: bool = True
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The totals, then the rows, a sentence each."""
        told = []
        if self.has_total:
            totals = (self.change.before, self.change.now)
            told.append(total_in_words(self.first, self.second, totals, self.lacking, self.reason))
        told += [words for words in rows_in_words(self.rows, self.second.unit) if words != self.reason or not told]
        return tuple(told)

    @property
    def is_nothing(self) -> bool:
        """Whether it is the same question with the same numbers."""
        rows = self.rows
        return (
            is_same_question(self.first, self.second)
            and not (rows.reason or rows.only_first or rows.only_second)
            and all(change.now == change.before for change in (self.change, *(pair.change for pair in rows.both)))
        )


def numbers_of(
    first: ResultFrame, second: ResultFrame, totals: tuple[Total, Total], *, have_rows: bool = True
) -> Numbers:
    """The numbers of two results, set against each other. `totals` are theirs, over all of their days."""
    reason = two_kinds(first, second) or unequal_length(first, second)
    has_total = not any(one.query.aggregator == "percent" and one.query.dimensions for one in (first, second))
    lacking = (totals[0].reason, totals[1].reason) if has_total else ("", "")
    found: Compared | None = None
    if reason:
        rows = RowsBeside(reason=reason)
    elif not have_rows:
        is_broken_down = bool(first.query.dimensions or second.query.dimensions)
        rows = RowsBeside(reason=_ROWS_GONE if is_broken_down else "")
        reason = "" if first.query.dates == second.query.dates or _are_final(first, second) else _NOT_FINAL
    elif first.query.dates == second.query.dates:
        both = at_one_breakdown(first, second)
        rows = RowsBeside(reason=both) if isinstance(both, str) else rows_of(*both)
    else:
        both = at_one_breakdown(first, second)
        if isinstance(both, str):
            rows = RowsBeside(reason=both)
            reason = "" if _are_final(first, second) else _NOT_FINAL
        else:
            found = _over_fair_days(*both)
            rows = _rows_of(found, both[1])
            reason = "" if found.is_alike else found.reason
    change = _change(totals, second, reason)
    if found is not None and found.left_out and found.is_alike:
        change, lacking = found.change, (found.reason, "") if not found.change.is_known else ("", "")
    return Numbers(
        first=first,
        second=second,
        change=change,
        rows=rows,
        lacking=lacking,
        reason=reason,
        has_total=has_total,
        notes=notes_on_pair(first, second, found, is_compared=not reason),
    )


def _change(totals: tuple[Total, Total], second: ResultFrame, reason: str) -> Change:
    before, now = totals[0].value, totals[1].value
    why = reason or totals[0].reason or totals[1].reason
    if why:
        return no_change(why, unit=second.unit, now=now, before=before)
    return change_of(now, before, second.unit)


def _over_fair_days(first: ResultFrame, second: ResultFrame) -> Compared:
    """Second against first, over the days that were final when either was asked."""
    whole = second.whole and replace(second.whole, before=first.whole)
    calendar = settled_calendar(first, second)
    return compared(replace(second, before=replace(first, before=None), whole=whole, calendar=calendar))


def _rows_of(found: Compared, result: ResultFrame) -> RowsBeside:
    if found.by_reason:
        return RowsBeside(reason=found.by_reason)
    names = tuple(name for name, face in result.faces.items() if face.kind is not DimensionKind.TIME)
    by_name: dict[str, Dimension] = {item.name: item for item in result.dimensions}
    return sorted_out(found.by, tuple(by_name[name] for name in names))


def _are_final(first: ResultFrame, second: ResultFrame) -> bool:
    last = settled_calendar(first, second).last_final_day
    return max(first.query.dates.end, second.query.dates.end) <= last
