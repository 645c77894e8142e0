"""Rules over triples: what the compiler hands to the engine.

Apart from both, so that the engine need not know how rules come about, nor the compiler how they
are run. A rule keeps its axiom: that is what an explanation cites.
"""

from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.reason.axioms import Axiom, DifferentIndividuals, text
from kg.reason.expressions import ClassExpression, Individual, PropertyChain

Term: TypeAlias = Individual | Literal | ClassExpression
Predicate: TypeAlias = NamedNode | PropertyChain
Fact: TypeAlias = tuple[Term, Predicate, Term]
"""A triple, or one that holds by definition: ``(x, rdf:type, expression)``, ``(x, chain, y)``."""


@dataclass(frozen=True)
class Variable:
    """A place in a rule that stands for any individual or literal."""

    name: str


@dataclass(frozen=True)
class Atom:
    """A triple pattern."""

    subject: Variable | Term
    predicate: Predicate
    object: Variable | Term


@dataclass(frozen=True)
class Rule:
    """Where every atom of ``body`` holds, so does ``head``: by ``axiom``, or by definition."""

    head: Atom
    body: tuple[Atom, ...]
    axiom: Axiom | None


@dataclass(frozen=True)
class Constraint:
    """``axiom`` forbids that every atom of ``body`` holds.

    Where ``datatype`` is given, it forbids that ``value`` is a literal outside that datatype.
    """

    body: tuple[Atom, ...]
    axiom: Axiom
    value: Variable | None = None
    datatype: str = ""


@dataclass(frozen=True)
class NotDerived:
    """An axiom from which nothing is derived, or not all, because of ``construct``."""

    axiom: Axiom
    construct: str
    why: str

    def __str__(self) -> str:
        return f"{self.construct} {self.why}: {text(self.axiom)}"


@dataclass(frozen=True)
class RuleSet:
    """What became of a set of axioms; ``not_derived`` is sorted.

    ``different`` stands beside the constraints, because there would be one for each pair.
    """

    rules: tuple[Rule, ...]
    constraints: tuple[Constraint, ...]
    different: tuple[DifferentIndividuals, ...]
    not_derived: tuple[NotDerived, ...]
