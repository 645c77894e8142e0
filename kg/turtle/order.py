"""The order in which Turtle is laid out: predicates, kinds of thing, names with numbers in them.

May know nothing but the names of W3C terms.
"""

import re
from collections.abc import Mapping
from typing import Final

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


def natural_key(text: str) -> tuple[tuple[str, int], ...]:
    """Return a sort key under which ``char=99`` comes before ``char=1000``."""
    pieces = re.split(r"([0-9]+)", text)
    return tuple(
        (before, int(number))
        for before, number in zip(pieces[::2], [*pieces[1::2], "-1"], strict=True)
    )
