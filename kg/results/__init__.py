"""Results of queries in the formats that people and programs read: one module per format.

A format's module has ``render(result, view) -> bytes`` and is imported when it is asked for. May
know nothing of how a query came about.
"""

from importlib import import_module
from typing import Final

from kg.errors import QueryError
from kg.results.view import Question, Result, View

_GRAPHS: Final = ("CONSTRUCT", "DESCRIBE")

FORMATS: Final[dict[str, tuple[str, ...]]] = {
    "table": ("SELECT", "ASK"),
    "csv": ("SELECT",),
    "tsv": ("SELECT",),
    "json": ("SELECT", "ASK"),
    "xml": ("SELECT", "ASK"),
    "markdown": ("SELECT", "ASK"),
    "turtle": _GRAPHS,
    "ntriples": _GRAPHS,
    "rdfxml": _GRAPHS,
    "jsonld": _GRAPHS,
    "resultset": ("SELECT", "ASK"),
    "document": ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
}
"""The forms of query whose results each format can hold."""


def choose_format(wanted: str | None, form: str) -> str:
    """Return the format for the result of a query: ``wanted``, or what reads best.

    Args:
        wanted: a key of ``FORMATS``, or None.
        form: the query's, such as ``SELECT``.

    Raises:
        QueryError: there is no such format, or it cannot hold the result of that form.
    """
    fitting = [name for name, forms in FORMATS.items() if form in forms]
    if wanted is None:
        return fitting[0]
    if wanted not in FORMATS:
        # Here and not at the top: an answer that is right does not pay for difflib.
        from kg.text.nearest import nearest

        raise QueryError(
            f"there is no format {wanted!r}",
            nearest=nearest(wanted, FORMATS),
            fix=f"use {', '.join(FORMATS)}",
        )
    if wanted not in fitting:
        raise QueryError(
            f"{wanted} cannot hold the result of {form}",
            why="a graph has no rows, and a row is no graph"
            if (form in _GRAPHS) != ("CONSTRUCT" in FORMATS[wanted])
            else f"{wanted} has no way to say yes or no",
            fix=f"use --format {' or '.join(fitting)}",
        )
    return wanted


def render(result: Result, format_: str, view: View) -> bytes:
    """Return ``result`` in the format that :func:`choose_format` chose, as UTF-8.

    The result is used up, and must be read in the thread that asked.
    """
    module = import_module(f"kg.results.{format_}")
    rendered: bytes = module.render(result, view)
    return rendered


__all__ = ["FORMATS", "Question", "Result", "View", "choose_format", "render"]
