"""Beginnings of words up to sixteen letters get an index each, where it is kept apart."""

from alembic import op

from casetrack.store import fulltext

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        op.execute(f"DROP TABLE {fulltext.INDEX}")
        for statement in (*fulltext.create(dialect), fulltext.REBUILD):
            op.execute(statement)


def downgrade() -> None:
    """The richer index serves the code before it as well."""
