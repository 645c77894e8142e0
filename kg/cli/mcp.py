"""``kg mcp``: the stored questions as tools of a language model, over stdin and stdout."""

import asyncio
from typing import Final

import typer

from kg.cli.console import Console
from kg.cli.options import HelpSettings, Settings, read_settings, settings_page

EXAMPLES: Final = """
kg mcp                                     what a client starts: it speaks to it on stdin
kg --project ~/coverage mcp                another folder of articles
kg mcp --set row_limit=100                 shorter answers
kg serve                                   the same tools over HTTP, at /mcp
"""


def command(
    ctx: typer.Context, settings: Settings = None, help_settings: HelpSettings = False
) -> None:
    """Give a language model the stored questions as tools.

    It speaks the Model Context Protocol on stdin and stdout, and ends when stdin ends. Nothing else
    is written to stdout; remarks and errors are on stderr.
    """
    console = Console.of(ctx)
    if help_settings:
        console.write(settings_page())
        return
    limits = read_settings(settings or ())
    project = console.built()
    from kg.serve.mcp.stdio import serve
    from kg.serve.options import Options
    from kg.serve.service import Service

    async def run() -> None:
        await serve(Service(project, Options(limits=limits)))

    asyncio.run(run())
