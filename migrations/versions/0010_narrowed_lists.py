"""The indexes of the list carry what it can be narrowed by: two filters need none of their own."""

from alembic import op

revision = "0010"
down_revision = "0009"

CARRIED = (
    *("stage", "owner_id", "next_who_id", "physician_id", "company_id"),
    *("emergency", "waiting_since"),
)
FILTERS = (
    *("", "stage", "owner_id", "physician_id", "company_id"),
    *("drug_key", "initials_key", "emergency", "waiting_on"),
)


def upgrade() -> None:
    for column in FILTERS:
        _make_again(column, carried=[name for name in CARRIED if name != column])


def downgrade() -> None:
    for column in FILTERS:
        _make_again(column, carried=[])


def _make_again(column: str, *, carried: list[str]) -> None:
    op.drop_index(_name(column), "cases")
    _make(column, carried=carried)


def _make(column: str, *, carried: list[str]) -> None:
    own = ["life", *filter(None, [column]), "listed_on", "dossier_id"]
    op.create_index(_name(column), "cases", own + carried)


def _name(column: str) -> str:
    return "_".join(("ix_cases_life", *filter(None, [column]), "listed_on"))
