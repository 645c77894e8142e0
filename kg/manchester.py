"""Class expressions and property chains, as phrases in Manchester syntax.

https://www.w3.org/TR/owl2-manchester-syntax/. A phrase has text, and between it the terms as they
are, so that whoever shows it decides how they look: pages link them, a comparison writes each by
its IRI and by its label. What has no order in OWL is sorted, so that two expressions are the same
phrase wherever they are the same expression, whatever their blank nodes are called.

Explanations for people who read no OWL are another language (`kg.reason.words`): they say "whatever
is a party is an agent", of axioms that have been read and not of triples. May know nothing of
axioms, of files, and of how a phrase is shown.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import OntologyError
from kg.namespaces import OWL, RDF, XSD, compact
from kg.vocabulary.tripleindex import TripleIndex

Phrase: TypeAlias = tuple[str | NamedNode | Literal, ...]
"""Text, and the terms that stand in it."""

MAX_DEPTH: Final = 64
"""How deep expressions may nest; those written by hand reach about five."""

_JOINTS: Final = {OWL + "intersectionOf": " and ", OWL + "unionOf": " or "}
_PREFIXES: Final = {
    OWL + "complementOf": "not ",
    OWL + "datatypeComplementOf": "not ",
    OWL + "inverseOf": "inverse ",
}
_FILLERS: Final = {
    OWL + "someValuesFrom": " some ",
    OWL + "allValuesFrom": " only ",
    OWL + "hasValue": " value ",
}
_CARDINALITIES: Final = {
    OWL + "minCardinality": "min",
    OWL + "minQualifiedCardinality": "min",
    OWL + "maxCardinality": "max",
    OWL + "maxQualifiedCardinality": "max",
    OWL + "cardinality": "exactly",
    OWL + "qualifiedCardinality": "exactly",
}
FACETS: Final = {
    XSD + "minInclusive": ">=",
    XSD + "minExclusive": ">",
    XSD + "maxInclusive": "<=",
    XSD + "maxExclusive": "<",
    XSD + "length": "length",
    XSD + "minLength": "minLength",
    XSD + "maxLength": "maxLength",
    XSD + "pattern": "pattern",
    RDF + "langRange": "langRange",
}
"""What bounds a datatype, in https://www.w3.org/TR/owl2-syntax/#Datatype_Maps, and its symbol."""
_UNQUOTED: Final = frozenset(XSD + name for name in ("integer", "decimal", "boolean"))


def joined(phrases: Iterable[Phrase], joint: str) -> Phrase:
    """Return ``phrases`` as one, with ``joint`` between them."""
    words: list[str | NamedNode | Literal] = []
    for phrase in phrases:
        words += ([joint] if words else []) + list(phrase)
    return tuple(words)


def literal(value: Literal) -> str:
    """Return a literal as Manchester syntax has it: ``"x"@en``, ``7``."""
    if value.datatype.value in _UNQUOTED:
        return value.value
    quoted = '"' + value.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    typed = value.datatype.value != XSD + "string"
    return quoted + (f"^^{compact(value.datatype.value)}" if typed else "")


def spoken(
    phrase: Phrase, name: Callable[[str], str], value: Callable[[Literal], str] = literal
) -> str:
    """Return a phrase as text.

    Args:
        phrase: what is to be said.
        name: how an IRI is written.
        value: how a literal is written.
    """
    return "".join(
        value(word)
        if isinstance(word, Literal)
        else name(word.value)
        if isinstance(word, NamedNode)
        else word
        for word in phrase
    )


