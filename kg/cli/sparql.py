"""``kg sparql``: a query of the user's own.

May know nothing of stored queries.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Console, interruptible
from kg.cli.options import Output
from kg.cli.query import FormatOption
from kg.errors import Position, QueryError, UsageError
from kg.query import execute, read_query
from kg.results import View, choose_format, render

EXAMPLES = """
kg sparql 'SELECT ?state { ?state a accord:State } ORDER BY ?state'
kg sparql --file my-query.rq --format csv
echo 'DESCRIBE id:turkey' | kg sparql -
"""


def command(
    ctx: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help="SPARQL 1.1, or - for standard input."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Read the query from a file.")
    ] = None,
    format_: FormatOption = None,
    output: Output = None,
) -> None:
    """Run a SPARQL query of your own.

    The prefixes accord:, id:, rdf:, rdfs:, skos:, wd: … need no declaration. The default graph is
    everything; GRAPH ?passage { … } is what one passage supports.
    """
    text, shown = _read(query, file)
    read = read_query(text, shown)
    chosen = choose_format(format_, read.form)
    console = Console.of(ctx)
    graph = console.graph()
    view = View(graph=graph, width=console.width(), bold=output is None and console.colour())
    console.write(interruptible(lambda: render(execute(graph, read), chosen, view)), output)


def _read(query: str | None, file: Path | None) -> tuple[str, str]:
    """Return the query's text, and what messages call the place that it is from."""
    if query is not None and file is not None:
        raise UsageError("there are two queries, an argument and --file", fix="give one of the two")
    if query is not None and query != "-":
        return query, "QUERY"
    if query is None and file is None and sys.stdin.isatty():
        raise UsageError(
            "there is no query",
            fix="give it as an argument, with --file FILE, or - and standard input",
        )
    shown = str(file) if file else "standard input"
    try:
        data = file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        raise QueryError(
            f"cannot read {shown}", why=error.strerror or str(error), fix="name a readable file"
        ) from error
    try:
        return data.decode(), shown
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError(
            f"{shown} is not UTF-8 text", at=Position(shown, line), fix="save it as UTF-8"
        ) from error
