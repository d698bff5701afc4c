"""Prints a paper from laid-out parts and uploads, in a warm child process without network or disk.

Nothing heavy is imported here: WeasyPrint, pypdf and Pillow live in the child alone.
"""

from .paper import (
    FormField,
    Inspection,
    Job,
    Part,
    PressFailed,
    Printed,
    Section,
    Stamp,
    Upload,
    UploadRefused,
)
from .pressroom import Press

__all__ = [
    "FormField",
    "Inspection",
    "Job",
    "Part",
    "Press",
    "PressFailed",
    "Printed",
    "Section",
    "Stamp",
    "Upload",
    "UploadRefused",
]
