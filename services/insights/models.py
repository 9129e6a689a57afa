"""What the API tells about itself, as frozen values: user, organizations, spaces, channels, tags, metrics, reports.

Public names are Statusbrew's own words; where the shape of an answer is assumed, only `wire` knows. Every value is
immutable, so the memory of answers can hand the same object to every session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NewType, TypeVar

from services.insights.filters import Filter
from services.insights.operators import Operator, ValueKind, operator_named

__all__ = [
    "Basis",
    "Channel",
    "ChannelUrn",
    "Dimension",
    "FilterSpec",
    "Listing",
    "Member",
    "Metric",
    "MetricConfig",
    "MetricName",
    "Option",
    "Organization",
    "OrganizationId",
    "Report",
    "ReportId",
    "Section",
    "Space",
    "SpaceId",
    "Tag",
    "Unit",
    "User",
    "Widget",
    "WidgetId",
]

OrganizationId = NewType("OrganizationId", str)
SpaceId = NewType("SpaceId", str)
ReportId = NewType("ReportId", str)
WidgetId = NewType("WidgetId", str)
ChannelUrn = NewType("ChannelUrn", str)
MetricName = NewType("MetricName", str)

T = TypeVar("T")


class Basis(StrEnum):
    """What a metric counts: since a post was published, or within the period (Statusbrew's help pages)."""

    LIFETIME = "lifetime"
    PERIOD = "period"


class Unit(StrEnum):
    """How a value is to be read; a percentage runs from 0 to 100, a duration is in seconds."""

    COUNT = "count"
    PERCENT = "percent"
    SECONDS = "seconds"
    RATING = "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """Everything that a list endpoint answered, in its order; `is_cut_off` where the API said that there is more."""

    items: tuple[T, ...]
    is_cut_off: bool = False

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Whom the token belongs to; `timezone` is an IANA name and decides what a day is."""

    id: str
    name: str
    email: str
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    id: OrganizationId
    name: str
    is_owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of an organization; the API shows members to the organization's owner only."""

    id: str
    name: str
    email: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """`organization_id` is None where the API does not say: the space then belongs under every organization."""

    id: SpaceId
    name: str
    organization_id: OrganizationId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A connected social profile. Its `urn` is the value of the `dataSources` filter."""

    id: str
    urn: ChannelUrn
    network: str
    username: str
    name: str
    authorization: str

    @property
    def is_expired(self) -> bool:
        """Whether its numbers have stopped coming because the network no longer lets Statusbrew in."""
        return self.authorization.lower() == "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Two levels: a parent has `parent_id` None. `scope` is post, conversation or all."""

    id: str
    name: str
    scope: str
    parent_id: str | None
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One entry of the catalogue. `basis` and `unit` are extras: None where the API does not say."""

    name: MetricName
    label: str
    description: str
    category: str
    networks: tuple[str, ...]
    basis: Basis | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value that a filter offers itself, where no list endpoint has its values."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSpec:
    """A filter that a metric supports, with the wire names of its operators."""

    name: str
    label: str
    operators: tuple[str, ...]
    options: tuple[Option, ...] = ()

    @property
    def option_labels(self) -> dict[str, str]:
        """Value → label of its options; empty where its values are not listed here."""
        return {option.value: option.label for option in self.options}

    def kind_of(self, operator: Operator) -> ValueKind:
        """What a value of this filter is with that operator.

        A filter that can be compared by amount holds numbers, so that "is 5" means the number too.
        """
        if operator.kind is not ValueKind.CHOICE or self.options:
            return operator.kind
        is_numeric = any(operator_named(name).kind is ValueKind.NUMBER for name in self.operators)
        return ValueKind.NUMBER if is_numeric else ValueKind.CHOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricConfig:
    """Exactly what one metric supports. No query outside it is accepted by the API."""

    metric: MetricName
    aggregators: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    filters: tuple[FilterSpec, ...]

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of that name, or None where the metric does not offer it."""
        return next((dimension for dimension in self.dimensions if dimension.name == name), None)

    def filter(self, name: str) -> FilterSpec | None:
        """The filter of that name, or None where the metric does not offer it."""
        return next((spec for spec in self.filters if spec.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """One card of a report: a widget may show several metrics; the API takes one per request."""

    id: WidgetId
    title: str
    type: str
    metrics: tuple[MetricName, ...]
    dimensions: tuple[str, ...]
    aggregator: str | None
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    grid: tuple[Widget, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    id: ReportId
    name: str
    data_sources: tuple[ChannelUrn, ...]
    filters: tuple[Filter, ...]
    sections: tuple[Section, ...]
