"""``kg ontology``: lay out the Turtle files that people edit, write the pages about them."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Command, Group
from kg.cli.console import Console
from kg.errors import DataFindings, ProjectError
from kg.files import write_atomically, write_folder
from kg.turtle import format_turtle

EXAMPLES = """
kg ontology format                               lay out every Turtle file
kg ontology format --check                       only say whether one would change
kg ontology format ontology/core.ttl             one file
kg ontology docs site                            the ontology as pages, into the folder site
"""

DOCS_EXAMPLES = """
kg ontology docs site                            pages for a browser, into the folder site
"""

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Look after the ontology's own files.",
    epilog=EXAMPLES,
)


@app.callback(invoke_without_command=True)
def ontology(ctx: typer.Context) -> None:
    """Look after the ontology's own files."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command("format", cls=Command, epilog=EXAMPLES)
def format_files(
    ctx: typer.Context,
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

    A comment that does not stand at the top of its file would be lost, and is an error.
    """
    console = Console.of(ctx)
    project = console.project()
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
            console.note(f"formatted {shown}")
    if check and changed:
        raise DataFindings(
            f"not in Accord's layout: {', '.join(changed)}",
            fix=f"run: kg ontology format {' '.join(changed)}",
        )


@app.command("docs", cls=Command, epilog=DOCS_EXAMPLES)
def write_docs(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Where the pages go; made where there is none."),
    ],
) -> None:
    """Write the ontology as pages for a browser: static HTML that loads nothing.

    Each term has a section: what it means, what the axioms say of it, sentences that use it, the
    shapes that check it and the stored queries that ask for it. Start with index.html.
    """
    # Not at the top: the other commands about the ontology need no graph.
    from kg.pages import ontology_pages

    console = Console.of(ctx)
    pages = ontology_pages(console.project(), console.graph())
    write_folder(folder, pages)
    console.note(f"wrote {len(pages)} pages; open {folder / 'index.html'}")
