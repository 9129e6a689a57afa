"""One full answer of every list endpoint, as the contract writes it, with its reader; and JSON of any shape."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from services.insights import wire
from services.insights.models import MetricName

ENDPOINT = "GET /somewhere"
FILTER = {"name": "dataSources", "operator": "in", "values": ["instagram:profile:178414"]}

USER = {"id": "user_7f3k2", "name": "Ada", "email": "ada@example.com", "timezone": "Europe/Berlin"}
ORGANIZATIONS = [{"id": "orgn_1", "name": "Agency", "isOwner": True}, {"id": "orgn_2", "name": "B", "isOwner": False}]
MEMBERS = [
    {
        "id": "mmbr_1",
        "role": "owner",
        "active": False,
        "user": {"id": "user_1", "name": "Ada", "email": "ada@example.com"},
    }
]
SPACES = [{"id": "spce_1", "name": "Coffee", "organizationId": "orgn_1"}]
CHANNELS = [
    {
        "id": "chnl_1",
        "urn": "instagram:profile:178414",
        "network": "instagram",
        "username": "coffee",
        "name": "Coffee!",
        "authorization": "expired",
    }
]
TAGS = [
    {"id": "tag_1", "name": "Summer", "scope": "post", "parentId": None, "active": True},
    {"id": "tag_2", "name": "Ice", "scope": "all", "parentId": "tag_1", "active": False},
]
METRIC = {
    "name": "profile_followers",
    "label": "Followers",
    "description": "How many follow.",
    "networks": ["facebook", "x"],
    "basis": "period",
    "unit": "count",
}
CATALOGUE = [{"category": "Profile growth", "metrics": [METRIC]}]
CONFIG = {
    "metric": "post_total",
    "aggregators": ["sum", "percent"],
    "dimensions": [{"name": "date", "label": "Day"}],
    "filters": [
        {
            "name": "type",
            "label": "Post type",
            "operators": ["in", "not_in"],
            "options": [{"value": "photo", "label": "Photo"}],
        }
    ],
}
REPORTS = [
    {
        "id": "rprt_1",
        "name": "Weekly",
        "dataSources": ["instagram:profile:178414"],
        "filters": [FILTER],
        "sections": [
            {
                "title": "Growth",
                "grid": [
                    {
                        "id": "rpwd_1",
                        "title": "Reach",
                        "type": "line",
                        "metrics": ["profile_reach"],
                        "dimensions": ["date"],
                        "aggregator": "sum",
                        "filters": [FILTER],
                    }
                ],
            }
        ],
    }
]

read_config = functools.partial(wire.read_config, metric=MetricName("post_total"))

LISTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "organizations": (wire.read_organizations, ORGANIZATIONS),
    "members": (wire.read_members, MEMBERS),
    "spaces": (wire.read_spaces, SPACES),
    "channels": (wire.read_channels, CHANNELS),
    "tags": (wire.read_tags, TAGS),
    "catalogue": (wire.read_catalogue, CATALOGUE),
    "reports": (wire.read_reports, REPORTS),
}
"""Endpoint → its reader and the list that it answers."""

OBJECTS: dict[str, tuple[Callable[..., Any], Any]] = {"me": (wire.read_user, USER), "config": (read_config, CONFIG)}
"""Endpoint → its reader and the object that it answers."""


def body(value: Any) -> bytes:
    """Its JSON; an infinite number as one that is too big, since `Infinity` would be no JSON at all."""
    return json.dumps(value).replace("Infinity", "1e999").encode()


def read(reader: Callable[..., Any], value: Any) -> Any:
    return reader(body(value), endpoint=ENDPOINT)


def snake(value: Any) -> Any:
    """The same with every key in snake_case."""
    if isinstance(value, list):
        return [snake(item) for item in value]
    if isinstance(value, dict):
        return {re.sub(r"([A-Z])", r"_\1", key).lower(): snake(item) for key, item in value.items()}
    return value


def strewn(value: Any) -> Any:
    """The same with a key in every object that nobody knows."""
    if isinstance(value, list):
        return [strewn(item) for item in value]
    if isinstance(value, dict):
        return {"x_new": {"deep": [1]}} | {key: strewn(item) for key, item in value.items()}
    return value


def places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value in it, itself included."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*at, key))


def with_value(value: Any, at: tuple[str | int, ...], new: Any) -> Any:
    """A copy with `new` at that place."""
    if not at:
        return new
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[at[0]] = with_value(value[at[0]], at[1:], new)  # type: ignore[index]
    return copy


WORDS = [
    *("data", "items", "results", "rows", "headers", "next", "paging", "hasMore", "has_more", "meta", "links"),
    *("id", "name", "label", "value", "values", "metric", "metrics", "dimensions", "filters", "operator", "operators"),
    *("options", "aggregators", "category", "user", "sections", "grid", "urn", "network", "date", "post", "hour"),
    *("reach", "likes", "parentId", "isOwner", "active", "basis", "unit", "networks", "dataSources"),
]
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 2**63, -(2**63), 1e308, float("inf")])
SCALARS = (
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(max_size=5)
    | st.sampled_from([*WORDS, "2026-11-01", "2026-11", "in", "gt", "between", "is_empty", "1e999", "12", "\ud83d"])
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=25,
)
