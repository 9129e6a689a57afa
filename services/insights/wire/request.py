"""What is sent to an insights endpoint. The names of its keys are settings, since the real ones are not public."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from services.insights.filters import Filter
from services.insights.question import InsightsQuery, ReportScope

__all__ = ["insights_body"]


def insights_body(query: InsightsQuery, fields: Mapping[str, str]) -> bytes:
    """The canonical JSON body of a query: equal queries give equal bytes.

    `fields` maps our word for each key to its name over the wire, dotted for nesting (`period.from`).
    """
    body: dict[str, Any] = {}
    if not query.is_widget_own:
        _put(body, fields["metrics"], list(query.metrics))
        _put(body, fields["dimensions"], list(query.dimensions))
        if query.aggregator is not None:
            _put(body, fields["aggregator"], query.aggregator)
        _put(body, fields["filters"], [_filter(item, fields) for item in query.filters])
    _put(body, fields["start_date"], query.dates.start.isoformat())
    _put(body, fields["end_date"], query.dates.end.isoformat())
    if isinstance(query.scope, ReportScope) and query.scope.ignore_report_filters:
        _put(body, fields["ignore_report_filters"], True)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _filter(item: Filter, fields: Mapping[str, str]) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    _put(sent, fields["filter_name"], item.name)
    _put(sent, fields["filter_operator"], item.operator)
    _put(sent, fields["filter_values"], list(item.values))
    return sent


def _put(target: dict[str, Any], dotted: str, value: object) -> None:
    *parents, last = dotted.split(".")
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value
