"""A board: what one keeps of one's questions, arranged on a grid of four columns, with notes between the charts.

A value like any other here: each change gives a new board. What is kept of it, and since when, only the store knows;
`revision` is the one that was read, by which the store tells whether somebody else has saved since.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID, uuid4, uuid5

from services.boards.limits import MAX_NAME, MAX_TILES, check_question, cut_line, kept_line, kept_note
from services.errors import QuestionInvalid
from services.insights.comparison import Comparison
from services.insights.models import OrganizationId, SpaceId
from services.insights.periods import Period
from services.insights.question import Question
from services.insights.view import View

__all__ = [
    "Board",
    "BoardId",
    "ChartTile",
    "Height",
    "NoteTile",
    "Realm",
    "Tile",
    "TileId",
    "Width",
    "new_board",
    "new_board_id",
    "new_tile_id",
    "question_on",
]

BoardId = NewType("BoardId", str)
"""32 hexadecimal digits, as are the ids of tiles: fit for addresses and keys."""
TileId = NewType("TileId", str)


class Realm(StrEnum):
    """Whose numbers a board asks for; those of the one never stand beside those of the other."""

    SAMPLE = "sample"
    REAL = "real"


class Width(StrEnum):
    """How much of the grid's four columns a tile takes; the value is its public name in files."""

    QUARTER = "quarter"
    HALF = "half"
    THREE_QUARTERS = "three_quarters"
    FULL = "full"

    @property
    def columns(self) -> int:
        """Of four."""
        return list(Width).index(self) + 1


