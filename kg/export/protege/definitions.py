"""Which classes are defined so that a build finds all members that a reasoner finds by it.

It exists so that the guide promises no answer that is too short: of a definition that counts, or
asks for what is not the case or for values of a datatype, a reasoner may derive more than the build
(see docs/reasoning.md). May know nothing of reasoning.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.turtle import TYPE, Statement

EQUIVALENT: Final = NamedNode(OWL + "equivalentClass")
_CLASS: Final = NamedNode(OWL + "Class")
_DATATYPE: Final = NamedNode(RDFS + "Datatype")
_PARTS: Final = frozenset(
    (
        *(RDF + name for name in ("first", "rest")),
        *(
            OWL + name
            for name in (
                *("equivalentClass", "intersectionOf", "unionOf", "oneOf"),
                *("onProperty", "inverseOf", "someValuesFrom", "hasValue"),
            )
        ),
    )
)
"""What a plain definition is made of."""


def plainly_defined(iris: Iterable[str], asserted: Iterable[Statement]) -> list[str]:
    """Return those that are classes, and defined without what needs more than rules.

    Args:
        iris: of what is said to be equivalent to something, be it a class or a datatype.
        asserted: what a package asserts, the ontology included.
    """
    says: dict[object, list[Statement]] = defaultdict(list)
    for statement in asserted:
        says[statement.subject].append(statement)
    return [iri for iri in iris if _is_class(says, iri) and _is_plain(says, NamedNode(iri))]


def _is_class(says: Mapping[object, Sequence[Statement]], iri: str) -> bool:
    said = says.get(NamedNode(iri), ())
    return any(s.predicate == TYPE and s.object == _CLASS for s in said)


def _is_plain(says: Mapping[object, Sequence[Statement]], class_: NamedNode) -> bool:
    waiting: list[object] = [class_]
    seen: set[object] = set()
    for node in waiting:
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, NamedNode) and node.value.startswith(XSD):
            return False
        for part in says.get(node, ()):
            if part.predicate == TYPE and part.object == _DATATYPE:
                return False
            # Of what has a name, its definition alone belongs to that of another.
            if part.predicate == TYPE or (
                isinstance(node, NamedNode) and part.predicate != EQUIVALENT
            ):
                continue
            if part.predicate.value not in _PARTS:
                return False
            waiting.append(part.object)
    return True
