"""Where the API is: an address that a token may be sent to."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from services.errors import SettingsInvalid

__all__ = ["checked_base_url", "is_loopback"]

_EXAMPLE = "It has to be like https://api.statusbrew.com/v1"
_SCHEME = re.compile(r"[a-z]{1,8}")
_HOST = re.compile(r"[\w.\-]{1,253}")


def checked_base_url(text: str) -> str:
    """The address without a slash at its end; SettingsInvalid if the token could be read on its way there."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    host = parts.hostname
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        # Not repeated in the message: it may hold a password or the token.
        raise SettingsInvalid(f"STATUSBREW_API_URL may hold no user name, password, ? or #. {_EXAMPLE}.")
    is_web = parts.scheme in {"http", "https"} and _has_port_or_none(parts)
    if not is_web or not host or re.search(r"[\s\\\x00-\x1f]", text.strip()):
        raise SettingsInvalid(f"STATUSBREW_API_URL {_quotable(text, parts)}is no web address. {_EXAMPLE}.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsInvalid(
            f"STATUSBREW_API_URL {_quotable(text, parts)}starts with http://, so everybody between here and there "
            "could read the token. "
            f"Use https:// ({_EXAMPLE}); http:// is for this computer alone (127.0.0.1)."
        )
    return text.strip().rstrip("/")


def _has_port_or_none(parts: SplitResult) -> bool:
    try:
        _ = parts.port
    except ValueError:
        return False
    return True


def _quotable(text: str, parts: SplitResult) -> str:
    """Scheme and host in brackets, if that is what they are, else "": it may be the token in the wrong variable."""
    host = parts.hostname or ""
    if "://" not in text or not _SCHEME.fullmatch(parts.scheme) or not _HOST.fullmatch(host):
        return ""
    return f"({parts.scheme}://{host}) "


def is_loopback(host: str) -> bool:
    """Whether this host is this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
