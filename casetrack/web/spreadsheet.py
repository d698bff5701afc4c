"""A table as a file for a spreadsheet: UTF-8 that it recognizes, and no cell it calculates."""

import csv
from collections.abc import Iterable
from io import StringIO

from werkzeug.wrappers import Response

from casetrack.rules.text import for_spreadsheet


def spreadsheet(file: str, header: Iterable[str], lines: Iterable[Iterable[str]]) -> Response:
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(header)
    rows.writerows([for_spreadsheet(cell) for cell in line] for line in lines)
    return Response(
        written.getvalue().encode("utf-8-sig"),  # the mark by which spreadsheets know UTF-8
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={file}.csv"},
    )
