"""HTTP: one session, one pool, one token; gives an answer or says why there is none.

The token is in the Authorization header and nowhere else: redirects are not followed, .netrc is not asked, cookies are
not kept, and what `requests` raises (which holds the request with its headers) stays in this module.
"""

from __future__ import annotations

import json
import re
from http.cookiejar import DefaultCookiePolicy
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from services.broker.address import checked_base_url, is_loopback
from services.broker.exchange import Exchange, WatchedAdapter
from services.broker.limit import Timeouts
from services.broker.outcome import Answer, Outcome, Unanswered
from services.broker.request import ApiRequest
from services.broker.troubles import timed_out, too_long, trouble
from services.errors import SettingsInvalid

__all__ = ["Transport", "HttpTransport"]

_CHUNK_BYTES = 64 * 1024
_SHORTEST_SECRET_ON_LOOPBACK = 16
_FORM_OF_TOKEN = re.compile(r"[\x21-\x7e]+")


class Transport(Protocol):
    """Carries one request, once. Thread-safe; raises nothing but bugs."""

    @property
    def max_request_seconds(self) -> float:
        """After how long a request is given up for certain."""
        ...

    def send(self, request: ApiRequest) -> Outcome: ...

    def close(self) -> None: ...


class _BearerToken(AuthBase):
    """Puts the token on a request. As an auth object, because a plain header is overridden by a .netrc."""

    __slots__ = ("__struck", "__token")

    def __init__(self, token: str, *, is_for_loopback: bool) -> None:
        self.__token = token
        # A sandbox's token is made up, and may be a word that occurs in its data.
        is_secret = not is_for_loopback or len(token) >= _SHORTEST_SECRET_ON_LOOPBACK
        self.__struck = _spellings(token) if is_secret else ()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.__token}"
        return request

    def struck_from(self, body: bytes) -> bytes:
        """The body without the token, should the API repeat it (in an error, say)."""
        for spelling in self.__struck:
            # Never longer than what it replaces: a short token may occur a million times. Not found, nothing is copied.
            body = body.replace(spelling, b"[token]" if len(spelling) >= 7 else b"*" * len(spelling))
        return body

    def __repr__(self) -> str:
        return "_BearerToken(…)"


def _spellings(token: str) -> tuple[bytes, ...]:
    """The token as it may stand in an answer, the longest first: plainly, and in JSON, where / may be escaped too."""
    in_json = json.dumps(token)[1:-1]
    spellings = {token, in_json, in_json.replace("/", "\\/")}
    return tuple(sorted((one.encode() for one in spellings), key=len, reverse=True))


class HttpTransport:
    """The API over HTTP. SettingsInvalid if the address is not https (loopback excepted) or the token can't be one."""

    def __init__(
        self,
        *,
        base_url: str,
        token: str,
        timeouts: Timeouts | None = None,
        max_body_bytes: int = 256 * 1024 * 1024,
    ) -> None:
        if not _FORM_OF_TOKEN.fullmatch(token):
            raise SettingsInvalid(
                "The token is empty, or holds spaces, line breaks or letters beyond ASCII: "
                "check that it was copied whole and alone."
            )
        self.base_url = checked_base_url(base_url)
        self._timeouts = timeouts or Timeouts()
        self._max_body_bytes = max_body_bytes
        is_for_loopback = is_loopback(urlsplit(self.base_url).hostname or "")
        self._auth = _BearerToken(token, is_for_loopback=is_for_loopback)
        self._session = requests.Session()
        self._session.auth = self._auth
        self._session.headers.update({"Accept": "application/json", "User-Agent": "statusbrew-dashboard"})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # A proxy of the network is for the network, not for a sandbox on this computer.
        self._session.trust_env = not is_for_loopback
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, WatchedAdapter())

    @property
    def max_request_seconds(self) -> float:
        """After how long a request is given up for certain."""
        return self._timeouts.total_seconds

    def send(self, request: ApiRequest) -> Outcome:
        """The answer, whatever its status, or why there is none. Blocks for `max_request_seconds` at most."""
        with Exchange(total_seconds=self._timeouts.total_seconds) as exchange:
            status: int | None = None
            try:
                with self._session.request(
                    request.method,
                    self.base_url + request.path,
                    data=request.body,
                    headers={"Content-Type": "application/json"} if request.body is not None else None,
                    timeout=(self._timeouts.connect_seconds, self._timeouts.read_seconds),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    status = response.status_code
                    head = Answer(
                        status=status,
                        content_type=response.headers.get("Content-Type", ""),
                        retry_after=response.headers.get("Retry-After", ""),
                        body=b"",
                    )
                    body = self._body_of(response)
            except (requests.RequestException, HTTPError, OSError) as error:
                if status is not None and not 200 <= status < 300:
                    return head  # what it says is lost; that it refuses is known
                failed = trouble(error, exchange, request.endpoint, status=status)
            else:
                if body is None:
                    return Unanswered(error=too_long(request.endpoint, status, self._max_body_bytes))
                if exchange.is_over and status < 300:
                    # A body without a length ends where the connection ends: who ended it? We did.
                    return Unanswered(error=timed_out(request.endpoint, self._timeouts.total_seconds))
                return Answer(
                    status=status,
                    content_type=head.content_type,
                    retry_after=head.retry_after,
                    body=self._auth.struck_from(body),
                )
        return failed

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _body_of(self, response: requests.Response) -> bytes | None:
        """The decoded body; None if it is longer than we hold."""
        chunks, size = [], 0
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=True):
            size += len(chunk)
            if size > self._max_body_bytes:
                return None
            chunks.append(chunk)
        return b"".join(chunks)
