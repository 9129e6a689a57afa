"""The results as a view shows them, and what of it can be offered: worked out from memory, never asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from services.insights.view import Derived, Grain, View
from services.results.additivity import Rule, nouns_of, rule
from services.results.derived import (
    WINDOWS,
    cumulative,
    running_mean,
    share_of_total,
    why_no_mean,
    why_no_share,
    why_no_total,
)
from services.results.dimensions import DimensionKind
from services.results.frame import ResultFrame
from services.results.ratio import ratio_of, why_no_ratio
from services.results.rollup import rolled_up, series_dimension
from services.results.timeline import finest_time

__all__ = ["DERIVED_LABELS", "GRAIN_LABELS", "Offer", "Offers", "Seen", "as_seen", "offers"]

GRAIN_LABELS: Final = MappingProxyType({Grain.WEEK: "Weeks", Grain.MONTH: "Months"})

DERIVED_LABELS: Final = MappingProxyType(
    {
        Derived.SHARE: "Share of total",
        Derived.RUNNING_MEAN: "Running mean",
        Derived.CUMULATIVE: "Running total",
        Derived.RATIO: "One divided by the other",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How one result is worked out, and why it is not."""

    work_out: Callable[[ResultFrame], ResultFrame | Rule]
    why_not: Callable[[ResultFrame], str]


