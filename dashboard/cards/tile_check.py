"""What of a board's tile there is no longer, in words, and the tile that asks the nearest instead. 0 requests.

Whether something is gone is said only by what is known: where a list is not, it is not judged by it. The words are
those of a card that can't be asked; the tile that is mended is for somebody to keep, never kept by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from dashboard.cards.chosen import as_saved
from dashboard.cards.tile_values import without_filter, without_gone_values
from services.boards.board import Board, ChartTile
from services.errors import QuestionInvalid
from services.insights.diagnosis import diagnose
from services.insights.link_scope import nearest_report
from services.insights.mending import Change, mend
from services.insights.metric_search import MetricSearch
from services.insights.models import FilterSpec, Listing, Metric, MetricConfig, MetricName, Report, Space, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, ReportScope, Series, SpaceScope, WidgetScope
from services.insights.vocabulary import ValueList, value_list
from services.insights.widgets import report_named, widget_named
from services.reports.words import name_in_words
from services.results.labels import cut, named

__all__ = ["Finding", "Known", "Mended", "check_space", "check_tile", "label_of_series"]

_LENGTH: Final = 60
_WORDS: Final = 120
_PROBLEM: Final = 500
"""Characters of both together: what to do stands at the end, and must not be what is cut."""

_TOLD: Final = 2
"""More reasons than these make a card a page; one is enough to act."""

_OF_A_SPACE: Final = (ValueList.CHANNELS, ValueList.TAGS)
"""Lists whose values no other space has."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """What is known of a space. `has_all_metrics` is whether one that is not among `metrics` is gone; `config` gives
    what a metric supports, `values` the ids of a list with their labels; None where something is not known."""

    space: Space
    metrics: Mapping[MetricName, Metric]
    has_all_metrics: bool
    reports: Listing[Report] | None
    config: Callable[[MetricName], MetricConfig | None]
    values: Callable[[ValueList], Mapping[str, str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A tile that asks the nearest instead, under the same id; `words` say how, as a button does: "Use Profile Views
    instead"."""

    tile: ChartTile
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is gone of a tile. `problem` says why it can't be asked and what to do; "" where it still can, and `note`
    then says what it lacks."""

    problem: str = ""
    note: str = ""
    mended: Mended | None = None


@dataclass(slots=True, kw_only=True)
class _Draft:
    """The question as it is mended so far, and what had to be said and done."""

    series: list[Series]
    labels: list[str]
    scope: SpaceScope | ReportScope | WidgetScope
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    is_lost: bool = False
    """Whether something is gone that nothing comes near to."""


def check_space(tile: ChartTile, board: Board, spaces: Mapping[SpaceId, Space]) -> Finding | None:
    """What is wrong where the tile's space is none of these, the organization's; None where it is one of them.

    The nearest is the board's own space, else the one that most of its other tiles ask in, else the first.
    """
    if tile.question.scope.space_id in spaces:
        return None
    asked = Counter(other.question.scope.space_id for other in board.charts)
    ranked = [*((board.space,) if board.space else ()), *(space for space, _ in asked.most_common()), *spaces]
    near = next((spaces[space] for space in ranked if space in spaces), None)
    draft = _draft_of(tile)
    draft.problems.append(
        f"The space {cut(tile.question.scope.space_id, _LENGTH)} is none of those that this token sees in the "
        "organization."
    )
    if near is None:
        draft.is_lost = True
    else:
        draft.acts.append(f"ask in “{_called(near)}” instead")
        draft.scope = SpaceScope(space_id=near.id)
        # Profiles and tags of the other space are not in this one; its report neither.
        for place, series in enumerate(draft.series):
            kept = tuple(item for item in series.filters if value_list(item.name) not in _OF_A_SPACE)
            draft.changes += [without_filter(item) for item in series.filters if item not in kept]
            draft.series[place] = replace(series, filters=kept)
    return _finding(tile, draft)


def check_tile(tile: ChartTile, known: Known) -> Finding | None:
    """What of the tile there is no longer in its space, by what is known of that; None where all of it is there."""
    draft = _draft_of(tile)
    _check_scope(draft, known)
    _check_metrics(draft, known)
    for place, series in enumerate(draft.series):
        allowed = _check_config(draft, series, draft.labels[place], known)
        left = without_gone_values(allowed, known.config(series.metric), known.values, space=_called(known.space))
        draft.series[place] = left.series
        draft.problems += left.problems
        draft.notes += left.notes
        draft.changes += left.changes
    return _finding(tile, draft)


def label_of_series(tile: ChartTile, place: int) -> str:
    """What the metric of that series was called when the tile was kept, else its wire name as words."""
    label = cut(tile.metric_labels[place], _LENGTH) if place < len(tile.metric_labels) else ""
    return label or name_in_words(tile.question.series[place].metric)


def _draft_of(tile: ChartTile) -> _Draft:
    series = list(tile.question.series)
    labels = [label_of_series(tile, place) for place in range(len(series))]
    return _Draft(series=series, labels=labels, scope=tile.question.scope)


def _check_scope(draft: _Draft, known: Known) -> None:
    """The report that it asks within; a widget that is gone is asked within its report, which is the same."""
    scope = draft.scope
    if isinstance(scope, SpaceScope) or known.reports is None or known.reports.is_cut_off:
        return
    report = report_named(known.reports, scope)
    if report is not None:
        if isinstance(scope, WidgetScope) and widget_named(known.reports, scope) is None:
            draft.notes.append(
                f"The widget that this was kept from is gone from the report “{cut(report.name, _LENGTH)}”: "
                "it is asked within that report, as it was kept."
            )
        return
    draft.problems.append(f"The saved report that it asks within is gone from {_called(known.space)}.")
    near = nearest_report(known.reports, scope.report_id)
    if near is not None:
        is_raw = isinstance(scope, ReportScope) and scope.ignore_report_filters
        draft.scope = ReportScope(space_id=scope.space_id, report_id=near.id, ignore_report_filters=is_raw)
        draft.acts.append(f"ask within the report “{cut(near.name, _LENGTH)}” instead")
    else:
        draft.scope = SpaceScope(space_id=scope.space_id)
        draft.acts.append("ask all profiles of the space instead, without the report's filters")


def _check_metrics(draft: _Draft, known: Known) -> None:
    if not known.has_all_metrics:
        return
    series_now, labels_now = [], []
    for series, label in zip(draft.series, draft.labels, strict=True):
        metric = known.metrics.get(series.metric)
        if metric is not None:
            series_now.append(series)
            labels_now.append(named(metric, _LENGTH))
            continue
        near = _nearest_metric(tuple(known.metrics.values()), series.metric, label)
        draft.problems.append(
            f"“{label}” is no longer among the metrics of {_called(known.space)}"
            + (f"; the nearest is “{named(near, _LENGTH)}”." if near else ".")
        )
        if near is None:
            draft.acts.append(f"leave {label} out")
            continue
        instead, called = replace(series, metric=near.name), named(near, _LENGTH)
        # Another spelling of the same is no other thing to tell apart.
        of = f" of {label}" if len(draft.series) > 1 else ""
        draft.acts.append(f"use {called}{f' ({near.name})' if called == label else ''} instead{of}")
        config = known.config(near.name)
        if config is not None:
            instead, changes = mend(instead, config, was=_was(instead))
            draft.changes += changes
        series_now.append(instead)
        labels_now.append(called)
    draft.series, draft.labels = series_now, labels_now
    draft.is_lost = draft.is_lost or not series_now


def _check_config(draft: _Draft, series: Series, called: str, known: Known) -> Series:
    """The series as its metric's config allows it."""
    config = known.config(series.metric)
    if config is None:
        return series
    alone = Question(scope=draft.scope, period=Preset.LAST_7_DAYS, series=(series,))
    found = diagnose(alone, config, was=_was(series), called=called)
    draft.problems += found.problems
    draft.changes += found.changes
    return found.mended.series[0] if found.mended else series


