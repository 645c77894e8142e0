"""Where articles use the terms: how often, and in which sentences.

Statements are counted once, however many sentences make them. May know nothing of HTML, nor of the
ontology beyond its terms.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain, islice
from typing import Final

import pyoxigraph as ox

from kg.namespaces import INFERRED_GRAPH, ONTOLOGY, RDFS, TERMS, local_name
from kg.pages.model import Counts, Example, Source
from kg.show.sources import TYPE, Passage, Term
from kg.show.testimony import Testimony

EXAMPLES: Final = 3
"""Sentences shown for a term: enough to see a pattern, few enough to read."""

_LABEL: Final = ox.NamedNode(RDFS + "label")
_ADDRESS: Final = ox.NamedNode(TERMS + "webAddress")


def sources(graph: ox.Store) -> tuple[Source, ...]:
    """Return the articles of the built graph, sorted by id."""
    testimony = Testimony(graph)
    return tuple(
        Source(
            id=article.id,
            title=article.title,
            source=article.source,
            address=next(
                (
                    value.value
                    for value in testimony.values(ox.NamedNode(article.iri), _ADDRESS)
                    if isinstance(value, ox.Literal)
                ),
                "",
            ),
            rights=article.rights,
        )
        for article in testimony.articles()
    )


def names(graph: ox.Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the labels of those of some things that have one in the built graph, by IRI."""
    testimony = Testimony(graph)
    nodes = [ox.NamedNode(iri) for iri in iris]
    return {node.value: testimony.name(node) for node in nodes if testimony.values(node, _LABEL)}


def count_and_quote(
    graph: ox.Store, terms: Collection[str]
) -> tuple[dict[str, Counts], dict[str, tuple[Example, ...]]]:
    """Return how often each term is used in the built graph, and sentences that use it.

    Args:
        graph: the built graph.
        terms: IRIs of classes, properties and individuals; an individual is used as a value.

    Returns:
        Both by term; a term that nothing uses is in neither.
    """
    testimony = Testimony(graph)
    used: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in testimony.quads(None, None, None):
        if quad.graph_name != ox.NamedNode(ONTOLOGY):
            for term in _terms(quad):
                if term in terms:
                    used[term].append(quad)
    counts = {term: _count(quads, testimony) for term, quads in used.items()}
    return counts, {term: _quoted(quads, testimony) for term, quads in used.items()}


def quote(graph: ox.Store, terms: Collection[str], among: int) -> dict[str, tuple[Example, ...]]:
    """Return sentences that use each term, by term, without reading the whole graph.

    Args:
        graph: the built graph.
        terms: as for :func:`count_and_quote`.
        among: statements of a term that are looked at.
    """
    testimony = Testimony(graph)
    examples: dict[str, tuple[Example, ...]] = {}
    for term in terms:
        node = ox.NamedNode(term)
        found = chain(testimony.quads(None, node, None), testimony.quads(None, None, node))
        uses = (q for q in found if q.graph_name != ox.NamedNode(ONTOLOGY) and term in _terms(q))
        if quads := list(islice(uses, among)):
            examples[term] = _quoted(quads, testimony)
    return examples


def _quoted(quads: list[ox.Quad], testimony: Testimony) -> tuple[Example, ...]:
    return tuple(_examples(sorted(quads, key=_Order(testimony).key), testimony))


def _terms(quad: ox.Quad) -> set[str]:
    """Return the IRIs that a quad uses as terms: its property, its class, or a value."""
    found = {quad.object.value} if isinstance(quad.object, ox.NamedNode) else set()
    return found if quad.predicate == TYPE else {quad.predicate.value, *found}


class _Order:
    """Quads in the order in which a reader meets them: by article, passage and words."""

    def __init__(self, testimony: Testimony) -> None:
        self._testimony = testimony

    def key(self, quad: ox.Quad) -> tuple[str, int, int, str]:
        passage = _passage(quad, self._testimony)
        place = (passage.article.id, passage.start, passage.end) if passage else ("~", 0, 0)
        return (*place, str(quad))


def _passage(quad: ox.Quad, testimony: Testimony) -> Passage | None:
    graph = quad.graph_name
    return testimony.passage(graph) if isinstance(graph, ox.NamedNode) else None


def _count(quads: Iterable[ox.Quad], testimony: Testimony) -> Counts:
    stated: set[ox.Triple] = set()
    inferred: set[ox.Triple] = set()
    passages: set[str] = set()
    articles: set[str] = set()
    for quad in quads:
        (inferred if _is_inferred(quad) else stated).add(quad.triple)
        if passage := _passage(quad, testimony):
            passages.add(passage.iri)
            articles.add(passage.article.iri)
    return Counts(len(stated), len(passages), len(articles), len(inferred - stated))


def _is_inferred(quad: ox.Quad) -> bool:
    return quad.graph_name == ox.NamedNode(INFERRED_GRAPH)


def _examples(quads: list[ox.Quad], testimony: Testimony) -> Iterable[Example]:
    """Yield sentences first, one statement of each; else what is stated or entailed."""
    spoken: dict[str, ox.Quad] = {}
    for quad in quads:
        passage = _passage(quad, testimony)
        if passage is not None:
            spoken.setdefault(passage.iri, quad)
    chosen = list(spoken.values())[:EXAMPLES]
    if not chosen:
        unspoken: dict[ox.Triple, ox.Quad] = {}
        for quad in sorted(quads, key=lambda quad: (_is_inferred(quad), str(quad))):
            unspoken.setdefault(quad.triple, quad)
        chosen = list(unspoken.values())[:EXAMPLES]
    for quad in chosen:
        yield _example(quad, testimony)


def _example(quad: ox.Quad, testimony: Testimony) -> Example:
    statement = _statement(quad, testimony)
    passage = _passage(quad, testimony)
    if passage is None or not isinstance(quad.subject, ox.NamedNode):
        return Example(statement, inferred=_is_inferred(quad))
    return Example(
        statement=statement,
        quote=" ".join(passage.quote.split()),
        word=testimony.attributions(passage, quad.subject),
        source=passage.article.source,
        article=passage.article.id,
        passage=passage.iri,
    )


def _statement(quad: ox.Quad, testimony: Testimony) -> str:
    verb = "is a" if quad.predicate == TYPE else testimony.name(quad.predicate)
    return f"{_name(quad.subject, testimony)} · {verb} · {_name(quad.object, testimony)}"


def _name(term: Term, testimony: Testimony) -> str:
    # A passage has no name but its place in the article.
    if isinstance(term, ox.NamedNode) and testimony.passage(term):
        return f"passage {local_name(term.value)}"
    return testimony.name(term)
