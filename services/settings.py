"""What the installation decides: which API, whose token, how its requests are named. Read once, checked, frozen.

Order of precedence: environment, then the `[statusbrew]` table of `.streamlit/secrets.toml` (handed in by the
caller, since only the screen's layer can read it), then the defaults. Without a token there is no account: the
caller starts the sandbox and builds Settings for it, with `read_preferences` and `is_sample_data`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from services.errors import SettingsInvalid

__all__ = [
    "DEFAULT_API_URL",
    "DEFAULT_LIMIT",
    "LAGS_IN_DAYS",
    "REQUEST_FIELDS",
    "WEEK_STARTS",
    "Settings",
    "is_token",
    "read_api_url",
    "read_preferences",
    "read_settings",
]

DEFAULT_API_URL: Final = "https://api.statusbrew.com/v1"
"""Statusbrew's own address (its public help pages)."""

REQUEST_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "metrics": "metrics",
        "dimensions": "dimensions",
        "aggregator": "aggregator",
        "filters": "filters",
        "filter_name": "name",
        "filter_operator": "operator",
        "filter_values": "values",
        "start_date": "startDate",
        "end_date": "endDate",
        "ignore_report_filters": "ignoreReportFilters",
    }
)
"""Our word for each key of a request → its name in the JSON. Only `filters` and `ignoreReportFilters` are public;
the rest is assumed, so settings may rename each, with dots for nesting (`start_date = "period.from"`)."""

DEFAULT_LIMIT: Final = "50/300"
"""The API's own limit (official): 50 requests per 5 minutes."""

LAGS_IN_DAYS: Final = (0, 1, 2)
"""How many days it may take until a day's numbers are final (Statusbrew's help pages name one and two)."""

WEEK_STARTS: Final[Mapping[str, int]] = MappingProxyType({"monday": 0, "saturday": 5, "sunday": 6})
"""On which weekday the weeks begin that are made here of days, by its name, as Python counts weekdays."""