def _finding(tile: ChartTile, draft: _Draft) -> Finding | None:
    if not draft.problems and not draft.notes:
        return None
    mended = _mended(tile, draft)
    if not draft.problems:
        return Finding(note=" ".join(draft.notes), mended=mended)
    reasons = list(dict.fromkeys([*draft.problems, *draft.notes]))
    more = len(reasons) - _TOLD
    told = " ".join(reasons[:_TOLD]) + (f" And {more} more." if more > 0 else "")
    act = f"{mended.words}, change" if mended else "Change"
    what_now = f"{act} it in Explore, or remove this card."
    return Finding(problem=f"{cut(told, _PROBLEM - len(what_now) - 1)} {what_now}", mended=mended)


def _mended(tile: ChartTile, draft: _Draft) -> Mended | None:
    if draft.is_lost or not (draft.acts or draft.changes):
        return None
    labels = dict(zip(draft.series, draft.labels, strict=True))
    try:
        question = replace(tile.question, scope=draft.scope, series=tuple(labels))
        mended = replace(tile, question=question, metric_labels=tuple(labels.values()))
    except QuestionInvalid:
        # What comes near can't be asked together.
        return None
    return Mended(tile=mended, words=_mended_in_words(draft))


def _mended_in_words(draft: _Draft) -> str:
    """What is asked instead, as a button says it; of many changes the first, and how many more there are."""
    acts = " and ".join(dict.fromkeys(draft.acts))
    changes = list(dict.fromkeys(change.words for change in draft.changes))
    words, told = cut(acts, _WORDS), 0
    for change in changes:
        longer = f"{words}, {change}" if words else f"ask {change}"
        if words and len(longer) > _WORDS:
            break
        words, told = longer, told + 1
    if told < len(changes):
        words += f", and {len(changes) - told} more change{'s' if len(changes) - told > 1 else ''}"
    words = cut(words, _WORDS + 20)
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=64)
def _nearest_metric(catalogue: tuple[Metric, ...], name: MetricName, label: str) -> Metric | None:
    """The one that is called nearly so, else the first that somebody finds who searches for its label."""
    search = _search(catalogue)
    return search.nearest(label) or search.nearest(name) or next(iter(search.find(label, most=1)), None)


@lru_cache(maxsize=4)
def _search(catalogue: tuple[Metric, ...]) -> MetricSearch:
    """A page is drawn many times, and its index takes long to make."""
    return MetricSearch(catalogue)


def _was(series: Series) -> MetricConfig:
    """A config by which what is gone has a name in words."""
    filters = tuple(
        FilterSpec(name=name, label=name_in_words(name), operators=())
        for name in dict.fromkeys(item.name for item in series.filters)
    )
    return replace(as_saved(series), filters=filters)


def _called(space: Space) -> str:
    return cut(space.name, _LENGTH) or space.id