_WAYS: Final = MappingProxyType(
    {
        Derived.SHARE: _Way(work_out=share_of_total, why_not=why_no_share),
        Derived.RUNNING_MEAN: _Way(work_out=running_mean, why_not=why_no_mean),
        Derived.CUMULATIVE: _Way(work_out=cumulative, why_not=why_no_total),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """`results` to be drawn, told and exported; `notes` say what the view wants and can't have, or what is left out."""

    results: tuple[ResultFrame, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A way to look at the results: its words, and why it can't be had; "" where it can."""

    choice: Grain | Derived
    label: str
    reason: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether it can be chosen."""
        return not self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Every grain and everything that can be worked out, in the order in which they are offered."""

    grains: tuple[Offer, ...]
    derived: tuple[Offer, ...]

    def of(self, choice: Grain | Derived) -> Offer:
        """The offer of that choice."""
        return next(offer for offer in (*self.grains, *self.derived) if offer.choice == choice)


def as_seen(results: Sequence[ResultFrame], view: View) -> Seen:
    """The results as the view shows them: some values hidden, coarser, worked out. Each or none: series that are drawn
    together stay comparable. What can't be done is left undone and said.

    A share is of everything, hidden values included: hiding changes what is drawn, not what a number means.
    """
    seen, notes = tuple(results), list[str]()
    wanted = view.derived
    if wanted is Derived.SHARE:
        seen = _worked_out(seen, wanted, notes)
    seen = _hidden(seen, view.hide, notes)
    if view.grain is not None:
        seen = _coarser(seen, view.grain, notes)
    if wanted is not None and wanted is not Derived.SHARE:
        seen = _worked_out(seen, wanted, notes)
    if any(result.before for result in results) and not any(result.before for result in seen):
        notes.append("The period before is left out: it can't be shown in this way.")
    return Seen(results=seen, notes=tuple(notes))


def offers(results: Sequence[ResultFrame], view: View | None = None) -> Offers:
    """What can be chosen for these results, and why the rest can't; what is worked out would be at the view's grain."""
    shown = as_seen(results, replace(view or View(), derived=None)).results
    grains = [
        Offer(choice=grain, label=label, reason=_why_no_grain(results, grain)) for grain, label in GRAIN_LABELS.items()
    ]
    derived = [
        Offer(choice=kind, label=label, reason=_why_not(results if kind is Derived.SHARE else shown, kind))
        for kind, label in DERIVED_LABELS.items()
    ]
    return Offers(grains=tuple(grains), derived=tuple(derived))


# --- what is worked out


def _worked_out(results: tuple[ResultFrame, ...], kind: Derived, notes: list[str]) -> tuple[ResultFrame, ...]:
    reason = _why_not(results, kind)
    if reason:
        notes.append(f"{DERIVED_LABELS[kind]}: not here. {reason}")
        return results
    if kind is Derived.RATIO:
        return _exact([ratio_of(results[0], results[1])])
    if kind is Derived.RUNNING_MEAN:
        notes += _on_means(results)
    return _exact(_WAYS[kind].work_out(result) for result in results)


def _why_not(results: Sequence[ResultFrame], kind: Derived) -> str:
    """Why the results can't be worked out so, by the first of them that can't; "" where all can."""
    if kind is Derived.RATIO:
        if len(results) != 2:
            return "This takes two metrics: the first is divided by the second."
        return why_no_ratio(results[0], results[1])
    return _first(_WAYS[kind].why_not(result) for result in results)


def _exact(found: Iterable[ResultFrame | Rule]) -> tuple[ResultFrame, ...]:
    """Results that are known not to be refused."""
    return tuple(one for one in found if isinstance(one, ResultFrame))


def _first(reasons: Iterable[str]) -> str:
    return next(filter(None, reasons), "")


def _on_means(results: Sequence[ResultFrame]) -> list[str]:
    """What a reader has to know of running means: over what they run, and what they leave out."""
    time = finest_time(results[0]) or "date"
    several = nouns_of(results[0], time)
    ends = f"Each point is the mean of the {WINDOWS[time]} {several} that end with it"
    found = [f"{ends}; {several} without data are left out."]
    if any(result.has_unfinished_days for result in results):
        found.append("Days that are not final are in no mean.")
    return found


# --- coarser times


def _coarser(results: tuple[ResultFrame, ...], grain: Grain, notes: list[str]) -> tuple[ResultFrame, ...]:
    reason = _why_no_grain(results, grain)
    if reason:
        notes.append(f"{GRAIN_LABELS[grain]}: not here. {reason}")
        return results
    return _exact(rolled_up(result, _coarse_dimensions(result, grain)) for result in results)


def _why_no_grain(results: Sequence[ResultFrame], grain: Grain) -> str:
    return _first(_why_not_coarser(result, grain) for result in results)


def _why_not_coarser(result: ResultFrame, grain: Grain) -> str:
    time = finest_time(result)
    if time is None:
        return "The result is not broken down by day."
    if time == grain.value:
        return ""
    if time != "date":
        return f"{nouns_of(result, time).capitalize()} can't be divided into {nouns_of(result, grain.value)}."
    return rule(result, ("date",)).reason


def _coarse_dimensions(result: ResultFrame, grain: Grain) -> tuple[str, ...]:
    """The result's dimensions with the grain for the day. A week may lie in two months: no other time stays."""
    if finest_time(result) != "date":
        return result.query.dimensions
    is_kept = {name: name == "date" or face.kind is not DimensionKind.TIME for name, face in result.faces.items()}
    return tuple(grain.value if name == "date" else name for name in result.query.dimensions if is_kept[name])


# --- hidden values


def _hidden(results: tuple[ResultFrame, ...], hide: Sequence[str], notes: list[str]) -> tuple[ResultFrame, ...]:
    if not hide:
        return results
    found = tuple(_without(result, hide) for result in results)
    if any(len(result.frame) for result in results) and not any(len(result.frame) for result in found):
        notes.append("Every value was hidden, so all of them are shown.")
        return results
    return found


def _without(result: ResultFrame, hide: Sequence[str]) -> ResultFrame:
    """The result without these values of its first dimension that is no time; its asked total is no longer its own."""
    name = series_dimension(result)
    if name is None:
        return result
    column = f"{name}.id" if f"{name}.id" in result.frame else name
    is_hidden = result.frame[column].isin(list(hide)).to_numpy(dtype=bool)
    before = _without(result.before, hide) if result.before else None
    if not is_hidden.any():
        return replace(result, before=before)
    frame = result.frame[~is_hidden].reset_index(drop=True)
    gone = result.frame.loc[is_hidden, name].nunique()
    return replace(
        result,
        frame=frame.assign(**{name: _only_used(result, name, frame[name])}),
        whole=None,
        before=before,
        derived=", ".join(filter(None, (result.derived, f"without {gone} of the {nouns_of(result, name)}"))),
    )


def _only_used(result: ResultFrame, name: str, column: pd.Series[Any]) -> pd.Series[Any]:
    """The column without the categories that no row has; hours and weekdays keep their round."""
    is_round = result.faces[name].kind is DimensionKind.CYCLE
    return column if is_round else column.cat.remove_unused_categories()
