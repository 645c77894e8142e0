"""``kg export``: the graph in a standard syntax or for Protégé; the queries for other tools."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Command, Group
from kg.cli.console import Console
from kg.errors import UsageError

EXAMPLES = """
kg export --output accord.ttl                    Turtle with evidence, for Protégé
kg export --format nquads > accord.nq            the graphs as they are stored
kg export -o accord.rdf --no-text                RDF/XML without the articles' text
kg export -o accord.ttl --with-inferred          with what the axioms entail
kg export protege review                         a folder to open in Protégé, with a guide
kg export queries shared                         the stored queries, for grlc and as SIB examples
"""

PROTEGE_EXAMPLES = """
kg export protege review                         then open review/accord-review.ttl
kg export protege review --no-text               without the articles' text
"""

QUERIES_EXAMPLES = """
kg export queries shared                         shared/grlc/*.rq and shared/sparql-examples/*.ttl
kg export queries shared --endpoint https://example.org/sparql
"""

app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=EXAMPLES,
)

NoText = Annotated[
    bool, typer.Option("--no-text", help="Leave out the articles' text: quotes and titles.")
]


@app.callback(invoke_without_command=True)
def export(
    ctx: typer.Context,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="turtle, trig, nquads, ntriples or rdfxml; by default what the file's name "
            "ends with, or turtle.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout."),
    ] = None,
    no_text: NoText = False,
    with_inferred: Annotated[
        bool,
        typer.Option(
            "--with-inferred",
            help="Put inferred triples into Turtle, RDF/XML and N-Triples too.",
        ),
    ] = False,
) -> None:
    """Write the graph in a standard format.

    TriG and N-Quads hold the graphs as they are stored: the graph of a triple is the passage that
    supports it. Turtle, RDF/XML and N-Triples hold their union as one ontology; in Turtle and
    RDF/XML each triple from an article carries its evidence, which Protégé shows behind "@".
    """
    if ctx.invoked_subcommand is not None:
        if form is not None or output is not None or no_text or with_inferred:
            raise UsageError(
                f"an option stands before {ctx.invoked_subcommand!r}",
                why="it belongs to an export into one file",
                fix=f"put it last: kg export {ctx.invoked_subcommand} DIR …",
            )
        return
    from kg.export import export, find_format
    from kg.store import read_quads

    console = Console.of(ctx)
    if output == Path("-"):
        output = None
    chosen = find_format(form, output)
    project = console.built()
    exported = export(read_quads(project), chosen, text=not no_text, inferred=with_inferred)
    console.write(exported.data, output)
    where = f" to {output}" if output else ""
    console.note(f"wrote {exported.triples:,} triples as {chosen.title}{where}")
    _note_withheld(console, exported.withheld)


@app.command("protege", cls=Command, epilog=PROTEGE_EXAMPLES)
def protege(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to write.", show_default=False)
    ],
    no_text: NoText = False,
) -> None:
    """Write a folder to open in Protégé: the ontology, the data, a catalogue and a guide.

    Each article is an ontology of its own, with the sentence behind each assertion. What is
    inferred is left to the reasoner; GUIDE.html says what to expect of it. An earlier package is
    replaced, unless a file in it was changed.
    """
    from kg.export.protege import TOP, package, write_package
    from kg.store import read_quads

    console = Console.of(ctx)
    project = console.built()
    schema = {path.name: path.read_bytes() for path in project.ontology_modules()}
    written = package(read_quads(project), schema, text=not no_text)
    write_package(folder, written.files)
    console.note(
        f"wrote {written.assertions:,} assertions with their sentences: open {folder / TOP}"
    )
    _note_withheld(console, written.withheld)


@app.command("queries", cls=Command, epilog=QUERIES_EXAMPLES)
def queries(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write.", show_default=False)
    ],
    endpoint: Annotated[
        str | None,
        typer.Option(
            "--endpoint",
            metavar="URL",
            help="Where the queries are to be sent (default: the published endpoint).",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the stored queries for grlc, and as examples in the form of the SIB.

    DIR/grlc has one .rq file per query, with decorators and variables such as ?_state_iri;
    DIR/sparql-examples has one Turtle file per query, with the values of its example, and one for
    the prefixes. A file of an earlier export whose query is gone goes too.
    """
    from kg.exchange import ENDPOINT, MARK, exchanged
    from kg.files import write_folder
    from kg.query import load_query, query_names

    console = Console.of(ctx)
    project = console.project()
    stored = [load_query(project, name) for name in query_names(project)]
    written = exchanged(stored, console.graph(), endpoint or ENDPOINT)

    def outdated(_name: str, content: bytes) -> bool:
        return content.endswith(f"{MARK}\n".encode())

    for name, files in written.items():
        write_folder(folder / name, files, outdated)
    console.note(f"wrote {len(stored)} queries to {' and '.join(str(folder / n) for n in written)}")


def _note_withheld(console: Console, statements: int) -> None:
    if statements:
        console.note(f"left out {statements:,} statements that hold the articles' text")
