"""What the installation decides: precedence, checks that name the setting, and a token without a voice."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import SettingsInvalid
from services.settings import (
    DEFAULT_API_URL,
    REQUEST_FIELDS,
    Settings,
    read_api_url,
    read_preferences,
    read_settings,
)

TOKEN = "canary-55d0-TOKEN"
BOARDS = "postgresql://team:hush-9c41@db.example/boards"


def read(environment: dict[str, str] | None = None, **secrets: Any) -> Settings:
    found = read_settings({"STATUSBREW_API_TOKEN": TOKEN} | (environment or {}), secrets)
    assert found is not None
    return found


def refusal(environment: dict[str, str] | None = None, **secrets: Any) -> str:
    with pytest.raises(SettingsInvalid) as caught:
        read(environment, **secrets)
    assert TOKEN not in str(caught.value) + repr(caught.value)
    return str(caught.value)


class TestPrecedence:
    def test_defaults_hold_where_nothing_is_set(self) -> None:
        settings = read()
        assert settings == Settings(api_url=DEFAULT_API_URL, token=TOKEN)
        assert (settings.limit, settings.lag_days, settings.is_sample_data) == ("50/300", 1, False)
        assert settings.request_fields == REQUEST_FIELDS

    @pytest.mark.parametrize(
        ("variable", "key", "field", "from_secrets", "from_environment"),
        [
            ("STATUSBREW_API_TOKEN", "api_token", "token", "secret-token", "env-token"),
            ("STATUSBREW_API_URL", "api_url", "api_url", "https://one.example", "https://two.example"),
            ("STATUSBREW_LIMIT", "limit", "limit", "10/60", "20/60"),
            ("STATUSBREW_LAG_DAYS", "lag_days", "lag_days", 2, "0"),
        ],
    )
    def test_the_environment_beats_secrets_and_secrets_beat_defaults(
        self, variable: str, key: str, field: str, from_secrets: Any, from_environment: str
    ) -> None:
        secrets = {"api_token": TOKEN} | {key: from_secrets}
        by_secrets = read_settings({}, secrets)
        by_both = read_settings({variable: from_environment}, secrets)
        by_empty = read_settings({variable: ""}, secrets)
        assert str(getattr(by_secrets, field)) == str(from_secrets)
        assert str(getattr(by_both, field)) == from_environment
        assert by_empty == by_secrets

    def test_a_limit_of_0_is_a_limit_in_secrets_too(self) -> None:
        assert read(limit=0).limit == "0"
        assert read(limit="0").limit == "0"
        assert read({"STATUSBREW_LIMIT": "0"}, limit="50/300").limit == "0"

    def test_the_start_of_the_week_is_named_by_its_day(self) -> None:
        assert read().week_start == 0
        assert read(week_start="sunday").week_start == 6
        assert read({"STATUSBREW_WEEK_START": "Saturday"}, week_start="sunday").week_start == 5
        assert refusal(week_start="friday") == 'week_start is "friday". It may be monday, saturday, sunday.'
        assert refusal(week_start=TOKEN).startswith("week_start is something else.")

    def test_a_lag_of_0_is_a_lag_in_secrets_too(self) -> None:
        assert read(lag_days=0).lag_days == 0

    @pytest.mark.parametrize(
        ("environment", "secrets"),
        [
            ({}, {}),
            ({"STATUSBREW_API_TOKEN": ""}, {}),
            ({"STATUSBREW_API_TOKEN": "  "}, {"api_token": " \n"}),
            ({}, {"api_token": "", "lag_days": 99}),
        ],
    )
    def test_without_a_token_there_is_no_account(self, environment: Any, secrets: Any) -> None:
        assert read_settings(environment, secrets) is None

    def test_a_blank_token_in_the_environment_does_not_hide_the_one_in_secrets(self) -> None:
        found = read_settings({"STATUSBREW_API_TOKEN": "  "}, {"api_token": TOKEN})
        assert found is not None
        assert found.token == TOKEN

    def test_a_token_is_taken_without_the_line_break_of_its_file(self) -> None:
        assert read({"STATUSBREW_API_TOKEN": f" {TOKEN}\n"}).token == TOKEN

    def test_an_address_is_taken_without_its_last_slash(self) -> None:
        assert read(api_url="https://api.example/v1/").api_url == "https://api.example/v1"

    def test_preferences_hold_for_the_sandbox_as_well(self) -> None:
        preferences = read_preferences(
            {"STATUSBREW_LIMIT": "5/10"},
            {"lag_days": "2", "week_start": "sunday", "boards_url": BOARDS, "request_fields": {"metrics": "m"}},
        )
        assert preferences == {
            "limit": "5/10",
            "lag_days": 2,
            "week_start": 6,
            "boards_url": BOARDS,
            "request_fields": {"metrics": "m"},
        }
        sandbox = Settings(api_url="http://127.0.0.1:1", token="t", is_sample_data=True, **preferences)
        assert (sandbox.limit, sandbox.lag_days, sandbox.request_fields["metrics"]) == ("5/10", 2, "m")

    def test_an_address_without_a_token_is_no_silent_sample_data(self) -> None:
        with pytest.raises(SettingsInvalid, match="no token"):
            read_settings({"STATUSBREW_API_URL": "https://api.example/v1"}, {})

    def test_the_address_of_tokens_is_known_without_a_token(self) -> None:
        assert read_api_url({}, {}) == DEFAULT_API_URL
        assert read_api_url({}, {"api_url": "https://api.example/v1/"}) == "https://api.example/v1"
        both = read_api_url({"STATUSBREW_API_URL": "https://env.example"}, {"api_url": "https://file.example"})
        assert both == "https://env.example"


class TestRequestFields:
    def test_keys_left_out_keep_their_names(self) -> None:
        fields = read(request_fields={"start_date": "since"}).request_fields
        assert fields == {**REQUEST_FIELDS, "start_date": "since"}

    def test_can_not_be_changed_afterwards(self) -> None:
        given_fields = {"start_date": "since"}
        settings = read(request_fields=given_fields)
        given_fields["start_date"] = "changed"
        assert settings.request_fields["start_date"] == "since"
        with pytest.raises(TypeError):
            settings.request_fields["metrics"] = "x"  # type: ignore[index]

    @pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", " ", "a. ", " a"])
    def test_that_are_no_dotted_path_are_refused(self, path: str) -> None:
        message = refusal(request_fields={"start_date": path})
        assert message == f'[statusbrew.request_fields] start_date = "{path}" is not a name or a dotted path.'

    def test_that_nobody_knows_are_refused_with_those_that_are_known(self) -> None:
        message = refusal(request_fields={"since": "x", "at": "y"})
        assert message == (f"[statusbrew.request_fields] names at, since. Known are: {', '.join(REQUEST_FIELDS)}.")

    @pytest.mark.parametrize("table", ["since", 7, ["a"], {"start_date": 7}, {"start_date": {"from": "x"}}], ids=str)
    def test_that_are_no_table_of_names_are_refused(self, table: Any) -> None:
        assert "[statusbrew.request_fields] must be a table of names" in refusal(request_fields=table)

    @pytest.mark.parametrize(
        "fields",
        [
            {"start_date": "endDate"},
            {"start_date": "period", "end_date": "period"},
            {"start_date": "period", "end_date": "period.to"},
            {"start_date": "period.from.day", "end_date": "period.from"},
            {"metrics": "filters"},
            {"filter_name": "values"},
            {"filter_name": "operator.name"},
        ],
        ids=str,
    )
    def test_that_would_overwrite_each_other_are_refused(self, fields: dict[str, str]) -> None:
        message = refusal(request_fields=fields)
        assert "can't both be sent" in message
        assert any(f'{ours} = "{theirs}"' in message for ours, theirs in fields.items())

    @pytest.mark.parametrize(
        "fields",
        [
            {"start_date": "period.from", "end_date": "period.to"},
            {"start_date": "period", "end_date": "periods.to"},
            {"filter_name": "metrics"},
            {"start_date": "endDate", "end_date": "startDate"},
        ],
        ids=str,
    )
    def test_that_only_look_alike_are_fine(self, fields: dict[str, str]) -> None:
        assert read(request_fields=fields).request_fields == {**REQUEST_FIELDS, **fields}


class TestWhereBoardsAreKept:
    def test_is_the_users_own_folder_where_nothing_is_said(self) -> None:
        assert read().boards_url == ""
        assert read({"STATUSBREW_BOARDS_URL": "  "}, boards_url="").boards_url == ""

    def test_the_environment_wins_over_the_file(self) -> None:
        assert read(boards_url=BOARDS).boards_url == BOARDS
        assert read({"STATUSBREW_BOARDS_URL": " sqlite:////b.sqlite3\n"}, boards_url=BOARDS).boards_url == (
            "sqlite:////b.sqlite3"
        )

    @pytest.mark.parametrize("given_url", [7, True, ["x"], {"x": 1}], ids=str)
    def test_is_a_text(self, given_url: Any) -> None:
        assert refusal(boards_url=given_url) == "boards_url in [statusbrew] must be a text in quotes."

    def test_its_password_has_no_voice(self) -> None:
        settings = read(boards_url=BOARDS)
        assert "hush-9c41" not in f"{settings!r} {settings} {[settings]}"


class TestRefusals:
    @pytest.mark.parametrize("lag", [3, -1, "3", "one", "1.5", 1.5, "", None, float("inf"), float("nan"), []], ids=str)
    def test_a_lag_names_what_it_may_be(self, lag: Any) -> None:
        message = refusal(lag_days=lag)
        assert message == f"lag_days is {lag!r}. It may be 0, 1 or 2 (days until numbers are final)."

    def test_a_lag_of_the_environment_is_checked_alike(self) -> None:
        assert refusal({"STATUSBREW_LAG_DAYS": "soon"}).startswith("lag_days is 'soon'.")

    @pytest.mark.parametrize("token", ["two words", "line\nbreak", "tab\tbed", "ümlaut", "bell\x07", "“quoted”"])
    def test_a_token_that_can_not_be_one_is_refused_and_not_repeated(self, token: str) -> None:
        with pytest.raises(SettingsInvalid) as caught:
            read_settings({"STATUSBREW_API_TOKEN": token}, {})
        assert str(caught.value).startswith("The API token holds spaces, line breaks or letters")
        assert token not in str(caught.value)

    @pytest.mark.parametrize("token", [7, 1.5, True, ["t"], {"t": 1}], ids=str)
    def test_a_token_is_a_text(self, token: Any) -> None:
        with pytest.raises(SettingsInvalid, match=r"^api_token in \[statusbrew\] must be a text in quotes"):
            read_settings({}, {"api_token": token})

    @pytest.mark.parametrize("token", ["", "  "])
    def test_settings_need_a_token(self, token: str) -> None:
        with pytest.raises(SettingsInvalid, match="Set STATUSBREW_API_TOKEN"):
            Settings(api_url="https://x", token=token)


class TestTheToken:
    def test_has_no_voice(self) -> None:
        settings = read()
        for said in (repr(settings), str(settings), f"{settings}", f"{[settings]}", repr(copy.copy(settings))):
            assert TOKEN not in said

    @given(
        lag=st.sampled_from([1, 7, "x"]),
        limit=st.sampled_from([0, "x", "50/300"]),
        fields=st.sampled_from([{}, {"x": "y"}, {"metrics": ""}, {"metrics": "filters"}, 7]),
        url=st.sampled_from(["https://x", "", 7]),
    )
    def test_is_in_no_message_whatever_else_is_wrong(self, lag: Any, limit: Any, fields: Any, url: Any) -> None:
        try:
            said = repr(read(lag_days=lag, limit=limit, request_fields=fields, api_url=url))
        except SettingsInvalid as invalid:
            said = f"{invalid!r} {invalid} {vars(invalid)} {invalid.__cause__!r}"
        assert TOKEN not in said
