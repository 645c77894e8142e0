"""The command line: the only place that prints, reads ``sys.argv`` and exits.

One file per command
    ``kg <name>`` is the module ``kg/cli/<name>.py`` (``why-not`` is ``why_not``), imported when it
    is called and not before, so that a command pays for what it needs and no more. Such a module
    has two names:

    ``command``
        a function that Typer reads: ``def command(ctx: typer.Context, …) -> None``. Its docstring
        is the help text (the first line is also the entry in ``COMMANDS`` of :mod:`kg.cli.app`;
        a test compares them). Options are ``Annotated[…, typer.Option("--name", metavar=…,
        help=…)]``; ``str``, ``Path`` and ``bool`` are the types that cost nothing, for any other
        Typer imports pydantic (60 ms). Heavy libraries are imported inside the function.
    ``EXAMPLES``
        lines ``kg …`` that ``--help`` shows as they stand, each with a remark where it helps.

    A module with subcommands has instead of ``command`` an ``app``, a ``typer.Typer(cls=Group,
    rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, …)``.
    The command's page is ``docs/commands/<name>.md``.

What a command uses
    ``console = Console.of(ctx)`` (:mod:`kg.cli.console`): ``console.project()``, where articles are
    read ``console.project_with_articles()``, ``console.graph()`` (built first where that is
    needed, and not with ``--no-build``), ``console.write(text_or_bytes, output)``
    for results, ``console.note(text)`` for remarks on stderr, which ``--quiet`` drops.
    ``--format``, ``--output`` and ``--severity`` are declared in :mod:`kg.cli.options`.

How a command ends
    It returns (exit code 0) or raises: a :class:`kg.errors.KgError` becomes its message on stderr
    and its exit code, in :func:`main` and nowhere else. ``raise typer.Exit(1)`` ends quietly, for
    "the data has findings" when the findings were the result. No command catches
    ``KeyboardInterrupt``, ``BrokenPipeError`` or what it cannot mend.
"""

import gc
from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        args: the words after ``kg``; by default those of this process.
    """
    # Imports make many objects and no garbage: looking for cycles there costs a tenth of a query.
    gc.set_threshold(50_000, 20, 20)
    # Not at the top: `import kg.cli.console` in a test or a tool must not import Typer.
    from kg.cli.boundary import run

    return run(args)
