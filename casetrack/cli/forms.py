"""A command for whoever writes the mapping of a fillable form: which fields it has."""

from contextlib import closing
from pathlib import Path

import click

from casetrack.cli.opening import Stop, open_settings, say_json


@click.command("form-fields")
@click.argument("form", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def form_fields(config: Path | None, form: Path, *, as_json: bool) -> None:
    """List the fields of a fillable PDF, for forms/fda-3926.toml."""
    from casetrack.documents.press import Press, UploadRefused

    settings = open_settings(config)
    try:
        data = form.read_bytes()
    except OSError as error:
        raise Stop(f"{form.name} cannot be read: {error.strerror}") from None
    press = Press(seconds=settings.print_seconds, memory_mb=settings.print_memory_mb)
    with closing(press):
        try:
            found = press.fields(data)
        except UploadRefused as refused:
            raise Stop(refused.sentence) from None
    if as_json:
        say_json([{"name": f.name, "kind": f.kind, "about": f.about} for f in found])
        return
    for field in found:
        click.echo(f"{field.kind:5} {field.name}" + (f"  ({field.about})" if field.about else ""))
