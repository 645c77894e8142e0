"""Reads documents with both libraries, for tests that compare what they read.

A document is returned as the set of its canonical statements (RDFC-1.0), so that two sets are equal
just when the graphs are isomorphic.
"""

import warnings
from collections.abc import Iterable
from typing import Final
from unittest.mock import patch

import pyoxigraph as ox
import rdflib

from kg.turtle import Statement, canonical

Read = frozenset[Statement]

OXIGRAPH_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RDFLIB_FORMATS: Final = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "rdfxml": "xml",
}


def statements(quads: Iterable[ox.Quad]) -> Read:
    """Return the canonical statements of ``quads``."""
    return frozenset(canonical(map(Statement.of, quads)))


def read_trig(text: str) -> list[ox.Quad]:
    """Return the quads of a TriG (or Turtle) text."""
    return list(ox.parse(text, format=ox.RdfFormat.TRIG))


def read_oxigraph(data: bytes, form: str = "turtle") -> Read:
    """Return what pyoxigraph reads."""
    return statements(ox.parse(data, format=OXIGRAPH_FORMATS[form]))


def read_rdflib(data: bytes, form: str = "turtle") -> Read:
    """Return what rdflib reads, literals as they are written."""
    dataset = rdflib.Dataset()
    # rdflib's own default would turn "01" into "1".
    with patch.object(rdflib, "NORMALIZE_LITERALS", new=False), warnings.catch_warnings():
        # rdflib's parsers call what rdflib itself deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=data, format=RDFLIB_FORMATS[form])
    lines: list[str] = []
    for subject, predicate, value, graph in dataset.quads():
        triple = f"{_n3(subject)} {_n3(predicate)} {_n3(value)}"
        named = isinstance(graph, rdflib.URIRef) and str(graph) != "urn:x-rdflib:default"
        lines.append(f"<{graph}> {{ {triple} }}" if named else f"{triple} .")
    return statements(read_trig("\n".join(lines)))


def _n3(term: rdflib.term.Node) -> str:
    return f"_:{term}" if isinstance(term, rdflib.BNode) else term.n3()
