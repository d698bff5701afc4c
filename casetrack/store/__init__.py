"""What casetrack remembers: SQLAlchemy and Alembic live here and nowhere else."""
