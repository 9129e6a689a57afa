"""What became of one request that the transport was given."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.errors import ApiError

__all__ = ["Answer", "Unanswered", "Outcome", "Probed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the API, whatever its status."""

    status: int
    content_type: str = ""
    retry_after: str = ""
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """No answer, or one that broke off. A value and not raised, so that no exception of `requests` hangs on it:
    those hold the request with its headers, and the token is one of them."""

    error: ApiError
    was_sent: bool = True
    """False only if certainly nothing was sent: no connection could be opened."""
    may_repeat: bool = False
    """Whether it is worth a second try: the connection was open and broke."""


Outcome = Answer | Unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What became of a request that was sent to see what comes back; `error` is what is wrong with that, if anything
    is that a status or the kind of the body tells."""

    outcome: Outcome
    error: ApiError | None
    milliseconds: int
