"""From a status to what the user can do about it. A 429 is the broker's: it closes the window."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from services.broker.outcome import Answer
from services.errors import (
    AnswerTimedOut,
    AnswerUnreadable,
    ApiError,
    ConnectionTrouble,
    NotFound,
    PermissionMissing,
    RequestFormatRefused,
    RequestRefused,
    ServiceTrouble,
    TokenRefused,
)

__all__ = ["refusal", "api_words", "retry_after_seconds"]

_REFUSALS: dict[int, tuple[type[ApiError], str]] = {
    401: (TokenRefused, "Statusbrew does not know the token"),
    403: (PermissionMissing, "The token is not allowed to see this"),
    404: (NotFound, "Statusbrew has no such thing"),
    405: (RequestFormatRefused, "The address does not take such requests"),
    407: (ConnectionTrouble, "The proxy of this network asks for a login"),
    410: (NotFound, "Statusbrew has no such thing any more"),
    415: (RequestFormatRefused, "The address takes no JSON"),
    524: (AnswerTimedOut, "Statusbrew took too long to answer"),
}
_DETAIL_LENGTH = 300
_LOOK_AT_BYTES = 64 * 1024


def refusal(answer: Answer, endpoint: str) -> ApiError | None:
    """Why this answer holds nothing to read; None if it does. Whether that is the JSON we know, its reader says."""
    status = answer.status
    if 200 <= status < 300:
        return _no_json(answer, endpoint)
    detail = api_words(answer.body)
    if status in _REFUSALS:
        kind, what = _REFUSALS[status]
        return kind(what, endpoint=endpoint, status=status, detail=detail)
    if 300 <= status < 400:
        what = f"The server wants to send the request elsewhere ({status}), which could give the token away"
        return ConnectionTrouble(f"{what}: check STATUSBREW_API_URL", endpoint=endpoint, status=status)
    if 400 <= status < 500:
        return RequestRefused("Statusbrew did not accept the request", endpoint=endpoint, status=status, detail=detail)
    if 500 <= status < 600:
        what = f"Statusbrew is in trouble ({status})"
        return ServiceTrouble(what, endpoint=endpoint, status=status, detail=detail)
    return AnswerUnreadable(f"The answer has an unknown status ({status})", endpoint=endpoint, status=status)


def _no_json(answer: Answer, endpoint: str) -> AnswerUnreadable | None:
    start = answer.body[:_LOOK_AT_BYTES].lstrip()
    if not start:
        what = "The answer is empty"
    elif "html" in answer.content_type.lower() or start.startswith(b"<"):
        what = "The answer is a web page, not data"
    else:
        return None
    detail = api_words(answer.body) if start else ""
    return AnswerUnreadable(what, endpoint=endpoint, status=answer.status, detail=detail)


def api_words(body: bytes) -> str:
    """What the API says went wrong: `error.message` of its JSON, else the text of its page; "" if nothing.

    One line of plain text of at most 300 characters, to be shown as text only.
    """
    text = body[:_LOOK_AT_BYTES].decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    match said:
        case {"error": {"message": str(message)}}:
            text = message
        case None if "<" in text:
            text = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|\Z)", " ", text)
            text = html.unescape(re.sub(r"(?s)<[^>]*(>|\Z)", " ", text))
        case _:
            pass
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:_DETAIL_LENGTH]


def retry_after_seconds(header: str, now: datetime) -> float | None:
    """How long to wait as the API asks for, 1 to 3600 seconds; None if it does not say, or nothing we can read."""
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        seconds = float(text)
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 1.0), 3600.0)
