"""The command that counts a deadline, with every day it skips by name."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.opening import Stop, open_settings, open_store, say_json

if TYPE_CHECKING:
    from casetrack.rules.clocks import Clock, Count
    from casetrack.rules.questions import Answers


@click.command()
@click.argument("rule", required=False)
@click.argument("day", metavar="DATE", required=False)
@click.option("--list", "listing", is_flag=True, help="List every rule instead.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def clock(
    config: Path | None, rule: str | None, day: str | None, listing: bool, as_json: bool
) -> None:
    """Count when RULE runs out if its event was on DATE, like 2026-10-30.

    The day of the event is not counted. --list says what event each rule counts from.
    """
    from casetrack.rules.clocks import CLOCKS, as_kept, due

    said = _of_clinic(config)
    if listing and not rule:
        kept = (as_kept(one, said) for one in CLOCKS)
        counted = tuple(one for one in kept if not one.named_only)  # the others have no length
        _say_rules(counted, as_json=as_json)
        return
    if listing or not rule or not day:
        raise Stop(
            "name a rule and a day, like: casetrack clock ind_in_effect 2026-10-20; or --list"
        )
    found = as_kept(_rule(rule), said)
    anchor = _day(day, today=datetime.now(open_settings(config).zone).date())
    if found.named_only:
        raise Stop(f"{found.title}: no rule gives a length; only a day that is named counts")
    count = due(found, anchor)
    if as_json:
        say_json({**_said(found), **_counted(count)})
        return
    click.echo(f"Due {count.due:%a} {count.due}")
    click.echo(f"{found.title}: {found.length} after {found.event.words}")
    click.echo(f"Counted from {count.start:%a} {count.start}, the day itself not counted")
    for skipped, name in count.skipped:
        click.echo(f"  skipped {skipped:%a} {skipped}  {name}")
    for note in (*count.notes, found.note):
        if note:
            click.echo(note)
    click.echo(f"{found.set}. {found.cites}. {found.sure}")


def _of_clinic(config: Path | None) -> "Answers":
    """What the clinic here says of its rules; nothing where none was set up yet."""
    settings = open_settings(config)
    if not settings.database_url and not (settings.data_dir / "casetrack.sqlite").exists():
        return {}

    from casetrack.store.queries.register import card
    from casetrack.store.tables import CLINIC_ID

    try:
        with open_store(settings) as store, store.reading() as db:
            found = card(db, CLINIC_ID)
    except Stop as stop:
        click.echo(f"counted by the rules as shipped: {stop}", err=True)
        return {}
    return found.answers if found else {}


def _say_rules(clocks: "tuple[Clock, ...]", *, as_json: bool) -> None:
    if as_json:
        say_json([_said(one) for one in clocks])
        return
    for one in clocks:
        click.echo(f"{one.key}  {one.length} after {one.event.words}  ({one.cites})")


def _rule(key: str) -> "Clock":
    from casetrack.rules.clocks import BY_KEY

    found = BY_KEY.get(key.replace("-", "_"))
    if found is None:
        raise Stop(f"there is no rule {key}; see casetrack clock --list")
    return found


def _day(typed: str, *, today: date) -> date:
    from casetrack.rules.clocks import add_working_days
    from casetrack.rules.dates import read_date
    from casetrack.rules.text import Unreadable

    try:
        stored = read_date(typed, today=today, working=add_working_days)
    except Unreadable as error:
        raise Stop(str(error)) from None
    return date.fromisoformat(stored)


def _said(one: "Clock") -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "unit": one.unit.value,
        "days": one.days,
        "months": one.months,
        "anchor": one.anchor,
        "event": one.event.words,
        "cites": one.cites,
        "set": one.set.value,
        "owner": one.owner.value,
        "to": one.to.value,
        "sure": one.sure.value,
        "checked_on": one.checked_on,
        "note": one.note,
    }


def _counted(count: "Count") -> dict[str, Any]:
    return {
        "start": count.start.isoformat(),
        "due": count.due.isoformat(),
        "weekday": f"{count.due:%A}",
        "skipped": [{"day": day.isoformat(), "name": name} for day, name in count.skipped],
        "notes": count.notes,
    }
