"""``kg article``: an article with what each of its sentences says."""

from typing import Annotated, Final

import typer

from kg.cli import options
from kg.cli.console import Console

EXAMPLES: Final = """
kg article                                       the articles there are
kg article turkish-peacekeepers                  one of them; part of its id is enough
kg article turkish-peacekeepers --format markdown --output page.md
"""


def command(
    ctx: typer.Context,
    article: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="An article, or part of its id; without, all are listed."
        ),
    ] = None,
    form: Annotated[str, options.form(("text", "markdown"))] = "text",
    output: options.Output = None,
) -> None:
    """Show an article with its passages marked and what each one says.

    Sentence by sentence: "says" is what somebody says, "fact" what the outlet asserts in its own
    voice, and "about" what these are about, which may be true or false. On a terminal the text is
    coloured by voice.
    """
    from kg.authoring.fragment import choose
    from kg.reading import list_articles, read
    from kg.reading.page import list_page, markdown_page, text_page

    console = Console.of(ctx)
    graph = console.graph()
    entries = list_articles(graph)
    if article is None:
        console.write(list_page(entries, width=console.width()), output)
        return
    by_id = {entry.article.id: entry.article for entry in entries}
    reading = read(console.project(), graph, by_id[choose(article, by_id)])
    if form == "markdown":
        page = markdown_page(reading)
    else:
        colour = output is None and console.colour()
        page = text_page(reading, width=console.width(), colour=colour)
    console.write(page, output)
