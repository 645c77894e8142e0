"""The ``kg`` command as Typer sees it: global options, and commands loaded when they are called.

May know the names and summaries of the commands, never what they do.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command as typer_command

from kg import __version__
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    # Types only: Typer's own names for the Click that it carries.
    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter, Parameter

COMMANDS: Final[dict[str, dict[str, str]]] = {
    "Ask": {
        "query": "Answer a stored question.",
        "queries": "List the stored questions.",
        "sparql": "Run a SPARQL query of your own.",
        "show": "Show everything known of a thing, with the evidence.",
        "article": "Show an article with its passages marked and what each one says.",
        "why": "Show why a triple holds, down to the sentences.",
        "why-not": "Show what is missing for a triple that does not hold.",
    },
    "Build": {
        "build": "Build the graph from the annotations.",
        "validate": "Check the data against the shapes, and for contradictions.",
        "export": "Write the graph in a standard format.",
        "ontology": "Look after the ontology's own files.",
    },
    "Serve": {
        "serve": "Serve the graph over HTTP: SPARQL, questions, linked data.",
        "mcp": "Give a language model the stored questions as tools.",
    },
    "Annotate": {
        "new": "Start the annotation of an article.",
        "anchor": "Print the YAML for a passage of an article.",
        "schema": "Write the JSON Schema of annotations.",
    },
}
"""Every command with its summary, in the order in which ``kg --help`` shows them."""

NAMES: Final = tuple(name for section in COMMANDS.values() for name in section)


class _LightOption(TyperOption):
    """An option whose text needs no coercion: Typer's own imports pydantic, which costs 60 ms."""

    def process_value(self, ctx: "Context", value: object) -> object:
        return _process(self, ctx, value)


class _LightArgument(TyperArgument):
    """An argument whose text needs no coercion."""

    def process_value(self, ctx: "Context", value: object) -> object:
        return _process(self, ctx, value)


def _process(param: TyperOption | TyperArgument, ctx: "Context", value: object) -> object:
    if value is None and param.required:
        raise UsageError(
            f"{ctx.command_path} needs {param.display_name_raw}",
            why=(param.help or "").rstrip("."),
            fix=f"see {ctx.command_path} --help",
        )
    if isinstance(value, str) and param.type_descriptor.annotation is Path:
        return Path(value)
    return param.callback(ctx, param, value) if param.callback else value


def _lighten(param: "Parameter") -> "Parameter":
    plain = (
        isinstance(param, TyperOption | TyperArgument)
        and param.type_descriptor.annotation in (str, Path, bool)
        and param.nargs == 1
        and not param.multiple
    )
    # Typer gives no say in the class of a parameter that it makes from a function.
    if plain and isinstance(param, TyperOption):
        param.__class__ = _LightOption
    elif plain and isinstance(param, TyperArgument):
        param.__class__ = _LightArgument
    return param


