"""The contact log: a lean line for each contact, by which it is looked up."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("party_key", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("chase_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_contacts_entry_id_entries")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_contacts_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["dossiers.id"], name=op.f("fk_contacts_party_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_party_id", "contacts", ["party_id", "said_on", "entry_id"])
    op.create_index(
        "ix_contacts_dossier_id", "contacts", ["dossier_id", "party_id", "said_on", "entry_id"]
    )


def downgrade() -> None:
    op.drop_table("contacts")
