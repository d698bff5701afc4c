"""Style sheets and the script: ours, and Bootstrap's out of its wheel."""

from importlib.resources import files
from pathlib import Path

from flask import send_from_directory
from werkzeug.wrappers import Response

from casetrack.paths import STATIC
from casetrack.rules.access import Permission
from casetrack.web.door import page
from casetrack.web.visit import Visit

BOOTSTRAP = Path(str(files("flask_bootstrap"))) / "static" / "bootstrap5" / "css"
A_DAY = 86_400


@page("/static/bootstrap.css", may=Permission.LOOK)
def bootstrap(_visit: Visit) -> Response:
    return _kept(BOOTSTRAP, "bootstrap.min.css")


@page("/static/<name>", may=Permission.LOOK)
def own(_visit: Visit, name: str) -> Response:
    return _kept(STATIC, name)


def _kept(folder: Path, name: str) -> Response:
    response = send_from_directory(folder, name, max_age=A_DAY)
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
