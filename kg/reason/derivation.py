"""Why something holds, as a tree: what follows, from which axiom, and from what.

These are the reasoner's answers, without a trace of how it found them. May know nothing of rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import Triple

from kg.reason.axioms import (
    Axiom,
    DifferentIndividuals,
    DisjointClasses,
    DisjointProperties,
)
from kg.reason.equality import EqualityRule
from kg.reason.expressions import TYPE

T = TypeVar("T")


@dataclass(frozen=True)
class Derivation:
    """A step of reasoning, and why its premises hold.

    Attributes:
        conclusion: what follows; None for a contradiction.
        axiom: what it follows by; None where it is asserted, and where it follows by equality.
        premises: what it follows from.
        equality: what it follows by where that is no axiom.
    """

    conclusion: Triple | None
    axiom: Axiom | None = None
    premises: tuple["Derivation", ...] = ()
    equality: EqualityRule | None = None

    @property
    def is_asserted(self) -> bool:
        """Whether it is no step at all, but the ground."""
        return self.axiom is None and self.equality is None

    @property
    def by(self) -> Axiom | EqualityRule | None:
        """What it follows by, in as few words as say it."""
        return self.narrowed or self.equality

    @property
    def narrowed(self) -> Axiom | None:
        """Its axiom: of one about many, what it says of the two that are at hand."""
        said = [premise.conclusion for premise in self.premises if premise.conclusion is not None]
        match self.axiom:
            case DisjointClasses(classes) if _is_of_one(said):
                return DisjointClasses(_two(classes, [triple.object for triple in said]))
            case DisjointProperties(properties) if len(said) == 2:
                return DisjointProperties(_two(properties, [triple.predicate for triple in said]))
            case DifferentIndividuals(individuals) if self.conclusion is None:
                ends = [end for triple in said for end in (triple.subject, triple.object)]
                return DifferentIndividuals(_two(individuals, ends))
            case _:
                return self.axiom

    def steps(self) -> Iterator["Derivation"]:
        """Yield it and all that leads to it, each once, from the top."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            step = waiting.pop()
            # By identity: two that are equal may be large, and are one object where they can be.
            if id(step) not in seen:
                seen.add(id(step))
                yield step
                waiting += reversed(step.premises)

    @property
    def assertions(self) -> tuple[Triple, ...]:
        """The asserted triples that it rests on, in the order of the tree."""
        found = (step.conclusion for step in self.steps() if step.is_asserted)
        return tuple(dict.fromkeys(triple for triple in found if triple is not None))

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """The axioms that it rests on, in the order of the tree."""
        return tuple(dict.fromkeys(step.axiom for step in self.steps() if step.axiom is not None))


def _is_of_one(said: Sequence[Triple]) -> bool:
    """Tell whether triples are two classes of one individual."""
    of_class = all(triple.predicate == TYPE for triple in said)
    return len(said) == 2 and of_class and said[0].subject == said[1].subject


def _two(members: tuple[T, ...], terms: Sequence[object]) -> tuple[T, ...]:
    # An expression among the members is not what a triple names: all of them are told then.
    two = tuple(member for member in members if member in terms)
    return two if len(two) == 2 else members


@dataclass(frozen=True)
class Inconsistency:
    """What cannot be true together, or makes two names one individual that nobody says are one.

    Attributes:
        derivation: how the axioms and the assertions lead to it; its conclusion is None, or the
            ``owl:sameAs``.
        articles: IRIs of the articles that it takes to get there, sorted: none where the ontology
            and reference data do it alone, more than one where no article does.
    """

    derivation: Derivation
    articles: tuple[str, ...]
