"""``kg why``: the derivation of a triple, down to the sentences."""

from itertools import chain
from typing import Annotated, Final

import typer

from kg.cli.console import Console
from kg.cli.options import Object, Output, Property, Subject, form

EXAMPLES: Final = """
kg why Armenia "party to" joint-statement-2020-11-09        an inferred triple
kg why consent/armenia a ReportedlyOutstandingConsent       a class
kg why Turkey "party to" monitoring-centre-agreement-2020-11-11 --all
kg why Armenia partyTo joint-statement-2020-11-09 --format turtle
"""

FORMATS: Final = ("text", "json", "turtle")


def command(
    ctx: typer.Context,
    subject: Subject,
    property_: Property,
    object_: Object,
    every: Annotated[
        bool, typer.Option("--all", help="Every minimal derivation, not only the first.")
    ] = False,
    format_: Annotated[str, form(FORMATS)] = "text",
    output: Output = None,
) -> None:
    """Show why a triple holds, down to the sentences.

    An inferred triple is followed back through the ontology's axioms to what is asserted, and that
    to the passages, with the speaker, the outlet and the day. The exit code is 1 where the triple
    does not hold; `kg why-not` says what is missing.
    """
    from kg.store import read_quads
    from kg.why import Explainer, read_statement
    from kg.why.document import json_page
    from kg.why.page import text_page

    console = Console.of(ctx)
    graph = console.graph()
    words = (subject, property_, object_)
    triple = read_statement(graph, words, "kg why")
    explainer = Explainer(graph, read_quads(console.project()))
    statement = explainer.wording.triple(triple)
    found = explainer.reasons(triple)
    first = next(found, None)
    reasons = () if first is None else chain((first,), found if every else ())
    if format_ == "json":
        pages = json_page(triple, statement, reasons)
    elif format_ == "turtle":
        from kg.why.provenance import turtle_page

        pages = iter((turtle_page(reasons),))
    elif first is not None:
        colour = output is None and console.colour()
        pages = text_page(reasons, width=console.width(), colour=colour, every=every)
    else:
        pages = iter((no_page(statement, words, width=console.width()),))
    console.write_all(pages, output)
    if first is None:
        raise typer.Exit(1)


def no_page(statement: str, words: tuple[str, str, str], *, width: int) -> str:
    """Return that a triple is not known, and where to ask on."""
    import shlex

    from kg.results.text import wrap

    lines = wrap(f"not known: {statement}", width)
    # The call is to be copied, so it is not wrapped.
    return "".join(f"{line}\n" for line in [*lines, f"see: kg why-not {shlex.join(words)}"])
