"""Commands of every day: the pass over all dates, and the outbox."""

from pathlib import Path

import click

from casetrack.cli.opening import FOUND_WRONG, Stop, open_settings, open_store


@click.group()
def due() -> None:
    """Due dates of all cases."""


@due.command("run")
@click.pass_obj
def due_run(config: Path | None) -> None:
    """Derive every date anew, write the morning's letters, purge what is old.

    Safe to run twice, on two machines, or after days of sleep. `casetrack serve` does it by itself;
    without it, run this once a day.
    """
    from casetrack.morning import run

    settings = open_settings(config)
    with open_store(settings) as store:
        done = run(settings, store)
    if done.held_by:
        click.echo(f"A pass is under way already ({done.held_by}); nothing to do")
        return
    letters = f"{done.letters} letters written" if settings.mails else "mail is off"
    click.echo(f"All dates checked: {done.righted} put right, {letters}, {done.purged} purged")


@click.group()
def mail() -> None:
    """Letters to people who work here."""


@mail.command("send")
@click.pass_obj
def mail_send(config: Path | None) -> None:
    """Try every letter of the outbox that is due."""
    from casetrack.mail import Unsent
    from casetrack.morning import send

    settings = open_settings(config)
    if not settings.mails:
        raise Stop("mail is off; set mail_host and mail_from")
    with open_store(settings) as store:
        try:
            done = send(settings, store)
        except Unsent as unsent:
            raise Stop(str(unsent)) from None
    click.echo(f"{done.sent} sent, {done.refused} not")
    if done.refused:
        raise Stop("the page of letters says why", FOUND_WRONG)


@mail.command("test")
@click.argument("address")
@click.pass_obj
def mail_test(config: Path | None, address: str) -> None:
    """Send one letter without contents to ADDRESS, and say what the mail server says."""
    import secrets

    from casetrack.mail import Unsent, post_of
    from casetrack.store.acts import now

    settings = open_settings(config)
    if not settings.mails:
        raise Stop("mail is off; set mail_host and mail_from")
    try:
        post_of(settings).send(
            to=address,
            subject="casetrack: a test",
            body="Letters from casetrack reach this address.\n",
            message_id=f"<{secrets.token_hex(16)}@casetrack>",
            at=now(),
        )
    except Unsent as unsent:
        raise Stop(str(unsent), FOUND_WRONG) from None
    click.echo(f"The mail server took it for {address}")
