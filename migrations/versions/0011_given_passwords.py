"""Passwords that somebody else gave: their owners choose another one first of all."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    no = sa.false()
    op.add_column(
        "users", sa.Column("password_given", sa.Boolean, server_default=no, nullable=False)
    )


def downgrade() -> None:
    op.drop_column("users", "password_given")
