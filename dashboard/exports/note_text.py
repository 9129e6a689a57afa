"""A note as its author wrote it, taken apart into lines: plain words, and the few signs that people write anyway.

A line that begins with "# " is a heading, with "- " or "* " a point, with "1. " a numbered point; what stands between
two "**" is bold. All else is what it says: people who share a board write notes, so no address becomes a link, and no
HTML, formula or Markdown beyond these signs is anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from dashboard.text import shown

__all__ = ["Line", "LineKind", "Run", "lines_of", "paragraphs_of", "plain_lines"]

_LINE_LENGTH: Final = 2_000
"""Of a line; a whole note on a board is no longer."""
_SIGN: Final = re.compile(r"(?:(?P<heading>#{1,6})|(?P<point>[-*•])|(?P<number>\d{1,3}[.)])) (?P<words>.*)")
_BOLD: Final = re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s])\*\*")
_ENDS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


class LineKind(Enum):
    TEXT = "text"
    HEADING = "heading"
    POINT = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words of one look."""

    words: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`runs` are its words, never none; `mark` is what a point has before them: "•", "2."."""

    kind: LineKind
    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def plain(self) -> str:
        """All its words, and its mark."""
        words = "".join(run.words for run in self.runs)
        return f"{self.mark} {words}" if self.mark else words


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that say something, in order; none for a text that nobody could see."""
    return tuple(line for paragraph in paragraphs_of(text) for line in paragraph)


def paragraphs_of(text: str) -> tuple[tuple[Line, ...], ...]:
    """The same lines, those together that no empty line parts."""
    found: list[list[Line]] = [[]]
    for written in _ENDS.split(text):
        words = shown(written, _LINE_LENGTH)
        line = _line(words) if words else None
        if line is not None:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return tuple(tuple(paragraph) for paragraph in found if paragraph)


def plain_lines(text: str) -> tuple[str, ...]:
    """The lines for a place that has one look for all words."""
    return tuple(line.plain for line in lines_of(text))


def _line(words: str) -> Line:
    found = _SIGN.fullmatch(words)
    if found is None:
        return Line(kind=LineKind.TEXT, runs=tuple(_runs(words)))
    runs = tuple(_runs(found["words"]))
    if found["heading"]:
        return Line(kind=LineKind.HEADING, runs=runs)
    return Line(kind=LineKind.POINT, runs=runs, mark=found["number"] or "•")


def _runs(words: str) -> Iterator[Run]:
    end = 0
    for found in _BOLD.finditer(words):
        if found.start() > end:
            yield Run(words=words[end : found.start()])
        yield Run(words=found[1], is_bold=True)
        end = found.end()
    if end < len(words):
        yield Run(words=words[end:])
