"""Single keys as shortcuts, for whoever switches them on."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    no = sa.false()
    op.add_column(
        "reminders", sa.Column("shortcuts", sa.Boolean, server_default=no, nullable=False)
    )


def downgrade() -> None:
    op.drop_column("reminders", "shortcuts")
