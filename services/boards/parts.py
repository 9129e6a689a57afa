"""What of a board stands in its file: all but who it is, whose, and since when, which only the store knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from services.boards.board import Board, BoardId, Realm, Tile, new_board_id
from services.errors import BoardFileInvalid
from services.insights.comparison import Comparison
from services.insights.models import OrganizationId, SpaceId
from services.insights.periods import Period

__all__ = ["BoardParts"]

_SIDES: Final = ("sample data", "the numbers of an account")

_ANY_ID: Final = BoardId("0" * 32)
_ANY_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardParts:
    """A board without its identity. Raises QuestionInvalid for what no board could be made of."""

    name: str
    realm: Realm
    organization: OrganizationId
    space: SpaceId | None
    period: Period | None
    compare: Comparison | None
    tiles: tuple[Tile, ...]

    def __post_init__(self) -> None:
        # What a board refuses is written once, in Board.
        self.as_board(_ANY_ID, author="", created_at=_ANY_TIME, changed_at=_ANY_TIME, revision=0)

    @classmethod
    def of(cls, board: Board) -> BoardParts:
        """The parts of that board."""
        return cls(
            name=board.name,
            realm=board.realm,
            organization=board.organization,
            space=board.space,
            period=board.period,
            compare=board.compare,
            tiles=board.tiles,
        )

    def as_board(
        self, board_id: BoardId, *, author: str, created_at: datetime, changed_at: datetime, revision: int
    ) -> Board:
        """The board with these parts and that identity."""
        return Board(
            id=board_id,
            realm=self.realm,
            organization=self.organization,
            name=self.name,
            created_at=created_at,
            changed_at=changed_at,
            space=self.space,
            tiles=self.tiles,
            period=self.period,
            compare=self.compare,
            author=author,
            revision=revision,
        )

    def imported(self, *, realm: Realm, organization: OrganizationId, author: str, now: datetime) -> Board:
        """A new board of that organization, not kept yet, whatever organization the file came from: what its charts
        name and this one lacks, they say themselves.

        Raises BoardFileInvalid where sample data and an account's would mix.
        """
        if realm is not self.realm:
            made_with, here = _SIDES if realm is Realm.REAL else reversed(_SIDES)
            raise BoardFileInvalid(
                (f"This board was made with {made_with}, and this app shows {here} now. Open it where it was made.",)
            )
        board = self.as_board(new_board_id(), author=author, created_at=now, changed_at=now, revision=0)
        if organization != self.organization:
            board = replace(board, organization=organization, space=None)
        return board.duplicated(board.id, name=board.name, author=author, now=now)
