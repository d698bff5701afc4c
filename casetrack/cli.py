"""The command line: errors are one line on stderr, status 0, 1 (found wrong) or 2 (refused).

Commands import what they need when they run: reading a chart starts in a blink.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from casetrack import __version__

if TYPE_CHECKING:
    from casetrack.rules.people import Actor
    from casetrack.settings import Settings
    from casetrack.store.session import Store

FOUND_WRONG, REFUSED = 1, 2


class Stop(Exception):
    """Ends a command with one sentence and an exit status."""

    def __init__(self, sentence: str, status: int = REFUSED) -> None:
        super().__init__(sentence)
        self.status = status


def main() -> NoReturn:
    """Runs a command; whatever goes wrong becomes one line."""
    try:
        group.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        _end("stopped", REFUSED)
    except click.ClickException as error:
        _end(error.format_message(), REFUSED)
    except Stop as stop:
        _end(str(stop), stop.status)
    except BrokenPipeError:
        sys.exit(FOUND_WRONG)
    sys.exit(0)


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


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def serve(config: Path | None, host: str, port: int) -> None:
    """Serve the web pages."""
    from casetrack.serving import run

    settings = _settings(config)
    with _store(settings) as store:
        accounts = _who_can_sign_in(store)
    click.echo(f"casetrack serves on http://{host}:{port}; stop it with Ctrl+C")
    click.echo(accounts)
    run(settings, host=host, port=port)


@group.group()
def demo() -> None:
    """The demonstration clinic."""


@demo.command("load")
@click.pass_obj
def demo_load(config: Path | None) -> None:
    """Fill an empty database with invented people and cases."""
    from casetrack.demo import Occupied, load

    settings = _settings(config)
    with _store(settings, ready=False) as store:
        from casetrack.store.prepare import prepare

        prepare(store, clinic=settings.clinic_name)
        try:
            said = load(store, settings, tell=click.echo)
        except Occupied as occupied:
            raise Stop(str(occupied)) from None
    click.echo(said)


@group.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(config: Path | None) -> None:
    """Bring the database to the present schema."""
    from casetrack.store.migrate import revision
    from casetrack.store.prepare import prepare

    settings = _settings(config)
    with _store(settings, ready=False) as store:
        prepare(store, clinic=settings.clinic_name)
        click.echo(f"The database is at revision {revision(store)}")


@db.command("check")
@click.pass_obj
def db_check(config: Path | None) -> None:
    """Say whether the database has the present schema and all its guards."""
    with _store(_settings(config)):
        click.echo("The database has the present schema and all its guards")


@group.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.option("--email", prompt="E-mail")
@click.option("--name", prompt="Name")
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
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    with _store(_settings(config)) as store, store.writing() as session:
        try:
            added = add_user(
                session,
                email=email,
                name=name,
                roles=[Role(role) for role in roles],
                password=password,
                by=SYSTEM,
            )
        except Refused as refused:
            raise Stop(str(refused)) from None
        session.commit()
        click.echo(f"{added.name} can sign in as {', '.join(sorted(added.roles))}")


@user.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def user_list(config: Path | None, as_json: bool) -> None:
    """List the accounts."""
    from casetrack.store.queries.people import all_people

    with _store(_settings(config)) as store, store.reading() as session:
        people = all_people(session)
    if as_json:
        _print(
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
@click.argument("email")
@click.pass_obj
def user_disable(config: Path | None, email: str) -> None:
    """End an account and its sessions at once."""
    from casetrack.rules.people import SYSTEM
    from casetrack.store.commands.people import disable_user, find_user
    from casetrack.store.refusals import Refused

    with _store(_settings(config)) as store, store.writing() as session:
        found = find_user(session, email)
        if found is None:
            raise Stop(f"there is no account {email}")
        try:
            disable_user(session, found.id, by=SYSTEM)
        except Refused as refused:
            raise Stop(str(refused)) from None
        session.commit()
        click.echo(f"{found.name} can no longer sign in")


@group.group()
def case() -> None:
    """Cases."""


@case.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def case_list(config: Path | None, as_json: bool) -> None:
    """List every case: where it stands, who has it, what is next."""
    from casetrack.store.queries.lists import every_case

    with _store(_settings(config)) as store, store.reading() as session:
        lines = every_case(session, by=_operator())
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
        _print(said)
        return
    for one in said:
        click.echo(
            f"{one['code']}  stage {one['stage']}  {one['life']}  {one['owner']}  {one['next']}"
        )
    if not said:
        click.echo("There are no cases")


@group.group()
def record() -> None:
    """Patients' charts."""


