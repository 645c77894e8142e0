"""``kg anchor``: the YAML of a passage, ready to paste."""

import sys
from typing import Annotated, Final

import typer

from kg.cli.console import Console
from kg.errors import UsageError

EXAMPLES: Final = """
kg anchor "this topic was not discussed"
kg anchor "Kremlin" --article turkish-peacekeepers    in one article only
xclip -o | kg anchor -                                the text from standard input
"""


def command(
    ctx: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help="Words of the passage as you have them; - reads them from standard input.",
            show_default=False,
        ),
    ],
    article: Annotated[
        str | None,
        typer.Option(
            "--article", "-a", metavar="ID", help="Look only there; part of an id is enough."
        ),
    ] = None,
) -> None:
    """Print the YAML for a passage of an article.

    The quote is the exact text of the article, also where TEXT is only almost right (stderr says
    what differs), with what stands around it where it occurs more than once. Fill in the voice and
    what it says.
    """
    from kg.authoring.fragment import choose_articles, find
    from kg.authoring.passageyaml import passage_lines

    console = Console.of(ctx)
    texts = choose_articles(console.project_with_articles(), article)
    lines: list[str] = []
    for found in find(_standard_input() if text == "-" else text, texts):
        place = found.place
        if found.difference:
            console.note(f"not quite: {found.difference}")
        if place.occurrences > 1:
            console.note(
                f"{found.article} has these words {place.occurrences} times; this is the first "
                "place: give more words to mean another"
            )
        lines += passage_lines(place, found.text.text, found.text.shown)
    console.write("".join(f"{line}\n" for line in lines))


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            "standard input is not UTF-8", why=str(error), fix="give the words as an argument"
        ) from error
