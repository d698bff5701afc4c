"""Drafts: what people have typed and not saved; a form finds the session that it was drawn for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_drafts_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.dossier_id"], name=op.f("fk_drafts_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_drafts_user_id_key")),
    )
    op.create_index(op.f("ix_drafts_page"), "drafts", ["page"], unique=False)
    op.create_index(op.f("ix_drafts_kept_at"), "drafts", ["kept_at"], unique=False)
    op.create_index(op.f("ix_sessions_csrf"), "sessions", ["csrf"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sessions_csrf"), table_name="sessions")
    op.drop_table("drafts")
