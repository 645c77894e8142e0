"""Why the rows of an answer hold: the inferred triples that a stored query says they rest on.

May know nothing of how a row itself is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.query import Asked
from kg.results.text import wrap
from kg.why.document import document, term_document
from kg.why.explainer import Explainer
from kg.why.model import Reason
from kg.why.page import TreePage


@dataclass(frozen=True)
class Rows:
    """The rows of an answer, and why they hold.

    Attributes:
        name: of the stored query.
        columns: its variables.
        rows: one term, or None, per column; and the places in ``explanations`` of what it rests on.
        explanations: a derivation of each triple that holds, in the order of the rows.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[object, ...], tuple[int, ...]], ...]
    explanations: tuple[Reason, ...]


def explain_rows(asked: Asked, explainer: Explainer) -> Rows:
    """Return why the rows of the answer hold.

    A triple that does not hold is none that a row rests on: it is left out.

    Args:
        asked: a SELECT, whose header may name triples.
        explainer: of the graph that it is asked of.

    Raises:
        QueryError: its SPARQL is wrong.
    """
    result = asked.result()
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101 - a SELECT, as said
    columns = tuple(variable.value for variable in result.variables)
    places: dict[ox.Triple, int | None] = {}
    found: list[Reason] = []
    rows: list[tuple[tuple[object, ...], tuple[int, ...]]] = []
    for solution in result:
        terms = tuple(solution)
        bound: Mapping[str, object] = {**asked.values, **dict(zip(columns, terms, strict=True))}
        wanted = (pattern.triple(bound) for pattern in asked.stored.why)
        triples = [triple for triple in wanted if triple is not None]
        for triple in triples:
            if triple not in places:
                explanation = explainer.explain(triple)
                places[triple] = len(found) if explanation else None
                found += [explanation] if explanation else []
        numbers = (places[triple] for triple in triples)
        rows.append((terms, tuple(n for n in dict.fromkeys(numbers) if n is not None)))
    return Rows(asked.stored.name, columns, tuple(rows), tuple(found))


def text_page(rows: Rows, *, width: int, colour: bool = False) -> str:
    """Return why rows hold, as trees; sentences have one number on the whole page."""
    if not rows.explanations:
        what = "nothing in these rows is inferred: each rests on the sentences below it"
        return _lines(wrap(what if rows.rows else "there is no row to explain", width))
    page = TreePage(width, colour=colour)
    lines: list[str] = []
    for explanation in rows.explanations:
        lines += ["", *page.tree(explanation)]
    return _lines(lines[1:])


def rows_document(rows: Rows) -> Mapping[str, object]:
    """Return rows, and why they hold, as what JSON can hold."""
    return {
        "query": rows.name,
        "columns": list(rows.columns),
        "rows": [
            {
                "values": {
                    column: term_document(term)
                    for column, term in zip(rows.columns, terms, strict=True)
                    if term is not None
                },
                "why": list(numbers),
            }
            for terms, numbers in rows.rows
        ],
        "why": [document(explanation) for explanation in rows.explanations],
    }


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
