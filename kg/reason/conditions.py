"""What must hold for something to belong to a class expression, as atoms and defining rules.

A nested class expression, and the beginning of a chain, gets a rule that defines it; the expression
is then the class (or the chain the property) that other rules ask for. So the cost grows neither
with the product of an individual's values nor with the number of paths along a chain. May know
nothing of axioms: what follows from a condition is the compiler's business.
"""

from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import OWL
from kg.reason.axioms import text
from kg.reason.expressions import (
    DIFFERENT_FROM,
    SAME_AS,
    THING,
    TYPE,
    AllValuesFrom,
    ClassExpression,
    ComplementOf,
    DataRange,
    HasValue,
    IntersectionOf,
    InverseOf,
    MaxCardinality,
    MinCardinality,
    OneOf,
    OtherExpression,
    PropertyChain,
    PropertyExpression,
    SomeValuesFrom,
    UnionOf,
)
from kg.reason.rules import Atom, Rule, Term, Variable

X: Final = Variable("x")
Y: Final = Variable("y")
Z: Final = Variable("z")

TOP: Final = frozenset({NamedNode(OWL + "topObjectProperty"), NamedNode(OWL + "topDataProperty")})
BOTTOM: Final = frozenset(
    {NamedNode(OWL + "bottomObjectProperty"), NamedNode(OWL + "bottomDataProperty")}
)
_ANY_LITERAL: Final = DataRange("rdfs:Literal")

ABSENCE: Final = "asks for what is not the case"
COUNTING: Final = "counts individuals"
DATATYPES: Final = "needs the values of a datatype"
EVERYTHING: Final = "holds of everything"
IDENTITY: Final = "asks which names are one individual"
UNKNOWN: Final = "is unknown to the rules"


class NoRuleError(Exception):
    """Carries the reason from deep in an expression to the entry of its axiom."""

    def __init__(self, construct: str, why: str = UNKNOWN) -> None:
        super().__init__(construct)
        self.construct = construct
        self.why = why


class Conditions:
    """Finds the atoms of conditions, and keeps the rules that define what these ask for.

    ``rules`` is a dictionary for a set that remembers its order: rules come out as axioms came in.
    """

    def __init__(self) -> None:
        self.rules: dict[Rule, None] = {}
        self._defined: set[ClassExpression | PropertyChain] = set()

    def path(self, prop: PropertyExpression | PropertyChain) -> tuple[Atom, ...]:
        """Return the atoms that lead from ``x`` to ``z``.

        Raises:
            NoRuleError: it holds of everything.
        """
        if not isinstance(prop, PropertyChain):
            return (condition_on(X, prop, Z),)
        # A loop, and not a recursion, because a chain may be of any length.
        first, *rest = prop.properties
        start = condition_on(X, first, Y)
        for length, following in enumerate(rest, start=2):
            body = (start, condition_on(Y, following, Z))
            if length < len(prop.properties):
                beginning = PropertyChain(prop.properties[:length])
                self._rule(Atom(X, beginning, Z), body)
                start = Atom(X, beginning, Y)
        return body

    def of(self, expression: ClassExpression) -> tuple[Atom, ...]:
        """Return the atoms that make ``x`` a member of ``expression``.

        Raises:
            NoRuleError: no atoms say so.
        """
        match expression:
            case IntersectionOf(operands):
                return tuple(self.member(X, operand) for operand in operands)
            case SomeValuesFrom(prop, filler) | MinCardinality(1, prop, filler):
                value = condition_on(X, prop, Y)
                if filler in (THING, _ANY_LITERAL):
                    return (value,)
                return (value, self.member(Y, filler))
            case HasValue(prop, value):
                return (condition_on(X, prop, value),)
            case MinCardinality(0):
                return (self.member(X, THING),)
            case _:
                return (self.member(X, expression),)

    def member(self, term: Term | Variable, expression: ClassExpression) -> Atom:
        """Return the atom that makes ``term`` a member of ``expression``, which gets defined.

        Raises:
            NoRuleError: no rules define it.
        """
        if not isinstance(expression, NamedNode) and expression not in self._defined:
            self._define(expression)
            self._defined.add(expression)
        return Atom(term, TYPE, expression)

    def _rule(self, head: Atom, body: tuple[Atom, ...]) -> None:
        self.rules[Rule(head, body, None)] = None

    def _define(self, expression: ClassExpression) -> None:
        head = Atom(X, TYPE, expression)
        match expression:
            case IntersectionOf() | SomeValuesFrom() | HasValue() | MinCardinality(0 | 1):
                self._rule(head, self.of(expression))
            case UnionOf(operands):
                for operand in operands:
                    self._rule(head, self.of(operand))
            case OneOf(individuals):
                for individual in individuals:
                    self._rule(Atom(individual, TYPE, expression), ())
            case AllValuesFrom():
                raise NoRuleError("owl:allValuesFrom as a condition", ABSENCE)
            case ComplementOf():
                raise NoRuleError("owl:complementOf as a condition", ABSENCE)
            case MaxCardinality():
                raise NoRuleError("owl:maxCardinality as a condition", ABSENCE)
            case MinCardinality():
                raise NoRuleError("owl:minCardinality as a condition", COUNTING)
            case DataRange(name):
                raise NoRuleError(f"{name} as a condition", DATATYPES)
            case OtherExpression(construct):
                raise NoRuleError(construct)


def name_of(prop: PropertyExpression) -> NamedNode:
    """Return the property that ``prop`` is, or is the inverse of."""
    return prop.property if isinstance(prop, InverseOf) else prop


def inverse(prop: PropertyExpression) -> PropertyExpression:
    """Return ``prop`` read backwards."""
    return prop.property if isinstance(prop, InverseOf) else InverseOf(prop)


def related(subject: Term | Variable, prop: PropertyExpression, obj: Term | Variable) -> Atom:
    """Return the atom by which ``prop`` relates ``subject`` to ``obj``."""
    if isinstance(prop, InverseOf):
        return Atom(obj, prop.property, subject)
    return Atom(subject, prop, obj)


def condition_on(subject: Term | Variable, prop: PropertyExpression, obj: Term | Variable) -> Atom:
    """Return :func:`related` as a condition.

    Raises:
        NoRuleError: facts do not tell where ``prop`` holds.
    """
    name = name_of(prop)
    if name in TOP:
        raise NoRuleError(text(name), EVERYTHING)
    if name in (SAME_AS, DIFFERENT_FROM):
        raise NoRuleError(f"{text(name)} as a condition", IDENTITY)
    return related(subject, prop, obj)
