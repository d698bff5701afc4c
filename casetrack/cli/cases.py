"""Commands that read: cases, charts, papers, and whether the history is whole."""

from pathlib import Path

import click

from casetrack.cli.opening import (
    FOUND_WRONG,
    TYPED,
    Stop,
    open_settings,
    open_store,
    operator,
    say_json,
)


@click.group()
def case() -> None:
    """Cases."""


@case.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def case_list(config: Path | None, as_json: bool) -> None:
    """List every case: where it stands, who has it, what is next."""
    from casetrack.store.queries.lists import every_case

    with open_store(open_settings(config)) as store, store.reading() as session:
        lines = every_case(session, by=operator())
    said = [
        {
            "code": line.code,
            "stage": line.stage,
            "life": line.life.value,
            "owner": line.owner,
            "next": line.next_what,
            "next_on": line.next_on.isoformat() if line.next_on else None,
            "waiting_on": line.waiting_on or None,
            "emergency": line.emergency,
        }
        for line in lines
    ]
    if as_json:
        say_json(said)
        return
    for one in said:
        click.echo(
            f"{one['code']}  stage {one['stage']}  {one['life']}  {one['owner']}  {one['next']}"
        )
    if not said:
        click.echo("There are no cases")


@click.group()
def record() -> None:
    """Patients' charts."""


@record.command("read")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def record_read(file: str, as_json: bool) -> None:
    """Say what a chart export holds; nothing is stored. FILE may be - for standard input."""
    from casetrack.intake import FileRefused, read
    from casetrack.intake.door import MAX_BYTES

    try:
        with click.open_file(file, "rb") as held:
            chart = read(held.read(MAX_BYTES + 1))  # one more than is let in, and no endless file
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}") from None
    except FileRefused as refused:
        raise Stop(refused.sentence) from None
    said = chart.as_json()
    if as_json:
        say_json(said)
        return
    click.echo(f"{chart.format}: {chart.patient.name or 'name not provided'}")
    for key, found in said.items():
        if isinstance(found, list):
            click.echo(f"{key.replace('_', ' ')}: {len(found)}")


@click.command("print")
@click.argument("code", metavar="CASE", type=TYPED)
@click.argument("document")
@click.option(
    "--out",
    required=True,
    type=click.Path(allow_dash=True),
    help="Where to write the PDF; - for standard output.",
)
@click.option(
    "--version",
    "number",
    type=click.IntRange(1, 10_000),
    help="A frozen version instead of a draft.",
)
@click.pass_obj
def print_paper(
    config: Path | None, code: str, document: str, out: str, number: int | None
) -> None:
    """Print a case's paper: a draft as the case stands, or a frozen version."""
    from casetrack.documents.printing import NotPrinted, draft, frozen
    from casetrack.rules.documents import BY_KEY

    if document not in BY_KEY:
        raise Stop(f"there is no document {document}; there are {', '.join(BY_KEY)}")
    settings, code = open_settings(config), code.upper()
    with open_store(settings) as store:
        try:
            if number is None:
                pdf = draft(store, settings, code, document, by=operator())
            else:
                pdf = frozen(store, code, document, number, by=operator())
        except NotPrinted as refused:
            raise Stop(str(refused)) from None
    try:
        with click.open_file(out, "wb") as paper:
            paper.write(pdf)
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}") from None
    if out != "-":
        click.echo(f"{out}: {len(pdf):,} bytes")


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def verify(config: Path | None, as_json: bool) -> None:
    """Check the history's chain, every answer against it, and every frozen paper."""
    from casetrack.store.verify import verify as check

    with open_store(open_settings(config)) as store:
        report = check(store)
    if as_json:
        say_json(vars(report))
    else:
        click.echo(
            f"{report.dossiers} dossiers, {report.events} events, {report.answers} answers, "
            f"{report.papers} frozen papers, {report.files} files: "
            f"{len(report.problems) or 'no'} problems"
        )
        for problem in report.problems:
            click.echo(problem)
    if report.problems:
        raise Stop("the history is not whole", FOUND_WRONG)
