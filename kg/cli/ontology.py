"""``kg ontology format``: lay out the Turtle files that people edit."""

from pathlib import Path
from typing import Annotated

import typer

from kg.errors import DataFindings, ProjectError
from kg.files import write_atomically
from kg.project import Project
from kg.turtle import format_turtle

app = typer.Typer(no_args_is_help=True, help="Look after the ontology's own files.")


@app.callback()
def ontology() -> None:
    """Look after the ontology's own files."""


@app.command("format")
def format_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Turtle files; by default the ontology, the shapes and the register.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if a file would change.")
    ] = False,
) -> None:
    """Write Turtle files in Accord's one layout; their graphs stay the same.

    Examples:

      kg ontology format

      kg ontology format --check ontology/core.ttl
    """
    project = Project.find()
    changed: list[str] = []
    for path in files or project.turtle_files():
        shown = project.shown(path)
        try:
            source = path.read_bytes()
        except OSError as error:
            raise ProjectError(
                f"cannot read {shown}", why=error.strerror or str(error), fix="name a Turtle file"
            ) from error
        formatted = format_turtle(source, shown).encode()
        if formatted == source:
            continue
        changed.append(shown)
        if not check:
            write_atomically(path, [formatted])
            typer.echo(f"formatted {shown}", err=True)
    if check and changed:
        raise DataFindings(
            f"not in Accord's layout: {', '.join(changed)}",
            fix=f"run: kg ontology format {' '.join(changed)}",
        )
