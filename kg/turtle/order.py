"""The order in which Turtle is laid out: predicates, kinds of thing, names with numbers in them.

May know nothing but the names of W3C terms.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN

_LEADING = (
    RDF + "type",
    DCTERMS + "title",
    DCTERMS + "description",
    DCTERMS + "license",
    DCTERMS + "creator",
    DCTERMS + "created",
    OWL + "versionIRI",
    OWL + "versionInfo",
    VANN + "preferredNamespacePrefix",
    VANN + "preferredNamespaceUri",
    OWL + "imports",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    SKOS + "definition",
    SKOS + "scopeNote",
    SKOS + "example",
    RDFS + "domain",
    RDFS + "range",
    OWL + "inverseOf",
    OWL + "propertyChainAxiom",
    OWL + "disjointWith",
    OWL + "annotatedSource",
    OWL + "annotatedProperty",
    OWL + "annotatedTarget",
    OWL + "onProperty",
    SH + "targetClass",
    SH + "targetSubjectsOf",
    SH + "targetObjectsOf",
    SH + "targetNode",
    SH + "target",
    SH + "path",
    SH + "name",
    SH + "description",
)
_TRAILING = (
    SH + "severity",
    SH + "message",
    SH + "property",
    SH + "sparql",
    DCTERMS + "source",
    RDFS + "seeAlso",
    RDFS + "comment",
    RDFS + "isDefinedBy",
)
PREDICATE_ORDER: Final[Mapping[str, int]] = {
    **{iri: rank - len(_LEADING) for rank, iri in enumerate(_LEADING)},
    **{iri: rank + 1 for rank, iri in enumerate(_TRAILING)},
}
"""Rank of the predicates with a place of their own; every other one has rank 0, by IRI."""

KIND_ORDER: Final = {
    OWL + kind: rank
    for rank, kind in enumerate(
        (
            "Ontology",
            "Class",
            "ObjectProperty",
            "DatatypeProperty",
            "AnnotationProperty",
            "NamedIndividual",
        )
    )
}
"""Rank of the classes that say what sort of thing a term is: they stand before other types."""


NaturalKey: TypeAlias = tuple[tuple[tuple[str, int, str], ...], str]


def natural_key(text: str) -> NaturalKey:
    """Return a sort key under which ``char=99`` comes before ``char=1000``.

    The keys of two different texts are different, so that no order is left to chance.
    """
    pieces = re.split(r"([0-9]+)", text)
    numbers = [number.lstrip("0") for number in pieces[1::2]]
    # Numbers compare by length, then digits: Python refuses to parse one of 5,000 digits.
    words = zip(pieces[::2], [*numbers, ""], strict=True)
    return tuple((word, len(number), number) for word, number in words), text
