"""What a file of several documents is made of: a whole report, a board. Each has its place, its numbers or the reason
why these are lacking: what did not load is said, never left out in silence. Notes may stand between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dashboard.exports.document import Document, asked_at, in_zone, moment_in_words
from dashboard.text import shown

__all__ = ["HALF", "WHAT_TO_DO", "WIDTHS", "Collection", "Entry", "Note"]

WHAT_TO_DO: Final = "Load it in the dashboard, then download the file again."
"""What helps where numbers are lacking, whatever the reason."""

WIDTHS: Final = (0.25, 0.5, 0.75, 1.0)
"""How much of its row each may take: a grid has four columns."""

HALF: Final = 0.5

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
    `width` is how much of a row it takes where a file has rows, one of `WIDTHS`.

    Raises ValueError where neither numbers nor a reason are given, and for another width.
    """

    title: str
    section: str
    document: Document | None
    reason: str = ""
    note: str = ""
    width: float = HALF

    def __post_init__(self) -> None:
        _check_width(self.width)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words between the others, as their author wrote them: plain, or with the few signs of `note_text`.

    `width` is how much of a row it takes where a file has rows, one of `WIDTHS`; ValueError for another.
    """

    text: str
    width: float = HALF

    def __post_init__(self) -> None:
        _check_width(self.width)


def _check_width(width: float) -> None:
    if width not in WIDTHS:
        raise ValueError(f"a row is shared by quarters, not by {width!r}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Collection:
    """Entries, and notes between them, in their order. `subtitle` says of what they are (space, profiles, filters,
    period, zone), perhaps on several lines; `noun` is what one of them is called; `link` leads back to them, or is "".

    `stem` is the file's name without its ending: ASCII, at most 75 characters (`services.results.file_name.stem_of`).
    `made_at` is when the file is made, aware, for those that say so; None says nothing.

    Raises ValueError without anything in it, and for a stem that could name another folder or be no name at all.
    """

    title: str
    subtitle: str
    entries: tuple[Entry | Note, ...]
    stem: str
    link: str = ""
    noun: str = "widget"
    made_at: datetime | None = None

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
    def asking(self) -> tuple[Entry, ...]:
        """Those that have a question, in order: all but the notes."""
        return tuple(entry for entry in self.entries if isinstance(entry, Entry))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Those that are there, in order."""
        return tuple(entry.document for entry in self.asking if entry.document is not None)

    @property
    def lacking(self) -> tuple[Entry, ...]:
        """The entries without numbers, in order."""
        return tuple(entry for entry in self.asking if entry.is_lacking)

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
        words = self.asked_in_words
        return words and f"{'As of' if self.is_of_one_age else 'Oldest numbers as of'} {words} ({self.zone})"

    @property
    def asked_in_words(self) -> str:
        """ "23 Nov 2026, 09:14" for `asked`; "" where there is none."""
        return "" if self.asked is None else moment_in_words(self.asked)

    @property
    def is_of_one_age(self) -> bool:
        """Whether all numbers were asked in the same minute."""
        return len({moment_in_words(asked_at(document.results)) for document in self.documents}) < 2

    @property
    def made_in_words(self) -> str:
        """ "26 Nov 2026, 10:02" for `made_at`, in the account's zone; "" where it is not known."""
        return "" if self.made_at is None else moment_in_words(in_zone(self.made_at, self.zone or "UTC"))

    @property
    def summary(self) -> str:
        """How much of it is there: "All 9 widgets", "8 of 9 widgets; 1 is lacking: “Top posts”"."""
        count, lacking = len(self.asking), self.lacking
        several = f"{count} {self.noun}{'' if count == 1 else 's'}"
        if not count:
            return f"No {self.noun}s"
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
