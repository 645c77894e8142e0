"""Options that several commands take: declared once, so that they look, check and fail alike.

May know nothing of any single command.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from kg.errors import UsageError
from kg.limits import DEFAULTS, Limits, settings

Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="A file instead of stdout; it appears whole or not at all.",
    ),
]

Subject: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT",
        help="A label, another name, a code, an id, a CURIE or an IRI.",
        show_default=False,
    ),
]

Property: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PROPERTY",
        help="A label, a local name or a CURIE; a (or is a) for classes.",
        show_default=False,
    ),
]

Object: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="OBJECT", help="A thing, a class or a literal.", show_default=False),
]

Settings: TypeAlias = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a limit.")
]

HelpSettings: TypeAlias = Annotated[
    bool, typer.Option("--help-settings", help="List the limits and end.")
]


def form(words: Sequence[str]) -> object:
    """Return the option ``--format``, which takes one of ``words``."""
    return _choice(words, "--format", "-f", metavar="FORMAT", about=f"{_one_of(words)}.")


def severity(words: Sequence[str]) -> object:
    """Return the option ``--severity``, which takes one of ``words``, the gravest first."""
    shown = f"The least that is shown: {', '.join(words)}."
    return _choice(words, "--severity", metavar="LEVEL", about=shown)


def _choice(words: Sequence[str], *names: str, metavar: str, about: str) -> object:
    def check(ctx: typer.Context, value: str) -> str:
        # A shell that completes a line asks before the line is whole.
        if value in words or ctx.resilient_parsing:
            return value
        from kg.text.nearest import nearest

        raise UsageError(
            f"{names[0]} takes {_one_of(words)}, not {value!r}",
            nearest=nearest(value, words),
            fix=f"see {ctx.command_path} --help",
        )

    return typer.Option(*names, metavar=metavar, help=about, callback=check)


def _one_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def read_settings(words: Sequence[str]) -> Limits:
    """Return the limits that ``NAME=VALUE`` words set, the others as they are by default.

    Raises:
        UsageError: one of them is no setting.
    """
    pairs = [word.partition("=") for word in words]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"{name!r} sets nothing", fix=f"write {name}=1000")
    return DEFAULTS.with_settings({name: value for name, _, value in pairs})


def settings_page() -> str:
    """Return the settings with their defaults as text."""
    wide = max(len(one.name) for one in settings())
    return "".join(
        f"{one.name:<{wide}}  {one.default:>6} {one.unit:<11}  {one.about}\n" for one in settings()
    )
