"""Makes the document of an IRI of ours, in the form that was asked for.

May know nothing of HTTP, of processes or of the frame of a page.
"""

import json
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.documents.article import article_page
from kg.documents.graphs import GRAPHS, graph_page, graph_statements
from kg.documents.links import Links
from kg.documents.listing import list_page, list_statements
from kg.documents.ontology import ontology_page, ontology_statements, page_name
from kg.documents.page import LIMIT, Page
from kg.documents.source import Source, is_passage
from kg.documents.statements import of_article, of_itself, of_thing
from kg.documents.thing import thing_page
from kg.errors import UnknownValue
from kg.namespaces import BASE, DATA, ONTOLOGY, RDF
from kg.results import View, render
from kg.text.nearest import nearest
from kg.turtle import Statement

HTML: Final = "html"
FORMATS: Final = ("turtle", HTML, "ntriples", "jsonld", "rdfxml")
"""What a document can be asked for in, the one preferred by those who do not say first."""
PLACE: Final = "place"
"""Not the document, but its path on a server, as the body."""
_NEXT: Final = ox.NamedNode("http://www.w3.org/1999/xhtml/vocab#next")
_TYPE: Final = ox.NamedNode(RDF + "type")
_COMPARED: Final = 3_000
"""Names that an unknown one is compared with."""


@dataclass(frozen=True)
class Described:
    """A document.

    Attributes:
        body: RDF; or for people a JSON object with the ``title`` of a page and its ``content``.
        stopped: the setting at which it stops, or empty where it is whole.
    """

    body: bytes
    stopped: str = ""


def describe(
    source: Source, iri: str, format_: str, *, root: str = "/", class_: str = "", after: str = ""
) -> Described:
    """Return the document about an IRI.

    Args:
        source: where it is from.
        iri: of a thing, an article, a graph, the ontology or a module; ``kg.namespaces.DATA`` for
            the list of all things.
        format_: one of ``FORMATS``, or ``PLACE``.
        root: path of the server that links lead to.
        class_: for the list: local name of the class that is wanted, or empty.
        after: for the list: IRI after which it begins, or empty.

    Raises:
        UnknownValue: nothing is known of it.
    """
    links = Links(root)
    if iri == ONTOLOGY or iri.startswith(ONTOLOGY + "/"):
        return _ontology(source, iri, format_, links)
    if iri == DATA:
        return _listing(source, format_, links, class_, after)
    thing = _node(source, iri)
    if format_ == PLACE:
        return Described(f"doc/{iri.removeprefix(BASE)}".encode())
    if format_ == HTML:
        if iri in GRAPHS:
            return _page(graph_page(source, thing, links))
        if source.is_article(thing):
            return _page(article_page(source, thing, links))
        return _page(thing_page(source, thing, links))
    if iri in GRAPHS:
        statements, more = graph_statements(source, thing)
    elif source.is_article(thing):
        statements, more = of_article(source, thing)
    else:
        statements, more = of_thing(source, thing)
    itself = of_itself(source, iri, quotes=any(is_passage(s.object.value) for s in statements))
    return _rdf(source, [*itself, *statements], format_, LIMIT if more else "")


def _node(source: Source, iri: str) -> ox.NamedNode:
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        thing = None
    if thing is not None and (iri in GRAPHS or source.knows(thing)):
        return thing
    path = iri.removeprefix(DATA)
    known = {
        quad.subject.value.removeprefix(DATA)
        for quad in islice(
            source.graph.quads_for_pattern(None, _TYPE, None, ox.DefaultGraph()), _COMPARED
        )
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(DATA)
    }
    raise UnknownValue(
        f"nothing is known of {iri}",
        nearest=[DATA + name for name in nearest(path, known)],
        fix="see the list of all things at /id/",
    )


def _ontology(source: Source, iri: str, format_: str, links: Links) -> Described:
    if format_ == PLACE:
        return Described(f"ontology/{page_name(source, iri)}.html".encode())
    if format_ == HTML:
        name = iri.removeprefix(f"{ONTOLOGY}/")
        return _page(ontology_page(source, name, links))
    statements = ontology_statements(source, iri)
    itself = of_itself(source, iri, quotes=False, document=f"{iri}.ttl")
    return _rdf(source, [*itself, *statements], format_, "")


def _listing(source: Source, format_: str, links: Links, class_: str, after: str) -> Described:
    if format_ == HTML:
        return _page(list_page(source, links, class_, after))
    statements, following = list_statements(source, class_, after)
    itself = of_itself(source, DATA, quotes=False)
    if following:
        itself.append(Statement(itself[0].subject, _NEXT, ox.NamedNode(following)))
    return _rdf(source, [*itself, *statements], format_, "")


def _page(page: Page) -> Described:
    document = {"title": page.title, "content": page.content}
    body = json.dumps(document, ensure_ascii=False).encode()
    return Described(body, LIMIT if page.more else "")


def _rdf(source: Source, statements: list[Statement], format_: str, stopped: str) -> Described:
    triples = tuple(ox.Triple(s.subject, s.predicate, s.object) for s in statements)
    view = View(graph=source.graph, stopped=stopped, build=source.build)
    return Described(render(triples, format_, view), stopped)
