"""Commands for accounts."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from casetrack.cli.opening import TYPED, Stop, open_settings, open_store, say_json


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.option("--email", prompt="E-mail", type=TYPED)
@click.option("--name", prompt="Name", type=TYPED)
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def user_add(
    config: Path | None, email: str, name: str, roles: tuple[str, ...], password_stdin: bool
) -> None:
    """Add an account."""
    from casetrack.rules.people import SYSTEM, Role
    from casetrack.store.commands.people import add_user
    from casetrack.store.refusals import Refused

    unknown = [role for role in roles if role not in set(Role)]
    if unknown:
        raise Stop(f"there is no role {unknown[0]}; roles are {', '.join(Role)}")
    password = _password(from_stdin=password_stdin)
    with open_store(open_settings(config)) as store, store.writing() as session:
        try:
            added = add_user(
                session,
                email=email,
                name=name,
                roles=[Role(role) for role in roles],
                password=password,
                given=True,
                by=SYSTEM,
            )
        except Refused as refused:
            raise Stop(str(refused)) from None
        session.commit()
        allowed = ", ".join(sorted(added.roles))
        click.echo(f"{added.name} can sign in as {allowed}, and then chooses a password")


@user.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def user_list(config: Path | None, as_json: bool) -> None:
    """List the accounts."""
    from casetrack.store.queries.people import all_people

    with open_store(open_settings(config)) as store, store.reading() as session:
        people = all_people(session)
    if as_json:
        say_json(
            [
                {"email": p.email, "name": p.name, "roles": sorted(p.roles), "active": p.active}
                for p in people
            ]
        )
        return
    for person in people:
        state = "" if person.active else " (disabled)"
        click.echo(f"{person.email}  {person.name}  {', '.join(sorted(person.roles))}{state}")
    if not people:
        click.echo("There are no accounts. Add one: casetrack user add --role admin")


@user.command("disable")
@click.argument("email", type=TYPED)
@click.pass_obj
def user_disable(config: Path | None, email: str) -> None:
    """End an account and its sessions at once."""
    from casetrack.store.commands.people import disable_user

    _change(config, email, disable_user, "can no longer sign in")


@user.command("enable")
@click.argument("email", type=TYPED)
@click.pass_obj
def user_enable(config: Path | None, email: str) -> None:
    """Let a disabled account sign in again."""
    from casetrack.store.commands.people import enable_user

    _change(config, email, enable_user, "can sign in again")


@user.command("password")
@click.argument("email", type=TYPED)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def user_password(config: Path | None, email: str, password_stdin: bool) -> None:
    """Set a new password in place of a forgotten or leaked one; ends its sessions."""
    from casetrack.store.commands.people import set_password

    password = _password(from_stdin=password_stdin)
    done = "has a new password, and chooses another on signing in"
    _change(config, email, partial(set_password, password=password), done)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Stop("the password is asked for at a terminal; elsewhere give it by --password-stdin")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _change(config: Path | None, email: str, change: Callable[..., None], done: str) -> None:
    from casetrack.rules.people import SYSTEM
    from casetrack.store.commands.people import find_user
    from casetrack.store.refusals import Refused

    with open_store(open_settings(config)) as store, store.writing() as session:
        found = find_user(session, email)
        if found is None:
            raise Stop(f"there is no account {email}")
        try:
            change(session, found.id, by=SYSTEM)
        except Refused as refused:
            raise Stop(str(refused)) from None
        session.commit()
        click.echo(f"{found.name} {done}")
