"""The law of a case: pure tables and functions that know no database, page or paper."""
