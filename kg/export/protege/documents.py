"""The data of a package as ontologies: the background, one for each article, and one above all.

Each has an IRI of its own, imports what it speaks of, declares the individuals that it is the first
to name, and carries the sentence behind each assertion. May know nothing of folders or catalogues.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.export.description import RIGHTS
from kg.export.evidence import axioms
from kg.export.makers import ANNOTATED_BY, CREATOR, made_by
from kg.export.one import declarations, individuals, object_properties
from kg.export.protege.modules import Module, roots
from kg.export.protege.names import LABEL, Names
from kg.export.protege.support import Supports
from kg.export.spans import EXACT_TEXT
from kg.export.turtle import write_union
from kg.namespaces import DATA, DCTERMS, ONTOLOGY, OWL, REFERENCE_GRAPH, TERMS, VANN
from kg.turtle import TYPE, Statement, Term

TOP: Final = "accord-review.ttl"
"""Name of the file that imports all others: the one to open."""
REFERENCE: Final = "reference.ttl"
REVIEW: Final = DATA + "graph/review"
"""IRI of the ontology that imports all others."""

_INDIVIDUAL: Final = NamedNode(OWL + "NamedIndividual")
_VERSION: Final = NamedNode(OWL + "versionInfo")
_TITLE: Final = NamedNode(DCTERMS + "title")
_DESCRIPTION: Final = NamedNode(DCTERMS + "description")
_CREATED: Final = NamedNode(DCTERMS + "created")
_RIGHTS: Final = NamedNode(DCTERMS + "rights")
_ANNOTATED_ON: Final = NamedNode(TERMS + "annotatedOn")
_NAMESPACE: Final = (
    (NamedNode(VANN + "preferredNamespacePrefix"), Literal("id")),
    (NamedNode(VANN + "preferredNamespaceUri"), Literal(DATA)),
)
_OF_ARTICLE: Final = re.compile(rf"(?P<article>{re.escape(DATA)}[^#]+?/v[^/#]+)(?:[/#].*)?")


@dataclass(frozen=True)
class Header:
    """What an ontology says of itself.

    Attributes:
        file: the name of its file.
        iri: of the ontology.
        version: in words; empty where it has none.
        version_iri: of the version; empty where it has none.
        title: in words.
        about: what is in it, in a sentence or two.
        imports: IRIs of other ontologies.
    """

    file: str
    iri: str
    version: str
    version_iri: str
    title: str
    about: str
    imports: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """An ontology of data.

    Attributes:
        header: what it says of itself.
        data: the file, UTF-8.
        individuals: how many individuals it declares.
        assertions: how many assertions it makes.
    """

    header: Header
    data: bytes
    individuals: int
    assertions: int


class Documents:
    """Makes the documents of one graph.

    Args:
        modules: the files of the ontology.
        kept: the part of the built graph that is exported, without what is inferred.
        names: what things are called.
        supports: what stands behind assertions.
    """

    def __init__(
        self,
        modules: Sequence[Module],
        kept: Iterable[Statement],
        names: Names,
        supports: Supports,
    ) -> None:
        self._names = names
        self._supports = supports
        self._roots = roots(modules)
        main = next((module for module in modules if module.iri == ONTOLOGY), None)
        self._main = main.header() if main else []
        self._ontology = (main.iri,) if main else tuple(self._roots)
        schema = [statement for module in modules for statement in module.statements]
        self._relations = object_properties(schema)
        self._foreign = [
            s for s in schema if s.predicate == TYPE and not s.subject.value.startswith(TERMS)
        ]
        self._of_ontology = individuals(schema, self._relations)
        self._graphs: dict[str, list[Statement]] = defaultdict(list)
        for statement in kept:
            self._graphs[statement.graph.partition("#")[0]].append(statement)

    def all(self) -> list[Document]:
        """Return the documents: the one above all, the background, the articles by their IRI."""
        articles = sorted(self._graphs.keys() - {ONTOLOGY, REFERENCE_GRAPH})
        headers = {iri: self._of_article(iri, articles) for iri in articles}
        background = self._graphs[REFERENCE_GRAPH]
        shared = self._of_ontology | individuals(background, self._relations)
        return [
            self._document(self._above([REFERENCE_GRAPH, *(h.iri for h in headers.values())])),
            self._document(self._of_background(), background, known=self._of_ontology),
            *(
                self._document(header, self._graphs[iri], known=shared)
                for iri, header in headers.items()
            ),
        ]

    def _above(self, documents: Iterable[str]) -> Header:
        return Header(
            TOP,
            REVIEW,
            *self._release(REVIEW),
            "Accord: everything to review",
            "Imports the ontology, the background and what each article says: open this file, and "
            "start the reasoner.",
            (*self._roots, *documents),
        )

    def _of_background(self) -> Header:
        return Header(
            REFERENCE,
            REFERENCE_GRAPH,
            *self._release(REFERENCE_GRAPH),
            "Accord: background",
            "States, offices, people, agreements and others that articles share, each with its "
            "source. No article has to prove this.",
            self._ontology,
        )

    def _of_article(self, iri: str, articles: Collection[str]) -> Header:
        owners = {_owner(term) for s in self._graphs[iri] for term in (s.subject, s.object)}
        others = sorted((owners & {*articles}) - {iri})
        return Header(
            f"{iri.removeprefix(DATA).replace('/', '_')}.ttl",
            _assertions(iri),
            *self._release(_assertions(iri)),
            f"Accord: {self._names.name(iri)}",
            "What one article says, clause by clause. A claim is described, never asserted: who "
            "said what stands behind the @ of each assertion.",
            (*self._ontology, REFERENCE_GRAPH, *map(_assertions, others)),
        )

    def _document(
        self,
        header: Header,
        statements: Sequence[Statement] = (),
        known: Collection[NamedNode] = (),
    ) -> Document:
        new = individuals(statements, self._relations) - {*known}
        supported = self._supports.of(statements)
        triples = {statement.triple() for statement in statements}
        triples |= self._heading(header, statements)
        triples |= {Statement(node, TYPE, _INDIVIDUAL) for node in new}
        triples |= {
            Statement(node, LABEL, Literal(self._names.name(node.value), language="en"))
            for node in new
            if not self._names.labelled(node.value)
        }
        triples |= {*axioms(supported)}
        triples |= declarations(triples, self._foreign)
        data = "".join(write_union(triples)).encode()
        return Document(header, data, len(new), len(supported))

    def _heading(self, header: Header, statements: Sequence[Statement]) -> set[Statement]:
        said: list[tuple[NamedNode, Term]] = [
            (TYPE, NamedNode(OWL + "Ontology")),
            (_TITLE, Literal(header.title, language="en")),
            (_DESCRIPTION, Literal(header.about, language="en")),
            *((NamedNode(OWL + "imports"), NamedNode(iri)) for iri in header.imports),
            *self._makers(header, statements),
            *((_CREATED, date) for date in self._created(statements)),
            *_NAMESPACE,
        ]
        if header.version:
            said.append((_VERSION, Literal(header.version)))
            said.append((NamedNode(OWL + "versionIRI"), NamedNode(header.version_iri)))
        if any(statement.predicate == EXACT_TEXT for statement in statements):
            said.append((_RIGHTS, Literal(RIGHTS, language="en")))
        subject = NamedNode(header.iri)
        return {Statement(subject, predicate, value) for predicate, value in said}

    def _created(self, statements: Sequence[Statement]) -> list[Term]:
        # The background and what imports all are not dated: they are released with the ontology.
        annotated = [s.object for s in statements if s.predicate == _ANNOTATED_ON]
        return annotated or [s.object for s in self._main if s.predicate == _CREATED]

    def _makers(
        self, header: Header, statements: Sequence[Statement]
    ) -> Iterator[tuple[NamedNode, Term]]:
        ontology = [(s.predicate, s.object) for s in self._main]
        articles = statements
        if header.iri in (REVIEW, REFERENCE_GRAPH):
            articles = [s for graph in self._graphs.values() for s in graph]
        yield from made_by(ontology, [s.object for s in articles if s.predicate == ANNOTATED_BY])
        if header.iri == REFERENCE_GRAPH:
            # Much of the background comes with the ontology; the rest, with the articles.
            yield from ((p, value) for p, value in ontology if p == CREATOR)

    def _release(self, iri: str) -> tuple[str, str]:
        # All is released with the ontology; the version of an article's text is in its IRI.
        versions = [s.object.value for s in self._main if s.predicate == _VERSION]
        return (versions[0], f"{iri}/{versions[0]}") if versions else ("", "")


def _owner(term: Term) -> str:
    """Return the article that ``term`` is, is in or is minted by; nothing if it is none's."""
    match = _OF_ARTICLE.fullmatch(term.value) if isinstance(term, NamedNode) else None
    return match["article"] if match else ""


def _assertions(article: str) -> str:
    """Return the IRI of the ontology of what an article says."""
    return f"{article}/assertions"
