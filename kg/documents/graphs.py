"""The documents of the graphs that are no article's: the reference data, and what is inferred.

May know nothing of what the graphs hold.
"""

from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.documents.links import Links
from kg.documents.page import Page, heading, remark
from kg.documents.source import Source
from kg.namespaces import DCTERMS, INFERRED_GRAPH, RDF, REFERENCE_GRAPH, VOID, XSD
from kg.pages.html import element, join, lines
from kg.show.sources import Sources
from kg.text.words import counted
from kg.turtle import Statement, Term

GRAPHS: Final = {
    REFERENCE_GRAPH: (
        "Reference data",
        "Background that no article has to prove, each with its own source.",
    ),
    INFERRED_GRAPH: (
        "What is inferred",
        "What follows from the axioms of the ontology and is asserted nowhere.",
    ),
}
"""The title of each and what it is, by its IRI."""


def graph_statements(source: Source, graph: NamedNode) -> tuple[list[Statement], bool]:
    """Return what a graph holds, what it is, and whether it holds more."""
    quads, number = _quads(source, graph)
    title, about = GRAPHS[graph.value]
    said: list[tuple[str, Term]] = [
        (RDF + "type", NamedNode(VOID + "Dataset")),
        (DCTERMS + "title", Literal(title, language="en")),
        (DCTERMS + "description", Literal(about, language="en")),
        (VOID + "triples", Literal(str(number), datatype=NamedNode(XSD + "integer"))),
    ]
    subjects = dict.fromkeys(q.subject.value for q in quads if isinstance(q.subject, NamedNode))
    wanted = set(quads)
    exact = [quad for subject in subjects for quad in source.lines.of(subject)]
    held = [Statement.of(quad).triple() for quad in exact if quad.graph_name == graph]
    held = held[: source.most] if len(wanted) == source.most else held
    return [
        *(Statement(graph, NamedNode(predicate), value) for predicate, value in said),
        *held,
    ], number > source.most


def graph_page(source: Source, graph: NamedNode, links: Links) -> Page:
    """Return the page of a graph."""
    quads, number = _quads(source, graph)
    names = Sources(source.graph)
    title, about = GRAPHS[graph.value]
    items = (
        element(
            "li",
            join(
                *(
                    links.term(term, names.name(term))
                    for term in (quad.subject, quad.predicate, quad.object)
                ),
                by=" · ",
            ),
        )
        for quad in quads
    )
    content = lines(
        heading("graph", title, element("p", about, class_="abstract")),
        element("p", element("code", graph.value)),
        links.syntaxes(graph.value),
        remark(links, more=number > len(quads)),
        element("p", f"{counted(number, 'triple')}.", class_="about"),
        element("ul", "\n", lines(*items), "\n", class_="triples"),
    )
    return Page(title, content, number > len(quads))


def _quads(source: Source, graph: NamedNode) -> tuple[list[Quad], int]:
    found = sorted(source.graph.quads_for_pattern(None, None, None, graph), key=str)
    return found[: source.most], len(found)
