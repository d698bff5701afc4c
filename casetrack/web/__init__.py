"""The pages: Flask and WTForms live here and nowhere else."""
