"""The command line: errors are one line on stderr, status 0, 1 (found wrong) or 2 (refused).

Commands import what they need when they run: reading a chart starts in a blink.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from casetrack import __version__
from casetrack.cli import accounts, cases, clock, daily, forms, installation, law
from casetrack.cli.opening import FOUND_WRONG, REFUSED, Stop

COMMANDS = (
    installation.serve,
    installation.demo,
    installation.db,
    installation.doctor,
    accounts.user,
    cases.case,
    cases.record,
    cases.print_paper,
    cases.verify,
    daily.due,
    daily.mail,
    clock.clock,
    forms.form_fields,
    law.workflow,
    law.routes,
)


def main() -> NoReturn:
    """Runs a command; whatever goes wrong becomes one line."""
    try:
        group.main(prog_name="casetrack", standalone_mode=False)
        _written()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
    except click.Abort:
        _end("stopped", REFUSED)
    except click.ClickException as error:
        _end(error.format_message(), REFUSED)
    except Stop as stop:
        _end(str(stop), stop.status)
    except BrokenPipeError:
        sys.exit(FOUND_WRONG)
    except OSError as error:
        what = (
            f"{error.filename} cannot be used" if error.filename else "the answer cannot be written"
        )
        _end(f"{what}: {error.strerror}", REFUSED)
    sys.exit(0)


def _written() -> None:
    if sys.stdout is None:  # it was closed before the command began
        raise Stop("the answer cannot be written: there is no standard output")
    sys.stdout.flush()


def _end(sentence: str, status: int) -> NoReturn:
    click.echo(f"casetrack: {' '.join(sentence.split())}", err=True)
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="casetrack")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file (TOML).")
@click.pass_context
def group(context: click.Context, config: Path | None) -> None:
    """Tracks FDA expanded access requests, from a patient's chart to a closed file."""
    context.obj = config


for command in COMMANDS:
    group.add_command(command)
