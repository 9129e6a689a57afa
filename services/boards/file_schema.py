"""The shape of a board's file, version 1: the board and its tiles, both ways between the file and our values."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from services.boards.board import ChartTile, Height, NoteTile, Realm, Tile, TileId, Width
from services.boards.parts import BoardParts
from services.boards.question_schema import (
    AnyComparison,
    AnyPeriod,
    Part,
    QuestionPart,
    Texts,
    ViewPart,
    from_days,
    to_days,
    to_question,
    to_view,
)
from services.insights.models import OrganizationId, SpaceId

__all__ = ["FORMAT", "TAGS", "BoardFile"]

FORMAT: Final = "statusbrew-dashboard-board"

TAGS: Final = frozenset({"chart", "note", "space", "report", "widget", "rule", "days"})
"""What tells the kinds of one thing apart; pydantic names it in the place of an error."""

_Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class _ChartTile(Part[Tile]):
    kind: Literal["chart"] = "chart"
    id: _Id
    title: str = ""
    question: QuestionPart
    view: ViewPart = ViewPart()
    width: Width = Width.HALF
    height: Height = Height.NORMAL
    metric_labels: Texts = ()

    def build(self) -> Tile:
        return ChartTile(
            id=TileId(self.id),
            title=self.title,
            question=self.question.value,
            view=self.view.value,
            width=self.width,
            height=self.height,
            metric_labels=self.metric_labels,
        )


class _NoteTile(Part[Tile]):
    kind: Literal["note"] = "note"
    id: _Id
    text: str
    width: Width = Width.FULL

    def build(self) -> Tile:
        return NoteTile(id=TileId(self.id), text=self.text, width=self.width)


_AnyTile = Annotated[_ChartTile | _NoteTile, Field(discriminator="kind")]


class BoardFile(Part[BoardParts]):
    """The whole file."""

    format: Literal["statusbrew-dashboard-board"] = FORMAT
    version: Literal[1] = 1
    name: str
    realm: Realm
    organization: str
    space: str | None = None
    period: AnyPeriod | None = None
    compare: AnyComparison | None = None
    tiles: tuple[_AnyTile, ...] = ()

    def build(self) -> BoardParts:
        return BoardParts(
            name=self.name,
            realm=self.realm,
            organization=OrganizationId(self.organization),
            space=None if self.space is None else SpaceId(self.space),
            period=from_days(self.period),
            compare=from_days(self.compare),
            tiles=tuple(tile.value for tile in self.tiles),
        )

    @classmethod
    def of(cls, parts: BoardParts) -> BoardFile:
        """The file of these parts."""
        return cls(
            name=parts.name,
            realm=parts.realm,
            organization=parts.organization,
            space=parts.space,
            period=None if parts.period is None else to_days(parts.period),
            compare=None if parts.compare is None else to_days(parts.compare),
            tiles=tuple(map(_to_tile, parts.tiles)),
        )


def _to_tile(tile: Tile) -> _ChartTile | _NoteTile:
    if isinstance(tile, NoteTile):
        return _NoteTile(id=tile.id, text=tile.text, width=tile.width)
    return _ChartTile(
        id=tile.id,
        title=tile.title,
        question=to_question(tile.question),
        view=to_view(tile.view),
        width=tile.width,
        height=tile.height,
        metric_labels=tile.metric_labels,
    )
