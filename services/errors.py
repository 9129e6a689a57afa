"""What can go wrong, named by what the user can do about it.

    DashboardError
    ├── SettingsInvalid          correct a setting (address, limit, request fields)
    ├── QuestionInvalid          change the question: the metric's config does not allow it
    ├── BudgetSpent              wait until `free_at`: nothing was sent; why, a SpentReason says
    ├── BoardFileInvalid         choose another file, or correct what it names: it holds no board
    ├── BoardGone                choose another board: this one was deleted, or is another organization's
    ├── BoardChanged             look at what was saved in between (`stored`): nothing was overwritten
    ├── BoardsUnavailable        check where boards are kept (`boards_url`): nothing was changed there
    └── ApiError                 the API was asked, and…
        ├── TokenRefused             … knows no such token (401): check or renew the token
        ├── PermissionMissing        … the token may not see this (403): ask for access
        ├── RequestRefused           … did not accept the question (400): change what it names
        ├── NotFound                 … has no such thing (404): choose another
        ├── RequestFormatRefused     … takes such requests differently (405, 415): correct the settings
        ├── RateLimited              … is used up by others on this token (429): wait until `free_at`
        ├── ServiceTrouble           … is in trouble itself (500, 503, any other 5xx): try again later
        ├── AnswerTimedOut           … took too long (524, read time-out): ask for a shorter period
        ├── ConnectionTrouble        … could not be reached (network, DNS, TLS): check the connection
        └── AnswerUnreadable         … answered what we can't read (HTML, cut off, unknown shape): report it

Messages say what happened, to what, and what to do now. They never hold a token: nothing here is given one.
`detail` is the API's own text: data, to be shown as text only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

__all__ = [
    "DashboardError",
    "SettingsInvalid",
    "QuestionInvalid",
    "BudgetSpent",
    "SpentReason",
    "window_in_words",
    "BoardFileInvalid",
    "BoardGone",
    "BoardChanged",
    "BoardsUnavailable",
    "ApiError",
    "TokenRefused",
    "PermissionMissing",
    "RequestRefused",
    "NotFound",
    "RequestFormatRefused",
    "RateLimited",
    "ServiceTrouble",
    "AnswerTimedOut",
    "ConnectionTrouble",
    "AnswerUnreadable",
]


class DashboardError(Exception):
    """Something the user can do something about; everything else is a bug and looks like one."""


class SettingsInvalid(DashboardError):
    """A setting can't be used; the message names it, what it holds, and what it may hold."""


class QuestionInvalid(DashboardError):
    """The metric's config does not allow this question; `problems` says each reason in a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class SpentReason(Enum):
    """Why nothing may be sent now."""

    USED = "all of the window is used"
    USED_FOR_CHARTS = "what charts may use is used; the rest is kept for lists"
    TAKEN = "what is free is promised to those who wait for it"
    PACED = "what nobody waits for has had its part of the window"
    CLOSED = "the API said 429: used by others too"
    BUSY = "the file that counts is held by another program"
    UNKNOWN = "the file that counts was damaged: what was sent before is not known"


class BudgetSpent(DashboardError):
    """Nothing was sent, for `reason`. The next slot is free at `free_at` (aware).

    `what_happened` is the reason in a sentence, without the time and (as that of an ApiError) without a full stop.
    """

    def __init__(
        self, *, free_at: datetime, limit: int, window_seconds: float, reason: SpentReason = SpentReason.USED
    ) -> None:
        self.what_happened = _why_spent(reason, limit, window_seconds)
        super().__init__(f"{self.what_happened}. The next one can be sent at {free_at.astimezone(UTC):%H:%M:%S} UTC.")
        self.free_at = free_at
        self.limit = limit
        self.window_seconds = window_seconds
        self.reason = reason

    def at(self, free_at: datetime) -> BudgetSpent:
        """The same with the moment at which it is this one's turn, others waiting too."""
        return BudgetSpent(free_at=free_at, limit=self.limit, window_seconds=self.window_seconds, reason=self.reason)


def _why_spent(reason: SpentReason, limit: int, window_seconds: float) -> str:
    # A limit of 0 is none.
    how_many = f"{limit} request{'' if limit == 1 else 's'}" if limit else "requests"
    allowed = f"{how_many} allowed in {window_in_words(window_seconds)}"
    return {
        SpentReason.USED: f"The {allowed} is used" if limit == 1 else f"All {allowed} are used",
        SpentReason.USED_FOR_CHARTS: f"What charts may use of the {allowed} is used; the rest is kept for lists",
        SpentReason.TAKEN: f"The next of the {allowed} are promised to those who wait already",
        SpentReason.PACED: f"What nobody waits for has had its part of the {allowed}",
        SpentReason.CLOSED: "Statusbrew has said that too many requests came with this token, perhaps from other "
        "programs too",
        SpentReason.BUSY: "The file that counts the requests is held by another program",
        SpentReason.UNKNOWN: "The file that counted the requests was damaged, so nobody knows how many were sent",
    }[reason]


