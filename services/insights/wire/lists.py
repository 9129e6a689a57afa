"""The read-only endpoints: answer in, frozen models out. Unknown keys are passed over, optional ones may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from services.errors import QuestionInvalid
from services.insights.filters import Filter, FilterValue
from services.insights.models import (
    Basis,
    Channel,
    ChannelUrn,
    Dimension,
    FilterSpec,
    Listing,
    Member,
    Metric,
    MetricConfig,
    MetricName,
    Option,
    Organization,
    OrganizationId,
    Report,
    ReportId,
    Section,
    Space,
    SpaceId,
    Tag,
    Unit,
    User,
    Widget,
    WidgetId,
)
from services.insights.operators import ValueKind, operator_named
from services.insights.wire.document import Node, parse
from services.insights.wire.envelope import open_list, open_map_or_list, open_object
from services.insights.wire.values import Number, read_number

__all__ = [
    "read_catalogue",
    "read_channels",
    "read_config",
    "read_members",
    "read_organizations",
    "read_reports",
    "read_spaces",
    "read_tags",
    "read_user",
]

T = TypeVar("T")


def read_user(body: bytes, *, endpoint: str) -> User:
    """Whose token it is; a missing time zone is "", a missing name the e-mail address."""
    node = open_object(parse(body, endpoint=endpoint))
    email = node.text("email", "")
    return User(id=node.text("id"), name=node.text("name", email), email=email, timezone=node.text("timezone", ""))


def read_organizations(body: bytes, *, endpoint: str) -> Listing[Organization]:
    return _listing(
        body,
        endpoint,
        lambda node: Organization(
            id=OrganizationId(node.text("id")),
            name=node.text("name", node.text("id")),
            is_owner=node.flag("isOwner", default=False),
        ),
    )


def read_members(body: bytes, *, endpoint: str) -> Listing[Member]:
    return _listing(body, endpoint, _member)


def read_spaces(body: bytes, *, endpoint: str) -> Listing[Space]:
    return _listing(body, endpoint, _space)


def read_channels(body: bytes, *, endpoint: str) -> Listing[Channel]:
    return _listing(
        body,
        endpoint,
        lambda node: Channel(
            id=node.text("id", node.text("urn")),
            urn=ChannelUrn(node.text("urn")),
            network=node.text("network"),
            username=node.text("username", ""),
            name=node.text("name", node.text("username", node.text("urn"))),
            authorization=node.text("authorization", "unknown"),
        ),
    )


def read_tags(body: bytes, *, endpoint: str) -> Listing[Tag]:
    return _listing(
        body,
        endpoint,
        lambda node: Tag(
            id=node.text("id"),
            name=node.text("name", node.text("id")),
            scope=node.text("scope", "all"),
            parent_id=node.text("parentId", "") or None,
            is_active=node.flag("active", default=True),
        ),
    )


def read_catalogue(body: bytes, *, endpoint: str) -> Listing[Metric]:
    """The metrics in the API's order: grouped by category, flat with `category`, or a map of category to metrics."""
    node, is_cut_off = open_map_or_list(parse(body, endpoint=endpoint))
    if isinstance(node.value, dict):
        groups = [(category, metrics) for category, metrics in node.members()]
        return Listing(
            items=tuple(_metric(item, category) for category, metrics in groups for item in metrics.items()),
            is_cut_off=is_cut_off,
        )
    entries = list(node.items())
    if entries and all(entry.has("metrics") for entry in entries):
        return Listing(
            items=tuple(
                _metric(item, entry.text("category", entry.text("name", "Other")))
                for entry in entries
                for item in entry.need("metrics").items()
            ),
            is_cut_off=is_cut_off,
        )
    return Listing(
        items=tuple(_metric(entry, entry.text("category", "Other")) for entry in entries),
        is_cut_off=is_cut_off,
    )


def read_config(body: bytes, *, endpoint: str, metric: MetricName) -> MetricConfig:
    """What `metric` supports. Operators, dimensions and options may be plain texts or objects.

    An answer with neither aggregators, dimensions nor filters says nothing; it is not a metric that supports nothing.
    """
    node = open_object(parse(body, endpoint=endpoint))
    if not any(node.has(key) for key in ("aggregators", "dimensions", "filters")):
        node.fail("an object with aggregators, dimensions and filters")
    return MetricConfig(
        metric=metric,
        aggregators=tuple(_named(item)[0] for item in _entries(node, "aggregators")),
        dimensions=tuple(
            Dimension(name=name, label=label) for name, label in map(_named, _entries(node, "dimensions"))
        ),
        filters=tuple(_filter_spec(item) for item in _entries(node, "filters")),
    )


