"""Who else names the terms of an ontology: shapes, stored queries and annotations.

A shape or a query that names what does not exist silently finds nothing, and a term that nothing
names is not used; both show only where all of these are looked at together. May know nothing of
rules.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.annotation.yamltree import Mapping as Entries
from kg.annotation.yamltree import Node, Scalar, read_yaml
from kg.errors import Position
from kg.namespaces import PREFIXES, SH, TERMS, local_name
from kg.ontology.document import position, read_document
from kg.project import Project
from kg.query.catalogue import SUFFIX, load_query, query_names
from kg.query.naming import WIDE_CLASSES
from kg.query.tokens import Token, tokenize
from kg.text import line_column


class Kind(StrEnum):
    """What sort of file names a term."""

    SHAPES = "Shapes"
    QUERY = "Query"
    ANNOTATION = "Annotation"


@dataclass(frozen=True)
class Use:
    """A file, and the terms that it names, as IRIs.

    Attributes:
        kind: its sort.
        path: where it is.
        shown: its name in messages.
        text: its characters.
        terms: IRIs in Accord's namespace.
        triples: of shapes, what they say.
        prefixes: prefix to namespace, as names in it are written.
    """

    kind: Kind
    path: Path
    shown: str
    text: str
    terms: frozenset[str]
    prefixes: Mapping[str, str]
    triples: tuple[Triple, ...] = ()

    @property
    def uri(self) -> str:
        """The file as an IRI."""
        return self.path.resolve().as_uri()

    def position(self, iri: str) -> Position | None:
        """Return where the file first names ``iri``; None if it does not."""
        found = position(iri, self.text, self.shown, self.prefixes)
        if found is None and self.kind is Kind.QUERY:
            # The header of a query names classes by their local names.
            named = re.search(rf"\bclass: {re.escape(local_name(iri))}\b", self.text)
            return named and Position(self.shown, *line_column(self.text, named.start()))
        return found


def project_uses(project: Project, terms: Iterable[str]) -> list[Use]:
    """Return what the shapes, the stored queries and the annotations of a project name.

    Args:
        project: the folders.
        terms: the IRIs that the ontology declares; annotations write them by their local names.

    Raises:
        KgError: a file cannot be read.
    """
    by_name = {local_name(iri): iri for iri in terms if iri.startswith(TERMS)}
    return [
        *(_shapes(path, project.shown(path)) for path in project.shape_files()),
        *(_query(project, name) for name in query_names(project)),
        *(
            _annotation(folder.annotation, project.shown(folder.annotation), by_name)
            for folder in project.article_folders()
        ),
    ]


def _shapes(path: Path, shown: str) -> Use:
    document = read_document(path, shown)
    named = {
        term.value
        for triple in document.triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }
    prefixes = {**PREFIXES, **document.prefixes}
    for triple in document.triples:
        if triple.predicate.value == SH + "select" and isinstance(triple.object, Literal):
            named.update(_named(tokenize(triple.object.value), prefixes))
    return Use(Kind.SHAPES, path, shown, document.text, _own(named), prefixes, document.triples)


def _query(project: Project, name: str) -> Use:
    path = project.queries / f"{name}{SUFFIX}"
    stored = load_query(project, name)
    classes = {each.class_ for each in stored.parameters.values() if each.class_}
    named = set(_named(stored.query.tokens, PREFIXES))
    named.update(TERMS + each for each in classes - WIDE_CLASSES)
    return Use(Kind.QUERY, path, project.shown(path), stored.query.text, _own(named), PREFIXES)


def _named(tokens: Iterable[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the IRIs that SPARQL names."""
    for token in tokens:
        prefix, _, local = token.text.partition(":")
        if token.kind == "iri":
            yield token.text[1:-1]
        elif token.kind == "name" and prefix in prefixes:
            yield prefixes[prefix] + local


def _annotation(path: Path, shown: str, by_name: Mapping[str, str]) -> Use:
    words = _words(read_yaml(path, shown))
    named = frozenset(by_name[word] for word in words if word in by_name)
    return Use(Kind.ANNOTATION, path, shown, "", named, {})


def _words(top: Node) -> Iterator[str]:
    """Yield every scalar of a tree, keys and values."""
    waiting: list[Node] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node.text
        elif isinstance(node, Entries):
            for key, value in node.entries:
                waiting += (key, value)
        else:
            waiting.extend(node.items)


def _own(iris: Iterable[str]) -> frozenset[str]:
    return frozenset(iri for iri in iris if iri.startswith(TERMS) and iri != TERMS)