_FILTER_FIELDS: Final = frozenset({"filter_name", "filter_operator", "filter_values"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where and how the API is asked, and where boards are kept ("": the user's data folder).

    `token`, and `boards_url` with its password, are in no `repr`; `is_sample_data` says that the sandbox answers.
    """

    api_url: str
    token: str = field(repr=False)
    request_fields: Mapping[str, str] = field(default_factory=dict)
    limit: str = DEFAULT_LIMIT
    lag_days: int = 1
    week_start: int = 0
    boards_url: str = field(default="", repr=False)
    is_sample_data: bool = False

    def __post_init__(self) -> None:
        if not self.token.strip():
            raise SettingsInvalid("The API token is empty. Set STATUSBREW_API_TOKEN, or remove it for sample data.")
        if not is_token(self.token):
            raise SettingsInvalid(
                "The API token holds spaces, line breaks or letters that a token can't have. Copy it again, whole."
            )
        if self.lag_days not in LAGS_IN_DAYS:
            raise SettingsInvalid(f"lag_days is {self.lag_days}. It may be 0, 1 or 2 (days until numbers are final).")
        unknown = sorted(set(self.request_fields) - set(REQUEST_FIELDS))
        if unknown:
            raise SettingsInvalid(
                f"[statusbrew.request_fields] names {', '.join(unknown)}. Known are: {', '.join(REQUEST_FIELDS)}."
            )
        for ours, theirs in self.request_fields.items():
            if any(not part or part != part.strip() for part in theirs.split(".")):
                raise SettingsInvalid(
                    f'[statusbrew.request_fields] {ours} = "{theirs}" is not a name or a dotted path.'
                )
        # A plain dict would make a frozen settings object changeable, and keys left out must keep their default.
        merged = MappingProxyType({**REQUEST_FIELDS, **self.request_fields})
        _check_places(merged)
        object.__setattr__(self, "request_fields", merged)


def _check_places(fields: Mapping[str, str]) -> None:
    """Raise SettingsInvalid where two keys of one object have the same place, or one would stand inside another."""
    of_filter = {ours: theirs for ours, theirs in fields.items() if ours in _FILTER_FIELDS}
    of_body = {ours: theirs for ours, theirs in fields.items() if ours not in _FILTER_FIELDS}
    for group in (of_filter, of_body):
        for (one, its_place), (other, other_place) in itertools.permutations(group.items(), 2):
            if f"{other_place}.".startswith(f"{its_place}."):
                raise SettingsInvalid(
                    f'[statusbrew.request_fields] {one} = "{its_place}" and {other} = "{other_place}" '
                    "can't both be sent: give each a place of its own."
                )


def is_token(text: str) -> bool:
    """Whether it has the form of a token: printable ASCII without spaces, and some of it."""
    return bool(text) and all(33 <= ord(character) <= 126 for character in text)


def read_settings(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> Settings | None:
    """The account's settings, or None where no token is set: the sandbox's turn.

    `secrets` is the `[statusbrew]` table: api_token, api_url, limit, lag_days, week_start, boards_url, request_fields;
    each may be missing.
    Raises SettingsInvalid, naming the setting.
    """
    token = environment.get("STATUSBREW_API_TOKEN", "").strip() or secrets.get("api_token") or ""
    if not isinstance(token, str):
        raise SettingsInvalid("api_token in [statusbrew] must be a text in quotes.")
    if not token.strip():
        if _set_api_url(environment, secrets):
            raise SettingsInvalid(
                "There is an address of the API but no token. "
                "Set STATUSBREW_API_TOKEN too, paste a token on the page Connection for your session alone, "
                "or take STATUSBREW_API_URL away to see sample data."
            )
        return None
    return Settings(
        api_url=read_api_url(environment, secrets),
        token=token.strip(),
        **read_preferences(environment, secrets),
    )


def read_api_url(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> str:
    """The address at which tokens of this installation are known: the one that is set, else Statusbrew's own."""
    return (_set_api_url(environment, secrets) or DEFAULT_API_URL).rstrip("/")


def _set_api_url(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> str:
    """The address that is set, "" where none is."""
    return environment.get("STATUSBREW_API_URL", "").strip() or str(secrets.get("api_url") or "")


def read_preferences(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that hold for an account and the sandbox alike: limit, lag, start of the week, where boards are
    kept, request fields."""
    lag = environment.get("STATUSBREW_LAG_DAYS") or secrets.get("lag_days", 1)
    try:
        lag_days = int(lag)
    except (TypeError, ValueError, OverflowError):
        lag_days = -1
    if lag_days not in LAGS_IN_DAYS or (isinstance(lag, float) and lag != lag_days):
        # A long text may be a token in the wrong place: it is not repeated.
        given = f" is {lag!r}" if len(repr(lag)) <= 8 else " is something else"
        raise SettingsInvalid(f"lag_days{given}. It may be 0, 1 or 2 (days until numbers are final).")
    week_start = str(environment.get("STATUSBREW_WEEK_START") or secrets.get("week_start", "monday"))
    if week_start.strip().casefold() not in WEEK_STARTS:
        given = f' is "{week_start}"' if len(week_start) <= 9 else " is something else"
        raise SettingsInvalid(f"week_start{given}. It may be {', '.join(WEEK_STARTS)}.")
    boards_url = environment.get("STATUSBREW_BOARDS_URL", "").strip() or secrets.get("boards_url") or ""
    if not isinstance(boards_url, str):
        raise SettingsInvalid("boards_url in [statusbrew] must be a text in quotes.")
    # 0 is a limit too (none), and a number without quotes in a TOML file.
    limit = environment.get("STATUSBREW_LIMIT") or secrets.get("limit", "")
    fields = secrets.get("request_fields", {})
    if not isinstance(fields, Mapping) or not all(isinstance(name, str) for name in fields.values()):
        raise SettingsInvalid('[statusbrew.request_fields] must be a table of names, as in start_date = "since".')
    return {
        "limit": str(limit) or DEFAULT_LIMIT,
        "lag_days": lag_days,
        "week_start": WEEK_STARTS[week_start.strip().casefold()],
        "boards_url": boards_url.strip(),
        "request_fields": dict(fields),
    }