def read_reports(body: bytes, *, endpoint: str) -> Listing[Report]:
    return _listing(body, endpoint, _report)


def _listing(body: bytes, endpoint: str, read: Callable[[Node], T]) -> Listing[T]:
    node, is_cut_off = open_list(parse(body, endpoint=endpoint))
    return Listing(items=tuple(read(item) for item in node.items()), is_cut_off=is_cut_off)


def _entries(node: Node, key: str) -> Iterator[Node]:
    inner = node.get(key)
    return iter(()) if inner is None else inner.items()


def _named(node: Node) -> tuple[str, str]:
    """Name and label of something that is a plain text or an object with a name."""
    if not isinstance(node.value, dict):
        name = node.as_text()
        return name, _as_label(name)
    key = next((key for key in ("name", "value", "id") if node.has(key)), "name")
    name = node.text(key)
    return name, node.text("label", _as_label(name))


def _as_label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _member(node: Node) -> Member:
    user = node.get("user") or node
    email = user.text("email", "")
    return Member(
        id=node.text("id"),
        name=user.text("name", email or node.text("id")),
        email=email,
        role=node.text("role", ""),
        is_active=node.flag("active", default=True),
    )


def _space(node: Node) -> Space:
    organization = node.text("organizationId", "")
    return Space(
        id=SpaceId(node.text("id")),
        name=node.text("name", node.text("id")),
        organization_id=OrganizationId(organization) if organization else None,
    )


def _metric(node: Node, category: str) -> Metric:
    name = node.text("name")
    basis, unit = node.text("basis", "").lower(), node.text("unit", "").lower()
    return Metric(
        name=MetricName(name),
        label=node.text("label", _as_label(name)),
        description=node.text("description", ""),
        category=category,
        networks=node.texts("networks"),
        basis=Basis(basis) if basis in set(Basis) else None,
        unit=Unit(unit) if unit in set(Unit) else None,
    )


def _filter_spec(node: Node) -> FilterSpec:
    name, label = _named(node)
    if not isinstance(node.value, dict):
        return FilterSpec(name=name, label=label, operators=())
    return FilterSpec(
        name=name,
        label=label,
        operators=tuple(_named(item)[0] for item in _entries(node, "operators")),
        options=tuple(Option(value=value, label=text) for value, text in map(_named, _entries(node, "options"))),
    )


def _saved_filter(node: Node) -> Filter:
    operator = node.text("operator")
    kind = operator_named(operator).kind
    said = list(_entries(node, "values"))
    # A choice is kept as the API has it: all numbers, or all texts.
    is_numeric = kind is ValueKind.NUMBER or (kind is ValueKind.CHOICE and all(item.is_number for item in said))
    values: tuple[FilterValue, ...] = tuple(_number(item) if is_numeric else item.as_text() for item in said)
    try:
        return Filter(name=node.text("name"), operator=operator, values=values)
    except QuestionInvalid:
        node.fail("a filter whose operator takes such values")


def _number(node: Node) -> Number:
    number = read_number(node.value)
    if number is None:
        node.fail("a number")
    return number


def _report(node: Node) -> Report:
    return Report(
        id=ReportId(node.text("id")),
        name=node.text("name", node.text("id")),
        data_sources=tuple(ChannelUrn(urn) for urn in node.texts("dataSources")),
        filters=tuple(_saved_filter(item) for item in _entries(node, "filters")),
        sections=tuple(
            Section(
                title=section.text("title", ""),
                grid=tuple(_widget(widget) for widget in _entries(section, "grid")),
            )
            for section in _entries(node, "sections")
        ),
    )


def _widget(node: Node) -> Widget:
    return Widget(
        id=WidgetId(node.text("id")),
        title=node.text("title", ""),
        type=node.text("type", ""),
        metrics=tuple(MetricName(name) for name in node.texts("metrics")),
        dimensions=node.texts("dimensions"),
        aggregator=node.text("aggregator", "") or None,
        filters=tuple(_saved_filter(item) for item in _entries(node, "filters")),
    )
