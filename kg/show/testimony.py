"""Who says what in a passage, in words.

It exists so that nobody's claim is ever shown as a fact: every page that shows what a passage says
asks here on whose word it says so. What a claim is about is put into words by the labels of the
ontology, so that a new class or property needs no Python. May know nothing of layout.
"""

from typing import Final

import pyoxigraph as ox

from kg.attribution import claims_behind
from kg.namespaces import TERMS
from kg.show.sources import OUTLET_VOICE, TYPE, Node, Passage, Sources, Term
from kg.text.words import listed

MADE_BY: Final = ox.NamedNode(TERMS + "madeBy")
POSSIBLY_MADE_BY: Final = ox.NamedNode(TERMS + "possiblyMadeBy")

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
        """Return on whose word a passage says something of ``subject``.

        Each is a clause: *Dmitry Peskov denies it on 12 November 2020*, or *in a claim by Dmitry
        Peskov* where the claim is about something that leads to the subject. It is the outlet's
        name where the passage speaks in the outlet's voice and no claim in it leads there.
        """
        said = self.said_in(passage)
        claims = [node for node in said if self.is_speech(node)]
        values = {
            node: [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)]
            for node, quads in said.items()
        }
        behind = claims_behind(subject, values, claims, outlet=passage.voice == OUTLET_VOICE)
        if not behind:
            return (passage.article.outlet,) if passage.voice == OUTLET_VOICE else ()
        if behind == [subject]:
            return (self._clause(subject, passage, "says it"),)
        direct = [
            self._clause(claim, passage, f"{self.name(quad.predicate)} it")
            for claim in behind
            for quad in said[claim]
            if quad.object == subject and quad.predicate not in _IN_HEAD
        ]
        if direct:
            return tuple(dict.fromkeys(direct))
        clauses = (f"in a {self._noun(claim)}{self._by(claim, passage)}" for claim in behind)
        return tuple(dict.fromkeys(clauses))

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
