"""The terms of a query that the ontology does not declare, and that nothing in the graph matches.

SPARQL allows them, so they are no error; but who mistypes ``accord:madeby`` gets no rows, and would
take that for an answer. A query that makes triples may use terms of its own, and is told so all the
same. May know nothing of how a query is run.
"""

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.namespaces import ONTOLOGY, PREFIXES, RDF, TERMS, compact
from kg.query.sparql import Query
from kg.text.nearest import nearest
from kg.text.words import listed

_TYPE: Final = ox.NamedNode(RDF + "type")
_ONTOLOGY: Final = ox.NamedNode(ONTOLOGY)
# What is escaped is meant as it is written, and is the name of no term.
_TERM: Final = re.compile(rf"{re.escape(TERMS)}[\w.-]+")
_MOST: Final = 8
"""Terms that are told at most: to look for the nearest names of each takes time."""


def undeclared(graph: ox.Store, query: Query) -> tuple[str, ...]:
    """Return a remark on each of the ontology's terms in ``query`` that it does not declare.

    Args:
        graph: has the ontology in its graph.
        query: as it is run.
    """
    unknown = [iri for iri in dict.fromkeys(_terms(query)) if not _declares(graph, iri)]
    if not unknown:
        return ()
    known = {
        quad.subject.value.removeprefix(TERMS)
        for quad in graph.quads_for_pattern(None, _TYPE, None, _ONTOLOGY)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(TERMS)
    }
    return tuple(_remark(iri, known) for iri in unknown[:_MOST])


def _remark(iri: str, known: set[str]) -> str:
    like = [compact(TERMS + name) for name in nearest(iri.removeprefix(TERMS), known)]
    meant = f"; did you mean {listed(like, 'or')}?" if like else ""
    return f"the ontology declares no {compact(iri)}{meant}"


def _declares(graph: ox.Store, iri: str) -> bool:
    return any(graph.quads_for_pattern(ox.NamedNode(iri), _TYPE, None, _ONTOLOGY))


def _terms(query: Query) -> Iterator[str]:
    """Yield the IRIs in the ontology's namespace that a query names: in full, or by a prefix."""
    prefixes = dict(PREFIXES)
    tokens = query.tokens
    for place, token in enumerate(tokens):
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if place and tokens[place - 1].is_word("PREFIX"):
                prefixes[prefix] = tokens[place + 1].text[1:-1]
                continue
            iri = prefixes.get(prefix, "") + local
        elif token.kind == "iri":
            iri = token.text[1:-1]
        else:
            continue
        if _TERM.fullmatch(iri):
            yield iri
