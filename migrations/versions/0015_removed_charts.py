"""A chart that was uploaded to the wrong case is taken out of it, and can come back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("charts", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    by = sa.Column("removed_by", sa.String(200), server_default="", nullable=False)
    op.add_column("charts", by)
    why = sa.Column("removed_why", sa.Text(), server_default="", nullable=False)
    op.add_column("charts", why)


def downgrade() -> None:
    for column in ("removed_why", "removed_by", "removed_at"):
        op.drop_column("charts", column)
