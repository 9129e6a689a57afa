"""How many requests the API allows, and how long one may take."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.errors import SettingsInvalid

__all__ = ["Limit", "Timeouts"]

_FORM = re.compile(r"([0-9]{1,6})(?:/([0-9]{1,6}))?")
_LONGEST_SECONDS = 999_999
_QUOTABLE = re.compile(r"[0-9/.,+\- ]{1,13}|[A-Za-z]{1,8}")
"""What a message may repeat: a mistake in writing a limit, and no token that came into the wrong variable."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in any window of so many seconds; 0 requests means that there is no limit."""

    requests: int = 50
    seconds: int = 300

    def __post_init__(self) -> None:
        if self.requests < 0 or not 1 <= self.seconds <= _LONGEST_SECONDS:
            raise SettingsInvalid(
                f"A limit of {self.requests} requests in {self.seconds} seconds can't be kept. "
                'It has to be like "50/300" (50 requests in 300 seconds), or "0" for none.'
            )

    @classmethod
    def parse(cls, text: str) -> Limit:
        """The limit that `50/300` or `0` stands for; SettingsInvalid for any other form."""
        found = _FORM.fullmatch(text.strip())
        if found is None or (found[2] is None and int(found[1]) != 0):
            given = f' "{text.strip()}"' if _QUOTABLE.fullmatch(text.strip()) else ""
            raise SettingsInvalid(
                f"The limit{given} is not one. "
                'It has to be like "50/300" (50 requests in 300 seconds), or "0" for none.'
            )
        # Without a limit the window still says for how long a 429 closes, and what the meter counts.
        return cls(int(found[1]), int(found[2]) if found[2] is not None else 300)

    @property
    def is_off(self) -> bool:
        """Whether any number of requests may be sent."""
        return self.requests == 0

    @property
    def default_reserve(self) -> int:
        """How many slots are kept for lists unless the settings say otherwise."""
        return 5 if self.requests >= 10 else 0

    def __str__(self) -> str:
        return "0" if self.is_off else f"{self.requests}/{self.seconds}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a request may take, in seconds.

    A read time-out counts each read, and a connect time-out each address of a name, so neither bounds the
    whole: `total_seconds` does. The budget trusts that nothing is sent later than that.
    """

    connect_seconds: float = 5.0
    read_seconds: float = 110.0
    total_seconds: float = 120.0
