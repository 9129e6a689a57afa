"""Who made a board, and when it was deleted: a deletion can be undone for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the two columns: boards so far are nobody's and not deleted."""
    op.add_column("statusbrew_boards", sa.Column("author", sa.String(200), nullable=False, server_default=""))
    op.add_column("statusbrew_boards", sa.Column("deleted_at", sa.BigInteger, nullable=True))
