"""Triples in the vocabulary of RDF, RDFS and OWL, apart from those that are data.

The reader of axioms asks here for lists and for single values, and need not care that a graph may
hold a broken list. May know nothing of what an axiom is.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import OntologyError
from kg.namespaces import OWL, RDF, RDFS, SWRL, XSD, compact
from kg.reason.expressions import Individual
from kg.swrl import RULE

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple
Assertion: TypeAlias = tuple[Individual, NamedNode, Individual | Literal]

NIL: Final = NamedNode(RDF + "nil")


def is_reserved(term: NamedNode) -> bool:
    """Tell whether ``term`` belongs to RDF, RDFS, OWL or XML Schema."""
    return term.value.startswith((RDF, RDFS, OWL, XSD))


class OwlTriples:
    """The union of some quads, sorted into OWL's own vocabulary and assertions.

    Attributes:
        said: what reserved predicates say, by subject, then by CURIE of the predicate.
        instances: subjects of ``rdf:type`` by CURIE of a reserved class.
        unnamed_types: subjects and objects of ``rdf:type`` where the object is a blank node.
        assertions: everything else, but for rules in SWRL: of these no more is kept than that they
            are instances of ``swrl:Imp``.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        # Dictionaries stand for sets that remember the order of the quads.
        self.said: dict[Individual, dict[str, dict[Node, None]]] = {}
        self.instances: dict[str, dict[Individual, None]] = {}
        self.unnamed_types: list[tuple[Individual, BlankNode]] = []
        self.assertions: list[Assertion] = []
        curies: dict[NamedNode, str] = {}
        for subject, predicate, obj, _ in quads:
            curie = curies.get(predicate)
            if curie is None:
                curie = compact(predicate.value) if is_reserved(predicate) else ""
                curies[predicate] = curie
            if curie == "rdf:type" and isinstance(obj, BlankNode):
                self.unnamed_types.append((subject, obj))
            elif curie == "rdf:type" and isinstance(obj, NamedNode):
                if is_reserved(obj):
                    self.instances.setdefault(compact(obj.value), {})[subject] = None
                elif obj.value == RULE:
                    self.instances.setdefault("swrl:Imp", {})[subject] = None
                elif obj.value.startswith(SWRL):
                    continue
                else:
                    self.assertions.append((subject, predicate, obj))
            elif curie:
                self.said.setdefault(subject, {}).setdefault(curie, {})[obj] = None
            elif predicate.value.startswith(SWRL):
                continue
            elif not isinstance(obj, Triple):  # of RDF 1.2; OWL 2 says nothing about triples
                self.assertions.append((subject, predicate, obj))

    def declared(self, *types: str) -> frozenset[Individual]:
        """Return what is an instance of one of ``types``, CURIEs of reserved classes."""
        return frozenset(term for name in types for term in self.instances.get(name, ()))

    def constructs(self, node: Node) -> frozenset[str]:
        """Return the CURIEs of the reserved predicates that describe ``node``."""
        return frozenset(self._about(node))

    def one(self, node: Node, predicate: str) -> Node:
        """Return the one object of the reserved ``predicate``.

        Raises:
            OntologyError: there is none, or more than one.
        """
        found = self._about(node).get(predicate, {})
        if len(found) != 1:
            raise self.malformed(node, f"it needs exactly one {predicate} and has {len(found)}")
        return next(iter(found))

    def members(self, head: Node) -> tuple[Node, ...]:
        """Return the members of an RDF list.

        Raises:
            OntologyError: the list branches, breaks off or goes in a circle.
        """
        members: list[Node] = []
        seen: set[Node] = set()
        node = head
        while node != NIL:
            if node in seen:
                raise self.malformed(head, "the list goes in a circle")
            seen.add(node)
            members.append(self.one(node, "rdf:first"))
            node = self.one(node, "rdf:rest")
        return tuple(members)

    def _about(self, node: Node) -> dict[str, dict[Node, None]]:
        return self.said.get(node, {}) if isinstance(node, NamedNode | BlankNode) else {}

    def malformed(self, node: Node, why: str) -> OntologyError:
        """Return the error for an unreadable expression, by the name of what it describes."""
        place = str(node)
        seen: set[Node] = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            for subject, said in self.said.items():
                curie = next((c for c, objects in said.items() if node in objects), None)
                if curie is not None:
                    node = subject
                    place = f"{curie} of {compact(subject.value)}"
                    break
        return OntologyError(
            f"an OWL expression is malformed: {place}",
            why=why,
            fix="write it as https://www.w3.org/TR/owl2-mapping-to-rdf/ says",
        )
