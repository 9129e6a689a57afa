"""What a saved report is, in plain words: its scope, its filters, its contents, each of its widgets.

All of it is said from the report itself and from names that the caller has already: nothing is asked for. Where a name
is not known, wire names are made words ("post_type" → "Post type") and ids stay as the API writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from services.insights.filters import Filter
from services.insights.models import (
    ChannelUrn,
    Dimension,
    FilterSpec,
    Metric,
    MetricConfig,
    MetricName,
    Report,
    Widget,
)
from services.insights.vocabulary import value_list
from services.insights.words import apart
from services.results.labels import Labels, cut, named
from services.results.number_format import in_digits
from services.results.phrases import aggregated, broken_down, counted, listed
from services.results.sentence import filter_in_words

__all__ = [
    "DATA_SOURCES",
    "FILTERS_OFF",
    "contents_in_words",
    "filters_in_words",
    "labels_of",
    "metric_in_words",
    "name_in_words",
    "names_in",
    "names_told",
    "scope_in_words",
    "widget_in_words",
]

DATA_SOURCES: Final = "dataSources"
"""Statusbrew's own word for the profiles that a report is about, and for the filter that chooses them (official)."""

FILTERS_OFF: Final = "All profiles of the space, no saved filters: those of the report are off."
"""What stands in the place of `scope_in_words` where a report is asked without them (`ignoreReportFilters`)."""

_LISTED: Final = 3
_WORD_LENGTH: Final = 60

_NAMES: Final = MappingProxyType(
    {
        "datasources": "Profiles",
        "channel": "Profile",
        "channels": "Profiles",
        "member": "Team member",
        "members": "Team members",
        "hour": "Time of day",
        "weekday": "Day of the week",
    }
)
"""Wire names in words that their letters don't give; without gaps and in small letters."""

_CAPITALS: Final = MappingProxyType({"sla": "SLA", "id": "ID", "url": "URL", "urn": "URN", "utm": "UTM", "cta": "CTA"})


def scope_in_words(
    report: Report, labels: Labels, *, configs: Sequence[MetricConfig] = (), has_all: bool = True
) -> str:
    """Which profiles and filters the report's numbers are within: "5 profiles: Acme, Acme US and 3 others; Tag is not
    empty". Without any of both it is "All profiles of the space, no saved filters".

    A profile that `labels` do not have is none of the space's: disconnected, or a competitor's (official: a data
    source may be one). That is said only where they are all of the space's, `has_all`, and not where none is known.
    """
    filters = filters_in_words(report.filters, labels, configs=configs)
    sources = tuple(dict.fromkeys(report.data_sources))
    if sources:
        return "; ".join([_profiles(sources, labels_of(DATA_SOURCES, labels), has_all=has_all), *filters])
    return (
        "; ".join(["All profiles of the space", *filters]) if filters else "All profiles of the space, no saved filters"
    )


def filters_in_words(
    filters: Iterable[Filter], labels: Labels, *, configs: Sequence[MetricConfig] = ()
) -> tuple[str, ...]:
    """Each condition in words, in the order given: ("Tag is not empty", "Likes over 100"). A filter's label, and those
    of its options, are those of the first of `configs` that has it."""
    return tuple(_filter(item, labels, configs) for item in filters)


def contents_in_words(report: Report) -> str:
    """How much is in it: "2 sections, 8 widgets"; "no widgets" for an empty one."""
    widgets = counted(sum(len(section.grid) for section in report.sections), "widget")
    return f"{counted(len(report.sections), 'section')}, {widgets}" if report.sections else widgets


def widget_in_words(
    widget: Widget, metrics: Mapping[MetricName, Metric], labels: Labels, *, configs: Sequence[MetricConfig] = ()
) -> str:
    """What the widget asks, without its report's scope: "Sum of Profile Reach, daily", "Sum of Reactions, Comments and
    Shares by network; Post type is Reel"."""
    names = tuple(dict.fromkeys(widget.metrics))
    if not names:
        return "No metric"
    measure = aggregated(widget.aggregator, listed([metric_in_words(name, metrics) for name in names], _LISTED + 1))
    dimensions = [_dimension(name, configs) for name in dict.fromkeys(widget.dimensions)]
    return "; ".join([measure + broken_down(dimensions), *filters_in_words(widget.filters, labels, configs=configs)])


