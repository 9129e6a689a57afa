"""What a file is made of: a question's results, their words, and how they are looked at. Everything is at hand already.

A format takes of it what it can show; none asks for more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.insights.view import View
from services.results.frame import ResultFrame
from services.results.headline import headline
from services.results.seen import as_seen
from services.results.sentence import dates_in_words, file_stem, sentence

__all__ = ["SOURCE", "Document", "asked_at", "in_zone", "moment_in_words", "receipt_of", "source_of"]

SOURCE = "Statusbrew Insights API"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """One question, answered: `results` has one for each of its series, in order, and files hold all their rows.

    `drawn` are those that a chart shows, where it shows others (some hidden); `receipt` is one line that says where
    the numbers are from, of which days, in which zone, and when they were asked; `link` asks the question again, or
    is ""; `stem` is the file's name without its ending.

    Raises ValueError without a result.
    """

    results: tuple[ResultFrame, ...]
    headline: str
    sentence: str
    notes: tuple[str, ...] = ()
    receipt: str
    view: View = field(default_factory=View)
    link: str = ""
    stem: str
    drawn: tuple[ResultFrame, ...] = ()

    def __post_init__(self) -> None:
        if not self.results:
            raise ValueError("a file needs a result")
        if not self.drawn:
            object.__setattr__(self, "drawn", self.results)

    @classmethod
    def of(
        cls,
        results: Sequence[ResultFrame],
        *,
        headline: str,
        sentence: str,
        notes: Sequence[str] = (),
        view: View | None = None,
        link: str = "",
        drawn: Sequence[ResultFrame] = (),
    ) -> Document:
        """A document whose receipt and name follow from its results."""
        return cls(
            results=tuple(results),
            headline=headline,
            sentence=sentence,
            notes=tuple(notes),
            receipt=receipt_of(results),
            view=view or View(),
            link=link,
            stem=file_stem(results),
            drawn=tuple(drawn),
        )

    @classmethod
    def looked_at(
        cls, results: Sequence[ResultFrame], view: View, *, notes: Sequence[str] = (), link: str = ""
    ) -> Document:
        """What a view makes of an answer, with its own headline and sentence: files hold what it hides, too."""
        seen = as_seen(results, view)
        every = as_seen(results, replace(view, hide=())) if view.hide else seen
        return cls.of(
            every.results,
            headline=headline(seen.results, view.target),
            sentence=sentence(seen.results),
            notes=(*notes, *seen.notes),
            view=view,
            link=link,
            drawn=seen.results,
        )


def receipt_of(results: Sequence[ResultFrame]) -> str:
    """Source, days, compared days, zone and age in one line; of several ages the oldest, which is that of the whole.

    "Statusbrew Insights API · 16–22 Nov 2026, compared with 9–15 Nov 2026 (Europe/Berlin) · as of 23 Nov 2026, 09:14"

    A file is read on any later day, so it says when its numbers were asked, not how long ago that is.
    """
    first = results[0]
    days = dates_in_words(first.query.dates)
    before = next((result.before for result in results if result.before), None)
    if before is not None:
        days += f", compared with {dates_in_words(before.query.dates)}"
    return f"{SOURCE} · {days} ({first.calendar.timezone}) · as of {moment_in_words(asked_at(results))}"


def source_of(results: Sequence[ResultFrame]) -> str:
    """Source and age alone, for a place where the sentence says the days: "Statusbrew Insights API, as of …"."""
    return f"{SOURCE}, as of {moment_in_words(asked_at(results))}"


def asked_at(results: Sequence[ResultFrame]) -> datetime:
    """When the oldest of the results was asked, compared days included, in the account's zone."""
    asked = min(one.fetched_at for result in results for one in (result, result.before) if one is not None)
    return in_zone(asked, results[0].calendar.timezone)


def in_zone(moment: datetime, zone: str) -> datetime:
    """The aware moment in the zone of that name; in its own where no such zone is known."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment


def moment_in_words(moment: datetime) -> str:
    """ "23 Nov 2026, 09:14"."""
    return f"{moment.day} {moment:%b %Y}, {moment:%H:%M}"
