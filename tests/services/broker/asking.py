"""Requests to try the broker with."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from services.broker import ApiRequest, Broker, Lane
from services.errors import AnswerUnreadable

TOKEN = "canary-7f3a-TOKEN"


def request_for(path: str = "/spaces/spce_1/tags", **changes: Any) -> ApiRequest:
    parts: dict[str, Any] = {
        "method": "GET",
        "endpoint": "GET /spaces/{spaceId}/tags",
        "path": path,
        "lane": Lane.LISTS,
        "purpose": "tags",
    }
    return ApiRequest(**(parts | changes))


def insights(body: bytes | None = b'{"metrics":["reach"]}', **changes: Any) -> ApiRequest:
    parts: dict[str, Any] = {
        "method": "POST",
        "endpoint": "POST /spaces/{spaceId}/insights",
        "path": "/spaces/spce_1/insights",
        "body": body,
        "lane": Lane.CHARTS,
        "purpose": "reach",
    }
    return request_for(**(parts | changes))


def read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        found = body[:20].decode("utf-8", "replace")
        raise AnswerUnreadable(f"The answer is no JSON: {found!r}", endpoint="GET /x") from None


def an_hour(fetched_at: datetime) -> datetime:
    return fetched_at + timedelta(hours=1)


def ask(broker: Broker, request: ApiRequest | None = None, **options: Any) -> Any:
    options = {"read": read_json, "fresh_until": an_hour} | options
    return broker.fetch(request or request_for(), **options)
