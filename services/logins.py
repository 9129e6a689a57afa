"""Who may use an installation behind a company login, by what the login says of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from services.errors import SettingsInvalid

__all__ = ["is_allowed", "read_allowed_logins"]


def read_allowed_logins(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> frozenset[str]:
    """The e-mail addresses and domains that may log in, in small letters; empty where everybody may whom the login
    knows.

    `secrets` is the `[statusbrew]` table. Raises SettingsInvalid, naming the setting.
    """
    told: Any = environment.get("STATUSBREW_ALLOWED_LOGINS", "").split(",")
    if not any(one.strip() for one in told):
        told = secrets.get("allowed_logins", [])
    # A text alone would be a list of letters, none of which lets anybody in, or a dot that lets in whoever has one.
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise SettingsInvalid('allowed_logins in [statusbrew] must be a list: ["acme.com", "ann@partner.example"].')
    allowed = frozenset(one.strip().removeprefix("@").casefold() for one in told if one.strip())
    if wrong := sorted(one for one in allowed if not _is_address_or_domain(one)):
        raise SettingsInvalid(
            f'allowed_logins names "{wrong[0][:60]}", which is neither a domain (acme.com) nor an e-mail address.'
        )
    return allowed


def is_allowed(claims: Mapping[str, Any], allowed: Collection[str]) -> bool:
    """Whether the person whom the login told about may come in.

    Where `allowed` names addresses or domains, the `email` claim decides, unless the login says that it was not
    verified (OpenID Connect Core 1.0, section 5.1: anybody could have typed it).
    """
    if not allowed:
        return True
    email = str(claims.get("email") or "").strip().casefold()
    name, at, domain = email.rpartition("@")
    if not name or not at or claims.get("email_verified", True) not in (True, "true"):
        return False
    return email in allowed or domain in allowed


def _is_address_or_domain(text: str) -> bool:
    name, at, domain = text.rpartition("@")
    is_domain = "." in domain and all(part and part.replace("-", "").isalnum() for part in domain.split("."))
    return is_domain and bool(name) == bool(at) and not any(sign.isspace() or sign == "@" for sign in name)
