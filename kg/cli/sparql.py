"""``kg sparql``: a query of the user's own, answered by a worker within the limits.

May know nothing of stored queries.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Console
from kg.cli.options import HelpSettings, Output, Settings, read_settings, settings_page
from kg.cli.query import FormatOption
from kg.errors import Position, QueryError, UsageError
from kg.query import read_query
from kg.results import choose_format

EXAMPLES = """
kg sparql 'SELECT ?state { ?state a accord:State } ORDER BY ?state'
kg sparql --file my-query.rq --format csv
echo 'DESCRIBE id:turkey' | kg sparql -
kg sparql --file my-query.rq --set time_limit_ms=60000 --set row_limit=100000
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
    settings: Settings = None,
    help_settings: HelpSettings = False,
) -> None:
    """Run a SPARQL query of your own.

    The prefixes accord:, id:, rdf:, rdfs:, skos:, wd: … need no declaration. The default graph is
    everything; GRAPH ?passage { … } is what one passage supports. An answer that would take longer
    or be larger than the limits allow stops there; the exit code is then 1.
    """
    console = Console.of(ctx)
    if help_settings:
        console.write(settings_page())
        return
    limits = read_settings(settings or ())
    text, shown = _read(query, file)
    chosen = choose_format(format_, read_query(text, shown).form)
    from kg.worker import Sparql
    from kg.worker.single import answer

    width, bold = console.width(), output is None and console.colour()
    job = Sparql(text, shown, chosen, width=width, bold=bold)
    reply = answer(job, console.snapshot(), limits)
    console.write(reply.body, output)
    for remark in reply.remarks:
        console.note(remark)
    if reply.stopped:
        most = getattr(limits, reply.stopped)
        console.warn(
            f"the answer stops at {reply.stopped}={most}: there is more; "
            f"--set {reply.stopped}={most * 10} gives more of it"
        )
        raise typer.Exit(1)


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
