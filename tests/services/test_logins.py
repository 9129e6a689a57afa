"""Who may log in: addresses and domains that an installation names, and nobody by a look-alike of one."""

from __future__ import annotations

from typing import Any

import pytest

from services.errors import SettingsInvalid
from services.logins import is_allowed, read_allowed_logins

ALLOWED = frozenset({"acme.com", "ann@partner.example"})


@pytest.mark.parametrize(
    ("claims", "may"),
    [
        ({"email": "bob@acme.com"}, True),
        ({"email": "Bob@ACME.com ", "email_verified": True}, True),
        ({"email": "bob@acme.com", "email_verified": "true"}, True),
        ({"email": "ann@partner.example"}, True),
        ({"email": "bob@partner.example"}, False),
        ({"email": "bob@acme.com", "email_verified": False}, False),
        ({"email": "bob@acme.com", "email_verified": "false"}, False),
        ({"email": "bob@sub.acme.com"}, False),
        ({"email": "bob@acme.com.evil.example"}, False),
        ({"email": "bob@evilacme.com"}, False),
        ({"email": "acme.com"}, False),
        ({"email": "@acme.com"}, False),
        ({"email": None, "preferred_username": "bob@acme.com"}, False),
        ({}, False),
    ],
)
def test_an_address_or_its_domain_decides_where_the_login_vouches_for_it(claims: dict[str, Any], may: bool) -> None:
    assert is_allowed(claims, ALLOWED) is may


def test_where_nobody_is_named_whoever_the_login_knows_may_come_in() -> None:
    assert is_allowed({}, frozenset())


@pytest.mark.parametrize(
    ("environment", "secrets", "read"),
    [
        ({}, {}, set()),
        ({}, {"allowed_logins": ["@Acme.com", " ann@partner.example "]}, ALLOWED),
        ({"STATUSBREW_ALLOWED_LOGINS": "acme.com, ann@partner.example,"}, {"allowed_logins": ["other.com"]}, ALLOWED),
        ({"STATUSBREW_ALLOWED_LOGINS": " "}, {"allowed_logins": ["acme.com"]}, {"acme.com"}),
    ],
)
def test_the_environment_wins_over_the_file(
    environment: dict[str, str], secrets: dict[str, Any], read: set[str]
) -> None:
    assert read_allowed_logins(environment, secrets) == read


@pytest.mark.parametrize(
    "written", ["acme.com", [1], {"acme.com": 1}, ["*"], ["acme"], ["@"], ["a b@acme.com"], ["a@b@c"]]
)
def test_a_list_that_names_no_addresses_lets_nobody_in_and_says_so(written: Any) -> None:
    with pytest.raises(SettingsInvalid, match="allowed_logins"):
        read_allowed_logins({}, {"allowed_logins": written})
