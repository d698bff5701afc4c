"""Commands for whoever runs the installation: serving, the database, the demonstration."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casetrack.cli.opening import FOUND_WRONG, Stop, open_settings, open_store, say_json
from casetrack.rules.text import counted

if TYPE_CHECKING:
    from casetrack.store.session import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def serve(config: Path | None, host: str, port: int) -> None:
    """Serve the web pages."""
    from casetrack.serving import run

    settings = open_settings(config)
    with open_store(settings) as store:
        accounts = _who_can_sign_in(store)
    _see_that_it_is_free(host, port)
    click.echo(f"casetrack serves on http://{host}:{port}; stop it with Ctrl+C")
    click.echo(accounts)
    run(settings, host=host, port=port)


def _see_that_it_is_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=_family(host)):
            return
    except OSError as error:
        raise Stop(f"port {port} of {host} cannot be used: {error.strerror}") from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@click.group()
def demo() -> None:
    """The demonstration clinic."""


@demo.command("load")
@click.pass_obj
def demo_load(config: Path | None) -> None:
    """Fill an empty database with invented people and cases."""
    from casetrack import morning
    from casetrack.demo import Occupied, load
    from casetrack.store.prepare import prepare
    from casetrack.store.queries.register import is_demonstration

    settings = open_settings(config)
    with open_store(settings, ready=False) as store:
        prepare(store, clinic=settings.clinic_name)
        with store.reading() as session:
            loaded_before = is_demonstration(session)
        if loaded_before:
            click.echo("The demonstration clinic is there already")
            return
        try:
            said = load(store, settings, tell=click.echo)
        except Occupied as occupied:
            raise Stop(str(occupied)) from None
        morning.run(settings, store)
    click.echo(said)


@click.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(config: Path | None) -> None:
    """Bring the database to the present schema."""
    from casetrack.store.migrate import revision
    from casetrack.store.prepare import prepare

    settings = open_settings(config)
    with open_store(settings, ready=False) as store:
        prepare(store, clinic=settings.clinic_name)
        click.echo(f"The database is at revision {revision(store)}")


@db.command("check")
@click.pass_obj
def db_check(config: Path | None) -> None:
    """Say whether the database has the present schema and all its guards."""
    with open_store(open_settings(config)):
        click.echo("The database has the present schema and all its guards")


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def doctor(config: Path | None, as_json: bool) -> None:
    """Say what is unsafe or missing in this installation, and the cure."""
    from casetrack.doctor import examine

    findings = examine(open_settings(config))
    if as_json:
        say_json([vars(finding) for finding in findings])
    for finding in () if as_json else findings:
        click.echo(
            f"{finding.level}: {finding.what}" + (f" Cure: {finding.cure}" if finding.cure else "")
        )
    wrong = [finding for finding in findings if finding.level == "unsafe"]
    if wrong:
        things = counted(len(wrong), "thing")
        raise Stop(f"{things} must be put right", FOUND_WRONG)


def _who_can_sign_in(store: "Store") -> str:
    from casetrack.store.queries.people import all_people
    from casetrack.store.queries.register import is_demonstration

    with store.reading() as session:
        people = [person for person in all_people(session) if person.active]
        demonstration = is_demonstration(session)
    if not people:
        return "Nobody can sign in yet. Add the first account: casetrack user add --role admin"
    if demonstration:
        from casetrack.demo import PASSWORD

        names = "\n".join(f"  {p.email:32} {', '.join(sorted(p.roles))}" for p in people)
        return f"Demonstration accounts, all with the password “{PASSWORD}”:\n{names}"
    return f"{len(people)} accounts can sign in"
