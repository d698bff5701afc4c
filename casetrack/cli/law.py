"""Commands that print what the program is made of: the workflow and the addresses."""

import click

from casetrack.cli.opening import say_json


@click.command()
@click.option("--mermaid", is_flag=True, help="As a Mermaid diagram.")
def workflow(mermaid: bool) -> None:
    """Print every transition of a case."""
    from casetrack.rules.pictures import mermaid as diagram
    from casetrack.rules.pictures import workflow_table

    click.echo(diagram() if mermaid else workflow_table())


@click.command()
@click.option("--json", "as_json", is_flag=True)
def routes(as_json: bool) -> None:
    """List every address with its method and the permission it needs."""
    from casetrack.web.routes import every_route

    said = [
        {"address": r.address, "method": r.method, "permission": r.may.value} for r in every_route()
    ]
    if as_json:
        say_json(said)
        return
    for one in said:
        click.echo(f"{one['method']:5} {one['address']}  ({one['permission']})")
