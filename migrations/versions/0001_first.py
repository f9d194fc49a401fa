"""The first tables.

Revision: 0001
Follows: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core.database import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    Base.metadata.create_all(op.get_bind())
    op.execute(sa.text("INSERT INTO log_heads (id, generation, size, edge) VALUES (1, 1, 0, '')"))


def downgrade() -> None:
    """Take back."""
    Base.metadata.drop_all(op.get_bind())
