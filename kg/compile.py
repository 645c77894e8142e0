"""From an annotation to quads, in which the graph of a quad is the passage that says it.

It exists to be the one place that decides what goes into which graph. It is pure: no file, no
clock, no order but that of the text. May know nothing of how annotations are written or stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.annotation import Annotation, Passage, Span, Statement, Value
from kg.errors import Position
from kg.namespaces import RDF
from kg.vocabulary import Vocabulary
from kg.vocabulary.datatypes import LANG_STRING
from kg.vocabulary.terms import Property

_TYPE = NamedNode(RDF + "type")

LANGUAGE: Final = "en"
"""Language of every language-tagged text in an annotation, whatever that of the article."""

WRITTEN_TERMS: Final = (
    "EmptyPassage",
    "Passage",
    "articleId",
    "endOffset",
    "exactText",
    "inArticle",
    "readWith",
    "reason",
    "startOffset",
    "version",
    "voice",
)
"""Local names of the terms that describe every article and its passages; annotations do not write
them all, so an ontology that lacks one would not be noticed otherwise."""

_Placed = tuple[Quad, Position]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The quads of one version of an article.

    Attributes:
        article: its IRI, which is also the name of its *article* graph.
        quads: each once; the article graph first, then the passages in text order.
        positions: for each quad, the place of the value (or else the key) that it comes from.
    """

    article: str
    quads: tuple[Quad, ...]
    positions: Mapping[Quad, Position] = field(compare=False)


def compile_annotation(annotation: Annotation, vocabulary: Vocabulary) -> Compiled:
    """Return the quads of an annotation.

    Into the article graph go metadata, the description of every passage, and the annotation
    properties (labels, notes) of what passages describe; into a passage's graph goes the rest.

    Args:
        annotation: the checked annotation.
        vocabulary: the vocabulary that it was checked against.

    Raises:
        OntologyError: the ontology lacks a term that describes every article or passage.
    """
    for name in WRITTEN_TERMS:
        vocabulary.term(name)
    writer = _Writer(annotation, vocabulary)
    positions: dict[Quad, Position] = {}
    for quad, at in (*writer.article_graph(), *writer.passage_graphs()):
        positions.setdefault(quad, at)
    return Compiled(annotation.iri, tuple(positions), MappingProxyType(positions))


class _Writer:
    """Yields quads with their places; a quad that several lines say comes once for each."""

    def __init__(self, annotation: Annotation, vocabulary: Vocabulary) -> None:
        self._annotation = annotation
        self._vocabulary = vocabulary
        self._article = NamedNode(annotation.iri)

    def article_graph(self) -> Iterator[_Placed]:
        article, annotation = self._article, self._annotation
        yield from self._types(article, annotation.types, article)
        yield self._about(article, "articleId", annotation.article)
        yield self._about(article, "version", annotation.version)
        yield from self._statements(article, annotation.statements, article)
        for passage in annotation.passages:
            yield from self._passage(passage)
        for entry in annotation.nothing:
            yield from self._span(entry, "EmptyPassage")
            yield self._about(NamedNode(entry.iri), "reason", entry.reason)
        for passage in annotation.passages:
            for node in passage.says:
                editorial = filter(self._is_editorial, node.statements)
                yield from self._statements(NamedNode(node.iri), editorial, article)

    def passage_graphs(self) -> Iterator[_Placed]:
        for passage in self._annotation.passages:
            graph = NamedNode(passage.iri)
            for node in passage.says:
                content = filterfalse(self._is_editorial, node.statements)
                yield from self._types(NamedNode(node.iri), node.types, graph)
                yield from self._statements(NamedNode(node.iri), content, graph)

    def _passage(self, passage: Passage) -> Iterator[_Placed]:
        subject = NamedNode(passage.iri)
        yield from self._span(passage, "Passage")
        voice = self._vocabulary.term(passage.voice.text)
        yield self._about(subject, "voice", Value(voice, passage.voice.at))
        for needed in passage.context:
            yield self._about(subject, "readWith", needed)
        yield from self._statements(subject, passage.statements, self._article)

    def _span(self, span: Span, type_name: str) -> Iterator[_Placed]:
        subject, at = NamedNode(span.iri), span.at
        type_iri = NamedNode(self._vocabulary.classes[type_name].iri)
        yield Quad(subject, _TYPE, type_iri, self._article), at
        yield self._about(subject, "inArticle", Value(self._annotation.iri, at))
        yield self._about(subject, "startOffset", Value(str(span.start), at))
        yield self._about(subject, "endOffset", Value(str(span.end), at))
        yield self._about(subject, "exactText", Value(span.quote, at))

    def _about(self, subject: NamedNode, name: str, value: Value) -> _Placed:
        """Return a quad of the article graph with a property that Accord itself writes."""
        return self._quad(subject, self._vocabulary.properties[name], value, self._article)

    def _types(
        self, subject: NamedNode, names: Iterable[Value], graph: NamedNode
    ) -> Iterator[_Placed]:
        for name in names:
            type_iri = NamedNode(self._vocabulary.classes[name.text].iri)
            yield Quad(subject, _TYPE, type_iri, graph), name.at

    def _statements(
        self, subject: NamedNode, statements: Iterable[Statement], graph: NamedNode
    ) -> Iterator[_Placed]:
        for statement in statements:
            term = self._vocabulary.properties[statement.name]
            for value in statement.values:
                yield self._quad(subject, term, value, graph)

    def _is_editorial(self, statement: Statement) -> bool:
        return self._vocabulary.properties[statement.name].editorial

    @staticmethod
    def _quad(subject: NamedNode, term: Property, value: Value, graph: NamedNode) -> _Placed:
        return Quad(subject, NamedNode(term.iri), _object(term, value.text), graph), value.at


def _object(term: Property, text: str) -> NamedNode | Literal:
    if term.kind == "object":
        return NamedNode(text)
    if term.datatype == LANG_STRING:
        return Literal(text, language=LANGUAGE)
    return Literal(text, datatype=NamedNode(term.datatype))
