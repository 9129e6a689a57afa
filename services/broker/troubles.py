"""From what `requests` raises to what the user can do: no connection, a broken one, a cut-off answer, no time left."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from http.client import HTTPException

import requests
import urllib3.exceptions as urllib3

from services.broker.exchange import Exchange
from services.broker.outcome import Unanswered
from services.errors import AnswerTimedOut, AnswerUnreadable, ConnectionTrouble

__all__ = ["trouble", "timed_out", "too_long"]

_TOO_SLOW = "The server in STATUSBREW_API_URL did not take the connection in time"


def trouble(error: Exception, exchange: Exchange, endpoint: str, *, status: int | None) -> Unanswered:
    """What happened, in our words. Nothing of `error` is kept: it may hold the request with the token."""
    causes = tuple(_causes(error))
    was_sent = not exchange.is_connecting
    if not was_sent:
        what = _TOO_SLOW if exchange.is_over else _why_not_connected(causes)
        return Unanswered(error=ConnectionTrouble(what, endpoint=endpoint), was_sent=False)
    if exchange.is_over or _any(causes, urllib3.ReadTimeoutError, requests.ReadTimeout):
        return Unanswered(error=timed_out(endpoint, None))
    if _any(causes, urllib3.DecodeError):
        return Unanswered(error=AnswerUnreadable("The answer could not be unpacked", endpoint=endpoint, status=status))
    if status is not None and not _any(causes, ConnectionError, urllib3.SSLError):
        # An end without a reset: whoever answered believes to be done, and would cut it off again.
        what = "The answer was cut off before its end"
        return Unanswered(error=AnswerUnreadable(what, endpoint=endpoint, status=status))
    if _any(causes, HTTPException) and not _any(causes, ConnectionError):
        what = "What came back is not HTTP"
        return Unanswered(error=AnswerUnreadable(what, endpoint=endpoint, status=status))
    what = "The connection to Statusbrew broke before the answer was complete"
    return Unanswered(error=ConnectionTrouble(what, endpoint=endpoint, status=status), may_repeat=True)


def timed_out(endpoint: str, seconds: float | None) -> AnswerTimedOut:
    """No answer in time."""
    within = f" within {seconds:g} seconds" if seconds is not None else " in time"
    return AnswerTimedOut(f"Statusbrew gave no complete answer{within}", endpoint=endpoint)


def too_long(endpoint: str, status: int | None, max_bytes: int) -> AnswerUnreadable:
    """More than we hold in memory."""
    what = f"The answer is longer than {max_bytes / 1024 / 1024:g} MiB"
    return AnswerUnreadable(what, endpoint=endpoint, status=status)


def _why_not_connected(causes: tuple[BaseException, ...]) -> str:
    if _any(causes, urllib3.ProxyError):
        return "The proxy of this network could not be used to reach Statusbrew"
    if _any(causes, urllib3.NameResolutionError):
        return "The name in STATUSBREW_API_URL could not be found (DNS)"
    if _any(causes, ssl.SSLCertVerificationError):
        return "The certificate of the server could not be verified (TLS), so the token was not sent"
    if _any(causes, urllib3.SSLError, ssl.SSLError):
        return "No secure connection could be agreed on (TLS), so the token was not sent"
    if _any(causes, ConnectionRefusedError):
        return "The server in STATUSBREW_API_URL refused the connection"
    if _any(causes, urllib3.ConnectTimeoutError) and not _any(causes, urllib3.NewConnectionError):
        return _TOO_SLOW
    return "No connection to Statusbrew could be opened"


def _any(causes: tuple[BaseException, ...], *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and whatever it was made of, wherever the libraries have put it."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        found = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting.extend(each for each in found if isinstance(each, BaseException))
