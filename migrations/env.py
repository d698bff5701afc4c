"""Run by Alembic; the connection comes from casetrack.store.migrate."""

from alembic import context

from casetrack.store.session import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("run `casetrack db upgrade`; Alembic alone does not know the database")
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_server_default=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
