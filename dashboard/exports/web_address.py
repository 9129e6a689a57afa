"""Addresses in pages that anybody opens: only what is surely a page of the web can be clicked, and it says where to."""

from __future__ import annotations

import html
import ipaddress
from typing import Final
from urllib.parse import urlsplit

from dashboard.text import shown

__all__ = ["as_link", "is_public"]

_LONGEST: Final = 2_000
_SHOWN: Final = 48
_MARKS: Final = frozenset("\"'<>\\^`{|} ")
"""What no address holds as it is (RFC 3986)."""


def as_link(address: str, words: str = "") -> str:
    """The address as an element of HTML to click, called by `words` or by itself; "" where it is no web address.

    The other side learns neither from which page one came nor gets a hand on it.
    """
    if not _is_web(address):
        return ""
    told = html.escape(words or shown(address.removeprefix("https://"), _SHOWN))
    return f'<a href="{html.escape(address)}" rel="noopener noreferrer" target="_blank">{told}</a>'


def is_public(address: str) -> bool:
    """Whether a web address leads somewhere from another machine, too: not to the one on which a file was made."""
    if not _is_web(address):
        return False
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def _is_web(address: str) -> bool:
    """https, a host, nobody's name or password, and no sign that hides or turns what is read."""
    if len(address) > _LONGEST or shown(address, _LONGEST) != address or not _MARKS.isdisjoint(address):
        return False
    try:
        parts = urlsplit(address)
        has_owner = parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not has_owner
