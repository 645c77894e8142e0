"""``kg show``: everything known of a thing, with the evidence."""

from typing import Annotated, Final

import typer

from kg.cli import options
from kg.cli.console import Console
from kg.query import find_thing

EXAMPLES: Final = """
kg show Turkey                                   a label, another name, a code …
kg show Ankara                                   … all lead to the same state
kg show dmitry-peskov                            the id of the register
kg show plan/turkish-peacekeepers                something that an article mints
kg show wd:Q43 --format json                     a record elsewhere; for programs
"""


def command(
    ctx: typer.Context,
    thing: Annotated[
        str,
        typer.Argument(
            metavar="THING",
            help="A label, another name, a code, an id, a CURIE or an IRI.",
            show_default=False,
        ),
    ],
    form: Annotated[str, options.form(("text", "markdown", "json", "turtle"))] = "text",
    output: options.Output = None,
) -> None:
    """Show everything known of a thing, with the evidence.

    Facts come first, then what the thing says, what is said of it, and what is reported without
    being asserted; each with its sentence, and with the word on which it stands. Background names
    its source, and what is only inferred is marked.
    """
    console = Console.of(ctx)
    graph = console.graph()
    node = find_thing(graph, thing)
    if form == "turtle":
        from kg.show.turtle import turtle_page
        from kg.store import read_quads

        console.write(turtle_page(read_quads(console.project()), node), output)
        return
    from kg.show import portray
    from kg.show.page import json_page, markdown_page, text_page

    portrait = portray(graph, node)
    if form == "json":
        page = json_page(portrait)
    elif form == "markdown":
        page = markdown_page(portrait)
    else:
        colour = output is None and console.colour()
        page = text_page(portrait, width=console.width(), colour=colour)
    console.write(page, output)
