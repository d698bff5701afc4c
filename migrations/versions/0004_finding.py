"""The search: what can be found, and the index of its words."""

import sqlalchemy as sa
from alembic import op

from casetrack.store import fulltext

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "findable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "shelf",
            sa.Enum(
                *("cases", "people", "organizations", "studies", "documents"),
                name="shelf",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rows", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_findable_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_findable_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findable")),
        sa.UniqueConstraint("entry_id", "shelf", name=op.f("uq_findable_entry_id_shelf")),
    )
    op.create_index("ix_findable_shelf_id", "findable", ["shelf", "id"])
    op.create_index("ix_findable_dossier_id", "findable", ["dossier_id"])
    for statement in fulltext.create(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {fulltext.INDEX}")
    op.drop_table("findable")
