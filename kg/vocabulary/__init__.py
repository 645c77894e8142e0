"""The ontology as a vocabulary: what an annotation may say, by local name.

It exists so that a new class or property needs no Python: every key, class, individual and
datatype that the later stages accept is read here from the ontology's and the shapes' triples.
May know nothing of annotations, articles or graphs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Triple

from kg.errors import OntologyError
from kg.namespaces import OWL, RDF, RDFS, SKOS, SWRL, TERMS, compact, local_name
from kg.project import Project
from kg.vocabulary.datatypes import DATATYPES, LANG_STRING, STRING
from kg.vocabulary.declared import refuse_undeclared_terms
from kg.vocabulary.imports import refuse_unresolved_imports
from kg.vocabulary.shapes import shape_datatypes
from kg.vocabulary.terms import Class, Individual, Kind, Property
from kg.vocabulary.tripleindex import TripleIndex
from kg.vocabulary.turtlefile import TurtleFile, read_turtle

RESERVED: Final = frozenset({"id", "type", "says"})
"""Keys of every node: no property may take them as its local name."""

DEFINING: Final = (OWL + "onDatatype", OWL + "equivalentClass")
"""Properties that say what a datatype is made from."""

_KINDS: Final[Mapping[str, Kind]] = {
    OWL + "ObjectProperty": "object",
    OWL + "DatatypeProperty": "data",
    OWL + "AnnotationProperty": "annotation",
}
_IN_ENGLISH: Final = frozenset({"label", "altLabel", "note", "definition"})
_NOT_IN_ANNOTATIONS: Final = (RDFS + "Datatype", SWRL + "Variable")
"""Types of what a module may declare and no annotation names."""

_ASSERTIONS: Final = frozenset({"", "assertive", "content"})
_LABEL: Final = RDFS + "label"
_DEFINITION: Final = SKOS + "definition"


_Term = TypeVar("_Term", Class, Property, Individual)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Classes, properties and individuals of the ontology, each by local name."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    individuals: Mapping[str, Individual]

    def term(self, name: str) -> str:
        """Return the IRI of a term that Accord itself writes.

        Raises:
            OntologyError: the ontology declares no such term.
        """
        found = self.properties.get(name) or self.classes.get(name) or self.individuals.get(name)
        if found is None:
            raise OntologyError(
                f"the ontology does not declare {compact(TERMS + name)}",
                why="every annotation is written with this term",
                fix="declare it in the ontology's module about evidence",
            )
        return found.iri

    def iris(self) -> frozenset[str]:
        """Return the IRI of every term."""
        kinds = (self.classes, self.properties, self.individuals)
        return frozenset(term.iri for terms in kinds for term in terms.values())

    def classes_named(self, names: Iterable[str]) -> list[Class]:
        """Return those of the named classes that the ontology declares."""
        return [self.classes[name] for name in names if name in self.classes]

    def individuals_in(self, classes: Collection[str]) -> list[Individual]:
        """Return the individuals of any of ``classes`` (IRIs), all of them where it is empty."""
        return [
            individual
            for individual in self.individuals.values()
            if not classes or not individual.types.isdisjoint(classes)
        ]


def load_vocabulary(project: Project) -> Vocabulary:
    """Return the vocabulary of the project's ontology and shapes.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file is not Turtle, imports what is not at hand, or names a term that none
            declares; or as for :func:`vocabulary_of`.
    """
    modules = [TurtleFile.read(path, project.shown(path)) for path in project.ontology_modules()]
    shapes = (
        triple
        for path in project.shape_files()
        for triple in read_turtle(path, project.shown(path))
    )
    return vocabulary_of_files(project, modules, shapes)


def vocabulary_of_files(
    project: Project, modules: Sequence[TurtleFile], shapes: Iterable[Triple]
) -> Vocabulary:
    """Return the vocabulary of a project's ontology and shapes, where these are read already.

    Args:
        project: where they are from.
        modules: all modules of its ontology.
        shapes: triples of all its shapes.

    Raises:
        OntologyError: a module imports what is not at hand, or names a term that none declares;
            or as for :func:`vocabulary_of`.
    """
    refuse_unresolved_imports(project.ontology, modules, project.shown)
    triples = [triple for file in modules for triple in file.triples]
    vocabulary = vocabulary_of(triples, shapes)
    index = TripleIndex(triples)
    named = [iri for type_ in _NOT_IN_ANNOTATIONS for iri in index.declared(type_)]
    refuse_undeclared_terms(modules, vocabulary.iris().union(named))
    return vocabulary


def vocabulary_of(ontology: Iterable[Triple], shapes: Iterable[Triple] = ()) -> Vocabulary:
    """Return the vocabulary that the triples of an ontology and its shapes declare.

    Args:
        ontology: triples of all modules.
        shapes: triples of all shapes; only ``sh:path`` with ``sh:datatype`` is read.

    Raises:
        OntologyError: two terms share a local name, a property is of two kinds or has two
            datatypes, a datatype is not one of :data:`kg.vocabulary.datatypes.DATATYPES`, or a mark
            of ``accord:assertion`` is neither "assertive" nor "content".
    """
    index = TripleIndex(ontology)
    from_shapes = shape_datatypes(shapes)
    superclasses = _superclasses(index)
    kinds = _kinds(index)
    classes = [_class(iri, index, superclasses[iri]) for iri in superclasses]
    properties = [_property(iri, kind, index, from_shapes) for iri, kind in kinds.items()]
    individuals = list(_individuals(index, superclasses))
    _refuse_clashes([*classes, *properties, *individuals])
    _refuse_reserved(properties)
    return Vocabulary(
        classes=_by_name(classes),
        properties=_by_name(properties),
        individuals=_by_name(individuals),
    )


def _assertion(index: TripleIndex, iri: str) -> str:
    mark = index.text(iri, TERMS + "assertion")
    if mark not in _ASSERTIONS:
        raise OntologyError(
            f'{compact(iri)} is marked accord:assertion "{mark}"',
            why="a term holds in the world (assertive) or describes what is said (content)",
            fix='mark it "assertive" or "content"',
        )
    return mark


# ---------------------------------------------------------------- classes and individuals


def _named_parts(index: TripleIndex, expression: object, through: str) -> Iterator[str]:
    """Yield a named class, or the named members of an intersection or union of classes.

    Args:
        index: the triples.
        expression: a class expression.
        through: ``owl:intersectionOf`` or ``owl:unionOf``.
    """
    seen: set[object] = set()
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode):
            yield node.value
        elif node not in seen:
            seen.add(node)
            for rest in index.objects(node, through):
                waiting.extend(index.members(rest))


def _superclasses(index: TripleIndex) -> dict[str, frozenset[str]]:
    """Return, for each declared class, all its named superclasses but itself."""
    above = {
        iri: {
            name
            for predicate in (RDFS + "subClassOf", OWL + "equivalentClass")
            for node in index.objects(iri, predicate)
            for name in _named_parts(index, node, OWL + "intersectionOf")
        }
        for iri in index.declared(OWL + "Class")
    }
    return {iri: _closure(iri, above) for iri in above}


def _closure(start: str, above: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return frozenset(found - {start})


def _class(iri: str, index: TripleIndex, superclasses: frozenset[str]) -> Class:
    return Class(
        iri=iri,
        name=local_name(iri),
        label=index.text(iri, _LABEL),
        definition=index.text(iri, _DEFINITION),
        assertion=_assertion(index, iri),
        superclasses=superclasses,
    )


def _individuals(
    index: TripleIndex, superclasses: Mapping[str, frozenset[str]]
) -> Iterator[Individual]:
    for iri in index.named():
        types = set(index.iris(iri, RDF + "type"))
        classes = types & superclasses.keys()
        if classes or OWL + "NamedIndividual" in types:
            yield Individual(
                iri=iri,
                name=local_name(iri),
                label=index.text(iri, _LABEL),
                definition=index.text(iri, _DEFINITION),
                types=frozenset(classes).union(*(superclasses[name] for name in classes)),
            )


# ---------------------------------------------------------------- properties


def _kinds(index: TripleIndex) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {_LABEL: "annotation"}
    for type_iri, kind in _KINDS.items():
        for iri in index.declared(type_iri):
            if kinds.setdefault(iri, kind) != kind:
                raise OntologyError(
                    f"{compact(iri)} is declared as {kinds[iri]} and as {kind} property",
                    why="OWL 2 DL keeps the kinds of property apart",
                    fix="keep one of the declarations",
                )
    return kinds


def _property(
    iri: str, kind: Kind, index: TripleIndex, from_shapes: Mapping[str, frozenset[str]]
) -> Property:
    ranges = index.objects(iri, RDFS + "range")
    return Property(
        iri=iri,
        name=local_name(iri),
        kind=kind,
        label=index.text(iri, _LABEL),
        definition=index.text(iri, _DEFINITION),
        domain=_classes(index, index.objects(iri, RDFS + "domain")),
        range=_classes(index, ranges) if kind == "object" else (),
        datatype="" if kind == "object" else _datatype(iri, kind, index, ranges, from_shapes),
        assertion=_assertion(index, iri),
    )


def _classes(index: TripleIndex, expressions: Iterable[object]) -> tuple[str, ...]:
    return tuple(
        sorted(
            name
            for node in expressions
            for name in _named_parts(index, node, OWL + "unionOf")
            if name != OWL + "Thing"
        )
    )


def _datatype(
    iri: str,
    kind: Kind,
    index: TripleIndex,
    ranges: Iterable[object],
    from_shapes: Mapping[str, frozenset[str]],
) -> str:
    candidates = set(from_shapes.get(iri, ()))
    for node in ranges:
        candidates.update(written_as(index, node))
    candidates.discard(RDFS + "Literal")
    if len(candidates) > 1:
        raise OntologyError(
            f"{compact(iri)} has several datatypes: {', '.join(map(compact, sorted(candidates)))}",
            why="rdfs:range and every sh:datatype of a property must agree on what is written",
            fix="keep one datatype in the ontology and the shapes",
        )
    if not candidates:
        english = kind == "annotation" and local_name(iri) in _IN_ENGLISH
        return LANG_STRING if english else STRING
    (datatype,) = candidates
    if datatype not in DATATYPES:
        raise OntologyError(
            f"{compact(iri)} has the datatype {compact(datatype)}, which annotations cannot hold",
            why=f"they hold {', '.join(compact(known) for known in DATATYPES)}",
            fix="choose one of these, or add the datatype to kg/vocabulary/datatypes.py",
        )
    return datatype


def written_as(index: TripleIndex, data_range: object) -> Iterator[str]:
    """Yield the datatype in which the values of a range are written, where that can be told.

    One that is restricted (xsd:integer from 1 to 12), or defined as such a one, is written as that
    which it restricts.

    Args:
        index: has the triples of :data:`DEFINING` at least.
        data_range: its node.
    """
    seen: set[object] = set()
    while data_range not in seen:
        seen.add(data_range)
        above = [node for predicate in DEFINING for node in index.objects(data_range, predicate)]
        if not above:
            if isinstance(data_range, NamedNode):
                yield data_range.value
            return
        data_range = above[0]


# ---------------------------------------------------------------- names


def _refuse_clashes(terms: Iterable[Class | Property | Individual]) -> None:
    owner: dict[str, str] = {}
    for term in sorted(terms, key=lambda term: term.iri):
        if owner.setdefault(term.name, term.iri) != term.iri:
            raise OntologyError(
                f"{compact(owner[term.name])} and {compact(term.iri)} have the same local name",
                why="annotations write terms by their local names",
                fix="rename one of them",
            )


def _refuse_reserved(properties: Iterable[Property]) -> None:
    for term in properties:
        if term.name in RESERVED:
            raise OntologyError(
                f"{compact(term.iri)} cannot be written in an annotation",
                why=f"the key {term.name} is part of the structure of annotations",
                fix="rename the property, or do not declare it",
            )


def _by_name(terms: Iterable[_Term]) -> Mapping[str, _Term]:
    return MappingProxyType({term.name: term for term in sorted(terms, key=lambda t: t.name)})
