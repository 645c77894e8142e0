"""One generation of the graph, as documents are made from it.

May know nothing of what a document looks like.
"""

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.export.makers import ANNOTATED_BY
from kg.namespaces import DATA, INFERRED_GRAPH, RDF, RDFS, TERMS
from kg.store.lines import Lines
from kg.turtle import Statement, Term

LABEL = NamedNode(RDFS + "label")
TYPE = NamedNode(RDF + "type")
ARTICLE_ID = NamedNode(TERMS + "articleId")
IN_ARTICLE = NamedNode(TERMS + "inArticle")


@dataclass(frozen=True, eq=False)
class Source:
    """One generation of the graph, and how much of it one document may hold.

    Attributes:
        graph: for looking up what is said of what.
        lines: the same as it is written: a store changes some literals.
        most: statements that a document takes from the graph.
        build: name of the generation.
    """

    graph: Store
    lines: Lines
    most: int
    build: str

    def about(self, thing: NamedNode, *, inferred: bool) -> tuple[list[Quad], bool]:
        """Return the quads with a thing in them, and whether there are more than may be kept.

        What is said of the thing comes before what it is mentioned in, and what somebody said
        before what was inferred from it.

        Args:
            thing: the subject or object.
            inferred: whether inferred ones are wanted too.
        """
        mentions = (
            quad
            for quad in self.graph.quads_for_pattern(None, None, thing, None)
            if isinstance(quad.graph_name, NamedNode) and quad.subject != thing
        )
        found = [
            quad
            for quads in (self.lines.of(thing.value), mentions)
            for quad in sorted(quads, key=_last_inferred)
            if inferred or not _is_inferred(quad)
        ]
        # Half of them, because each comes with its evidence, which is as much again.
        most = max(self.most // 2, 1)
        return found[:most], len(found) > most

    def is_article(self, thing: NamedNode) -> bool:
        """Return whether a thing is an article."""
        return self._any(thing, ARTICLE_ID, None)

    def knows(self, thing: NamedNode) -> bool:
        """Return whether the graph says anything of a thing."""
        return self._any(thing, None, None) or self._any(None, None, thing)

    def _any(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
    ) -> bool:
        quads = self.graph.quads_for_pattern(subject, predicate, value, DefaultGraph())
        return next(iter(quads), None) is not None

    def statements(self, *subjects: str) -> list[Statement]:
        """Return what is said of subjects (IRIs), without what is inferred."""
        quads = (quad for subject in subjects for quad in self.lines.of(subject))
        return [s for s in map(Statement.of, quads) if s.graph != INFERRED_GRAPH]

    def annotators(self) -> list[Term]:
        """Return who annotated the articles."""
        default = DefaultGraph()
        quads = self.graph.quads_for_pattern(None, ANNOTATED_BY, None, default)
        return [Statement.of(quad).object for quad in quads]

    def held(self, graph: str) -> list[Statement]:
        """Return what a graph (an IRI) holds, its literals as the store has them."""
        quads = self.graph.quads_for_pattern(None, None, None, NamedNode(graph))
        return [Statement.of(quad) for quad in quads]

    def labels(self, term: NamedNode) -> list[Statement]:
        """Return the labels of a term, in the graphs that give them."""
        quads = self.graph.quads_for_pattern(term, LABEL, None, None)
        found = map(Statement.of, quads)
        return [s for s in found if s.graph not in ("", INFERRED_GRAPH)]


def _is_inferred(quad: Quad) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == INFERRED_GRAPH


def _last_inferred(quad: Quad) -> tuple[bool, str]:
    return _is_inferred(quad), str(quad)


def is_passage(iri: str) -> bool:
    """Return whether an IRI is that of a passage."""
    return iri.startswith(DATA) and "#char=" in iri
