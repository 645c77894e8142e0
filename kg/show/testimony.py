"""Who says what in a passage, in words.

It exists so that nobody's claim is ever shown as a fact: every page that shows what a passage says
asks here on whose word it says so. What a claim is about is put into words by the labels of the
ontology, so that a new class or property needs no Python. May know nothing of layout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.attribution import claims_behind
from kg.namespaces import TERMS
from kg.show.sources import OUTLET_VOICE, TYPE, Article, Node, Passage, Sources, Term
from kg.text.words import listed

MADE_BY: Final = ox.NamedNode(TERMS + "madeBy")
POSSIBLY_MADE_BY: Final = ox.NamedNode(TERMS + "possiblyMadeBy")

_PUBLISHER: Final = ox.NamedNode(TERMS + "publisher")
_MADE_TO: Final = ox.NamedNode(TERMS + "madeTo")
_MADE_ON: Final = ox.NamedNode(TERMS + "madeOn")
_FORCE: Final = ox.NamedNode(TERMS + "force")
_HAS_RELAY: Final = ox.NamedNode(TERMS + "hasRelay")
_RELAYED_BY: Final = ox.NamedNode(TERMS + "relayedBy")
_RELAY_ORDER: Final = ox.NamedNode(TERMS + "relayOrder")
_IN_HEAD: Final = frozenset(
    {TYPE, MADE_BY, POSSIBLY_MADE_BY, _MADE_TO, _MADE_ON, _FORCE, _HAS_RELAY}
)
_LONG_NAME: Final = 30
"""Characters of the longest name that several can be listed of without quotation marks."""


@dataclass(frozen=True)
class Named:
    """A thing, with what people call it."""

    node: Node
    name: str


@dataclass(frozen=True)
class Relay:
    """A step on the way of a claim to the reader, with who passed it on."""

    step: Named
    agents: tuple[Named, ...]


@dataclass(frozen=True)
class Attribution:
    """On whose word a passage says something.

    Attributes:
        words: the same as a clause.
        claim: in which it is said; None where it is the outlet's own word.
        relation: of the claim to what is spoken of, such as *denies*; None where it leads there by
            way of something else, or is what is spoken of.
        speakers: who says it, as the passage has it; the outlet where there is no claim.
        possible: who may be the speaker, where the passage leaves it open.
        days: on which it was said, as literals.
        relays: through whom, from the speaker to the reader.
    """

    words: str
    claim: Named | None
    relation: Named | None = None
    speakers: tuple[Named, ...] = ()
    possible: tuple[Named, ...] = ()
    days: tuple[ox.Literal, ...] = ()
    relays: tuple[Relay, ...] = ()


class Testimony(Sources):
    """The built graph, asked who says what."""

    def said_in(self, passage: Passage) -> dict[Node, list[ox.Quad]]:
        """Return what a passage says, by subject: speech acts first, then what they lead to."""
        about: dict[Node, list[ox.Quad]] = {}
        graph = ox.NamedNode(passage.iri)
        for quad in self.graph.quads_for_pattern(None, None, None, graph):
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
        """Return on whose word a passage says something of ``subject``, as clauses.

        Each is as *Dmitry Peskov denies it on 12 November 2020*, or *in a claim by Dmitry
        Peskov* where the claim is about something that leads to the subject. It is the outlet's
        name where the passage speaks in the outlet's voice and no claim in it leads there.
        """
        return tuple(dict.fromkeys(one.words for one in self.attributed(passage, subject)))

    def attributed(self, passage: Passage, subject: Node) -> tuple[Attribution, ...]:
        """Return on whose word a passage says something of ``subject``."""
        said = self.said_in(passage)
        claims = [node for node in said if self.is_speech(node)]
        values = {
            node: [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)]
            for node, quads in said.items()
        }
        behind = claims_behind(subject, values, claims, outlet=passage.voice == OUTLET_VOICE)
        if not behind:
            if passage.voice != OUTLET_VOICE:
                return ()
            return (
                Attribution(passage.article.outlet, None, speakers=self.outlets(passage.article)),
            )
        if behind == [subject]:
            return (self._attribution(subject, passage, self._clause(subject, passage, "says it")),)
        direct = [
            self._attribution(
                claim,
                passage,
                self._clause(claim, passage, f"{self.name(quad.predicate)} it"),
                quad.predicate,
            )
            for claim in behind
            for quad in said[claim]
            if quad.object == subject and quad.predicate not in _IN_HEAD
        ]
        return tuple(dict.fromkeys(direct)) or tuple(
            self._attribution(claim, passage, f"in a {self._noun(claim)}{self._by(claim, passage)}")
            for claim in behind
        )

    def outlets(self, article: Article) -> tuple[Named, ...]:
        """Return who published an article."""
        return self._named_all(self.values(ox.NamedNode(article.iri), _PUBLISHER))

    def _attribution(
        self, claim: Node, passage: Passage, words: str, relation: Node | None = None
    ) -> Attribution:
        here = ox.NamedNode(passage.iri)
        speakers = self._named_all(self.values(claim, MADE_BY, here))
        days = self.values(claim, _MADE_ON, here)
        return Attribution(
            words,
            claim=Named(claim, self.name(claim)),
            relation=None if relation is None else Named(relation, self.name(relation)),
            speakers=speakers,
            possible=()
            if speakers
            else self._named_all(self.values(claim, POSSIBLY_MADE_BY, here)),
            days=tuple(day for day in days if isinstance(day, ox.Literal)),
            relays=tuple(
                Relay(
                    Named(step, self.name(step)),
                    self._named_all(self.values(step, _RELAYED_BY, here)),
                )
                for step in self._relays(claim, passage)
            ),
        )

    def _named_all(self, terms: Iterable[Term]) -> tuple[Named, ...]:
        return tuple(Named(term, self.name(term)) for term in terms if isinstance(term, Node))

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
        relays = self._relays(claim, passage)
        agents = [listed(self._stated(node, _RELAYED_BY, passage)) for node in relays]
        # The outlet relays all that it prints.
        named = [agent for agent in agents if agent and agent != passage.article.outlet]
        return f", through {', then '.join(named)}" if named else ""

    def _relays(self, claim: Node, passage: Passage) -> list[Node]:
        here = ox.NamedNode(passage.iri)
        relays = [node for node in self.values(claim, _HAS_RELAY, here) if isinstance(node, Node)]
        return sorted(relays, key=lambda node: self._order(node, here))

    def _order(self, relay: Node, graph: Node) -> tuple[int, str]:
        # Of several digits, "10" comes after "9".
        orders = [
            value.value
            for value in self.values(relay, _RELAY_ORDER, graph)
            if isinstance(value, ox.Literal)
        ]
        return min((len(order), order) for order in orders) if orders else (0, "")

    def _stated(self, subject: Node, predicate: Node, passage: Passage) -> list[str]:
        values = self.values(subject, predicate, ox.NamedNode(passage.iri))
        return [self.name(value) for value in values]

    def _noun(self, claim: Node) -> str:
        return listed([self.name(class_) for class_ in self.speech_types(claim)])

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
        quads = self.graph.quads_for_pattern(node, None, None, ox.NamedNode(passage.iri))
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
