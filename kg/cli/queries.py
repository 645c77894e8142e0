"""``kg queries``: the stored questions, to choose from.

May know nothing of SPARQL or of the graph.
"""

from typing import Annotated

import typer

from kg.cli import options
from kg.cli.console import Console
from kg.query import StoredQuery, load_query, query_names
from kg.results.text import wrap

EXAMPLES = """
kg queries
kg queries consent                      the questions about consent
kg queries --format json
"""


def command(
    ctx: typer.Context,
    word: Annotated[
        str | None, typer.Argument(metavar="WORD", help="Only questions that mention it.")
    ] = None,
    form: Annotated[str, options.form(("table", "json", "markdown"))] = "table",
    output: options.Output = None,
) -> None:
    """List the stored questions."""
    console = Console.of(ctx)
    project = console.project()
    stored = [load_query(project, name) for name in query_names(project)]
    chosen = [query for query in stored if word is None or _mentions(query, word)]
    if not chosen:
        about = f" that mentions {word!r}" if word else f" in {project.shown(project.queries)}"
        console.note(f"there is no question{about}")
    if form == "table":
        page = _table(chosen, console.width())
    else:
        page = {"json": _json, "markdown": _markdown}[form](chosen)
    console.write(page, output)


def _mentions(query: StoredQuery, word: str) -> bool:
    text = " ".join([query.name, query.title, query.question, *query.keywords])
    return word.casefold() in text.casefold()


def _table(queries: list[StoredQuery], width: int) -> str:
    lines: list[str] = []
    for query in queries:
        lines.append(query.name)
        lines += wrap(query.question, width, first="    ", then="    ")
        options = [f"{p.option} {p.kind.upper()}" for p in query.parameters.values()]
        if options:
            lines += wrap(", ".join(options), width, first="    ", then="    ")
    return "".join(f"{line}\n" for line in lines)


def _json(queries: list[StoredQuery]) -> str:
    import json

    documents = [
        {
            "name": query.name,
            "title": query.title,
            "question": query.question,
            "keywords": list(query.keywords),
            "parameters": [
                {
                    "name": parameter.name,
                    "option": parameter.option,
                    "class" if parameter.class_ else "datatype": parameter.kind,
                    "example": parameter.example,
                    "required": parameter.required,
                    "description": parameter.description,
                }
                for parameter in query.parameters.values()
            ],
        }
        for query in queries
    ]
    return json.dumps(documents, indent=2, ensure_ascii=False) + "\n"


def _markdown(queries: list[StoredQuery]) -> str:
    lines = ["| query | question | options |", "| --- | --- | --- |"]
    for query in queries:
        options = ", ".join(f"`{parameter.option}`" for parameter in query.parameters.values())
        question = query.question.replace("|", "\\|")
        lines.append(f"| `{query.name}` | {question} | {options} |")
    return "".join(f"{line}\n" for line in lines)
