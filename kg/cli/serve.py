"""``kg serve``: the built graph over HTTP."""

from pathlib import Path
from typing import Annotated, Final

import typer

from kg.cli.console import Console
from kg.cli.options import HelpSettings, Settings, read_settings, settings_page
from kg.errors import UsageError

EXAMPLES: Final = """
kg serve                                             http://127.0.0.1:8000/
kg serve --port 0                                    any port that is free
kg serve --set time_limit_ms=5000 --set row_limit=10000
kg serve --host 0.0.0.0 --token-file token.txt       other machines, who know the token
kg serve --help-settings                             the limits by name
"""


def command(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[str, typer.Option(metavar="PORT", help="0 takes any that is free.")] = "8000",
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Its first line is what a client must know.", show_default=False
        ),
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--base-url", metavar="URL", help="Where the world reaches it.", show_default=False
        ),
    ] = "",
    hosts: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A further name that it goes by."),
    ] = None,
    origins: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", metavar="ORIGIN", help="Web pages that may ask."),
    ] = None,
    settings: Settings = None,
    log_values: Annotated[
        bool, typer.Option("--log-values", help="Log the values of parameters too.")
    ] = False,
    help_settings: HelpSettings = False,
) -> None:
    """Serve the graph over HTTP: SPARQL, questions, linked data.

    It only reads, and listens on this machine alone unless it is told otherwise. When `kg build`
    finishes, it switches to the new graph; no request is lost.
    """
    console = Console.of(ctx)
    if help_settings:
        console.write(settings_page())
        return
    from kg.serve.options import Options
    from kg.serve.server import serve

    options = Options(
        host=host,
        port=_port(port),
        token=_token(token_file) if token_file else "",
        base=base if base.endswith("/") or not base else f"{base}/",
        hosts=tuple(hosts or ()),
        origins=tuple(origins or ()),
        log_values=log_values,
        limits=read_settings(settings or ()),
    )
    serve(console.built(), options, console.note, quiet=console.quiet)


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 1 << 16:
        return int(text)
    raise UsageError(f"there is no port {text!r}", fix="use a number from 0 to 65535")


def _token(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"cannot read the token in {path}", why=str(error), fix="name a readable file"
        ) from error
    token = text.strip()
    if not token.isascii() or not token or len(token.split()) > 1:
        raise UsageError(
            f"{path} holds no token",
            why="a token is one word of ASCII characters",
            fix=f"make one: python3 -c 'import secrets; print(secrets.token_urlsafe())' > {path}",
        )
    return token
