"""``kg ontology``: lay out, check and compare the ontology's files, write the pages about them."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options
from kg.cli.app import Command, Group
from kg.cli.console import Console
from kg.errors import DataFindings, ProjectError
from kg.files import write_atomically, write_folder
from kg.project import ArticleFolder
from kg.turtle import format_turtle

if TYPE_CHECKING:
    from pyoxigraph import Triple

EXAMPLES = """
kg ontology format                               lay out every Turtle file
kg ontology format --check                       only say whether one would change
kg ontology format ontology/core.ttl             one file
kg ontology check                                the reviewers' checklist
kg ontology diff old.owl ontology/core.ttl       what differs, axiom by axiom
kg ontology docs site                            the ontology as pages, into the folder site
"""

CHECK_EXAMPLES = """
kg ontology check                                the project's ontology and all around it
kg ontology check --no-java                      the rules alone, in a second
kg ontology check --severity warning             no mere remarks
kg ontology check --format json                  the same for programs
kg ontology check ontology/core.ttl              one file, with what it imports
"""

DIFF_EXAMPLES = """
kg ontology diff ontology reviewed               two folders
kg ontology diff ontology/core.ttl core.owl      what came back from Protégé
kg ontology diff --format json old.ttl new.ttl   the same for programs
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
    """Write Turtle files in Accord's one layout.

    Their graphs stay the same. A comment that does not stand at the top of its file would be lost,
    and is an error.
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


@app.command("check", cls=Command, epilog=CHECK_EXAMPLES)
def check_ontology(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Ontologies in Turtle or RDF/XML; by default the project's and all around it.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[str, options.form(("text", "json"))] = "text",
    severity: Annotated[str, options.severity(("error", "warning", "info"))] = "info",
    java: Annotated[
        bool,
        typer.Option("--java/--no-java", help="Ask the OWL API and HermiT, where Java is there."),
    ] = True,
) -> None:
    """Check the ontology by the reviewers' list.

    Each rule is a query in queries/checks/. The exit code is 1 where there is an error. What could
    not be checked is said, and why.
    """
    from kg.build.stages import STAGES
    from kg.ontology.profile import Severity
    from kg.ontology.report import to_json, to_text
    from kg.ontology.review import review
    from kg.reason import infer

    console = Console.of(ctx)
    project = console.project()

    background = cache(lambda: STAGES.read(project))

    def graph_of(folder: ArticleFolder) -> "tuple[str, list[Triple]]":
        compiled = STAGES.compile(folder, background())
        asserted = [*background().quads, *compiled.quads]
        stated = [quad.triple for quad in asserted]
        return compiled.article, [*stated, *infer(asserted)]

    report = review(project, files or [], graph_of, java=java)
    shown = report.at_least(Severity(severity))
    if form == "json":
        console.write(to_json(shown))
    else:
        console.write(to_text(shown, width=console.width(), colour=console.colour()))
    if report.failed:
        raise typer.Exit(1)


@app.command("diff", cls=Command, epilog=DIFF_EXAMPLES)
def diff_ontologies(
    ctx: typer.Context,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A file, or a folder of files.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later version of it.")],
    form: Annotated[str, options.form(("text", "json"))] = "text",
) -> None:
    """Compare two versions of an ontology, axiom by axiom.

    Turtle and the RDF/XML that Protégé saves are read. The order of statements, prefixes and names
    of blank nodes make no difference. The exit code is 1 where something differs.
    """
    from kg.ontology.diff import compare
    from kg.ontology.diffreport import to_json, to_text

    console = Console.of(ctx)
    diff = compare(old, new, console.project())
    if form == "json":
        console.write(to_json(diff))
    else:
        console.write(to_text(diff, width=console.width(), colour=console.colour()))
    if not diff.same:
        raise typer.Exit(1)


@app.command("docs", cls=Command, epilog=DOCS_EXAMPLES)
def write_docs(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Where the pages go; made where there is none."),
    ],
) -> None:
    """Write the ontology as pages for a browser.

    They are static HTML and load nothing. Each term has a section: what it means, what the axioms
    say of it, sentences that use it, the shapes that check it and the stored queries that ask for
    it. Start with index.html.
    """
    # Not at the top: the other commands about the ontology need no graph.
    from kg.pages import is_page, ontology_pages

    console = Console.of(ctx)
    pages = ontology_pages(console.project(), console.graph())
    write_folder(folder, pages, is_page)
    console.note(f"wrote {len(pages)} pages; open {folder / 'index.html'}")
