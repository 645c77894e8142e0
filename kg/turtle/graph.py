"""The triples of one graph, indexed for writing: what is said of whom, and what nests where.

May know nothing of how a term looks in any syntax.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from kg.errors import KgError
from kg.namespaces import RDF
from kg.turtle.order import natural_key

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal

TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
NIL: Final = NamedNode(RDF + "nil")


class Statement(NamedTuple):
    """A triple of RDF 1.1 and the IRI of its graph (empty: the default graph)."""

    subject: Node
    predicate: NamedNode
    object: Term
    graph: str = ""

    @classmethod
    def of(cls, quad: Quad) -> "Statement":
        """Return ``quad`` as a statement.

        Raises:
            KgError: it has a triple term (RDF 1.2), or a blank node for the name of its graph.
        """
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, Triple) or isinstance(value, Triple) or isinstance(graph, BlankNode):
            raise KgError(
                f"Accord cannot write {quad}",
                why="it writes RDF 1.1, and graphs that have an IRI",
                fix="state the inner triple by itself, or give the graph an IRI",
            )
        name = graph.value if isinstance(graph, NamedNode) else ""
        return cls(subject, quad.predicate, value, name)

    def quad(self) -> Quad:
        """Return the statement as pyoxigraph has it."""
        graph = NamedNode(self.graph) if self.graph else DefaultGraph()
        return Quad(self.subject, self.predicate, self.object, graph)

    def triple(self) -> "Statement":
        """Return the statement in the default graph."""
        return Statement(self.subject, self.predicate, self.object)


def canonical(statements: Iterable[Statement]) -> list[Statement]:
    """Return the distinct statements, blank nodes named by RDFC-1.0, in no particular order."""
    dataset = Dataset(statement.quad() for statement in statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [Statement.of(quad) for quad in dataset]


class Graph:
    """The triples of one graph, by subject and predicate, and which blank nodes can be inlined.

    Args:
        statements: the triples; of their graphs no notice is taken.
        shared: blank nodes that other graphs of the document mention too; they keep a label.

    Attributes:
        statements: objects by subject and predicate.
        inline: blank nodes that can be written in the one place that refers to them.
        roots: blank nodes that nothing refers to.
    """

    def __init__(
        self, statements: Iterable[Statement], *, shared: frozenset[BlankNode] = frozenset()
    ) -> None:
        self.statements: dict[Node, dict[NamedNode, list[Term]]] = {}
        referrers: dict[BlankNode, list[Node]] = {}
        for subject, predicate, value, _ in statements:
            self.statements.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if isinstance(value, BlankNode):
                referrers.setdefault(value, []).append(subject)
        self.inline = self._inlinable(referrers) - shared
        self.roots = frozenset(
            node
            for node in self.statements
            if isinstance(node, BlankNode) and node not in referrers and node not in shared
        )

    @classmethod
    def canonical(cls, statements: Iterable[Statement]) -> "Graph":
        """Return the graph of ``statements``, in which a label that has to be written is canonical.

        RDFC-1.0 takes cubic time for deeply nested blank nodes, and hardly any graph needs labels.
        """
        found = list(dict.fromkeys(statements))  # a parser yields a triple as often as it is said
        graph = cls(found)
        nodes = {node for node in graph.statements if isinstance(node, BlankNode)}
        return graph if nodes <= graph.inline | graph.roots else cls(canonical(found))

    def _inlinable(self, referrers: Mapping[BlankNode, list[Node]]) -> frozenset[BlankNode]:
        # A node that one term refers to can be written there, unless that leads in a circle.
        parent = {node: by[0] for node, by in referrers.items() if len(by) == 1}
        settled: set[Node] = set()
        circular: set[Node] = set()
        for start in parent:
            chain: dict[Node, None] = {}
            node: Node = start
            while isinstance(node, BlankNode) and node in parent and node not in settled:
                if node in chain:
                    circular.update(chain)
                    break
                chain[node] = None
                node = parent[node]
            if node in circular:
                circular.update(chain)
            settled.update(chain)
        return frozenset(parent) - circular

    def subjects(self) -> list[Node]:
        """Return the subjects that need a statement of their own, IRIs in natural order first."""
        return sorted(
            (node for node in self.statements if node not in self.inline),
            key=lambda node: (isinstance(node, BlankNode), natural_key(node.value)),
        )

    def values(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """Return the objects of ``subject`` and ``predicate``, in no particular order."""
        return self.statements.get(subject, {}).get(predicate, [])

    def types(self, subject: Node) -> frozenset[str]:
        """Return the IRIs of the classes that ``subject`` is said to have."""
        return frozenset(c.value for c in self.values(subject, TYPE) if isinstance(c, NamedNode))

    def items(self, head: Node) -> list[Term] | None:
        """Return the members if ``head`` starts a list that ``( … )`` can express, else nothing."""
        members: list[Term] = []
        node: Term = head
        while node != NIL:
            if not isinstance(node, BlankNode) or node not in self.inline:
                return None
            cell = self.statements.get(node, {})
            first, rest = cell.get(FIRST, []), cell.get(REST, [])
            if len(cell) != 2 or len(first) != 1 or len(rest) != 1:
                return None
            members.append(first[0])
            node = rest[0]
        return members