class Height(StrEnum):
    """How high a chart stands; the value is its public name in files."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTile:
    """A question and how it is looked at. A `title` of "" stands for its result's headline.

    `metric_labels` are the labels of its series' metrics when it was saved, to name what is gone since.
    Raises QuestionInvalid for what is too long to be kept.
    """

    id: TileId
    question: Question
    view: View
    title: str = ""
    width: Width = Width.HALF
    height: Height = Height.NORMAL
    metric_labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_id(self.id)
        check_question(self.question, self.view)
        object.__setattr__(self, "title", kept_line(self.title, what="The title"))
        labels = self.metric_labels[: len(self.question.series)]
        object.__setattr__(self, "metric_labels", tuple(map(cut_line, labels)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTile:
    """Text between the charts. Raises QuestionInvalid for one that is too long."""

    id: TileId
    text: str
    width: Width = Width.FULL

    def __post_init__(self) -> None:
        _check_id(self.id)
        object.__setattr__(self, "text", kept_note(self.text))


Tile = ChartTile | NoteTile


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Tiles in their order, left to right and down. `period` and `compare` hold for all of them, None leaves each its
    own; `space` is where the board was begun, its tiles may ask in any space of the organization.

    Raises QuestionInvalid for a name that is missing or too long, and for too many tiles; a tile that is asked for and
    not there (somebody took it away) too.
    """

    id: BoardId
    realm: Realm
    organization: OrganizationId
    name: str
    created_at: datetime
    changed_at: datetime
    space: SpaceId | None = None
    tiles: tuple[Tile, ...] = ()
    period: Period | None = None
    compare: Comparison | None = None
    author: str = ""
    revision: int = 0
    """0 until it is first kept."""

    def __post_init__(self) -> None:
        _check_id(self.id)
        if self.created_at.tzinfo is None or self.changed_at.tzinfo is None:
            raise ValueError("a board's times are aware")
        for found in (self.organization, self.space or ""):
            if kept_line(found, what="The id of a space or an organization") != found:
                raise QuestionInvalid(("The id of a space or an organization holds characters that can't be kept.",))
        object.__setattr__(self, "name", kept_line(self.name, what="The name of a board", most=MAX_NAME))
        object.__setattr__(self, "author", cut_line(self.author))
        if not self.name:
            raise QuestionInvalid(("A board needs a name.",))
        if len(self.tiles) > MAX_TILES:
            raise QuestionInvalid((f"A board holds {MAX_TILES} cards at most. Remove one, or begin another board.",))
        if len({tile.id for tile in self.tiles}) != len(self.tiles):
            raise QuestionInvalid(("The same card stands on this board twice. Remove one of them.",))

    @property
    def charts(self) -> tuple[ChartTile, ...]:
        """Its tiles that ask something."""
        return tuple(tile for tile in self.tiles if isinstance(tile, ChartTile))

    def tile(self, tile_id: TileId) -> Tile:
        """The tile of that id."""
        return self.tiles[self._place(tile_id)]

    def with_tile(self, tile: Tile, *, at: int | None = None) -> Board:
        """With one more tile: the last, or at that place, as it takes to undo that it was taken away."""
        place = len(self.tiles) if at is None else max(0, at)
        return replace(self, tiles=(*self.tiles[:place], tile, *self.tiles[place:]))

    def with_changed(self, tile: Tile) -> Board:
        """With this in the place of the tile that bears the same id."""
        place = self._place(tile.id)
        return replace(self, tiles=(*self.tiles[:place], tile, *self.tiles[place + 1 :]))

    def without_tile(self, tile_id: TileId) -> Board:
        """Without that tile."""
        self._place(tile_id)
        return replace(self, tiles=tuple(tile for tile in self.tiles if tile.id != tile_id))

    def moved(self, tile_id: TileId, by: int) -> Board:
        """With that tile so many places later, or earlier where negative; at most to either end."""
        place = self._place(tile_id)
        others = self.without_tile(tile_id)
        return others.with_tile(self.tiles[place], at=min(max(place + by, 0), len(others.tiles)))

    def resized(self, tile_id: TileId, width: Width, height: Height | None = None) -> Board:
        """With that tile so wide and, a chart, so high; None leaves its height."""
        tile = self.tile(tile_id)
        if isinstance(tile, NoteTile):
            return self.with_changed(replace(tile, width=width))
        return self.with_changed(replace(tile, width=width, height=height or tile.height))

    def titled(self, tile_id: TileId, title: str) -> Board:
        """With that title over a chart; "" gives it back its headline. A note stays as it is."""
        tile = self.tile(tile_id)
        return self if isinstance(tile, NoteTile) else self.with_changed(replace(tile, title=title))

    def noted(self, tile_id: TileId, text: str) -> Board:
        """With that text in a note. A chart stays as it is."""
        tile = self.tile(tile_id)
        return self.with_changed(replace(tile, text=text)) if isinstance(tile, NoteTile) else self

    def renamed(self, name: str) -> Board:
        """Under another name."""
        return replace(self, name=name)

    def with_period(self, period: Period | None) -> Board:
        """With one period for all charts, or with None each with its own."""
        return replace(self, period=period)

    def with_comparison(self, compare: Comparison | None) -> Board:
        """With one comparison for all charts, or with None each with its own."""
        return replace(self, compare=compare)

    def duplicated(self, board_id: BoardId, *, name: str, author: str, now: datetime) -> Board:
        """The same as a board of its own, never kept yet; its tiles are others too, so that what is open in one is
        not in the other."""
        return replace(
            self,
            id=board_id,
            name=name,
            author=author,
            created_at=now,
            changed_at=now,
            revision=0,
            tiles=tuple(replace(tile, id=_id_in(board_id, tile)) for tile in self.tiles),
        )

    def _place(self, tile_id: TileId) -> int:
        for place, tile in enumerate(self.tiles):
            if tile.id == tile_id:
                return place
        raise QuestionInvalid(("This card is no longer on the board. Load the board again to see what it holds now.",))


def new_board_id() -> BoardId:
    """An id that no board has."""
    return BoardId(uuid4().hex)


def new_tile_id() -> TileId:
    """An id that no tile has."""
    return TileId(uuid4().hex)


def new_board(
    *,
    realm: Realm,
    organization: OrganizationId,
    name: str,
    now: datetime,
    space: SpaceId | None = None,
    tiles: tuple[Tile, ...] = (),
    period: Period | None = None,
    compare: Comparison | None = None,
    author: str = "",
) -> Board:
    """A board that is not kept yet, under an id of its own. Raises QuestionInvalid as Board does."""
    return Board(
        id=new_board_id(),
        realm=realm,
        organization=organization,
        name=name,
        created_at=now,
        changed_at=now,
        space=space,
        tiles=tiles,
        period=period,
        compare=compare,
        author=author,
    )


def question_on(board: Board, tile: ChartTile) -> Question:
    """What a tile asks on its board: its question, with the board's period and comparison where that has them."""
    return replace(
        tile.question,
        period=tile.question.period if board.period is None else board.period,
        compare=tile.question.compare if board.compare is None else board.compare,
    )


def _check_id(text: str) -> None:
    if len(text) != 32 or not set(text) <= set("0123456789abcdef"):
        raise ValueError("an id of a board or a tile is 32 hexadecimal digits")


def _id_in(board_id: BoardId, tile: Tile) -> TileId:
    return TileId(uuid5(UUID(board_id), tile.id).hex)
