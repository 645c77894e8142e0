"""Why something holds, as a tree: what follows, from which axiom, and from what.

These are the reasoner's answers, without a trace of how it found them. May know nothing of rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Triple

from kg.reason.axioms import Axiom
from kg.reason.equality import EqualityRule


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
