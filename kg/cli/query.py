"""``kg query``: each stored query is a command of its own, made from its header.

May know nothing of SPARQL.
"""

import inspect
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Group, make
from kg.cli.console import Console, interruptible
from kg.cli.options import Output
from kg.errors import KgError, UnknownQuery, UsageError
from kg.query import Asked, Parameter, StoredQuery, ask, id_of, known_names, load_query, query_names
from kg.results import FORMATS, View, choose_format, render

if TYPE_CHECKING:
    from collections.abc import Callable

    # Types only: Typer's own names for the Click that it carries.
    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter

EXAMPLES = """
kg query who-must-consent --state Turkey
kg query who-must-consent --state TR --format csv
kg query who-must-consent --state Turkey --why
kg query who-must-consent --help
"""

FORMAT_HELP = f"{', '.join(FORMATS)} (default: table)."


def complete_format(incomplete: str) -> list[str]:
    """Return the formats that begin with ``incomplete``."""
    return [name for name in FORMATS if name.startswith(incomplete)]


FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help=FORMAT_HELP, autocompletion=complete_format
    ),
]

WHY_FORMATS = ("table", "json", "turtle")
WhyOption = Annotated[
    bool, typer.Option("--why", help="Show also why the rows hold (table, json, turtle).")
]


class QueryGroup(Group):
    """The stored queries of the project, each read when it is called."""

    def list_commands(self, ctx: "Context") -> list[str]:
        """Return the names of the stored queries, sorted."""
        return query_names(Console.of(ctx).project())

    def get_command(self, ctx: "Context", cmd_name: str) -> "AnyCommand | None":
        """Return the stored query of that name, or ``None``.

        Raises:
            BadHeader: its header is wrong.
        """
        try:
            return question(load_query(Console.of(ctx).project(), cmd_name))
        except UnknownQuery:
            if ctx.resilient_parsing:
                # The shell asks about a word that is still being typed.
                return None
            raise

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write every query with its title."""
        project = Console.of(ctx).project()
        titles = [(name, load_query(project, name).title) for name in query_names(project)]
        with formatter.section("Queries"):
            formatter.write_dl(titles, col_max=24)


app = typer.Typer(
    cls=QueryGroup,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    subcommand_metavar="NAME [OPTIONS]",
)


@app.callback(invoke_without_command=True)
def command(ctx: typer.Context) -> None:
    """Answer a stored question.

    Every question is a command with its own options; `kg queries` lists them in full.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def question(stored: StoredQuery) -> "AnyCommand":
    """Return ``stored`` as a command: its parameters are options, its header is the help text."""

    def answer(
        ctx: typer.Context,
        format_: str | None,
        output: Path | None,
        why: bool,
        **given: str | None,
    ) -> None:
        words = {
            name: value
            for name in stored.parameters
            if (value := given[_keyword_name(name)]) is not None
        }
        show = _explain if why else _answer
        show(Console.of(ctx), stored, words, format_, output)

    options = [
        _keyword(_keyword_name(parameter.name), _option(parameter))
        for parameter in stored.parameters.values()
    ]
    # Typer makes the options from the signature, and this one is known only now.
    answer.__dict__["__signature__"] = inspect.Signature(
        [
            inspect.Parameter(
                "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
            ),
            *options,
            _keyword("format_", FormatOption),
            _keyword("output", Output),
            _keyword("why", WhyOption, default=False),
        ]
    )
    answer.__doc__ = f"{stored.title}.\n\n{stored.question}"
    return make(answer, stored.name, examples(stored))


def _keyword_name(parameter: str) -> str:
    # A parameter may be called `from`, which no argument in Python can be.
    return f"given_{parameter}"


def _keyword(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _answer(
    console: Console,
    stored: StoredQuery,
    words: dict[str, str],
    format_: str | None,
    output: Path | None,
) -> None:
    chosen = choose_format(format_, stored.query.form)
    asked = ask(console.graph(), stored, words)
    view = _view(console, asked, output)
    console.write(interruptible(lambda: render(asked.result(), chosen, view)), output)


def _view(console: Console, asked: Asked, output: Path | None) -> View:
    return asked.view(width=console.width(), bold=output is None and console.colour())


def _explain(
    console: Console,
    stored: StoredQuery,
    words: dict[str, str],
    format_: str | None,
    output: Path | None,
) -> None:
    """Answer, and show why the rows hold."""
    if stored.query.form != "SELECT":
        raise UsageError(
            f"{stored.name} has no rows to explain",
            why=f"it is a {stored.query.form}",
            fix="ask without --why",
        )
    if format_ not in (None, *WHY_FORMATS):
        raise UsageError(
            f"with --why there is no format {format_!r}", fix=f"use {', '.join(WHY_FORMATS)}"
        )
    from kg.store import read_quads
    from kg.why import Explainer
    from kg.why.provenance import turtle_page
    from kg.why.rows import explain_rows, rows_document, text_page

    asked = ask(console.graph(), stored, words)
    explainer = Explainer(asked.graph, read_quads(console.project()))
    rows = interruptible(lambda: explain_rows(asked, explainer))
    if format_ == "json":
        page = json.dumps(rows_document(rows), ensure_ascii=False, indent=2) + "\n"
    elif format_ == "turtle":
        page = turtle_page(rows.explanations)
    else:
        view = _view(console, asked, output)
        table = interruptible(lambda: render(asked.result(), "table", view))
        page = f"{table.decode()}\n{text_page(rows, width=view.width, colour=view.bold)}"
    console.write(page, output)


def _option(parameter: Parameter) -> object:
    about = f"{parameter.description.rstrip('.')}. " if parameter.description else ""
    needed = " Required." if parameter.required else ""
    return Annotated[
        str | None,
        typer.Option(
            parameter.option,
            metavar=parameter.kind.upper(),
            help=f"{about[:1].upper()}{about[1:]}Example: {parameter.example}.{needed}",
            show_default=False,
            autocompletion=_completion(parameter),
        ),
    ]


def _completion(parameter: Parameter) -> "Callable[[typer.Context, str], list[tuple[str, str]]]":
    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        """Return ids, which need no quotes, and labels where what was typed begins one."""
        from kg.store import open_graph

        if not parameter.class_:
            return []
        try:
            names = known_names(open_graph(Console.of(ctx).project()), parameter.class_)
        except KgError:
            # A shell that completes is no place for a message; the call itself will give it.
            return []
        found = [(id_of(iri), label) for iri, label in names.items()]
        labels = [(label, id_) for id_, label in found if " " not in label]
        return [pair for pair in found + labels if pair[0].startswith(incomplete)]

    return complete


def examples(stored: StoredQuery) -> str:
    """Return calls of ``stored`` that make sense, one a line."""
    needed = [p for p in stored.parameters.values() if p.required]
    optional = [p for p in stored.parameters.values() if not p.required]
    call = " ".join(["kg query", stored.name, *map(_given, needed)])
    lines = [call, *(f"{call} {_given(parameter)}" for parameter in optional)]
    other = "turtle" if stored.query.form in FORMATS["turtle"] else "markdown"
    return "\n".join([*lines, f"{call} --format {other}"])


def _given(parameter: Parameter) -> str:
    return f"{parameter.option} {shlex.quote(parameter.example)}"
