"""What can't be built wrong: requests, limits, addresses."""

from __future__ import annotations

import pytest

import services.broker
from services.broker import Lane, Limit
from services.broker.address import checked_base_url
from services.broker.fingerprint import request_key
from services.errors import SettingsInvalid
from tests.services.broker.asking import insights, request_for


@pytest.mark.parametrize(
    "path",
    [
        "/me",
        "/spaces/spce_1/tags",
        "/spaces/a%2Fb/tags",
        "/reports/rprt_1/widgets/rpwd_1/insights",
        "/x/a..b",
        "/x/urn:li:1",
    ],
)
def test_a_path_of_encoded_segments_is_taken(path: str) -> None:
    assert request_for(path).path == path


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "me", "//evil.example/me", "/me/", "/a//b", "/a?b=c", "/a#b", "/../me", "/a/..", "/a/./b",
        "/%2e%2e/me", "/a/%2E", "/.%2e/me", "/a b", "/a\nb", "/a\x00b", "/a%00b", "/a%0d%0ab", "/a%", "/a%zz", "/ä",
        "/a\\b", "https://evil.example/",
    ],
)  # fmt: skip
def test_a_path_that_could_lead_elsewhere_is_a_bug_of_the_caller(path: str) -> None:
    with pytest.raises(ValueError, match=r"GET /spaces/\{spaceId\}/tags"):
        request_for(path)


def test_a_get_has_no_body() -> None:
    with pytest.raises(ValueError, match="a GET has no body"):
        request_for(body=b"{}")


def test_the_key_depends_on_all_that_decides_the_answer_and_on_nothing_else() -> None:
    def key(fingerprint: str = "f", url: str = "https://a.example", **changes: object) -> str:
        return request_key(fingerprint, url, insights(**changes))  # type: ignore[arg-type]

    assert key() == key(lane=Lane.LISTS, purpose="else", kept=True, endpoint="POST /else")
    different = [
        key(),
        key("g"),
        key(url="https://b.example"),
        key(path="/spaces/spce_2/insights"),
        key(body=b"{}"),
        key(body=b""),
        key(body=None),
        key(method="GET", body=None),
        # The same letters, parted elsewhere.
        key("fhttps", url="://a.example"),
    ]
    assert len(set(different)) == len(different)


@pytest.mark.parametrize(
    ("text", "limit"),
    [("50/300", Limit(50, 300)), (" 5/60 ", Limit(5, 60)), ("0", Limit(0, 300)), ("0/60", Limit(0, 60))],
)
def test_a_limit_is_read(text: str, limit: Limit) -> None:
    assert Limit.parse(text) == limit
    assert Limit.parse(str(limit)).requests == limit.requests


@pytest.mark.parametrize(
    "text", ["", "50", "50/0", "-1/300", "50/300/1", "1e3/5", "fifty", "50/5.5", "٥/300", "50/3000000000"]
)
def test_a_limit_that_is_none_is_named_with_the_form_it_must_have(text: str) -> None:
    with pytest.raises(SettingsInvalid, match=r'like "50/300"'):
        Limit.parse(text)


@pytest.mark.parametrize("text", ["often", "fifty", "50", "50 / 300", "-1/300", "50/300/1"])
def test_a_mistake_in_a_limit_is_repeated(text: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Limit.parse(text)
    assert f'The limit "{text}" is not one' in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "canary-7f3a-TOKEN",
        "canaryTOKEN",
        "c4n4ry",
        "canary\nTOKEN",
        "eyJhbGciOiJIUzI1NiJ9.e30",
        "12345678901234",
        "often!",
    ],
)
def test_what_may_be_a_token_is_not_repeated_in_the_message_about_a_limit(text: str) -> None:
    with pytest.raises(SettingsInvalid, match="The limit is not one") as caught:
        Limit.parse(text)
    assert text[:6] not in str(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, 1_000_000])
def test_a_window_that_can_not_be_counted_is_refused(seconds: int) -> None:
    with pytest.raises(SettingsInvalid, match="can't be kept"):
        Limit(50, seconds)


def test_a_limit_is_off_at_zero_and_keeps_five_for_lists_from_ten_on() -> None:
    assert Limit.parse("0").is_off
    assert not Limit().is_off
    assert [Limit(n, 300).default_reserve for n in (0, 9, 10, 50)] == [0, 0, 5, 5]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://api.statusbrew.com/v1", "https://api.statusbrew.com/v1"),
        (" https://api.statusbrew.com/v1/ ", "https://api.statusbrew.com/v1"),
        ("http://127.0.0.1:8900", "http://127.0.0.1:8900"),
        ("http://localhost:8900/v1", "http://localhost:8900/v1"),
        ("http://[::1]:8900", "http://[::1]:8900"),
    ],
)
def test_https_and_this_computer_are_fine(given: str, taken: str) -> None:
    assert checked_base_url(given) == taken


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("http://api.statusbrew.com/v1", "everybody between here and api.statusbrew.com could read the token"),
        ("http://127.0.0.1.evil.example", "could read the token"),
        ("http://localhost.evil.example", "could read the token"),
        ("ftp://api.statusbrew.com", "no web address"),
        ("api.statusbrew.com", "no web address"),
        ("https://", "no web address"),
        ("https://a.example:port", "no web address"),
        ("https://[::1", "no web address"),
        ("https://a.example\\@evil.example", "no web address|may hold no user name"),
        ("https://a b.example", "no web address"),
        ("", "no web address"),
        ("https://canary:secret@a.example", "may hold no user name"),
        ("https://a.example/?token=canary", "may hold no user name"),
        ("https://a.example/#canary", "may hold no user name"),
        # The token in the wrong variable, alone or with something around it.
        ("canary-7f3a-TOKEN", "API_URL is no web address"),
        ("CANARY/7f3a", "API_URL is no web address"),
        ("Bearer canary", "API_URL is no web address"),
        ("canary:80", "API_URL is no web address"),
        ("//canary", "API_URL is no web address"),
        ("canary-7f3a://x", "API_URL is no web address"),
        ("https://a.example canary", "API_URL is no web address"),
        ("https://a.example\\canary", "API_URL is no web address"),
        ("ftp://a.example/canary", "API_URL starts with ftp://a.example, which is no web address"),
        ("https:///canary", "API_URL is no web address"),
        ("https://a.example:canary", "API_URL starts with https://a.example, which is no web address"),
        ("http://a.example/canary", "between here and a.example could"),
        ("http://a,canary!.example/", "between here and there could"),
        ("https://[canary", "API_URL is no web address"),
    ],
)
def test_an_address_that_gives_the_token_away_is_refused(given: str, says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says) as caught:
        checked_base_url(given)
    assert "STATUSBREW_API_URL" in str(caught.value)
    assert "canary" not in str(caught.value).lower()
    assert caught.value.__context__ is None


def test_every_public_name_exists() -> None:
    assert len(set(services.broker.__all__)) == len(services.broker.__all__)
    for name in services.broker.__all__:
        assert hasattr(services.broker, name)
