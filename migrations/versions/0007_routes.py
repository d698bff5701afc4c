"""Routes: each of the four ways to a drug has a state of its own beside the case."""

from alembic import op
from sqlalchemy import inspect

revision = "0007"
down_revision = "0006"

ROUTES = {
    "expanded": ("pursued", "closed"),
    "trial": ("open", "asked", "joined", "closed"),
    "assistance": ("not_looked", "preparing", "applied", "approved", "refused", "closed"),
    "insurance": ("not_looked", "preparing", "asked", "denied", "appealed", "covered", "closed"),
}


def upgrade() -> None:
    there = {column["name"] for column in inspect(op.get_bind()).get_columns("cases")}
    for route, states in ROUTES.items():
        column, allowed = f"{route}_state", ", ".join(f"'{state}'" for state in states)
        if column in there:  # kept by an earlier downgrade
            continue
        op.execute(
            f"ALTER TABLE cases ADD COLUMN {column} VARCHAR(20) NOT NULL DEFAULT '{states[0]}' "
            f"CONSTRAINT ck_cases_{column} CHECK ({column} IN ({allowed}))"
        )


def downgrade() -> None:
    """The states stay: what was recorded about a route is never taken away."""
