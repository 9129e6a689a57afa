"""The one table, as this version knows it: a row a board, its content as the text of its file.

Columns beside the text are what is listed and selected by. Databases of older versions: see `migrations`. Both tables
bear the app's name, since a team's database may hold others.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

__all__ = ["BOARDS", "NEWEST", "VERSION_TABLE", "Moment"]

NEWEST: Final = "0002"
"""The migration that makes the table as it stands here."""

VERSION_TABLE: Final = "statusbrew_boards_version"

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970: the same in every database and time zone."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Moment → microseconds."""
        return None if value is None else (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: object) -> datetime | None:  # noqa: ARG002 - as above
        """Microseconds → moment in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


BOARDS: Final = Table(
    "statusbrew_boards",
    MetaData(),
    Column("id", String(32), primary_key=True),
    Column("realm", String(16), nullable=False),
    Column("organization", String(200), nullable=False),
    Column("name", String(120), nullable=False),
    Column("tile_count", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("author", String(200), nullable=False, server_default=""),
    Column("deleted_at", Moment, nullable=True),
    Index("statusbrew_boards_of_organization", "realm", "organization"),
)
"""`body` is what `file_format.to_file` writes; `deleted_at` is set while a deletion can be undone."""
