"""How the API says no: one shape for all errors."""

from typing import Any

CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    415: "unsupported_media_type", 429: "too_many_requests", 500: "internal_error", 503: "service_unavailable",
}  # fmt: skip


class Refusal(Exception):
    """A request that is answered with an error; the message names the culprit."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def error_body(status: int, message: str) -> dict[str, Any]:
    """The body of an error."""
    return {"error": {"code": CODES.get(status, "error"), "message": message}}
