"""Makes the union of the stored graphs one ontology in OWL 2 DL, for Protégé and the OWL API.

The ontology's modules import each other by IRIs that lead to the network, and RDF says nothing of
which things are individuals. So a document of one graph has one header and no imports, the modules
become its parts, individuals are declared, and so is every class and annotation property of
another vocabulary. May know nothing of any syntax.
"""

from collections.abc import Collection, Iterable
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import DCTERMS, ONTOLOGY, OWL, RDF, RDFS, TERMS
from kg.turtle import Statement, Term

_TYPE: Final = NamedNode(RDF + "type")
_ONTOLOGY_CLASS: Final = NamedNode(OWL + "Ontology")
_INDIVIDUAL: Final = NamedNode(OWL + "NamedIndividual")
_CLASS: Final = NamedNode(OWL + "Class")
_ANNOTATION: Final = NamedNode(OWL + "AnnotationProperty")
_THING: Final = OWL + "Thing"
_BUILT_IN: Final = (RDF, RDFS, OWL)
_OF_A_FILE: Final = frozenset({OWL + "imports", OWL + "versionIRI"})
"""What a header says of the file that it heads, which this document is not."""


def one_ontology(statements: Iterable[Statement]) -> set[Statement]:
    """Return ``statements`` with one header and with the declarations that OWL 2 DL asks for."""
    given = set(statements)
    result = _with_one_header(given)
    relations = object_properties(result)
    result |= {Statement(iri, _TYPE, _INDIVIDUAL) for iri in individuals(result, relations)}
    return result | declarations(result)


def _with_one_header(statements: set[Statement]) -> set[Statement]:
    main = NamedNode(ONTOLOGY)
    headers = {
        s.subject for s in statements if s.predicate == _TYPE and s.object == _ONTOLOGY_CLASS
    }
    kept = {
        s
        for s in statements
        if s.subject not in headers
        or not (s.predicate.value in _OF_A_FILE or s.object == _ONTOLOGY_CLASS)
    }
    kept.add(Statement(main, _TYPE, _ONTOLOGY_CLASS))
    part = NamedNode(DCTERMS + "hasPart")
    kept |= {Statement(main, part, module) for module in headers - {main}}
    return kept


def object_properties(statements: Iterable[Statement]) -> set[NamedNode]:
    """Return the object properties that ``statements`` declare."""
    kind = NamedNode(OWL + "ObjectProperty")
    return {
        s.subject
        for s in statements
        if s.predicate == _TYPE and s.object == kind and isinstance(s.subject, NamedNode)
    }


def individuals(
    statements: Iterable[Statement], properties: Collection[NamedNode]
) -> set[NamedNode]:
    """Return what ``statements`` speak of as individuals, by the object properties."""
    # A class of a built-in vocabulary says what sort of term a thing is, not what individual.
    found: set[NamedNode] = set()
    for subject, predicate, value, _ in statements:
        if predicate == _TYPE:
            instance = value.value == _THING or not value.value.startswith(_BUILT_IN)
            named: tuple[Term, ...] = (
                (subject,) if instance and isinstance(value, NamedNode) else ()
            )
        else:
            named = (subject, value) if predicate in properties else ()
        found.update(node for node in named if isinstance(node, NamedNode))
    return found


def declarations(
    statements: Collection[Statement], schema: Iterable[Statement] = ()
) -> set[Statement]:
    """Return declarations of the annotation properties and classes of other vocabularies.

    Args:
        statements: what uses them.
        schema: what declares some of them; these are declared as it says.
    """
    # An undeclared term of Accord is a fault that validation reports: it is not papered over here.
    known = (*_BUILT_IN, TERMS)
    declared = {s.subject for s in statements if s.predicate == _TYPE}
    properties = {s.predicate for s in statements}
    classes = {s.object for s in statements if s.predicate == _TYPE}
    foreign = {
        term: kind
        for terms, kind in ((properties, _ANNOTATION), (classes, _CLASS))
        for term in terms
        if isinstance(term, NamedNode) and not term.value.startswith(known)
        if term not in declared
    }
    said = {s.triple() for s in schema if s.predicate == _TYPE and s.subject in foreign}
    told = {s.subject for s in said}
    return said | {Statement(t, _TYPE, kind) for t, kind in foreign.items() if t not in told}
