"""What the rules are asked of: an ontology and everything around it, as one dataset.

======================  ==========================================================================
graph                   holds
======================  ==========================================================================
default graph           the triples of all documents of the ontology, imported ones included
IRI of a file           the triples of that document alone
``check:data``          reference data and register: individuals that no module declares
``check:shapes``        the shapes
``check:uses``          ``<file> a check:Ontology`` (``Shapes``, ``Query``, ``Annotation``) and
                        ``<file> check:mentions <term>``
======================  ==========================================================================

May know nothing of rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import OntologyError, Position
from kg.namespaces import BASE, OWL, RDF, RDFS, TERMS, compact
from kg.ontology.document import Document, read_document
from kg.ontology.imports import read_closure, with_imports
from kg.ontology.uses import Use, project_uses
from kg.project import Project
from kg.vocabulary.imports import refuse_unresolved_imports

CHECK: Final = BASE + "checks#"
"""Namespace of the graphs and terms that rules are asked with."""

_TYPE: Final = NamedNode(RDF + "type")
_DATA: Final = NamedNode(CHECK + "data")
_SHAPES: Final = NamedNode(CHECK + "shapes")
_USES: Final = NamedNode(CHECK + "uses")
_MENTIONS: Final = NamedNode(CHECK + "mentions")
_ONTOLOGY: Final = NamedNode(CHECK + "Ontology")
DECLARATIONS: Final = {
    OWL + "Ontology": "ontology",
    OWL + "Class": "class",
    RDFS + "Datatype": "datatype",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    OWL + "AnnotationProperty": "annotation property",
    OWL + "NamedIndividual": "individual",
}
"""What a term is declared as, in a word."""


@dataclass(frozen=True)
class Dataset:
    """An ontology and what is around it.

    Attributes:
        asked: the documents that are to be checked.
        documents: these, and all that they import.
        data: files of individuals.
        uses: files that name terms; empty where they are not looked at.
        partial: whether ``asked`` is a part of the ontology, so that the rest is not to be checked.
    """

    asked: Sequence[Document]
    documents: Sequence[Document]
    data: Sequence[Document] = ()
    uses: Sequence[Use] = ()
    partial: bool = False

    @property
    def triples(self) -> list[Triple]:
        """The ontology, imported documents included."""
        return list(dict.fromkeys(t for each in self.documents for t in each.triples))

    def store(self) -> Store:
        """Return the dataset as the module's docstring describes it."""
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object) for t in self.triples)
        for graph, triples in self._graphs():
            store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        return store

    def _graphs(self) -> Iterable[tuple[NamedNode, Iterable[Triple]]]:
        for document in self.documents:
            file = NamedNode(document.uri)
            yield file, document.triples
            yield _USES, [Triple(file, _TYPE, _ONTOLOGY)]
        for document in self.data:
            yield _DATA, document.triples
        for use in self.uses:
            file = NamedNode(use.uri)
            yield _SHAPES, use.triples
            yield _USES, [Triple(file, _TYPE, NamedNode(CHECK + use.kind))]
            yield _USES, (Triple(file, _MENTIONS, NamedNode(term)) for term in use.terms)

    def names(self) -> "Names":
        """Return the names of all terms and individuals."""
        return Names(t for each in (*self.documents, *self.data) for t in each.triples)

    def files(self) -> Mapping[str, Document | Use]:
        """Return each file by its IRI."""
        files: list[Document | Use] = [*self.documents, *self.data, *self.uses]
        return {file.uri: file for file in files}

    def place(self, term: str) -> Position | None:
        """Return where a term is declared, or else described, or else first named."""
        subject = NamedNode(term)
        everywhere = [*self.documents, *self.data]
        ranked = sorted(everywhere, key=lambda document: -_says(document, subject))
        return next(filter(None, (document.position(term) for document in ranked)), None)

    def is_asked(self, at: Position | None) -> bool:
        """Return whether a place lies in a file that is to be checked; nowhere does."""
        asked = {each.shown for each in self.asked}
        rest = {each.shown for each in self.documents} - asked
        return at is None or at.file in asked or not (self.partial or at.file in rest)


