"""From OWL axioms to rules, so that no triple is derived by a rule written by hand for a property.

The rules are those of OWL 2 RL, each made for one axiom:
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules . A nested
class expression, and the beginning of a chain, gets a rule that defines it; the expression is then
the class (or the chain the property) that other rules ask for. So the cost grows neither with the
product of an individual's values nor with the number of paths along a chain.

What would need more than rules becomes a :class:`NotDerived`. May know nothing of RDF syntax or of
how rules are run.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import OWL
from kg.reason.axioms import (
    NOTHING,
    THING,
    TYPE,
    AllValuesFrom,
    Axiom,
    ClassAssertion,
    ClassExpression,
    ComplementOf,
    DataRange,
    EquivalentClasses,
    EquivalentProperties,
    HasValue,
    IntersectionOf,
    InverseOf,
    InverseProperties,
    OneOf,
    OtherAxiom,
    OtherExpression,
    PropertyChain,
    PropertyDomain,
    PropertyExpression,
    PropertyRange,
    SomeValuesFrom,
    SubClassOf,
    SubPropertyOf,
    SymmetricProperty,
    TransitiveProperty,
    UnionOf,
    text,
)
from kg.reason.rules import Atom, NotDerived, Rule, RuleSet, Term, Variable

_X: Final = Variable("x")
_Y: Final = Variable("y")
_Z: Final = Variable("z")

_ANY_LITERAL: Final = DataRange("rdfs:Literal")
_TOP: Final = frozenset({NamedNode(OWL + "topObjectProperty"), NamedNode(OWL + "topDataProperty")})
_BOTTOM: Final = frozenset(
    {NamedNode(OWL + "bottomObjectProperty"), NamedNode(OWL + "bottomDataProperty")}
)

_ABSENCE: Final = "asks for what is not the case"
_CASES: Final = "needs reasoning by cases"
_COUNTING: Final = "counts individuals"
_DATATYPES: Final = "needs the values of a datatype"
_EQUALITY: Final = "may make two names one individual"
_EVERYTHING: Final = "holds of everything"
_EXISTENCE: Final = "speaks of an individual that need not have a name"
_UNKNOWN: Final = "is unknown to the rules"

_WHY: Final = {
    "owl:FunctionalProperty": _EQUALITY,
    "owl:InverseFunctionalProperty": _EQUALITY,
    "owl:ReflexiveProperty": _EVERYTHING,
    "owl:cardinality": _COUNTING,
    "owl:hasKey": _EQUALITY,
    "owl:maxCardinality": _COUNTING,
    "owl:maxQualifiedCardinality": _COUNTING,
    "owl:minCardinality": _COUNTING,
    "owl:minQualifiedCardinality": _COUNTING,
    "owl:qualifiedCardinality": _COUNTING,
    "owl:sameAs": _EQUALITY,
}


def compile_rules(axioms: Iterable[Axiom]) -> RuleSet:
    """Return the rules of ``axioms``, and the axioms that would need more than rules."""
    compiler = _Compiler()
    for axiom in axioms:
        compiler.add(axiom)
    return RuleSet(tuple(compiler.rules), tuple(sorted(compiler.not_derived, key=str)))


class _NoRuleError(Exception):
    """Carries the reason from deep in an expression to the entry of its axiom."""

    def __init__(self, construct: str, why: str = "") -> None:
        super().__init__(construct)
        self.construct = construct
        self.why = why or _WHY.get(construct, _UNKNOWN)


class _Compiler:
    """Dictionaries stand for sets that remember their order: rules come out as axioms came in."""

    def __init__(self) -> None:
        self.rules: dict[Rule, None] = {}
        self.not_derived: dict[NotDerived, None] = {}
        self._defined: set[ClassExpression | PropertyChain] = set()

    def add(self, axiom: Axiom) -> None:
        match axiom:
            case SubClassOf(sub, sup):
                self._sub_class(axiom, sub, sup)
            case EquivalentClasses(first, second):
                self._sub_class(axiom, first, second)
                self._sub_class(axiom, second, first)
            case ClassAssertion(expression, individual):
                self._sub_class(axiom, OneOf((individual,)), expression)
            case PropertyDomain(prop, domain):
                self._sub_class(axiom, SomeValuesFrom(prop, THING), domain)
            case PropertyRange(prop, values):
                self._sub_class(axiom, SomeValuesFrom(_inverse(prop), THING), values)
            case SubPropertyOf(sub, sup):
                self._sub_property(axiom, sub, sup)
            case EquivalentProperties(first, second):
                self._sub_property(axiom, first, second)
                self._sub_property(axiom, second, first)
            case InverseProperties(first, second):
                self._sub_property(axiom, first, _inverse(second))
                self._sub_property(axiom, second, _inverse(first))
            case SymmetricProperty(prop):
                self._sub_property(axiom, prop, _inverse(prop))
            case TransitiveProperty(prop):
                self._sub_property(axiom, PropertyChain((prop, prop)), prop)
            case OtherAxiom(construct):
                self._note(axiom, _NoRuleError(construct))

    def _note(self, axiom: Axiom, lack: _NoRuleError) -> None:
        self.not_derived[NotDerived(axiom, lack.construct, lack.why)] = None

    def _rule(self, head: Atom, body: tuple[Atom, ...], axiom: Axiom | None = None) -> None:
        self.rules[Rule(head, body, axiom)] = None

    # -------------------------------------------------------------- properties

    def _sub_property(
        self, axiom: Axiom, sub: PropertyExpression | PropertyChain, sup: PropertyExpression
    ) -> None:
        if _name(sup) in _TOP | _BOTTOM:
            return
        try:
            body = self._path(sub)
        except _NoRuleError as lack:
            self._note(axiom, lack)
        else:
            self._rule(_related(_X, sup, _Z), body, axiom)

    def _path(self, prop: PropertyExpression | PropertyChain) -> tuple[Atom, ...]:
        """Return the atoms that lead from ``x`` to ``z``."""
        if not isinstance(prop, PropertyChain):
            return (_condition_on(_X, prop, _Z),)
        # A loop, and not a recursion, because a chain may be of any length.
        first, *rest = prop.properties
        start = _condition_on(_X, first, _Y)
        for length, following in enumerate(rest, start=2):
            body = (start, _condition_on(_Y, following, _Z))
            if length < len(prop.properties):
                beginning = PropertyChain(prop.properties[:length])
                self._rule(Atom(_X, beginning, _Z), body)
                start = Atom(_X, beginning, _Y)
        return body

    # -------------------------------------------------------------- classes

    def _sub_class(self, axiom: Axiom, sub: ClassExpression, sup: ClassExpression) -> None:
        if isinstance(sub, UnionOf):
            for operand in sub.operands:
                self._sub_class(axiom, operand, sup)
            return
        if not _concludes(sup):
            return
        try:
            body = self._condition(sub)
        except _NoRuleError as lack:
            self._note(axiom, lack)
        else:
            self._conclude(axiom, body, _X, sup)

    def _condition(self, expression: ClassExpression) -> tuple[Atom, ...]:
        """Return the atoms that make ``x`` a member of ``expression``."""
        match expression:
            case IntersectionOf(operands):
                return tuple(self._member(_X, operand) for operand in operands)
            case SomeValuesFrom(prop, filler):
                value = _condition_on(_X, prop, _Y)
                if filler in (THING, _ANY_LITERAL):
                    return (value,)
                return (value, self._member(_Y, filler))
            case HasValue(prop, value):
                return (_condition_on(_X, prop, value),)
            case _:
                return (self._member(_X, expression),)

    def _member(self, term: Term | Variable, expression: ClassExpression) -> Atom:
        """Return the atom that makes ``term`` a member of ``expression``, which gets defined."""
        if not isinstance(expression, NamedNode) and expression not in self._defined:
            self._define(expression)
            self._defined.add(expression)
        return Atom(term, TYPE, expression)

    def _define(self, expression: ClassExpression) -> None:
        head = Atom(_X, TYPE, expression)
        match expression:
            case IntersectionOf() | SomeValuesFrom() | HasValue():
                self._rule(head, self._condition(expression))
            case UnionOf(operands):
                for operand in operands:
                    self._rule(head, self._condition(operand))
            case OneOf(individuals):
                for individual in individuals:
                    self._rule(Atom(individual, TYPE, expression), ())
            case AllValuesFrom():
                raise _NoRuleError("owl:allValuesFrom as a condition", _ABSENCE)
            case ComplementOf():
                raise _NoRuleError("owl:complementOf as a condition", _ABSENCE)
            case DataRange(name):
                raise _NoRuleError(f"{name} as a condition", _DATATYPES)
            case OtherExpression(construct):
                raise _NoRuleError(construct)

    def _conclude(
        self, axiom: Axiom, body: tuple[Atom, ...], term: Variable, expression: ClassExpression
    ) -> None:
        """Add the rules by which ``body`` makes ``term`` a member of ``expression``."""
        match expression:
            case NamedNode() if _concludes(expression):
                self._rule(Atom(term, TYPE, expression), body, axiom)
            case IntersectionOf(operands):
                for operand in operands:
                    self._conclude(axiom, body, term, operand)
            case HasValue(prop, known) if _name(prop) not in _TOP | _BOTTOM:
                self._rule(_related(term, prop, known), body, axiom)
            case AllValuesFrom(prop, filler) if _concludes(filler):
                if _name(prop) in _TOP:
                    self._note(axiom, _NoRuleError(text(_name(prop)), _EVERYTHING))
                else:
                    value = Variable(term.name + "'")
                    self._conclude(axiom, (*body, _related(term, prop, value)), value, filler)
            case UnionOf():
                self._note(axiom, _NoRuleError("owl:unionOf as a conclusion", _CASES))
            case OneOf():
                self._note(axiom, _NoRuleError("owl:oneOf as a conclusion", _EQUALITY))
            case SomeValuesFrom():
                self._note(axiom, _NoRuleError("owl:someValuesFrom as a conclusion", _EXISTENCE))
            case OtherExpression(construct):
                self._note(axiom, _NoRuleError(construct))
            case _:
                return


def _concludes(expression: ClassExpression) -> bool:
    """Tell whether membership says more than that something is, or is not, the case."""
    return expression not in (THING, NOTHING) and not isinstance(
        expression, ComplementOf | DataRange
    )


def _name(prop: PropertyExpression) -> NamedNode:
    return prop.property if isinstance(prop, InverseOf) else prop


def _inverse(prop: PropertyExpression) -> PropertyExpression:
    return prop.property if isinstance(prop, InverseOf) else InverseOf(prop)


def _related(subject: Term | Variable, prop: PropertyExpression, obj: Term | Variable) -> Atom:
    if isinstance(prop, InverseOf):
        return Atom(obj, prop.property, subject)
    return Atom(subject, prop, obj)


def _condition_on(subject: Term | Variable, prop: PropertyExpression, obj: Term | Variable) -> Atom:
    if _name(prop) in _TOP:
        raise _NoRuleError(text(_name(prop)), _EVERYTHING)
    return _related(subject, prop, obj)