@record.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def record_read(file: Path, as_json: bool) -> None:
    """Say what a chart export holds; nothing is stored."""
    from casetrack.intake import ChartRefused, read

    try:
        chart = read(file.read_bytes())
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}") from None
    except ChartRefused as refused:
        raise Stop(refused.sentence) from None
    said = chart.as_json()
    if as_json:
        _print(said)
        return
    click.echo(f"{chart.format}: {chart.patient.name or 'name not provided'}")
    for key, found in said.items():
        if isinstance(found, list):
            click.echo(f"{key.replace('_', ' ')}: {len(found)}")


@group.command("print")
@click.argument("code", metavar="CASE")
@click.argument("document")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where to write the PDF."
)
@click.option("--version", "number", type=int, help="A frozen version instead of a draft.")
@click.pass_obj
def print_paper(
    config: Path | None, code: str, document: str, out: Path, number: int | None
) -> None:
    """Print a case's paper: a draft as the case stands, or a frozen version."""
    from casetrack.documents.printing import NotPrinted, draft, frozen
    from casetrack.rules.documents import BY_KEY

    if document not in BY_KEY:
        raise Stop(f"there is no document {document}; there are {', '.join(BY_KEY)}")
    settings = _settings(config)
    with _store(settings) as store:
        try:
            if number is None:
                pdf = draft(store, settings, code, by=_operator())
            else:
                pdf = frozen(store, code, document, number, by=_operator())
        except NotPrinted as refused:
            raise Stop(str(refused)) from None
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}") from None
    click.echo(f"{out}: {len(pdf):,} bytes")


@group.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def verify(config: Path | None, as_json: bool) -> None:
    """Check the history's chain, every answer against it, and every frozen paper."""
    from casetrack.store.verify import verify as check

    with _store(_settings(config)) as store:
        report = check(store)
    if as_json:
        _print(vars(report))
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


@group.command("workflow")
@click.option("--mermaid", is_flag=True, help="As a Mermaid diagram.")
def show_workflow(mermaid: bool) -> None:
    """Print every transition of a case."""
    from casetrack.rules.pictures import mermaid as diagram
    from casetrack.rules.pictures import workflow_table

    click.echo(diagram() if mermaid else workflow_table())


@group.command("routes")
@click.option("--json", "as_json", is_flag=True)
def show_routes(as_json: bool) -> None:
    """List every address with its method and the permission it needs."""
    from casetrack.web.routes import every_route

    said = [
        {"address": r.address, "method": r.method, "permission": r.may.value} for r in every_route()
    ]
    if as_json:
        _print(said)
        return
    for one in said:
        click.echo(f"{one['method']:5} {one['address']}  ({one['permission']})")


@group.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def doctor(config: Path | None, as_json: bool) -> None:
    """Say what is unsafe or missing in this installation, and the cure."""
    from casetrack.doctor import examine

    findings = examine(_settings(config))
    if as_json:
        _print([vars(finding) for finding in findings])
    for finding in () if as_json else findings:
        click.echo(
            f"{finding.level}: {finding.what}" + (f" Cure: {finding.cure}" if finding.cure else "")
        )
    wrong = [finding for finding in findings if finding.level == "unsafe"]
    if wrong:
        raise Stop(f"{len(wrong)} things must be put right", FOUND_WRONG)


def _settings(config: Path | None) -> "Settings":
    from casetrack.settings import SettingsRefused, load

    try:
        return load(config)
    except SettingsRefused as refused:
        raise Stop(str(refused)) from None


@contextmanager
def _store(settings: "Settings", *, ready: bool = True) -> Iterator["Store"]:
    """The store the settings name, at the present schema unless it is about to be brought there."""
    from casetrack.store.errors import Busy
    from casetrack.store.prepare import NotReady, check
    from casetrack.store.session import Store, Unreachable

    try:
        if not settings.database_url:
            settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        store = Store(settings.database)
        if ready:
            check(store)
        yield store
        store.close()
    except (NotReady, Unreachable) as refused:
        raise Stop(str(refused)) from None
    except Busy as busy:
        raise Stop(f"the database does not answer: {busy.__cause__.__class__.__name__}") from None
    except OSError as error:
        raise Stop(f"{settings.data_dir} cannot be used: {error.strerror}") from None


def _operator() -> "Actor":
    """Whoever runs commands on the machine itself sees every case."""
    from casetrack.rules.people import Actor, Role

    return Actor(0, "command line", frozenset({Role.COORDINATOR}))


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


def _print(said: object) -> None:
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
