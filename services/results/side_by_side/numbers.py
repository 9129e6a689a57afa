"""What came otherwise: the totals and the rows of two results, as far as their numbers are of one kind.

Nothing is added up here but what `rollup` vouches for. Numbers of another kind (a sum and an average) or unit are not
compared, nor sums over periods of different length. Days that were not final when either side was asked are left out
on both, where the two are of different days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.results.change import Change, change_of, no_change
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.phrases import broken_down
from services.results.rollup import Total, total_of
from services.results.side_by_side.fairness import (
    FairDays,
    fair_days,
    notes_on_pair,
    two_kinds,
    unequal_length,
    why_not_whole,
)
from services.results.side_by_side.rows import RowsBeside, at_one_breakdown, rows_of, sorted_out
from services.results.side_by_side.sides import is_same_question
from services.results.side_by_side.words import rows_in_words, total_in_words

__all__ = ["Numbers", "numbers_of"]

_ROWS_GONE: Final = "The rows of one of the two are no longer in memory: only its total was kept."


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
        rows = rows_in_words(self.rows, self.second.unit)
        if self.rows.all and {*self.first.query.dimensions} != {*self.second.query.dimensions}:
            rows = (
                f"Compared {broken_down(self.rows.dimensions).lstrip(' ,')}: {rows[0][:1].lower()}{rows[0][1:]}",
                *rows[1:],
            )
        told += [words for words in rows if words != self.reason or not told]
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
    fair: FairDays | None = None
    if reason:
        rows = RowsBeside(reason=reason)
    elif not have_rows:
        is_broken_down = bool(first.query.dimensions or second.query.dimensions)
        rows = RowsBeside(reason=_ROWS_GONE if is_broken_down else "")
        reason = why_not_whole(first, second)
    else:
        both = at_one_breakdown(first, second)
        if isinstance(both, str):
            rows, reason = RowsBeside(reason=both), why_not_whole(first, second)
        elif first.query.dates == second.query.dates:
            rows = rows_of(*both)
        else:
            found = fair_days(*both)
            if isinstance(found, FairDays):
                fair, rows = found, _rows_over(found)
            else:
                reason, rows = found, RowsBeside(reason=found)
    if fair is not None and fair.left_out:
        totals = total_of(fair.first), total_of(fair.second)
    has_total = not any(one.query.aggregator == "percent" and one.query.dimensions for one in (first, second))
    return Numbers(
        first=first,
        second=second,
        change=_change(totals, second, reason),
        rows=rows,
        lacking=(totals[0].reason, totals[1].reason) if has_total else ("", ""),
        reason=reason,
        has_total=has_total,
        notes=notes_on_pair(first, second, fair, is_compared=not reason),
    )


def _change(totals: tuple[Total, Total], second: ResultFrame, reason: str) -> Change:
    before, now = totals[0].value, totals[1].value
    why = reason or totals[0].reason or totals[1].reason
    if why:
        return no_change(why, unit=second.unit, now=now, before=before)
    return change_of(now, before, second.unit)


def _rows_over(fair: FairDays) -> RowsBeside:
    """The categories of both, times put together."""
    found = fair.compared
    if found.by_reason:
        return RowsBeside(reason=found.by_reason)
    faces = fair.second.faces
    return sorted_out(
        found.by, tuple(item for item in fair.second.dimensions if faces[item.name].kind is not DimensionKind.TIME)
    )
