"""What OWL axioms entail about named individuals: quads in, triples out, and why.

``reader`` turns quads into axioms, ``compiler`` axioms into rules, ``engine`` runs rules, and
``proofs`` finds how a fact follows. Pure functions: what was inferred before is no input, so what
is no longer entailed is gone. Sound for OWL 2 under the direct semantics, and complete where
:func:`not_derived` is empty, but for literals: two of them are one only if they are the same RDF
term. docs/reasoning.md has the whole of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from kg.reason.compiler import compile_rules
from kg.reason.derivation import Derivation, Inconsistency
from kg.reason.explain import Reasoning
from kg.reason.reader import read_ontology
from kg.reason.rules import NotDerived

__all__ = [
    "Derivation",
    "Inconsistency",
    "NotDerived",
    "Reasoned",
    "Reasoning",
    "derivations",
    "explain",
    "find_inconsistencies",
    "infer",
    "not_derived",
    "reason",
]


@dataclass(frozen=True)
class Reasoned:
    """What :func:`infer`, :func:`find_inconsistencies` and :func:`not_derived` return."""

    inferred: tuple[Triple, ...]
    inconsistencies: tuple[Inconsistency, ...]
    not_derived: tuple[NotDerived, ...]


def reason(quads: Iterable[Quad]) -> Reasoned:
    """Return all that follows from ``quads``, what cannot be, and what was not looked for.

    Raises:
        OntologyError: an axiom is malformed.
    """
    reasoning = Reasoning(quads)
    return Reasoned(
        tuple(reasoning.inferred()),
        tuple(reasoning.inconsistencies()),
        reasoning.rules.not_derived,
    )


def infer(quads: Iterable[Quad]) -> list[Triple]:
    """Return what the axioms among ``quads`` entail, whatever their graphs.

    Returns:
        Class and property assertions about named individuals, in the vocabulary of the axioms and
        without ``owl:Thing``, and ``owl:sameAs`` between two names, that are not among ``quads``;
        sorted as N-Triples.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return Reasoning(quads).inferred()


def find_inconsistencies(quads: Iterable[Quad]) -> list[Inconsistency]:
    """Return what cannot be true together, and which names become one without being said to.

    Each comes once for each article that is enough for it; once for several articles together,
    where none of them is enough; and once for the ontology and reference data where these are.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return Reasoning(quads).inconsistencies()


def explain(quads: Iterable[Quad], triple: Triple) -> Derivation | None:
    """Return a minimal derivation of ``triple``, or None where it does not hold.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return next(derivations(quads, triple), None)


def derivations(quads: Iterable[Quad], triple: Triple) -> Iterator[Derivation]:
    """Yield every minimal derivation of ``triple``; for many triples, ask a :class:`Reasoning`.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return Reasoning(quads).derivations(triple)


def not_derived(quads: Iterable[Quad]) -> list[NotDerived]:
    """Return the axioms among ``quads`` from which :func:`infer` derives nothing, or not all.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return list(compile_rules(read_ontology(quads).axioms).not_derived)
