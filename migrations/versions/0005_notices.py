"""Notices: letters, calendars and daily passes; what somebody settled on Today is found fast."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SETTLED = sa.text(
    "action IN ('finish-next', 'step-done', 'step-not-needed', 'step-moved', "
    "'step-handed-over', 'step-taken-back')"
)


def upgrade() -> None:
    op.create_index(
        "ix_events_settled",
        "events",
        ["actor_id", "at"],
        sqlite_where=SETTLED,
        postgresql_where=SETTLED,
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("waiting", "sent", "failed"),
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_letters_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
        sa.UniqueConstraint("user_id", "kind", "day", name=op.f("uq_letters_user_id_kind_day")),
    )
    op.create_index("ix_letters_state_try_at", "letters", ["state", "try_at"])
    op.create_table(
        "passes",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("righted", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("purged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_passes")),
    )
    op.create_table(
        "reminders",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("feed", sa.String(length=64), nullable=True),
        sa.Column("feed_seed", sa.String(length=64), nullable=True),
        sa.Column("feed_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_reminders_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("feed", name=op.f("uq_reminders_feed")),
    )


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_table("passes")
    op.drop_table("letters")
    op.drop_index("ix_events_settled", "events")
