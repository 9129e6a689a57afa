"""What a file of several documents is made of: a whole report, a board. Each has its place, its numbers or the reason
why these are lacking: what did not load is said, never left out in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dashboard.exports.document import Document, asked_at, moment_in_words
from dashboard.text import shown

__all__ = ["WHAT_TO_DO", "Collection", "Entry"]

WHAT_TO_DO: Final = "Load it in the dashboard, then download the file again."
"""What helps where numbers are lacking, whatever the reason."""

_STEM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,74}")
_NAMED: Final = 3
_NAME_LENGTH: Final = 60
_REASON_LENGTH: Final = 300
_SUBTITLE_LENGTH: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One document under the title that people know it by, in the section where it stands ("" for none).

    `document` is None where its numbers are lacking, and `reason` then says why: "Not loaded.", or what went wrong.
    `note` is what has to be known of it beside its numbers' own notes: "A gauge, shown as a figure."

    Raises ValueError where neither numbers nor a reason are given.
    """

    title: str
    section: str
    document: Document | None
    reason: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.document is None and not self.reason.strip():
            raise ValueError("what has no numbers needs a reason")

    @property
    def is_lacking(self) -> bool:
        """Whether it has no numbers."""
        return self.document is None

    @property
    def name(self) -> str:
        """Its title on one line; "Untitled" where nobody could see it."""
        return shown(self.title) or "Untitled"

    @property
    def place(self) -> str:
        """Section and title on one line: "Audience · Reach by day"."""
        return " · ".join(filter(None, (shown(self.section, _NAME_LENGTH), self.name)))

    @property
    def why(self) -> str:
        """The reason on one line; "" where it has numbers."""
        return shown(self.reason, _REASON_LENGTH) if self.is_lacking else ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Collection:
    """Entries in their order. `subtitle` says of what they are (space, profiles, filters, period, zone), perhaps on
    several lines; `noun` is what one of them is called; `link` leads back to them, or is "".

    `stem` is the file's name without its ending: ASCII, at most 75 characters (`services.results.file_name.stem_of`).

    Raises ValueError without an entry, and for a stem that could name another folder or be no name at all.
    """

    title: str
    subtitle: str
    entries: tuple[Entry, ...]
    stem: str
    link: str = ""
    noun: str = "widget"

    def __post_init__(self) -> None:
        if not self.entries:
            raise ValueError("a file needs an entry")
        if not _STEM.fullmatch(self.stem):
            raise ValueError(f"no file can safely be called {self.stem!r}")

    @property
    def name(self) -> str:
        """Its title on one line; "Untitled" where nobody could see it."""
        return shown(self.title) or "Untitled"

    @property
    def subtitle_lines(self) -> tuple[str, ...]:
        """The lines of the subtitle that say something."""
        lines = (shown(line, _SUBTITLE_LENGTH) for line in self.subtitle.splitlines())
        return tuple(line for line in lines if line)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that are there, in order."""
        return tuple(entry.document for entry in self.entries if entry.document is not None)

    @property
    def lacking(self) -> tuple[Entry, ...]:
        """The entries without numbers, in order."""
        return tuple(entry for entry in self.entries if entry.is_lacking)

    @property
    def asked(self) -> datetime | None:
        """When the oldest of the numbers were asked, in the account's zone; None where there are none."""
        return min((asked_at(document.results) for document in self.documents), default=None)

    @property
    def zone(self) -> str:
        """The account's zone as its numbers know it; "" where there are none."""
        return next((document.results[0].calendar.timezone for document in self.documents), "")

    @property
    def age(self) -> str:
        """How old its numbers are, as a file says it that is read on any later day; "" where there are none.

        "As of 23 Nov 2026, 09:14 (Europe/Berlin)"; "Oldest numbers as of …" where they were asked at different times.
        """
        asked = self.asked
        if asked is None:
            return ""
        words = moment_in_words(asked)
        is_same = all(moment_in_words(asked_at(document.results)) == words for document in self.documents)
        return f"{'As of' if is_same else 'Oldest numbers as of'} {words} ({self.zone})"

    @property
    def summary(self) -> str:
        """How much of it is there: "All 9 widgets", "8 of 9 widgets; 1 is lacking: “Top posts”"."""
        count, lacking = len(self.entries), self.lacking
        several = f"{count} {self.noun}{'' if count == 1 else 's'}"
        if not lacking:
            return f"All {several}" if count > 1 else several
        are = "is" if len(lacking) == 1 else "are"
        return f"{count - len(lacking)} of {several}; {len(lacking)} {are} lacking: {_named(lacking)}"


def _named(entries: Sequence[Entry]) -> str:
    """The first by title, the rest counted; one more is named sooner than counted."""
    several = entries if len(entries) <= _NAMED + 1 else entries[:_NAMED]
    words = [f"“{shown(entry.name, _NAME_LENGTH)}”" for entry in several]
    if len(several) < len(entries):
        words.append(f"{len(entries) - len(several)} more")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
