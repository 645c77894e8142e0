"""From OWL axioms to rules, so that no triple is derived by a rule written by hand for a property.

The rules are those of OWL 2 RL, each made for one axiom:
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules . An axiom
that forbids becomes a :class:`Constraint`, and what would need more than rules a
:class:`NotDerived`. May know nothing of RDF syntax or of how rules are run.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import PREFIXES
from kg.reason.axioms import (
    AsymmetricProperty,
    Axiom,
    ClassAssertion,
    DifferentIndividuals,
    DisjointClasses,
    DisjointProperties,
    EquivalentClasses,
    EquivalentProperties,
    FunctionalProperty,
    HasKey,
    InverseFunctionalProperty,
    InverseProperties,
    IrreflexiveProperty,
    NegativePropertyAssertion,
    OtherAxiom,
    PropertyDomain,
    PropertyRange,
    SubClassOf,
    SubPropertyOf,
    SymmetricProperty,
    TransitiveProperty,
)
from kg.reason.conditions import (
    BOTTOM,
    COUNTING,
    DATATYPES,
    EVERYTHING,
    TOP,
    UNKNOWN,
    Conditions,
    NoRuleError,
    X,
    Y,
    Z,
    condition_on,
    inverse,
    name_of,
    related,
)
from kg.reason.expressions import (
    NAMED_INDIVIDUAL,
    NOTHING,
    SAME_AS,
    THING,
    TYPE,
    AllValuesFrom,
    ClassExpression,
    ComplementOf,
    DataRange,
    HasValue,
    IntersectionOf,
    MaxCardinality,
    MinCardinality,
    OneOf,
    OtherExpression,
    PropertyChain,
    PropertyExpression,
    SomeValuesFrom,
    UnionOf,
)
from kg.reason.literals import is_known
from kg.reason.rules import Atom, Constraint, NotDerived, Rule, RuleSet, Variable

_CASES: Final = "needs reasoning by cases"
_EXISTENCE: Final = "speaks of an individual that need not have a name"
_WHY: Final = {"owl:ReflexiveProperty": EVERYTHING}


def compile_rules(axioms: Iterable[Axiom]) -> RuleSet:
    """Return the rules of ``axioms``, what they forbid, and those that would need more."""
    compiler = _Compiler()
    for axiom in axioms:
        compiler.add(axiom)
    return RuleSet(
        tuple(compiler.rules),
        tuple(compiler.constraints),
        tuple(compiler.different),
        tuple(sorted(compiler.not_derived, key=str)),
    )


class _Compiler:
    """Dictionaries stand for sets that remember their order."""

    def __init__(self) -> None:
        self._conditions = Conditions()
        self.rules = self._conditions.rules
        self.constraints: dict[Constraint, None] = {}
        self.different: dict[DifferentIndividuals, None] = {}
        self.not_derived: dict[NotDerived, None] = {}

    def add(self, axiom: Axiom) -> None:
        try:
            self._add(axiom)
        except NoRuleError as lack:
            self._note(axiom, lack)

    def _add(self, axiom: Axiom) -> None:
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
                self._sub_class(axiom, SomeValuesFrom(inverse(prop), THING), values)
            case DisjointClasses(classes):
                self._disjoint(axiom, classes)
            case HasKey(expression, properties):
                self._key(axiom, expression, properties)
            case OtherAxiom(construct):
                raise NoRuleError(construct, _WHY.get(construct, UNKNOWN))
            case _:
                self._add_about_properties(axiom)

    def _add_about_properties(self, axiom: Axiom) -> None:
        match axiom:
            case SubPropertyOf(sub, sup):
                self._sub_property(axiom, sub, sup)
            case EquivalentProperties(first, second):
                self._sub_property(axiom, first, second)
                self._sub_property(axiom, second, first)
            case InverseProperties(first, second):
                self._sub_property(axiom, first, inverse(second))
                self._sub_property(axiom, second, inverse(first))
            case SymmetricProperty(prop):
                self._sub_property(axiom, prop, inverse(prop))
            case TransitiveProperty(prop):
                self._sub_property(axiom, PropertyChain((prop, prop)), prop)
            case FunctionalProperty(prop):
                self._at_most_one(axiom, (), X, prop, THING)
            case InverseFunctionalProperty(prop):
                self._at_most_one(axiom, (), X, inverse(prop), THING)
            case AsymmetricProperty(prop):
                self._forbid(axiom, condition_on(X, prop, Y), condition_on(Y, prop, X))
            case IrreflexiveProperty(prop):
                self._forbid(axiom, condition_on(X, prop, X))
            case DisjointProperties(properties):
                for first, second in combinations(properties, 2):
                    self._forbid(axiom, condition_on(X, first, Y), condition_on(X, second, Y))
            case NegativePropertyAssertion(prop, subject, value):
                self._forbid(axiom, condition_on(subject, prop, value))
            case DifferentIndividuals():
                self.different[axiom] = None

    def _note(self, axiom: Axiom, lack: NoRuleError) -> None:
        self.not_derived[NotDerived(axiom, lack.construct, lack.why)] = None

    def _rule(self, head: Atom, body: Iterable[Atom], axiom: Axiom) -> None:
        self.rules[Rule(head, tuple(body), axiom)] = None

    def _forbid(self, axiom: Axiom, *body: Atom) -> None:
        self.constraints[Constraint(tuple(dict.fromkeys(body)), axiom)] = None

    # -------------------------------------------------------------- properties

    def _sub_property(
        self, axiom: Axiom, sub: PropertyExpression | PropertyChain, sup: PropertyExpression
    ) -> None:
        if name_of(sup) in TOP:
            return
        path = self._conditions.path(sub)
        if name_of(sup) in BOTTOM:
            self._forbid(axiom, *path)
        else:
            self._rule(related(X, sup, Z), path, axiom)

    def _at_most_one(
        self,
        axiom: Axiom,
        body: tuple[Atom, ...],
        term: Variable,
        prop: PropertyExpression,
        filler: ClassExpression,
    ) -> None:
        """Where ``body`` holds, two values of ``term`` in ``filler`` are one."""
        pair = Variable(f"{term.name}'"), Variable(f"{term.name}''")
        for value in pair:
            body = (*body, condition_on(term, prop, value))
            if not _says_nothing(filler):
                body = (*body, self._conditions.member(value, filler))
        self._rule(Atom(pair[0], SAME_AS, pair[1]), body, axiom)

    def _key(
        self, axiom: Axiom, expression: ClassExpression, properties: Sequence[PropertyExpression]
    ) -> None:
        shared = [Variable(f"z{number}") for number in range(len(properties))]
        members = [
            atom
            for x in (X, Y)
            for atom in (
                self._conditions.member(x, expression),
                Atom(x, TYPE, NAMED_INDIVIDUAL),
                *(condition_on(x, p, z) for p, z in zip(properties, shared, strict=True)),
            )
        ]
        self._rule(Atom(X, SAME_AS, Y), members, axiom)

    # -------------------------------------------------------------- classes

    def _disjoint(self, axiom: Axiom, classes: Sequence[ClassExpression]) -> None:
        members = []
        for expression in classes:
            try:
                members.append(self._conditions.member(X, expression))
            except NoRuleError as lack:
                self._note(axiom, lack)
        for first, second in combinations(members, 2):
            self._forbid(axiom, first, second)

    def _sub_class(self, axiom: Axiom, sub: ClassExpression, sup: ClassExpression) -> None:
        if isinstance(sub, UnionOf):
            for operand in sub.operands:
                self._sub_class(axiom, operand, sup)
            return
        # Nothing belongs to owl:Nothing, and everything to owl:Thing.
        if sub == NOTHING or _says_nothing(sup):
            return
        try:
            body = self._conditions.of(sub)
            self._conclude(axiom, body, X, sup)
        except NoRuleError as lack:
            self._note(axiom, lack)

    def _conclude(
        self, axiom: Axiom, body: tuple[Atom, ...], term: Variable, expression: ClassExpression
    ) -> None:
        """Add the rules by which ``body`` makes ``term`` a member of ``expression``."""
        match expression:
            case NamedNode() if expression == NOTHING:
                self._forbid(axiom, *body)
            case NamedNode() if expression != THING:
                self._rule(Atom(term, TYPE, expression), body, axiom)
            case IntersectionOf(operands):
                for operand in operands:
                    self._attempt(axiom, body, term, operand)
            case ComplementOf(operand):
                self._forbid(axiom, *body, self._conditions.member(term, operand))
            case HasValue(prop, known) if name_of(prop) in BOTTOM:
                self._forbid(axiom, *body)
            case HasValue(prop, known) if name_of(prop) not in TOP:
                self._rule(related(term, prop, known), body, axiom)
            case AllValuesFrom(prop, filler) if not _says_nothing(filler):
                value = Variable(term.name + "'")
                self._conclude(axiom, (*body, condition_on(term, prop, value)), value, filler)
            case UnionOf((operand,)):
                self._conclude(axiom, body, term, operand)
            case UnionOf(()) | OneOf(()):
                self._forbid(axiom, *body)
            case OneOf((individual,)):
                self._rule(Atom(term, SAME_AS, individual), body, axiom)
            case MaxCardinality(0, prop, filler):
                value = Variable(term.name + "'")
                member = () if _says_nothing(filler) else (self._conditions.member(value, filler),)
                self._forbid(axiom, *body, condition_on(term, prop, value), *member)
            case MaxCardinality(1, prop, filler):
                self._at_most_one(axiom, body, term, prop, filler)
            case DataRange(name):
                self._range(axiom, body, term, name)
            case _:
                self._need_more(expression)

    def _attempt(
        self, axiom: Axiom, body: tuple[Atom, ...], term: Variable, expression: ClassExpression
    ) -> None:
        """Conclude what can be: what one operand lacks is no reason to lose the others."""
        try:
            self._conclude(axiom, body, term, expression)
        except NoRuleError as lack:
            self._note(axiom, lack)

    def _range(self, axiom: Axiom, body: tuple[Atom, ...], term: Variable, name: str) -> None:
        prefix, _, local = name.partition(":")
        datatype = PREFIXES.get(prefix, "") + local
        if not is_known(datatype):
            raise NoRuleError(f"{name} as a conclusion", DATATYPES)
        self.constraints[Constraint(body, axiom, term, datatype)] = None

    @staticmethod
    def _need_more(expression: ClassExpression) -> None:
        match expression:
            case UnionOf():
                raise NoRuleError("owl:unionOf as a conclusion", _CASES)
            case OneOf():
                raise NoRuleError("owl:oneOf as a conclusion", _CASES)
            case SomeValuesFrom():
                raise NoRuleError("owl:someValuesFrom as a conclusion", _EXISTENCE)
            case MinCardinality(number) if number > 0:
                raise NoRuleError("owl:minCardinality as a conclusion", _EXISTENCE)
            case MaxCardinality():
                raise NoRuleError("owl:maxCardinality above 1", COUNTING)
            case OtherExpression(construct):
                raise NoRuleError(construct)


def _says_nothing(expression: ClassExpression) -> bool:
    """Tell whether everything belongs to ``expression``."""
    return expression in (THING, DataRange("rdfs:Literal"))
