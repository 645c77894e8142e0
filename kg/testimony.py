"""Who says what in a passage, in words: the built graph as a reader asks it.

Pages that show what is known (an article, a thing) must agree on what a thing is called, on which
triples are facts, and on whose word the others are; they all ask here. What a claim is about is put
into words by the labels of the ontology, so that a new class or property needs no Python. May know
nothing of layout.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.namespaces import (
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
from kg.words import day, listed

Node: TypeAlias = ox.NamedNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

TYPE: Final = ox.NamedNode(RDF + "type")
NOTE: Final = ox.NamedNode(SKOS + "note")
PASSAGE: Final = ox.NamedNode(TERMS + "Passage")
MADE_BY: Final = ox.NamedNode(TERMS + "madeBy")
POSSIBLY_MADE_BY: Final = ox.NamedNode(TERMS + "possiblyMadeBy")
IN_ARTICLE: Final = ox.NamedNode(TERMS + "inArticle")
OUTLET_VOICE: Final = TERMS + "outlet"

_LABEL: Final = ox.NamedNode(RDFS + "label")
_TITLE: Final = ox.NamedNode(DCTERMS + "title")
_SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")
_ASSERTION: Final = ox.NamedNode(TERMS + "assertion")
_MADE_TO: Final = ox.NamedNode(TERMS + "madeTo")
_MADE_ON: Final = ox.NamedNode(TERMS + "madeOn")
_FORCE: Final = ox.NamedNode(TERMS + "force")
_HAS_RELAY: Final = ox.NamedNode(TERMS + "hasRelay")
_RELAYED_BY: Final = ox.NamedNode(TERMS + "relayedBy")
_RELAY_ORDER: Final = ox.NamedNode(TERMS + "relayOrder")
_CLAIM: Final = frozenset({TERMS + "Claim"})
_SPEECH: Final = _CLAIM | {TERMS + "SpeechAct"}
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_IN_HEAD: Final = frozenset(
    {TYPE, MADE_BY, POSSIBLY_MADE_BY, _MADE_TO, _MADE_ON, _FORCE, _HAS_RELAY}
)

_LONG_NAME: Final = 30
"""Characters of the longest name that several can be listed of without quotation marks."""


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


class Testimony:
    """The built graph, asked who says what.

    Args:
        graph: the built graph; its default graph is the union of the others.
    """

    def __init__(self, graph: ox.Store) -> None:
        self._graph = graph
        self._names: dict[Node, str] = {}
        self._passages: dict[str, Passage] = {}
        self._articles: dict[str, Article] = {}

    # ------------------------------------------------------------ triples

    def values(self, subject: Node, predicate: Node, graph: Node | None = None) -> list[Term]:
        """Return the objects, in ``graph`` or else in the union, sorted by name."""
        quads = self._graph.quads_for_pattern(subject, predicate, None, graph or ox.DefaultGraph())
        return sorted(
            (quad.object for quad in quads), key=lambda term: (self.name(term), str(term))
        )

    def quads(
        self, subject: Node | None, predicate: Node | None, value: Term | None
    ) -> Iterator[ox.Quad]:
        """Yield the quads of the named graphs, in no order."""
        for quad in self._graph.quads_for_pattern(subject, predicate, value, None):
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
        for predicate in (_LABEL, _TITLE):
            quads = self._graph.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
            labels = sorted(
                (label.language not in ("en", None), label.value)
                for label in (quad.object for quad in quads)
                if isinstance(label, ox.Literal)
            )
            if labels:
                return labels[0][1]
        return local_name(node.value)

    # ------------------------------------------------------------ classes

    @cached_property
    def _superclasses(self) -> dict[str, frozenset[str]]:
        direct: dict[str, set[str]] = {}
        for quad in self._graph.quads_for_pattern(None, _SUBCLASS, None, ox.DefaultGraph()):
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
        return self.is_a(node, _SPEECH)

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
        quads = self._graph.quads_for_pattern(
            None, ox.NamedNode(TERMS + "articleId"), None, ox.DefaultGraph()
        )
        nodes = [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        return sorted(map(self.article, nodes), key=lambda article: (article.id, article.iri))

    def article(self, node: Node) -> Article:
        """Return the article with an IRI."""
        if node.value not in self._articles:
            self._articles[node.value] = Article(
                iri=node.value,
                id=" ".join(self._texts(node, ox.NamedNode(TERMS + "articleId"))),
                title=self.name(node),
                outlet=listed(self._texts(node, ox.NamedNode(TERMS + "publisher"))),
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
        quads = self._graph.quads_for_pattern(
            None, IN_ARTICLE, ox.NamedNode(article.iri), ox.DefaultGraph()
        )
        nodes = [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        found = [passage for passage in map(self.passage, nodes) if passage]
        return sorted(found, key=lambda passage: (passage.start, -passage.end))

    def passage(self, node: Node) -> Passage | None:
        """Return the passage, or the characters without content, that an IRI names, if it does."""
        if node.value not in self._passages:
            articles = self.values(node, IN_ARTICLE)
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

    # ------------------------------------------------------------ who says it

    def said_in(self, passage: Passage) -> dict[Node, list[ox.Quad]]:
        """Return what a passage says, by subject: speech acts first, then what they lead to."""
        about: dict[Node, list[ox.Quad]] = {}
        graph = ox.NamedNode(passage.iri)
        for quad in self._graph.quads_for_pattern(None, None, None, graph):
            if isinstance(quad.subject, ox.NamedNode):
                about.setdefault(quad.subject, []).append(quad)
        first = sorted(about, key=lambda n: (not self.is_speech(n), self.name(n), n.value))
        ordered: dict[Node, None] = {}
        for start in first:
            waiting = [start]
            while waiting:
                node = waiting.pop(0)
                if node not in ordered:
                    ordered[node] = None
                    quads = sorted(about[node], key=self._in_order)
                    waiting += [
                        quad.object
                        for quad in quads
                        if isinstance(quad.object, ox.NamedNode) and quad.object in about
                    ]
        # All that is said comes before what it is about.
        speech = [node for node in ordered if self.is_speech(node)]
        rest = [node for node in ordered if node not in speech]
        return {node: sorted(about[node], key=self._in_order) for node in (*speech, *rest)}

    def _in_order(self, quad: ox.Quad) -> tuple[bool, str, str, str]:
        return (
            quad.predicate != TYPE,
            self.name(quad.predicate),
            self.name(quad.object),
            str(quad.object),
        )

    def attributions(self, passage: Passage, subject: Node) -> tuple[str, ...]:
        """Return on whose word a passage says something of ``subject``.

        Each is a clause: *Dmitry Peskov denies it on 12 November 2020*, or *in a claim by Dmitry
        Peskov* where the claim is about something that leads to the subject. It is the outlet's
        name where the passage speaks in the outlet's voice and no claim in it leads there.
        """
        said = self.said_in(passage)
        claims = [node for node in said if self.is_speech(node)]
        if subject in claims:
            return (self._clause(subject, passage, "says it"),)
        direct = [
            self._clause(claim, passage, f"{self.name(quad.predicate)} it")
            for claim in claims
            for quad in said[claim]
            if quad.object == subject and quad.predicate not in _IN_HEAD
        ]
        if direct:
            return tuple(dict.fromkeys(direct))
        leading = [claim for claim in claims if self._leads(claim, subject, said)]
        if not leading and passage.voice == OUTLET_VOICE:
            return (passage.article.outlet,)
        clauses = (
            f"in a {self._noun(claim)}{self._by(claim, passage)}" for claim in leading or claims
        )
        return tuple(dict.fromkeys(clauses))

    @staticmethod
    def _leads(start: Node, target: Node, said: dict[Node, list[ox.Quad]]) -> bool:
        seen: set[Node] = set()
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node == target:
                return True
            if node not in seen:
                seen.add(node)
                waiting += [
                    quad.object
                    for quad in said.get(node, ())
                    if isinstance(quad.object, ox.NamedNode)
                ]
        return False

    def _clause(self, claim: Node, passage: Passage, verb: str) -> str:
        occasion = self.occasion(claim, passage)
        comma = "" if not occasion or occasion.startswith("on ") else ","
        words = [f"{self.speaker(claim, passage) or 'somebody'} {verb}{comma}", occasion]
        return " ".join(filter(None, words))

    def occasion(self, claim: Node, passage: Passage) -> str:
        """Return when and through whom something was said, as a passage has it, or nothing."""
        on = listed(self._stated(claim, _MADE_ON, passage))
        through = self._through(claim, passage)
        return f"on {on}{through}" if on else through.removeprefix(", ")

    def speaker(self, claim: Node, passage: Passage) -> str:
        """Return who says something, as a passage has it; nothing where it names nobody."""
        speakers = self._stated(claim, MADE_BY, passage)
        if speakers:
            return listed(speakers)
        possible = self._stated(claim, POSSIBLY_MADE_BY, passage)
        return f"possibly {listed(possible, 'or')}" if possible else ""

    def _by(self, claim: Node, passage: Passage) -> str:
        speaker = self.speaker(claim, passage)
        if not speaker:
            return ""
        # "claim possibly by A or B", and not "claim by possibly A or B".
        return (
            f" possibly by {speaker.removeprefix('possibly ')}"
            if not self._stated(claim, MADE_BY, passage)
            else f" by {speaker}"
        )

    def _through(self, claim: Node, passage: Passage) -> str:
        relays = [
            node
            for node in self.values(claim, _HAS_RELAY, ox.NamedNode(passage.iri))
            if isinstance(node, ox.NamedNode)
        ]
        relays.sort(key=lambda node: self._stated(node, _RELAY_ORDER, passage))
        agents = [listed(self._stated(node, _RELAYED_BY, passage)) for node in relays]
        # The outlet relays all that it prints.
        named = [agent for agent in agents if agent and agent != passage.article.outlet]
        return f", through {', then '.join(named)}" if named else ""

    def _stated(self, subject: Node, predicate: Node, passage: Passage) -> list[str]:
        values = self.values(subject, predicate, ox.NamedNode(passage.iri))
        return [self.name(value) for value in values]

    def _noun(self, node: Node) -> str:
        return listed([self.name(class_) for class_ in self.types(node)], "and") or "thing"

    # ------------------------------------------------------------ in words

    def speech(self, claim: Node, passage: Passage) -> str:
        """Return what somebody says in a passage, in words.

        For example: *claim by Dmitry Peskov, 12 November 2020, stresses; affirms: a Turkish
        deployment requires the consent of Armenia and Azerbaijan*.
        """
        to = listed(self._stated(claim, _MADE_TO, passage))
        who = f"{self._noun(claim)}{self._by(claim, passage)}{f' to {to}' if to else ''}"
        head = [
            who + self._through(claim, passage),
            listed(self._stated(claim, _MADE_ON, passage)),
            listed(self._stated(claim, _FORCE, passage)),
        ]
        quads = [q for q in self._here(claim, passage) if q.predicate not in _IN_HEAD]
        said = self._properties(quads, passage)
        return "; ".join([", ".join(part for part in head if part), *said])

    def description(self, node: Node, passage: Passage) -> str:
        """Return what a passage says of a thing, in words: its name, class and properties."""
        quads = self._here(node, passage)
        types = [self.name(quad.object) for quad in quads if quad.predicate == TYPE]
        said = self._properties([q for q in quads if q.predicate != TYPE], passage)
        return f"{self._named(node, passage)}: {'; '.join([*types, *said])}"

    def _here(self, node: Node, passage: Passage) -> list[ox.Quad]:
        quads = self._graph.quads_for_pattern(node, None, None, ox.NamedNode(passage.iri))
        return sorted(quads, key=self._in_order)

    def _properties(self, quads: list[ox.Quad], passage: Passage) -> list[str]:
        found: dict[Node, list[str]] = {}
        for quad in quads:
            found.setdefault(quad.predicate, []).append(self._named(quad.object, passage))
        return [
            f"{self.name(predicate)}: {listed(_apart(names))}" for predicate, names in found.items()
        ]

    def _named(self, term: Term, passage: Passage) -> str:
        is_article = isinstance(term, ox.NamedNode) and term.value == passage.article.iri
        return "this article" if is_article else self.name(term)


def _apart(names: list[str]) -> list[str]:
    """Return several long names in quotation marks, so that each can be told from the next."""
    if len(names) > 1 and max(map(len, names)) > _LONG_NAME:
        return [f"“{name}”" for name in names]
    return names