class Expressions:
    """The expressions of one graph.

    Args:
        index: the triples, in which blank nodes are described.
        describe: whether a blank node that is no expression is told by what is said of it, as
            ``[p “x”; q A]``. It is an error otherwise.
    """

    def __init__(self, index: TripleIndex, *, describe: bool = False) -> None:
        self._index = index
        self._describe = describe

    def phrase(self, node: object) -> Phrase:
        """Return a class, datatype or property expression, or a literal.

        Raises:
            OntologyError: it is not one that OWL 2 has, or nested too deep, and nodes are not to
                be described.
        """
        closed = self._closed(node, MAX_DEPTH)
        return self._open(node, MAX_DEPTH) if closed is None else closed

    def definition(self, construct: str, head: object) -> Phrase:
        """Return the expression that a construct makes of a list.

        OWL 1 wrote it right at the name of a class; in OWL 2 it has a node of its own.

        Args:
            construct: IRI of ``owl:intersectionOf``, ``owl:unionOf`` or ``owl:oneOf``.
            head: the RDF list.

        Raises:
            OntologyError: as for :meth:`phrase`.
        """
        if construct in _JOINTS:
            return self._junction(head, _JOINTS[construct], MAX_DEPTH)
        return self._enumeration(head, MAX_DEPTH)

    def chain(self, head: object) -> Phrase:
        """Return an RDF list of properties as a chain: ``p o q``.

        Raises:
            OntologyError: as for :meth:`phrase`.
        """
        return joined(self._in_turn(head, MAX_DEPTH), " o ")

    def members(self, head: object) -> list[Phrase]:
        """Return the members of an RDF list that has no order in OWL, sorted.

        Raises:
            OntologyError: as for :meth:`phrase`.
        """
        return self._sorted(head, MAX_DEPTH)

    def _one(self, node: object, predicate: str) -> object | None:
        return next(iter(self._index.objects(node, predicate)), None)

    def _nested(self, node: object, depth: int) -> Phrase:
        """Return what stands within another, in parentheses where it needs them."""
        closed = self._closed(node, depth - 1)
        return ("(", *self._open(node, depth - 1), ")") if closed is None else closed

    def _in_turn(self, head: object, depth: int) -> list[Phrase]:
        return [self._nested(member, depth) for member in self._index.members(head)]

    def _sorted(self, head: object, depth: int) -> list[Phrase]:
        """Return members, named ones first, as a definition begins with its genus."""

        def order(phrase: Phrase) -> tuple[bool, str]:
            named = len(phrase) == 1 and isinstance(phrase[0], NamedNode)
            return not named, spoken(phrase, compact)

        return sorted(self._in_turn(head, depth), key=order)

    def _closed(self, node: object, depth: int) -> Phrase | None:
        """Return an expression that needs no parentheses; None if it is of another form."""
        if isinstance(node, NamedNode | Literal):
            return (node,)
        if depth <= 0:
            return self._otherwise(node, ("…",))
        if (head := self._one(node, OWL + "oneOf")) is not None:
            return self._enumeration(head, depth)
        if (datatype := self._one(node, OWL + "onDatatype")) is not None:
            return (*self._nested(datatype, depth), f"[{', '.join(self._facets(node))}]")
        forms = (*_JOINTS, *_PREFIXES, OWL + "onProperty")
        if all(self._one(node, form) is None for form in forms):
            return self._description(node, depth)
        return None

    def _enumeration(self, head: object, depth: int) -> Phrase:
        return ("{", *joined(self._sorted(head, depth), ", "), "}")

    def _junction(self, head: object, joint: str, depth: int) -> Phrase:
        return joined(self._sorted(head, depth), joint)

    def _open(self, node: object, depth: int) -> Phrase:
        """Return an expression of several words."""
        for predicate, joint in _JOINTS.items():
            if (head := self._one(node, predicate)) is not None:
                return self._junction(head, joint, depth)
        for predicate, word in _PREFIXES.items():
            if (inner := self._one(node, predicate)) is not None:
                return (word, *self._nested(inner, depth))
        on = self._nested(self._one(node, OWL + "onProperty"), depth)
        for predicate, word in _FILLERS.items():
            if (filler := self._one(node, predicate)) is not None:
                return (*on, word, *self._nested(filler, depth))
        if self._one(node, OWL + "hasSelf") is not None:
            return (*on, " Self")
        for predicate, word in _CARDINALITIES.items():
            number = self._one(node, predicate)
            if isinstance(number, Literal):
                filler = self._one(node, OWL + "onClass") or self._one(node, OWL + "onDataRange")
                of = (" ", *self._nested(filler, depth)) if filler is not None else ()
                return (*on, f" {word} {number.value}", *of)
        return self._description(node, depth)

    def _facets(self, node: object) -> list[str]:
        """Return what bounds a datatype, in the order of :data:`FACETS`: ``>= 0``, ``< 5``."""
        order = list(FACETS)
        found = sorted(
            (order.index(facet) if facet in FACETS else len(order), facet, value.value)
            for restriction in self._index.members(self._one(node, OWL + "withRestrictions"))
            for facet in self._index.predicates(restriction)
            for value in self._index.literals(restriction, facet)
        )
        return [f"{FACETS.get(facet, compact(facet))} {value}" for _, facet, value in found]

    def _description(self, node: object, depth: int) -> Phrase:
        """Return what is said of a blank node that is no expression."""
        if self._index.objects(node, RDF + "first"):
            return self._otherwise(node, ("(", *joined(self._in_turn(node, depth), ", "), ")"))
        said: list[Phrase] = [
            (NamedNode(predicate), " ", *self._nested(value, depth))
            for predicate in self._index.predicates(node)
            for value in self._index.objects(node, predicate)
        ]
        said.sort(key=lambda phrase: spoken(phrase, compact))
        return self._otherwise(node, ("[", *joined(said, "; "), "]"))

    def _otherwise(self, node: object, phrase: Phrase) -> Phrase:
        if self._describe:
            return phrase
        raise OntologyError(
            "the ontology has an expression that Manchester syntax cannot express",
            why=f"it is {node}, and neither a class, a datatype nor a property of OWL 2",
            fix="write it as https://www.w3.org/TR/owl2-mapping-to-rdf/ says",
        )
