"""One request to the API, as the broker sees it: what is sent, who pays, what it is called in the ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal
from urllib.parse import unquote

__all__ = ["Lane", "ApiRequest"]

_PATH = re.compile(r"(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Lane(Enum):
    """What part of the budget a request may use."""

    LISTS = "lists"
    """Pickers and navigation: every slot, the kept ones too."""
    CHARTS = "charts"
    """Numbers: all but the slots that are kept for lists."""
    UNHURRIED = "unhurried"
    """What nobody waits for: few in a window, never the last slots, and none while anybody stands in the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """A request that can be sent as it is; a ValueError says which part can't (a bug of the caller).

    Two requests with the same method, path and body are the same question: they share one answer, so they
    have to be read by the same function.
    """

    method: Literal["GET", "POST"]
    endpoint: str
    """The template for errors and ledger, without ids: `GET /spaces/{spaceId}/tags`."""
    path: str
    """Below the base address, segments percent-encoded: `/spaces/spce_1/tags`."""
    body: bytes | None = None
    """Canonical JSON; if present it is sent with `Content-Type: application/json`."""
    lane: Lane
    purpose: str
    """Words for the ledger, without ids: `config of profile_reach`."""
    kept: bool = False
    """Whether the answer is kept in a file as well, and so outlives the process: catalogue and configs."""

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"{self.endpoint}: the path has to be /segment/segment, each percent-encoded.")
        for segment in self.path.split("/")[1:]:
            # Encoded dots count as dots: on their way they are decoded and climb.
            plain = unquote(segment)
            if plain in {".", ".."} or _CONTROL.search(plain):
                raise ValueError(f"{self.endpoint}: a segment of the path is '.', '..' or has control characters.")
        if self.method == "GET" and self.body is not None:
            raise ValueError(f"{self.endpoint}: a GET has no body.")
