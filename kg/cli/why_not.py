"""``kg why-not``: what is missing for a triple that does not hold."""

from typing import Annotated, Final

import typer

from kg.cli.console import Console
from kg.cli.options import Object, Output, Property, Subject, form

EXAMPLES: Final = """
kg why-not Turkey "party to" joint-statement-2020-11-09     no signature for Turkey
kg why-not consent/russia a ReportedlyOutstandingConsent    nobody denied it
kg why-not Turkey a Person --format json                    a contradiction; for programs
"""

FORMATS: Final = ("text", "json")


def command(
    ctx: typer.Context,
    subject: Subject,
    property_: Property,
    object_: Object,
    format_: Annotated[str, form(FORMATS)] = "text",
    output: Output = None,
) -> None:
    """Show what is missing for a triple that does not hold.

    For each way in which it would follow, the nearest first, it says which premises there are, with
    their sentences, and which are missing. What is not known may be so all the same, unless the
    ontology contradicts it. The exit code is 1 where the triple holds; `kg why` explains it.
    """
    from kg.store import read_quads
    from kg.why import Explainer, read_statement
    from kg.why.missing import why_not
    from kg.why.missingpage import document, text_page

    console = Console.of(ctx)
    graph = console.graph()
    words = (subject, property_, object_)
    triple = read_statement(graph, words, "kg why-not")
    explainer = Explainer(graph, read_quads(console.project()))
    explanation = explainer.explain(triple)
    if explanation is not None:
        if format_ == "json":
            import json

            from kg.why.document import document as explained

            page = json.dumps(explained(explanation), ensure_ascii=False, indent=2) + "\n"
        else:
            page = yes_page(explanation.words, words, width=console.width())
        console.write(page, output)
        raise typer.Exit(1)
    answer = why_not(explainer, triple)
    if format_ == "json":
        import json

        console.write(json.dumps(document(answer), ensure_ascii=False, indent=2) + "\n", output)
    else:
        colour = output is None and console.colour()
        console.write(text_page(answer, width=console.width(), colour=colour), output)


def yes_page(statement: str, words: tuple[str, str, str], *, width: int) -> str:
    """Return that a triple holds, and where to ask on."""
    import shlex

    from kg.results.text import wrap

    # The call is to be copied, so it is not wrapped.
    call = f"see: kg why {shlex.join(words)}"
    return "".join(f"{line}\n" for line in [*wrap(f"it holds: {statement}", width), call])