def names_in(report: Report) -> tuple[str, ...]:
    """The data sources, filters and dimensions of the report and its widgets whose values are ids: what `names_for` is
    to be asked for to label its numbers, too. A filter without values has no ids."""
    widgets = [widget for section in report.sections for widget in section.grid]
    names = [*names_told(report), *(name for widget in widgets for name in widget.dimensions)]
    return tuple(name for name in dict.fromkeys(names) if value_list(name))


def names_told(report: Report) -> tuple[str, ...]:
    """Those of them that stand in its words: the dimensions of widgets do not."""
    widgets = [widget for section in report.sections for widget in section.grid]
    filters = [*report.filters, *(item for widget in widgets for item in widget.filters)]
    names = [DATA_SOURCES] if report.data_sources else []
    names += [item.name for item in filters if item.values]
    return tuple(name for name in dict.fromkeys(names) if value_list(name))


def metric_in_words(name: MetricName, metrics: Mapping[MetricName, Metric]) -> str:
    """What the metric is called; its wire name made words where the catalogue does not have it."""
    metric = metrics.get(name)
    return named(metric, _WORD_LENGTH) if metric else name_in_words(name)


def name_in_words(name: str) -> str:
    """The wire name of a filter, a dimension or a metric as people write it: "post_type", "postType" → "Post type".

    Only what looks like a wire name is changed; what has gaps already is written for people.
    """
    line = cut(name, _WORD_LENGTH)
    if " " in line:
        return line
    words = [_CAPITALS.get(word.casefold(), word if word.isupper() else word.lower()) for word in _parts(line)]
    if not words:
        return line
    known = _NAMES.get("".join(words).casefold())
    return known or " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def labels_of(name: str, labels: Labels) -> Mapping[str, str]:
    """The names of the values of that filter or dimension: its own, or those of another of the same list."""
    found = labels.get(name)
    if found is not None:
        return found
    wanted = value_list(name)
    return next((labels[other] for other in labels if wanted is not None and value_list(other) is wanted), {})


def _parts(name: str) -> list[str]:
    return apart(name).replace("_", " ").replace("-", " ").replace(".", " ").split()


def _filter(item: Filter, labels: Labels, configs: Sequence[MetricConfig]) -> str:
    spec = next((spec for config in configs if (spec := config.filter(item.name))), None)
    label = cut(spec.label, _WORD_LENGTH) if spec else ""
    told = FilterSpec(
        name=item.name,
        label=label or name_in_words(item.name),
        operators=(item.operator,),
        options=spec.options if spec else (),
    )
    # One table of words for all conditions: a config of this filter alone has it told there.
    config = MetricConfig(metric=MetricName(""), aggregators=(), dimensions=(), filters=(told,))
    return filter_in_words(item, config, {item.name: labels_of(item.name, labels)})


def _dimension(name: str, configs: Sequence[MetricConfig]) -> Dimension:
    found = next((dimension for config in configs if (dimension := config.dimension(name))), None)
    return found or Dimension(name=name, label=name_in_words(name))


def _profiles(sources: Sequence[ChannelUrn], names: Mapping[str, str], *, has_all: bool) -> str:
    known = [cut(names[urn], _WORD_LENGTH) for urn in sources if urn in names]
    others = [cut(urn, _WORD_LENGTH) for urn in sources if urn not in names]
    total = counted(len(sources), "profile")
    if not names:
        return total
    if not has_all:
        return f"{total}: {listed([*known, *others], _LISTED)}"
    if not others:
        return f"{total}: {listed(known, _LISTED)}"
    are = "is" if len(others) == 1 else "are"
    gone = f"not connected to the space ({listed(others, _LISTED)})"
    if not known:
        return f"{total} that {are} {gone}"
    return f"{total}: {listed(known, _LISTED)}, and {in_digits(len(others))} that {are} {gone}"
