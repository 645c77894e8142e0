"""Everything that the built graph knows of one thing, with the evidence for it, in reading order.

It exists so that a person can ask about a thing without knowing which properties there are, and
sees at once what is a fact, what somebody says, what is background and what is only inferred. May
know nothing of layout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from kg.namespaces import (
    DATA,
    DCTERMS,
    INFERRED_GRAPH,
    ONTOLOGY,
    OWL,
    RDFS,
    REFERENCE_GRAPH,
    SKOS,
    TERMS,
    compact,
)
from kg.show.portrait import Evidence, Group, Item, Portrait, Section, Standing
from kg.show.sources import NOTE, TYPE, Node, Passage, Term
from kg.show.testimony import MADE_BY, POSSIBLY_MADE_BY, Testimony

_LABEL: Final = ox.NamedNode(RDFS + "label")
_TITLE: Final = ox.NamedNode(DCTERMS + "title")
_ALSO_CALLED: Final = ox.NamedNode(SKOS + "altLabel")
_CODE: Final = ox.NamedNode(SKOS + "notation")
_MATCH: Final = ox.NamedNode(SKOS + "exactMatch")
_SOURCE: Final = ox.NamedNode(DCTERMS + "source")
_SUBPROPERTY: Final = ox.NamedNode(RDFS + "subPropertyOf")
_INVERSE: Final = ox.NamedNode(OWL + "inverseOf")
_SYMMETRIC: Final = ox.NamedNode(OWL + "SymmetricProperty")
_FORCE: Final = ox.NamedNode(TERMS + "force")
_HEDGE: Final = ox.NamedNode(TERMS + "hedge")
_SPEAKERS: Final = frozenset({MADE_BY, POSSIBLY_MADE_BY})
_HOW: Final = frozenset(
    {TYPE, MADE_BY, POSSIBLY_MADE_BY, _FORCE, _HEDGE}
    | {ox.NamedNode(TERMS + name) for name in ("madeOn", "madeTo", "hasRelay")}
)
"""What says how a thing is said, and not what."""
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_REFERENCE: Final = ox.NamedNode(REFERENCE_GRAPH)


@dataclass
class _Draft:
    """A statement while its passages are collected."""

    item: Item
    heading: str
    standing: Standing
    evidence: list[Evidence] = field(default_factory=list)

    def order(self) -> tuple[bool, tuple[str, int, int], str, str, str]:
        """Return where it stands: what is said before how, by the text, else by name."""
        first = min(map(_in_text, self.evidence), default=("", 0, 0))
        how = self.standing is Standing.SPOKEN and self.item.property in _HOW
        return how, first, self.heading, self.item.words, str(self.item.object)

    def finished(self) -> Item:
        evidence = tuple(sorted(self.evidence, key=_in_text))
        item = self.item
        return Item(item.subject, item.property, item.object, item.words, evidence, item.sources)


def portray(graph: ox.Store, thing: Node, quads: Iterable[ox.Quad] | None = None) -> Portrait:
    """Return what the built graph knows of a thing.

    Args:
        graph: the built graph.
        thing: anything that is data; no passage.
        quads: those of the named graphs with the thing in them, where not all are wanted.
    """
    testimony = Testimony(graph)
    if quads is None:
        quads = (*testimony.quads(thing, None, None), *testimony.quads(None, None, thing))
    return _Painter(testimony, thing).portrait(quads)


def _in_text(evidence: Evidence) -> tuple[str, int, int]:
    passage = evidence.passage
    return passage.article.iri, passage.start, -passage.end


class _Painter:
    """Sorts every triple with the thing in it by what it stands on."""

    def __init__(self, testimony: Testimony, thing: Node) -> None:
        self._testimony = testimony
        self._thing = thing
        self._head = {TYPE, _LABEL, _ALSO_CALLED, _MATCH, _SOURCE, NOTE, *self._codes()}
        self._drafts: dict[tuple[Standing, str, str], _Draft] = {}

    def portrait(self, found: Iterable[ox.Quad]) -> Portrait:
        testimony, thing = self._testimony, self._thing
        quads = sorted(set(found), key=str)
        # What passages say first: metadata may say the same once more.
        for quad in sorted(quads, key=lambda q: not self._in_passage(q)):
            if quad.graph_name != _INFERRED:
                self._add(quad)
        for quad in self._telling(quads):
            self._draft(quad, Standing.INFERRED)
        names = [self._name(value) for value in testimony.values(thing, _ALSO_CALLED)]
        other = [self._name(value) for value in testimony.values(thing, _LABEL)]
        name = testimony.name(thing)
        return Portrait(
            iri=thing.value,
            id=thing.value.removeprefix(DATA),
            name=name,
            types=tuple(map(testimony.name, testimony.types(thing))),
            names=tuple(sorted({*names, *other} - {name})),
            codes=tuple(
                sorted(self._name(v) for p in self._codes() for v in testimony.values(thing, p))
            ),
            matches=tuple(self._iri(value) for value in testimony.values(thing, _MATCH)),
            sources=self._sources(thing),
            notes=tuple(self._name(value) for value in testimony.values(thing, NOTE)),
            sections=tuple(self._sections()),
        )

    # ------------------------------------------------------------ sorting

    def _add(self, quad: ox.Quad) -> None:
        subject, graph = quad.subject, quad.graph_name
        if not isinstance(subject, ox.NamedNode) or not isinstance(graph, ox.NamedNode):
            return
        if quad.predicate in self._head and quad.predicate != TYPE:
            return
        if graph == _REFERENCE:
            if quad.predicate != TYPE:
                self._draft(quad, Standing.BACKGROUND)
            return
        passage = self._testimony.passage(graph)
        if passage is None:
            self._add_recorded(quad, subject)
        elif self._testimony.is_fact(quad):
            self._draft(quad, Standing.FACT, passage)
        elif quad.predicate == TYPE:
            return
        elif quad.predicate in _SPEAKERS and quad.object == self._thing:
            self._add_words(subject, passage)
        elif self._testimony.is_speech(subject):
            spoken = Standing.SPOKEN if subject == self._thing else Standing.SAID
            self._draft(quad, spoken, passage)
        else:
            self._draft(quad, Standing.REPORTED, passage)

    def _add_recorded(self, quad: ox.Quad, subject: Node) -> None:
        told = quad.graph_name != ox.NamedNode(ONTOLOGY) and quad.predicate not in {TYPE, _TITLE}
        said = any(
            (draft.item.subject, draft.item.property, draft.item.object)
            == (subject, quad.predicate, quad.object)
            for draft in self._drafts.values()
        )
        if told and not said and self._testimony.passage(subject) is None:
            self._draft(quad, Standing.RECORDED)

    def _in_passage(self, quad: ox.Quad) -> bool:
        graph = quad.graph_name
        return isinstance(graph, ox.NamedNode) and self._testimony.passage(graph) is not None

    def _add_words(self, claim: Node, passage: Passage) -> None:
        """Add what the thing says, each of a claim's propositions by itself."""
        quads = self._testimony.said_in(passage)[claim]
        content = [quad for quad in quads if quad.predicate not in _HOW]
        for quad in content or quads[:1]:
            words = self._testimony.name(quad.object if content else claim)
            how = [
                *(self._testimony.name(q.object) for q in quads if q.predicate == _FORCE),
                *(f"“{self._name(q.object)}”" for q in quads if q.predicate == _HEDGE),
            ]
            possibly = all(q.predicate != MADE_BY for q in quads)
            heading = self._testimony.name(quad.predicate) if content else "speaks"
            self._draft(
                quad,
                Standing.SAYS,
                passage,
                words=f"{words} ({', '.join(how)})" if how else words,
                heading=f"possibly {heading}" if possibly else heading,
            )

    def _draft(
        self,
        quad: ox.Quad,
        standing: Standing,
        passage: Passage | None = None,
        *,
        words: str = "",
        heading: str = "",
    ) -> None:
        subject = quad.subject
        assert isinstance(subject, ox.NamedNode)  # noqa: S101 - instance data has no blank nodes
        forwards = subject == self._thing
        item = Item(
            subject=subject,
            property=quad.predicate,
            object=quad.object,
            words=words or self._testimony.name(quad.object if forwards else subject),
            sources=self._sources(subject) if standing is Standing.BACKGROUND else (),
        )
        heading = heading or self._heading(quad.predicate, forwards=forwards)
        key = (standing, heading, f"{quad.subject} {quad.object}")
        draft = self._drafts.setdefault(key, _Draft(item, heading, standing))
        if passage and all(e.passage.iri != passage.iri for e in draft.evidence):
            draft.evidence.append(Evidence(passage, self._word(standing, passage, subject)))

    def _word(self, standing: Standing, passage: Passage, subject: Node) -> tuple[str, ...]:
        # The page is about the speaker: only the occasion is news.
        alone = self._testimony.speaker(subject, passage) == self._testimony.name(self._thing)
        if standing is Standing.SAYS and alone:
            occasion = self._testimony.occasion(subject, passage)
            return (occasion,) if occasion else ()
        return self._testimony.attributions(passage, subject)

    def _heading(self, predicate: Node, *, forwards: bool) -> str:
        name = self._testimony.name(predicate)
        if predicate == TYPE:
            return "is a"
        if forwards or self._is_symmetric(predicate):
            return name
        inverse = min(map(self._testimony.name, self._inverses(predicate)), default="")
        return inverse or f"{name}: {self._testimony.name(self._thing)}"

    def _sections(self) -> Iterator[Section]:
        for standing in Standing:
            drafts = [draft for draft in self._drafts.values() if draft.standing is standing]
            drafts.sort(key=_Draft.order)
            groups: dict[str, list[Item]] = {}
            for draft in drafts:
                groups.setdefault(draft.heading, []).append(draft.finished())
            if groups:
                yield Section(
                    standing, tuple(Group(name, tuple(items)) for name, items in groups.items())
                )

    # ------------------------------------------------------------ what is inferred

    def _telling(self, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the inferred triples that say more than an asserted one the other way round."""
        stated = {(q.subject, q.predicate, q.object) for q in quads if q.graph_name != _INFERRED}
        above = frozenset[str]().union(
            *(self._testimony.superclasses(c.value) for c in self._testimony.types(self._thing))
        )
        told: set[tuple[object, object, object]] = set()
        # Outgoing ones first: an incoming one may say the same the other way round.
        inferred = [quad for quad in quads if quad.graph_name == _INFERRED]
        for quad in sorted(inferred, key=lambda q: q.subject != self._thing):
            if isinstance(quad.object, ox.NamedNode) and quad.object.value in above:
                continue
            turned = {
                (quad.object, predicate, quad.subject) for predicate in self._turned(quad.predicate)
            }
            if turned.isdisjoint(stated) and turned.isdisjoint(told):
                told.add((quad.subject, quad.predicate, quad.object))
                yield quad

    def _turned(self, predicate: Node) -> set[Node]:
        return self._inverses(predicate) | ({predicate} if self._is_symmetric(predicate) else set())

    def _inverses(self, predicate: Node) -> set[Node]:
        quads = [
            *self._testimony.quads(predicate, _INVERSE, None),
            *self._testimony.quads(None, _INVERSE, predicate),
        ]
        ends = {end for quad in quads for end in (quad.subject, quad.object)} - {predicate}
        return {end for end in ends if isinstance(end, ox.NamedNode)}

    def _is_symmetric(self, predicate: Node) -> bool:
        return _SYMMETRIC in self._testimony.values(predicate, TYPE)

    # ------------------------------------------------------------ the head

    def _codes(self) -> list[Node]:
        kinds = self._testimony.quads(None, _SUBPROPERTY, _CODE)
        return sorted(
            {_CODE, *(q.subject for q in kinds if isinstance(q.subject, ox.NamedNode))},
            key=lambda node: node.value,
        )

    def _sources(self, node: Node) -> tuple[str, ...]:
        values = self._testimony.values(node, _SOURCE)
        return tuple(sorted(self._iri(value).removeprefix("id:") for value in values))

    @staticmethod
    def _iri(value: Term) -> str:
        if not isinstance(value, ox.NamedNode):
            return str(value)
        short = compact(value.value)
        return value.value if short.startswith("<") else short

    def _name(self, value: Term) -> str:
        return self._testimony.name(value)
