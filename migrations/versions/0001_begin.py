"""Begin: every table, and the guards of the history."""

import sqlalchemy as sa
from alembic import op

from casetrack.store import guards

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_dossier_id_id", "access_log", ["dossier_id", "id"], unique=False)
    op.create_index("ix_access_log_user_id_id", "access_log", ["user_id", "id"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_bucket_at", "attempts", ["bucket", "at"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "counters",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_counters")),
    )
    op.create_table(
        "events",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "seq", name=op.f("pk_events")),
    )
    op.create_table(
        "form_tokens",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_form_tokens")),
    )
    op.create_index(op.f("ix_form_tokens_at"), "form_tokens", ["at"], unique=False)
    op.create_table(
        "prints",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "working",
                "ready",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("doing", sa.String(length=200), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("first_pages", sa.JSON(), nullable=False),
        sa.Column("made_of", sa.JSON(), nullable=False),
        sa.Column("final", sa.LargeBinary(), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_prints")),
    )
    op.create_index(op.f("ix_prints_dossier_id"), "prints", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_prints_started_at"), "prints", ["started_at"], unique=False)
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "case",
                "physician",
                "company",
                "clinic",
                "user",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_dossiers_id_version_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
    )
    op.create_index("ix_dossiers_kind_name", "dossiers", ["kind", "name"], unique=False)
    op.create_index("ix_dossiers_kind_name_key", "dossiers", ["kind", "name_key"], unique=False)
    op.create_table(
        "event_values",
        sa.Column("dossier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_event_values_dossier_id_seq_events"),
        ),
        sa.PrimaryKeyConstraint("dossier_id", "seq", "number", name=op.f("pk_event_values")),
    )
    op.create_table(
        "charts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=60), nullable=False),
        sa.Column("read_by", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_charts_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_charts_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_charts_sha256_blobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charts")),
    )
    op.create_index(op.f("ix_charts_dossier_id"), "charts", ["dossier_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("rows", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=200), nullable=False),
        sa.Column("removed_why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_entries_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_entries_dossier_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_dossier_id_rows", "entries", ["dossier_id", "rows"], unique=False)
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made_of", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_papers_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_papers_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_papers_sha256_blobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint(
            "dossier_id", "paper", "version", name=op.f("uq_papers_dossier_id_paper_version")
        ),
    )
    op.create_table(
        "stage_marks",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "not_yet",
                "now",
                "done",
                "skipped",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_stage_marks_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_stage_marks_dossier_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "stage", name=op.f("pk_stage_marks")),
    )
    op.create_table(
        "users",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_users_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_users_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["dossiers.id"], name=op.f("fk_users_physician_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "cases",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("initials", sa.String(length=200), nullable=False),
        sa.Column("initials_key", sa.String(length=200), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("diagnosis", sa.String(length=200), nullable=False),
        sa.Column("drug", sa.String(length=200), nullable=False),
        sa.Column("drug_key", sa.String(length=200), nullable=False),
        sa.Column("doctor", sa.String(length=200), nullable=False),
        sa.Column("physician_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column(
            "life",
            sa.Enum(
                "open",
                "held",
                "closed",
                name="life",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("stage_since", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=20), nullable=False),
        sa.Column(
            "request_state",
            sa.Enum(
                "not_asked",
                "sent",
                "acknowledged",
                "agreed",
                "refused",
                "trial_first",
                name="request_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "letter_state",
            sa.Enum(
                "none",
                "received",
                "without",
                name="letter_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "fda_state",
            sa.Enum(
                "not_submitted",
                "submitted",
                "received",
                "permitted",
                "on_hold",
                name="fda_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "irb_state",
            sa.Enum(
                "not_asked",
                "asked",
                "concurred",
                "refused",
                name="irb_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "treatment_state",
            sa.Enum(
                "not_started",
                "on_treatment",
                "ended",
                name="treatment_state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("fda_permitted_on", sa.Date(), nullable=True),
        sa.Column("next_what", sa.String(length=200), nullable=False),
        sa.Column("waiting_on", sa.String(length=200), nullable=False),
        sa.Column("waiting_since", sa.Date(), nullable=True),
        sa.Column("next_who_id", sa.Integer(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(life = 'closed') = (closed_at IS NOT NULL) AND (life = 'closed') = (close_reason <> '')",
            name=op.f("ck_cases_closed_with_a_reason"),
        ),
        sa.CheckConstraint(
            "(waiting_on = '') = (waiting_since IS NULL)", name=op.f("ck_cases_waits_since_a_day")
        ),
        sa.CheckConstraint(
            "life = 'closed' OR (next_what <> '' AND next_who_id IS NOT NULL AND next_on IS NOT NULL)",
            name=op.f("ck_cases_has_a_next_step"),
        ),
        sa.CheckConstraint(
            "treatment_state = 'not_started' OR fda_permitted_on IS NOT NULL",
            name=op.f("ck_cases_no_dose_without_fda"),
        ),
        sa.CheckConstraint("stage BETWEEN 1 AND 7", name=op.f("ck_cases_seven_stages")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["dossiers.id"], name=op.f("fk_cases_company_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_cases_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_cases_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["next_who_id"], ["users.dossier_id"], name=op.f("fk_cases_next_who_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.dossier_id"], name=op.f("fk_cases_owner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["physician_id"], ["dossiers.id"], name=op.f("fk_cases_physician_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
    )
    op.create_index(
        "ix_cases_life_company_id_listed_on",
        "cases",
        ["life", "company_id", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_drug_key_listed_on",
        "cases",
        ["life", "drug_key", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_emergency_listed_on",
        "cases",
        ["life", "emergency", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_initials_key_listed_on",
        "cases",
        ["life", "initials_key", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_listed_on", "cases", ["life", "listed_on", "dossier_id"], unique=False
    )
    op.create_index(
        "ix_cases_life_owner_id_listed_on",
        "cases",
        ["life", "owner_id", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_physician_id_listed_on",
        "cases",
        ["life", "physician_id", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_stage_listed_on",
        "cases",
        ["life", "stage", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_life_waiting_on_listed_on",
        "cases",
        ["life", "waiting_on", "listed_on", "dossier_id"],
        unique=False,
    )
    op.create_table(
        "devices",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_devices_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_user_id"), "devices", ["user_id"], unique=False)
    op.create_table(
        "grants",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_grants_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_grants_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_grants_user_id_users")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "user_id", name=op.f("pk_grants")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("chart_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("resource", sa.String(length=300), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("conflict", sa.String(length=200), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "open",
                "accepted",
                "edited",
                "left",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["chart_id"], ["charts.id"], name=op.f("fk_proposals_chart_id_charts")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_proposals_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_proposals_dossier_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_chart_id", "proposals", ["chart_id", "id"], unique=False)
    op.create_table(
        "sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_sendings_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_sendings_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_sendings_paper_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sendings")),
    )
    op.create_index(op.f("ix_sendings_dossier_id"), "sendings", ["dossier_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.dossier_id"], name=op.f("fk_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_uploads_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_uploads_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_uploads_entry_id_entries")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_uploads_sha256_blobs")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_dossier_id"), "uploads", ["dossier_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id", "seq"],
            ["events.dossier_id", "events.seq"],
            name=op.f("fk_answers_dossier_id_seq_events"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=op.f("fk_answers_dossier_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_answers_entry_id_entries")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_answers_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("entry_id", "key", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_dossier_id", "answers", ["dossier_id"], unique=False)
    op.bulk_insert(
        sa.table("counters", sa.column("year", sa.Integer), sa.column("last", sa.Integer)),
        [{"year": year, "last": 0} for year in range(2000, 2100)],
    )
    for guard in guards.create(op.get_bind().dialect.name):
        op.execute(guard)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in guards.function_names():
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    for table in (
        "answers",
        "uploads",
        "sessions",
        "sendings",
        "proposals",
        "grants",
        "devices",
        "cases",
        "users",
        "stage_marks",
        "papers",
        "entries",
        "charts",
        "event_values",
        "dossiers",
        "prints",
        "form_tokens",
        "events",
        "counters",
        "blobs",
        "attempts",
        "access_log",
    ):
        op.drop_table(table)
