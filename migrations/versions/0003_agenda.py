"""The agenda: a line for each dated step of each case, derived from its facts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("waiting_on", sa.Text(), nullable=False),
        sa.Column("cure", sa.String(length=120), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank BETWEEN 0 AND 2", name=op.f("ck_agenda_three_ranks")),
        sa.CheckConstraint("waits = (waiting_on <> '')", name=op.f("ck_agenda_waits_on_somebody")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["cases.dossier_id"], name=op.f("fk_agenda_dossier_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.dossier_id"], name=op.f("fk_agenda_owner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["who_id"], ["users.dossier_id"], name=op.f("fk_agenda_who_id_users")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "key", name=op.f("pk_agenda")),
    )
    ordered = ["waits", "rank", "due_on", "dossier_id", "key"]
    op.create_index("ix_agenda_mine", "agenda", ["who_id", *ordered])
    op.create_index("ix_agenda_team", "agenda", ordered)
    op.create_index("ix_agenda_owner", "agenda", ["owner_id", "due_on"])


def downgrade() -> None:
    op.drop_table("agenda")
