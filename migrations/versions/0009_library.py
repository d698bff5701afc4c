"""The evidence library: drugs have dossiers, studies are found by their numbers, imports wait."""

import sqlalchemy as sa
from alembic import op

from casetrack.store.widen import widen

revision = "0009"
down_revision = "0008"

BEFORE = ("case", "physician", "company", "clinic", "user", "organization", "study")
NUMBERS = sa.text("key IN ('pmid', 'doi', 'nct', 'library')")


def upgrade() -> None:
    widen(op.get_bind(), "dossiers", "kind", (*BEFORE, "drug"))
    op.create_index(
        "ix_answers_numbers",
        "answers",
        ["key", "value"],
        sqlite_where=NUMBERS,
        postgresql_where=NUMBERS,
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_imports_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_read_at", "imports", ["read_at"])


def downgrade() -> None:
    """Drugs stay readable, since nothing on record is ever deleted."""
    op.drop_table("imports")
    op.drop_index("ix_answers_numbers", table_name="answers")
