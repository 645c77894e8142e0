"""``kg export``: the built graph in a standard syntax."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Console

EXAMPLES = """
kg export --output accord.ttl                    Turtle with evidence, for Protégé
kg export --format nquads > accord.nq            the graphs as they are stored
kg export -o accord.rdf --no-text                RDF/XML without the articles' text
kg export -o accord.ttl --with-inferred          with what the axioms entail
"""


def command(
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
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out the articles' text: quotes and titles.")
    ] = False,
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
    from kg.build import ensure_built
    from kg.export import export, find_format
    from kg.store import read_quads

    console = Console.of(ctx)
    if output == Path("-"):
        output = None
    chosen = find_format(form, output)
    project = console.project()
    ensure_built(project, notify=console.note)
    exported = export(read_quads(project), chosen, text=not no_text, inferred=with_inferred)
    console.write(exported.data, output)
    where = f" to {output}" if output else ""
    console.note(f"wrote {exported.triples:,} triples as {chosen.title}{where}")
    if exported.withheld:
        console.note(f"left out {exported.withheld:,} statements that hold the articles' text")
