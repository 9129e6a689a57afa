"""The JSON of the API, both ways: the only place on our side that knows its shapes.

    document   a place in an answer that knows its own path, so that what can't be read names itself
    envelope   what surrounds an answer: `data`, lists under other names, signs that there is more
    lists      the read-only endpoints: user, organizations, spaces, channels, tags, metrics, configs, reports
    rows       what an insights endpoint answers, in any of its shapes
    request    what is sent to an insights endpoint

Statusbrew publishes endpoints and words, not shapes, so several are accepted, each only where every row fits it.
"""

from services.insights.wire.lists import (
    read_catalogue,
    read_channels,
    read_config,
    read_members,
    read_organizations,
    read_reports,
    read_spaces,
    read_tags,
    read_user,
)
from services.insights.wire.request import insights_body
from services.insights.wire.rows import Rows, read_rows

__all__ = [
    "Rows",
    "insights_body",
    "read_catalogue",
    "read_channels",
    "read_config",
    "read_members",
    "read_organizations",
    "read_reports",
    "read_rows",
    "read_spaces",
    "read_tags",
    "read_user",
]
