"""The whole board as slides, workbook and snapshot, from memory: what is lacking is said inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from dashboard import address
from dashboard.cards import Card, Deck, Outcome, entry_of
from dashboard.components.collection_downloads import collection_downloads
from dashboard.exports.collection import Collection, Entry, Note
from services.boards.board import Board, NoteTile, Tile
from services.clock import system_clock
from services.insights.periods import Calendar, DateRange
from services.results.file_name import stem_of
from services.results.sentence import dates_in_words

__all__ = ["board_downloads"]

_KEY: Final = "boards.download"
_COLUMNS: Final = 4

_Piece = tuple[Tile, Card | NoteTile, Outcome | None]


def board_downloads(
    board: Board, pieces: Sequence[Card | NoteTile], deck: Deck, calendar: Calendar, spaces: str
) -> None:
    """The button. The file is made when it is clicked, of what is on screen then, in a thread without a session.
    `spaces` names those whose numbers are in it."""
    placed = [
        (tile, piece, deck.outcome(piece) if isinstance(piece, Card) else None)
        for tile, piece in zip(board.tiles, pieces, strict=True)
    ]
    asking = [outcome for _, piece, outcome in placed if isinstance(piece, Card)]
    lacking = sum(outcome is None or outcome.answered is None for outcome in asking)
    stem = stem_of(board.name, _days(board, calendar), otherwise="board")
    make = partial(_collection, board, placed, calendar, spaces, stem, address.full_address())
    collection_downloads(make, stem=stem, count=len(asking), lacking=lacking, key=_KEY)


def _collection(
    board: Board, placed: Sequence[_Piece], calendar: Calendar, spaces: str, stem: str, link: str
) -> Collection:
    if board.period is None:
        when = f"Each chart over its own days ({calendar.timezone})"
    else:
        when = f"{dates_in_words(calendar.dates(board.period))} ({calendar.timezone})"
    return Collection(
        title=board.name,
        subtitle="\n".join(filter(None, (spaces, when, f"By {board.author}" if board.author else ""))),
        entries=tuple(_entry(*piece) for piece in placed),
        stem=stem,
        link=link,
        noun="chart",
        made_at=system_clock(),
    )


def _entry(tile: Tile, piece: Card | NoteTile, outcome: Outcome | None) -> Entry | Note:
    width = tile.width.columns / _COLUMNS
    if isinstance(piece, NoteTile):
        return Note(text=piece.text, width=width)
    return entry_of(piece, outcome, width=width)


def _days(board: Board, calendar: Calendar) -> DateRange:
    """The days that the file's name says: the board's, else the day on which it is made."""
    return DateRange(start=calendar.today, end=calendar.today) if board.period is None else calendar.dates(board.period)