def _says(document: Document, subject: NamedNode) -> int:
    """Return how much a document says of a term: 3 if it declares and describes it, or less."""
    said = [triple for triple in document.triples if triple.subject == subject]
    declared = any(triple.predicate == _TYPE for triple in said)
    return 2 * declared + any(triple.predicate != _TYPE for triple in said)


class Names:
    """Terms as people read them, by their English labels."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._labels: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        for triple in triples:
            subject, value = triple.subject, triple.object
            if not isinstance(subject, NamedNode):
                continue
            if triple.predicate.value == RDFS + "label" and isinstance(value, Literal):
                if value.language in ("en", None):
                    self._labels[subject.value] = value.value
            elif triple.predicate == _TYPE and isinstance(value, NamedNode):
                kind = DECLARATIONS.get(value.value, "")
                if kind:
                    self._kinds[subject.value] = kind
        self._bearers = Counter(self._labels.values())

    def label(self, iri: str) -> str:
        """Return the label of a term; empty where it has none."""
        return self._labels.get(iri, "")

    def short(self, iri: str) -> str:
        """Return a term by its label where that is its alone, and by its name where it is not."""
        label = self.label(iri)
        return label if label and self._bearers[label] == 1 else compact(iri)

    def kind(self, iri: str) -> str:
        """Return what a term is declared as, in a word; empty where it is not."""
        return self._kinds.get(iri, "")

    def shown(self, iri: str) -> str:
        """Return a term by label and name: ``agent (accord:Agent)``."""
        label = self.label(iri)
        return f"{label} ({compact(iri)})" if label else compact(iri)

    def term(self, term: object) -> str:
        """Return any RDF term for people."""
        if isinstance(term, NamedNode):
            return self.shown(term.value)
        if isinstance(term, BlankNode):
            return "a blank node"
        return f"“{term.value}”" if isinstance(term, Literal) else str(term)


def project_dataset(project: Project) -> Dataset:
    """Return a project's ontology with its data, shapes, stored queries and annotations.

    Raises:
        KgError: a file cannot be read, or something that is imported is not at hand.
    """
    modules = project.ontology_modules()
    if not modules:
        raise OntologyError(
            f"there is no ontology in {project.shown(project.ontology)}",
            fix="put its modules there, as Turtle files",
        )
    asked = [read_document(path, project.shown(path)) for path in modules]
    refuse_unresolved_imports(project.ontology, asked, project.shown)
    documents = with_imports(asked, project.shown)
    terms = {
        triple.subject.value
        for document in documents
        for triple in document.triples
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(TERMS)
    }
    data = [path for path in (project.reference, project.register) if path.is_file()]
    return Dataset(
        asked=asked,
        documents=documents,
        data=[read_document(path, project.shown(path)) for path in data],
        uses=project_uses(project, terms),
    )


def dataset_of(files: Sequence[Path], project: Project) -> Dataset:
    """Return what is to be checked, where ``files`` are named, or else the project's ontology.

    Modules of the project are seen among its other modules and all that is around them.

    Raises:
        KgError: a file cannot be read, or something that is imported is not at hand.
    """
    if not files:
        return project_dataset(project)
    named = {path.resolve() for path in files}
    if not named <= {path.resolve() for path in project.ontology_modules()}:
        return files_dataset(files, project)
    whole = project_dataset(project)
    asked = [each for each in whole.documents if each.path.resolve() in named]
    return replace(whole, asked=asked, partial=True)


def files_dataset(paths: Sequence[Path], project: Project) -> Dataset:
    """Return the ontologies in ``paths`` with what they import, and nothing around them.

    Raises:
        KgError: a file cannot be read, or something that is imported is not at hand.
    """
    documents = read_closure(paths, project.shown)
    asked = {path.resolve() for path in paths}
    return Dataset(
        asked=[each for each in documents if each.path.resolve() in asked],
        documents=documents,
        partial=True,
    )
