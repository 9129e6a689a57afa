"""What is found of one endpoint: whether it answered, as what that was understood, what was unexpected in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeVar

from services.broker import Answer, Probed
from services.errors import AnswerUnreadable, ApiError
from services.insights.checkup.sample import redacted_sample
from services.insights.checkup.shape import form_in_words
from services.insights.checkup.vocabulary import told_path

__all__ = ["Finding", "Reading", "Verdict", "judged", "not_tried"]

T = TypeVar("T")

_ASKED = ("a row with", "the names", "a value of")
"""How an expectation begins that goes on with names of what was asked for."""


class Verdict(Enum):
    """What came of it, in words."""

    UNDERSTOOD = "understood"
    ODD = "understood, with surprises"
    NOT_UNDERSTOOD = "not understood"
    REFUSED = "refused"
    NO_ANSWER = "no answer"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An answer that could be read: as what, in words, and what was unexpected in it."""

    understood: str
    unexpected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is found of one endpoint. Nothing in it is anybody's data but `said`, the API's own words for the screen.

    `sample` is the answer without what is somebody's; "" where there was none. `reason` is why it was not tried, or not
    answered, or could not be read.
    """

    endpoint: str
    verdict: Verdict
    status: int | None = None
    milliseconds: int | None = None
    form: str = ""
    understood: str = ""
    unexpected: tuple[str, ...] = ()
    reason: str = ""
    said: str = field(default="", repr=False)
    sample: str = ""

    @property
    def reached(self) -> str:
        """Whether it answered: "200 in 85 ms", or "" where nothing came back."""
        return f"{self.status} in {self.milliseconds} ms" if self.status is not None else ""


def not_tried(endpoint: str, reason: str) -> Finding:
    """An endpoint that lacks what it needs; `reason` completes "not tried, because …"."""
    return Finding(endpoint=endpoint, verdict=Verdict.NOT_TRIED, reason=reason)


def judged(
    endpoint: str, probed: Probed, read: Callable[[bytes], T], tell: Callable[[T, bytes], Reading]
) -> tuple[Finding, T | None]:
    """The finding, and what was read, None where nothing could be. `read` raises AnswerUnreadable, and `tell` says as
    what it was understood."""
    outcome = probed.outcome
    if not isinstance(outcome, Answer):
        reason = outcome.error.what_happened
        return Finding(
            endpoint=endpoint, verdict=Verdict.NO_ANSWER, milliseconds=probed.milliseconds, reason=reason
        ), None
    seen = Finding(
        endpoint=endpoint,
        verdict=Verdict.NOT_UNDERSTOOD,
        status=outcome.status,
        milliseconds=probed.milliseconds,
        form=form_in_words(outcome.body),
        sample=redacted_sample(outcome.body),
    )
    error: ApiError | None = probed.error
    value: T | None = None
    if error is None:
        try:
            value = read(outcome.body)
        except AnswerUnreadable as unreadable:
            error = unreadable
        else:
            told = tell(value, outcome.body)
            verdict = Verdict.ODD if told.unexpected else Verdict.UNDERSTOOD
            return replace(seen, verdict=verdict, understood=told.understood, unexpected=told.unexpected), value
    if isinstance(error, AnswerUnreadable):
        return replace(seen, reason=_where(error)), None
    return replace(seen, verdict=Verdict.REFUSED, reason=error.what_happened, said=error.detail), None


def _where(error: AnswerUnreadable) -> str:
    """Where reading stopped, and what was expected there; the error itself may tell keys, names and values."""
    place = told_path(error.json_path) or "the answer"
    _, says_so, rest = error.what_happened.partition(" should be ")
    if not says_so:
        return f"{place} tells the same thing twice" if error.json_path else error.what_happened
    wanted, _, _ = rest.partition(", but holds ")
    for start in _ASKED:
        if wanted.startswith(start):
            wanted = f"{start} what was asked for"
    return f"{place} should be {wanted}"
