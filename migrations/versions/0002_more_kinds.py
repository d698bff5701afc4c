"""More kinds: organizations of every sort and studies have dossiers of their own."""

from alembic import op

from casetrack.store.widen import widen

revision = "0002"
down_revision = "0001"

BEFORE = ("case", "physician", "company", "clinic", "user")


def upgrade() -> None:
    widen(op.get_bind(), "dossiers", "kind", (*BEFORE, "organization", "study"))


def downgrade() -> None:
    """Dossiers of the new kinds stay readable, since nothing on record is ever deleted."""
