"""The first version: a row a board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "statusbrew_boards",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("realm", sa.String(16), nullable=False),
        sa.Column("organization", sa.String(200), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("tile_count", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("statusbrew_boards_of_organization", "statusbrew_boards", ["realm", "organization"])
