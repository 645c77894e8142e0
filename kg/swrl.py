"""Rules in SWRL as phrases, so that who does not run them can still say which they are.

https://www.w3.org/Submission/SWRL/ is no part of OWL 2, but the OWL API reads it and HermiT and
Pellet apply it. A rule is written as in Protégé: ``A(?x), p(?x, ?y) -> B(?y)``. May know nothing of
what follows from a rule, and of how a phrase is shown.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from kg.manchester import Expressions, Phrase, joined, spoken
from kg.namespaces import RDF, SWRL, compact, local_name
from kg.vocabulary.tripleindex import TripleIndex

RULE: Final = SWRL + "Imp"
VARIABLE: Final = SWRL + "Variable"

_TYPE: Final = RDF + "type"
_EQUALITIES: Final = {
    SWRL + "SameIndividualAtom": "sameAs",
    SWRL + "DifferentIndividualsAtom": "differentFrom",
}
_PREDICATES: Final = tuple(SWRL + name for name in ("classPredicate", "propertyPredicate"))
_ARGUMENTS: Final = (SWRL + "argument1", SWRL + "argument2")


def rule(index: TripleIndex, node: object) -> Phrase:
    """Return what the rule at ``node`` says, the atoms of either side sorted: they have no order.

    Raises:
        OntologyError: it names something that is no expression of OWL 2.
    """
    body, head = (
        sorted(map(_Atoms(index).phrase, _atoms(index, node, part)), key=_spoken)
        for part in ("body", "head")
    )
    return (*joined(body, ", "), " -> ", *joined(head, ", "))


def concluded(index: TripleIndex, node: object) -> list[str]:
    """Return the IRIs of the classes and properties that the rule at ``node`` concludes.

    Of a class without a name, all that it is made of.
    """
    found: dict[str, None] = {}
    waiting = [
        value
        for atom in _atoms(index, node, "head")
        for name in _PREDICATES
        for value in index.objects(atom, name)
    ]
    seen: set[object] = set()
    for value in waiting:
        if isinstance(value, NamedNode):
            found[value.value] = None
        elif value not in seen:
            seen.add(value)
            waiting += [
                part for name in index.predicates(value) for part in index.objects(value, name)
            ]
    return [*found]


def _spoken(phrase: Phrase) -> str:
    return spoken(phrase, compact)


def _atoms(index: TripleIndex, node: object, part: str) -> Iterable[object]:
    return (atom for head in index.objects(node, SWRL + part) for atom in index.members(head))


class _Atoms:
    def __init__(self, index: TripleIndex) -> None:
        self._index = index
        self._expressions = Expressions(index, describe=True)

    def phrase(self, atom: object) -> Phrase:
        """Return an atom as a predicate and its arguments."""
        arguments = [value for name in _ARGUMENTS for value in self._index.objects(atom, name)]
        for head in self._index.objects(atom, SWRL + "arguments"):
            arguments += self._index.members(head)
        return (
            *self._predicate(atom),
            "(",
            *joined(map(self._argument, arguments), ", "),
            ")",
        )

    def _predicate(self, atom: object) -> Phrase:
        for builtin in self._index.iris(atom, SWRL + "builtin"):
            return (local_name(builtin),)
        for type_ in self._index.iris(atom, _TYPE):
            if type_ in _EQUALITIES:
                return (_EQUALITIES[type_],)
        for name in (*_PREDICATES, SWRL + "dataRange"):
            for value in self._index.objects(atom, name):
                phrase = self._expressions.phrase(value)
                return phrase if isinstance(value, NamedNode) else ("(", *phrase, ")")
        return ("…",)

    def _argument(self, value: object) -> Phrase:
        if isinstance(value, NamedNode) and VARIABLE in self._index.iris(value, _TYPE):
            return (f"?{local_name(value.value)}",)
        return self._expressions.phrase(value)
