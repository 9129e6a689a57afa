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
    # Nothing else is repeated in a message: it may be the token in the wrong variable.
    shown = host if host and _SCHEME.fullmatch(parts.scheme) and _HOST.fullmatch(host) else ""
    is_web = parts.scheme in {"http", "https"} and _has_port_or_none(parts)
    if not is_web or not host or re.search(r"[\s\\\x00-\x1f]", text.strip()):
        named = f" starts with {parts.scheme}://{shown}, which" if "://" in text and shown else ""
        raise SettingsInvalid(f"STATUSBREW_API_URL{named} is no web address. {_EXAMPLE}.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsInvalid(
            f"STATUSBREW_API_URL starts with http://, so everybody between here and {shown or 'there'} "
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


def is_loopback(host: str) -> bool:
    """Whether this host is this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
