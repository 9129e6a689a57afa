"""How much of everything a board may hold, and its texts as they are kept: what every database and file can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from services.errors import QuestionInvalid
from services.insights.question import Question, ReportScope, WidgetScope
from services.insights.view import View

__all__ = [
    "MAX_BYTES",
    "MAX_LINE",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_TEXT",
    "MAX_TILES",
    "MAX_VALUES",
    "check_question",
    "cut_line",
    "kept_line",
    "kept_note",
]

MAX_NAME: Final = 120
"""Characters of a board's name."""

MAX_TILES: Final = 60
"""More charts than one token can ask for within five minutes are no page that one reads."""

MAX_NOTE: Final = 2_000
"""Characters of a note."""

MAX_LINE: Final = 200
"""Characters of any other line of text: a tile's title, an author, a metric's label, an id."""

MAX_TEXT: Final = 2_000
"""Characters of a filter's value or of a value that is hidden."""

MAX_VALUES: Final = 5_000
"""Values of filters, and values hidden, in one tile."""

MAX_BYTES: Final = 2_000_000
"""Bytes of a board's file."""

# Control characters and halves of surrogate pairs: no screen shows them, and not every database holds them.
_NOT_IN_A_LINE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_A_NOTE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_HALF: Final = re.compile(r"[\ud800-\udfff]")


def kept_line(text: str, *, what: str, most: int = MAX_LINE) -> str:
    """The text as one line without control characters. Raises QuestionInvalid where it is longer than `most`."""
    line = _line(text)
    if len(line) > most:
        raise QuestionInvalid((f"{what} has {len(line):,} characters; {most:,} are the most. Shorten it.",))
    return line


def cut_line(text: str) -> str:
    """The text as one line that fits, for texts that nobody here can shorten: authors, labels."""
    line = _line(text)
    return line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 1]}…"


def kept_note(text: str) -> str:
    """A note without control characters, its lines kept. Raises QuestionInvalid where it is too long."""
    note = _NOT_IN_A_NOTE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(note) > MAX_NOTE:
        raise QuestionInvalid((f"A note holds {MAX_NOTE:,} characters at most, not {len(note):,}. Shorten it.",))
    return note


def check_question(question: Question, view: View) -> None:
    """Raise QuestionInvalid where a question or its view holds more, or other texts, than can be kept."""
    count = sum(len(item.values) for series in question.series for item in series.filters) + len(view.hide)
    if count > MAX_VALUES:
        raise QuestionInvalid(
            (f"A chart on a board holds {MAX_VALUES:,} values at most, not {count:,}. Choose fewer.",)
        )
    for text, most in _texts(question, view):
        if len(text) > most:
            raise QuestionInvalid((f'"{_line(text)[:40]}…" is too long to be kept: {most:,} characters are the most.',))
        if _HALF.search(text):
            raise QuestionInvalid(
                ("A value of this question holds half a character, so it can't be kept. Leave it out.",)
            )


def _texts(question: Question, view: View) -> Iterator[tuple[str, int]]:
    """Each text of it with how long it may be."""
    scope = question.scope
    yield scope.space_id, MAX_LINE
    if isinstance(scope, ReportScope | WidgetScope):
        yield scope.report_id, MAX_LINE
    if isinstance(scope, WidgetScope):
        yield scope.widget_id, MAX_LINE
    for series in question.series:
        for name in (series.metric, *series.dimensions, series.aggregator or ""):
            yield name, MAX_LINE
        for item in series.filters:
            yield from ((name, MAX_LINE) for name in (item.name, item.operator))
            yield from ((value, MAX_TEXT) for value in item.values if isinstance(value, str))
    yield view.chart or "", MAX_LINE
    yield from ((value, MAX_TEXT) for value in view.hide)


def _line(text: str) -> str:
    return " ".join(_NOT_IN_A_LINE.sub(" ", text).split())
