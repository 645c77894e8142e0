"""A query of one's own on a page: the form, which works without script, and its answer below it.

May know nothing of requests.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.documents.links import Links
from kg.pages.html import Child, Markup, element, lines
from kg.serve.answersection import answer_section

_EXAMPLE: Final = """\
SELECT ?state ?label {
  ?state a accord:State ; rdfs:label ?label .
}
ORDER BY ?label
LIMIT 100
"""
_CHOICES: Final = (
    ("text/html", "a page"),
    ("text/plain", "text: a table, or Turtle"),
    ("application/sparql-results+json, application/ld+json", "JSON"),
    ("application/sparql-results+xml, application/rdf+xml", "XML"),
    ("text/csv", "CSV (SELECT)"),
    ("text/tab-separated-values", "TSV (SELECT)"),
    ("text/markdown", "Markdown (SELECT, ASK)"),
    ("application/n-triples", "N-Triples (CONSTRUCT, DESCRIBE)"),
)
"""What the form offers: media types that are accepted, and what people call them."""

_LEAST: Final = 8
"""Lines of the field for the query, however short that is."""
_MOST: Final = 20


@dataclass(frozen=True)
class Filled:
    """What is in the form.

    Attributes:
        query: the query; an example, where nobody asks yet.
        accept: what was chosen to be accepted.
        more: other parameters of the request, which the form sends again.
    """

    query: str = _EXAMPLE
    accept: str = ""
    more: tuple[tuple[str, str], ...] = ()


def filled_form(action: str, filled: Filled) -> Markup:
    """Return the form.

    Args:
        action: address of the endpoint.
        filled: what is in it.
    """
    options = (
        element("option", name, value=value, selected="" if value == filled.accept else None)
        for value, name in _CHOICES
    )
    return element(
        "form",
        lines(
            element("label", "Query", for_="query"),
            element(
                "textarea",
                # The parser of HTML drops a line feed that comes first.
                f"\n{filled.query}",
                id="query",
                name="query",
                rows=str(min(max(filled.query.count("\n") + 2, _LEAST), _MOST)),
                spellcheck="false",
                required="",
            ),
            *(
                element("input", type="hidden", name=name, value=value)
                for name, value in filled.more
            ),
            element("label", "Answer as", for_="accept"),
            element("select", *options, id="accept", name="accept"),
            element("p", element("button", "Ask", type="submit")),
        ),
        method="get",
        action=action,
    )


def answer_page(
    again: Markup, answer: Mapping[str, Any], links: Links, remarks: Sequence[str]
) -> Iterator[Child]:
    """Yield the content of the page that answers a query.

    Args:
        again: the form.
        answer: as a document.
        links: where IRIs are found on this server.
        remarks: on the query, beside its answer.
    """
    yield element("h1", "SPARQL")
    yield again
    for remark in remarks:
        yield element("p", f"{remark[:1].upper()}{remark[1:]}")
    yield from answer_section(answer, links)