class Command(TyperCommand):
    """A command whose usage errors have Accord's shape and whose examples keep their lines."""

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        """Return the options, ``--help`` included, without Typer's coercion of plain text."""
        return [_lighten(param) for param in super().get_params(ctx)]

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Parse as Typer does; an unknown option names the nearest known ones.

        Raises:
            UsageError: the words do not fit the command.
        """
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise misuse(error, self, ctx) from error

    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002 - Typer's signature
        """Write the examples, one a line."""
        write_examples(self.epilog, formatter)


def write_examples(examples: str | None, formatter: "HelpFormatter") -> None:
    """Write ``examples`` below the help text, line by line as they stand."""
    if not examples:
        return
    with formatter.section("Examples"):
        for line in examples.strip().splitlines():
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def misuse(
    error: typer.TyperException, command: TyperCommand | TyperGroup, ctx: "Context"
) -> UsageError:
    """Return what Typer found wrong with the words of a call, as Accord says it."""
    # Not at the top: a call that is right does not pay for difflib.
    from kg.text.nearest import nearest

    option = getattr(error, "option_name", "")
    known = [name for param in command.get_params(ctx) for name in param.opts]
    if option in ("--project", "--quiet", "--no-build", "--version") and option not in known:
        return UsageError(
            f"{option} stands in the wrong place",
            why="it is an option of kg itself",
            fix=f"put it first: kg {option} … {' '.join(ctx.command_path.split()[1:])}",
        )
    what = error.format_message().rstrip(".").split(" (Possible")[0]
    return UsageError(
        what[:1].lower() + what[1:],
        nearest=nearest(option, known) if option and option not in known else (),
        fix=f"see {ctx.command_path} --help",
    )


class Group(TyperGroup):
    """A group whose usage errors have Accord's shape and whose examples keep their lines."""

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        """Return the options, ``--help`` included, without Typer's coercion of plain text."""
        return [_lighten(param) for param in super().get_params(ctx)]

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Parse the group's own options.

        Raises:
            UsageError: there is no such option.
        """
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            raise misuse(error, self, ctx) from error

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, AnyCommand | None, list[str]]":
        """Find the command.

        Raises:
            UsageError: there is no such command.
        """
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            from kg.text.nearest import nearest

            raise UsageError(
                f"{ctx.command_path} has no command {args[0]!r}",
                nearest=nearest(args[0], self.list_commands(ctx)),
                fix=f"see {ctx.command_path} --help",
            )
        return args[0] if command else None, command, args[1:]

    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002 - Typer's signature
        """Write the examples, one a line."""
        write_examples(self.epilog, formatter)


class LazyGroup(Group):
    """The commands of ``kg``, each imported when it is called."""

    def list_commands(self, ctx: "Context") -> list[str]:  # noqa: ARG002 - Typer's signature
        """Return the names, in the order of the help text."""
        return list(NAMES)

    def get_command(self, ctx: "Context", cmd_name: str) -> "AnyCommand | None":  # noqa: ARG002 - Typer's signature
        """Return the command of that name, or ``None``."""
        if cmd_name not in NAMES:
            return None
        return load(import_module(f"kg.cli.{module_name(cmd_name)}"), cmd_name)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002 - Typer's signature
        """Write the commands from the table: importing them all would make the help slow."""
        for title, section in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl(list(section.items()), col_max=12)


def module_name(command: str) -> str:
    """Return the name of the module in which a command is: ``why-not`` is ``why_not``."""
    return command.replace("-", "_")


def load(module: ModuleType, name: str) -> "AnyCommand":
    """Return the Typer command that ``module`` describes (see :mod:`kg.cli`)."""
    app = getattr(module, "app", None)
    if isinstance(app, typer.Typer):
        command = typer_command(app)
        command.epilog = module.EXAMPLES
        return command
    return make(module.command, name, module.EXAMPLES)


def make(function: "Callable[..., None]", name: str, examples: str) -> "AnyCommand":
    """Return ``function`` as a Typer command that can stand in a group.

    Args:
        function: its signature gives the options, its docstring the help text.
        name: the word that calls it.
        examples: lines that the help text ends with.
    """
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command(name, cls=Command, epilog=examples)(function)
    return typer_command(app)


EXAMPLES: Final = """
kg queries                                       what can be asked
kg query who-must-consent --state Turkey         an answer with its evidence
kg query who-must-consent --help                 what a question takes
kg show dmitry-peskov                            everything known of one thing
kg --project ~/coverage build                    another folder of articles
"""


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


def application() -> "AnyCommand":
    """Return the whole command line."""
    app = typer.Typer(
        name="kg",
        cls=LazyGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        epilog=EXAMPLES,
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def kg(
        ctx: typer.Context,
        project: Annotated[
            Path | None,
            typer.Option(
                "--project",
                metavar="DIR",
                help="The folder with articles/ (default: the one you are in).",
            ),
        ] = None,
        quiet: Annotated[
            bool,
            typer.Option("--quiet", "-q", help="No remarks on stderr, only results and errors."),
        ] = False,
        no_build: Annotated[
            bool,
            typer.Option(
                "--no-build", help="Answer from the graph that is there, though it be outdated."
            ),
        ] = False,
        version: Annotated[
            bool,
            typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
        ] = False,
    ) -> None:
        """Ask a knowledge graph of diplomacy, and get the sentences behind each answer."""
        del project, quiet, no_build, version  # read from the context by Console.of
        if ctx.invoked_subcommand is None:
            typer.echo(ctx.get_help())

    return typer_command(app)
