"""Names, classes and sources in the built graph, as pages for people need them.

Pages that show what is known (an article, a thing) must agree on what a thing is called, on what it
is, and on where a passage is from; they all ask here. May know nothing of layout, nor of who says
what.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.namespaces import (
    DATA,
    DCTERMS,
    INFERRED_GRAPH,
    OWL,
    RDF,
    RDFS,
    SKOS,
    TERMS,
    XSD,
    local_name,
)
from kg.results.view import visible
from kg.text.words import day, listed

Node: TypeAlias = ox.NamedNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TYPE: Final = ox.NamedNode(RDF + "type")
NOTE: Final = ox.NamedNode(SKOS + "note")
OUTLET_VOICE: Final = TERMS + "outlet"

_IN_ARTICLE: Final = ox.NamedNode(TERMS + "inArticle")
_ARTICLE_ID: Final = ox.NamedNode(TERMS + "articleId")
_LABEL: Final = ox.NamedNode(RDFS + "label")
_TITLE: Final = ox.NamedNode(DCTERMS + "title")
_PUBLISHER: Final = ox.NamedNode(TERMS + "publisher")
NAMING: Final = frozenset({_LABEL, _TITLE, _ARTICLE_ID, _PUBLISHER})
"""Predicates of all that names are made from, those of articles and outlets included."""

_SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")
_ASSERTION: Final = ox.NamedNode(TERMS + "assertion")
_CLAIM: Final = frozenset({TERMS + "Claim"})
_SPEECH: Final = _CLAIM | {TERMS + "SpeechAct"}
_MINTED: Final = re.compile(rf"{DATA}[^#]*/v[^/#]+/([^/#]+/[^/#]+)")
"""IRIs of what an article mints; the group is the id that its annotation writes."""
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)


@dataclass(frozen=True)
class Article:
    """An article, as a source.

    Attributes:
        iri: of its version.
        id: ``<outlet>/<date>-<slug>``.
        title: its headline.
        outlet: name of who published it.
        published: the day, as ``YYYY-MM-DD``.
        rights: who holds the rights in its text.
        notes: what the annotators say of their reading.
    """

    iri: str
    id: str
    title: str
    outlet: str
    published: str
    rights: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def source(self) -> str:
        """Outlet and day."""
        return ", ".join(part for part in (self.outlet, day(self.published)) if part)


@dataclass(frozen=True)
class Passage:
    """A passage, or characters that carry no content.

    Attributes:
        iri: its IRI, which is also the name of its graph.
        article: where it stands.
        start: offset of its first character, in code points.
        end: offset after its last character.
        quote: its characters.
        voice: IRI of the voice in which it speaks; empty where it says nothing.
        voice_name: the voice in words.
        read_with: IRIs of the passages that are needed together with it.
        notes: what the annotators say of it.
        reason: why it carries no content; empty for a passage.
    """

    iri: str
    article: Article
    start: int
    end: int
    quote: str
    voice: str
    voice_name: str
    read_with: tuple[str, ...]
    notes: tuple[str, ...]
    reason: str


class Sources:
    """The built graph, asked what things are called, what they are and where they are from.

    Args:
        graph: the built graph; its default graph is the union of the others.
    """

    def __init__(self, graph: ox.Store) -> None:
        self.graph = graph
        self._names: dict[Node, str] = {}
        self._types: dict[Node, list[Node]] = {}
        self._passages: dict[str, Passage] = {}
        self._articles: dict[str, Article] = {}

    # ------------------------------------------------------------ triples

    def values(self, subject: Node, predicate: Node, graph: Node | None = None) -> list[Term]:
        """Return the objects, in ``graph`` or else in the union, sorted by name."""
        quads = self.graph.quads_for_pattern(subject, predicate, None, graph or ox.DefaultGraph())
        return sorted(
            (quad.object for quad in quads), key=lambda term: (self.name(term), str(term))
        )

    def quads(
        self, subject: Node | None, predicate: Node | None, value: Term | None
    ) -> Iterator[ox.Quad]:
        """Yield the quads of the named graphs, in no order."""
        for quad in self.graph.quads_for_pattern(subject, predicate, value, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad

    def _texts(self, subject: Node, predicate: Node) -> tuple[str, ...]:
        return tuple(self.name(value) for value in self.values(subject, predicate))

    # ------------------------------------------------------------ names

    def name(self, term: Term) -> str:
        """Return what people call a term: a label, a title, a day in words, a literal's text."""
        if isinstance(term, ox.Literal):
            text = day(term.value) if term.datatype.value == XSD + "date" else term.value
            return visible(text)
        if not isinstance(term, ox.NamedNode):
            return str(term)
        if term not in self._names:
            self._names[term] = visible(self._name_of(term))
        return self._names[term]

    def _name_of(self, node: Node) -> str:
        for predicate in (_LABEL, _TITLE, _ARTICLE_ID):
            quads = self.graph.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
            labels = sorted(
                (label.language not in ("en", None), label.value)
                for label in (quad.object for quad in quads)
                if isinstance(label, ox.Literal)
            )
            if labels:
                return labels[0][1]
        minted = _MINTED.fullmatch(node.value)
        return minted[1] if minted else local_name(node.value)

    # ------------------------------------------------------------ classes

    @cached_property
    def _superclasses(self) -> dict[str, frozenset[str]]:
        direct: dict[str, set[str]] = {}
        for quad in self.graph.quads_for_pattern(None, _SUBCLASS, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                direct.setdefault(quad.subject.value, set()).add(quad.object.value)
        closed: dict[str, frozenset[str]] = {}
        for class_ in direct:
            found: set[str] = set()
            waiting = [class_]
            while waiting:
                waiting += direct.get(waiting.pop(), set()) - found
                found.update(waiting)
            closed[class_] = frozenset(found - {class_})
        return closed

    def superclasses(self, class_: str) -> frozenset[str]:
        """Return the IRIs of the named classes above a class."""
        return self._superclasses.get(class_, frozenset())

    def types(self, node: Node) -> list[Node]:
        """Return the most special of the classes that are stated, not inferred, sorted by name."""
        # A state is stated to be one wherever it is spoken of, and every claim asks about it.
        if node not in self._types:
            self._types[node] = self._types_of(node)
        return self._types[node]

    def _types_of(self, node: Node) -> list[Node]:
        stated = {
            quad.object
            for quad in self.quads(node, TYPE, None)
            if quad.graph_name != _INFERRED
            and isinstance(quad.object, ox.NamedNode)
            and not quad.object.value.startswith(OWL)
        }
        above = frozenset[str]().union(*(self.superclasses(class_.value) for class_ in stated))
        return sorted(
            (class_ for class_ in stated if class_.value not in above), key=lambda c: self.name(c)
        )

    def is_a(self, node: Node, classes: Collection[str]) -> bool:
        """Whether a node is stated to be in one of ``classes`` (IRIs), or in one below them."""
        return any(
            class_.value in classes or not self.superclasses(class_.value).isdisjoint(classes)
            for class_ in self.types(node)
        )

    def is_speech(self, node: Node) -> bool:
        """Whether a node is a claim, a question or another thing that somebody says."""
        return bool(self.speech_types(node))

    def speech_types(self, node: Node) -> list[Node]:
        """Return those of :meth:`types` that make a node something that somebody says."""
        return [
            class_
            for class_ in self.types(node)
            if class_.value in _SPEECH or not self.superclasses(class_.value).isdisjoint(_SPEECH)
        ]

    def is_claim(self, node: Node) -> bool:
        """Whether a node is a claim."""
        return self.is_a(node, _CLAIM)

    def is_assertive(self, quad: ox.Quad) -> bool:
        """Whether a triple says how the world is, and not what a claim or a plan is about."""
        term = quad.object if quad.predicate == TYPE else quad.predicate
        return isinstance(term, ox.NamedNode) and ox.Literal("assertive") in self.values(
            term, _ASSERTION
        )

    def is_fact(self, quad: ox.Quad) -> bool:
        """Whether a passage asserts a triple in its outlet's own voice."""
        if not isinstance(quad.graph_name, ox.NamedNode) or not self.is_assertive(quad):
            return False
        passage = self.passage(quad.graph_name)
        return passage is not None and passage.voice == OUTLET_VOICE

    # ------------------------------------------------------------ sources

    def articles(self) -> list[Article]:
        """Return the articles of the graph, sorted by id."""
        quads = self.graph.quads_for_pattern(None, _ARTICLE_ID, None, ox.DefaultGraph())
        nodes = [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        return sorted(map(self.article, nodes), key=lambda article: (article.id, article.iri))

    def article(self, node: Node) -> Article:
        """Return the article with an IRI."""
        if node.value not in self._articles:
            self._articles[node.value] = Article(
                iri=node.value,
                id=" ".join(self._texts(node, _ARTICLE_ID)),
                title=self.name(node),
                outlet=listed(self._texts(node, _PUBLISHER)),
                published=next(
                    (
                        value.value
                        for value in self.values(node, ox.NamedNode(TERMS + "published"))
                        if isinstance(value, ox.Literal)
                    ),
                    "",
                ),
                rights=self._texts(node, ox.NamedNode(DCTERMS + "rights")),
                notes=self._texts(node, NOTE),
            )
        return self._articles[node.value]

    def passages(self, article: Article) -> list[Passage]:
        """Return the passages of an article, and its characters without content, in text order."""
        quads = self.graph.quads_for_pattern(
            None, _IN_ARTICLE, ox.NamedNode(article.iri), ox.DefaultGraph()
        )
        nodes = [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        found = [passage for passage in map(self.passage, nodes) if passage]
        return sorted(found, key=lambda passage: (passage.start, -passage.end))

    def passage(self, node: Node) -> Passage | None:
        """Return the passage, or the characters without content, that an IRI names, if it does."""
        if node.value not in self._passages:
            articles = self.values(node, _IN_ARTICLE)
            if not articles or not isinstance(articles[0], ox.NamedNode):
                return None
            self._passages[node.value] = self._read_passage(node, self.article(articles[0]))
        return self._passages[node.value]

    def _read_passage(self, node: Node, article: Article) -> Passage:
        def value(name: str) -> Term | None:
            return next(iter(self.values(node, ox.NamedNode(TERMS + name))), None)

        def text(name: str) -> str:
            term = value(name)
            return term.value if isinstance(term, ox.Literal) else ""

        voice = value("voice")
        with_ = self.values(node, ox.NamedNode(TERMS + "readWith"))
        return Passage(
            iri=node.value,
            article=article,
            start=int(text("startOffset")),
            end=int(text("endOffset")),
            quote=text("exactText"),
            voice=voice.value if isinstance(voice, ox.NamedNode) else "",
            voice_name=self.name(voice) if voice else "",
            read_with=tuple(term.value for term in with_ if isinstance(term, ox.NamedNode)),
            notes=self._texts(node, NOTE),
            reason=visible(text("reason")),
        )