def window_in_words(seconds: float) -> str:
    """How long a window is: "5 minutes", "90 seconds"."""
    number, unit = (seconds, "second") if seconds % 60 else (seconds / 60, "minute")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"


class BoardFileInvalid(DashboardError):
    """What was to be read is no board; `problems` says each reason, with its place, in a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class BoardGone(DashboardError):
    """No such board is kept for these organizations: it was deleted, or never was theirs."""


class BoardChanged(DashboardError):
    """Somebody saved this board after it was read; what was to be saved was not, and nothing was overwritten.

    `stored` is the `Board` as it is kept now (of any type here: nothing imports upwards).
    """

    def __init__(self, message: str, *, stored: Any) -> None:
        super().__init__(message)
        self.stored = stored


class BoardsUnavailable(DashboardError):
    """Where boards are kept can't be used now; the message says why and what to do, never a password."""


class ApiError(DashboardError):
    """The API was asked and did not answer the question.

    `endpoint` is its template (`GET /spaces/{spaceId}/tags`), never an address; `status` is None where no
    answer came; `detail` is the API's own words, cut to 300 characters, or "".
    """

    what_now = "Try again."

    def __init__(self, what_happened: str, *, endpoint: str, status: int | None = None, detail: str = "") -> None:
        self.what_happened = what_happened
        self.endpoint = endpoint
        self.status = status
        self.detail = detail[:300]
        super().__init__(f"{what_happened} ({endpoint}). {self.what_now}")


_ABOUT_TOKENS = (
    "Tokens are issued, rotated and revoked by your Statusbrew account manager (sales@statusbrew.com); one that others "
    "have seen is to be revoked at once. This app only reads."
)
"""Statusbrew's rules (its public help pages)."""


class TokenRefused(ApiError):
    """401: the API does not know the token."""

    what_now = f"Check that the token was copied whole and alone. {_ABOUT_TOKENS}"


class PermissionMissing(ApiError):
    """403: the token is known and may not see this."""

    what_now = (
        f"Ask the organization's owner for access, or choose something else. {_ABOUT_TOKENS} "
        "The Insights API comes with Enterprise on request, or as a Premium add-on."
    )


class RequestRefused(ApiError):
    """400: the API did not accept the question; `detail` names what."""

    what_now = (
        "If it names a part of the question, change that part. If not, this app may word its requests otherwise than "
        "Statusbrew expects: see request_fields in the README."
    )


class NotFound(ApiError):
    """404: there is no such space, report, widget or metric (any more)."""

    what_now = (
        "It may have been deleted or renamed: choose another. If nothing is found at all, check STATUSBREW_API_URL."
    )


class RequestFormatRefused(ApiError):
    """405 or 415: the API takes such requests in another form than this app sends them."""

    what_now = "The question is fine: check STATUSBREW_API_URL, and whether there is a newer version of this app."


class RateLimited(ApiError):
    """429: the token's requests are used up, by programs other than this one. Free again at `free_at` at the latest."""

    what_now = "Nothing is lost: wait, then run it again."

    def __init__(self, what_happened: str, *, endpoint: str, free_at: datetime, detail: str = "") -> None:
        super().__init__(what_happened, endpoint=endpoint, status=429, detail=detail)
        self.free_at = free_at

    def at(self, free_at: datetime) -> RateLimited:
        """The same with the moment at which it is this one's turn, others waiting too."""
        return RateLimited(self.what_happened, endpoint=self.endpoint, free_at=free_at, detail=self.detail)


class ServiceTrouble(ApiError):
    """500, 503 or another 5xx: Statusbrew is in trouble, not the question."""

    what_now = "The question is fine: try again in a few minutes."


class AnswerTimedOut(ApiError):
    """524 or no answer within the time limit: the question is too big for now."""

    what_now = "Ask for a shorter period or fewer breakdowns."

    def __init__(self, what_happened: str, *, endpoint: str, status: int | None = None, detail: str = "") -> None:
        if not endpoint.endswith("/insights"):
            # A list has no period.
            self.what_now = "Try again in a few minutes."
        super().__init__(what_happened, endpoint=endpoint, status=status, detail=detail)


class ConnectionTrouble(ApiError):
    """The API could not be reached, or the connection broke: network, DNS, TLS, proxy."""

    what_now = "Check the network connection (VPN and proxy too) and STATUSBREW_API_URL, then try again."


class AnswerUnreadable(ApiError):
    """An answer came that is not the JSON we know.

    `json_path` is where reading stopped (`data[3].metrics`), `keys_found` what was there instead.
    """

    what_now = (
        "Try again; if it stays so, check STATUSBREW_API_URL (the login page of a network answers too). "
        "Please report these words: the API may have changed."
    )

    def __init__(
        self,
        what_happened: str,
        *,
        endpoint: str,
        status: int | None = None,
        detail: str = "",
        json_path: str = "",
        keys_found: tuple[str, ...] = (),
    ) -> None:
        super().__init__(what_happened, endpoint=endpoint, status=status, detail=detail)
        self.json_path = json_path
        self.keys_found = keys_found
