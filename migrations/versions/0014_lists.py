"""What an upload that waits is about: studies, or a list of organizations."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    about = sa.Column("about", sa.String(20), server_default="study", nullable=False)
    op.add_column("imports", about)


def downgrade() -> None:
    op.drop_column("imports", "about")
