"""What OWL axioms entail about named individuals: quads in, triples out.

``reader`` turns quads into axioms, ``compiler`` axioms into rules, ``engine`` runs rules. A pure
function: what was inferred before is no input, so what is no longer entailed is gone. Sound for
OWL 2 under the direct semantics, and complete where :func:`not_derived` is empty, but for literals:
two of them are one only if they are the same RDF term.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.reason.axioms import THING, TYPE
from kg.reason.compiler import compile_rules
from kg.reason.engine import closure
from kg.reason.reader import Ontology, read_ontology
from kg.reason.rules import Fact, NotDerived

__all__ = ["NotDerived", "infer", "not_derived"]


def infer(quads: Iterable[Quad]) -> list[Triple]:
    """Return what the axioms among ``quads`` entail, whatever their graphs.

    Returns:
        Class and property assertions about named individuals, in the vocabulary of the axioms and
        without ``owl:Thing``, that are not among ``quads``; sorted as N-Triples.

    Raises:
        OntologyError: an axiom is malformed.
    """
    ontology = read_ontology(quads)
    rules = compile_rules(ontology.axioms).rules
    return sorted(_reportable(closure(rules, _facts(ontology)), ontology), key=str)


def not_derived(quads: Iterable[Quad]) -> list[NotDerived]:
    """Return the axioms among ``quads`` from which :func:`infer` derives nothing, or not all.

    Axioms that only forbid, such as disjointness, are not among them: nothing follows from these
    but inconsistency.

    Raises:
        OntologyError: an axiom is malformed.
    """
    return list(compile_rules(read_ontology(quads).axioms).not_derived)


def _facts(ontology: Ontology) -> Iterator[Fact]:
    yield from ontology.assertions
    for individual in ontology.individuals:
        yield individual, TYPE, THING


def _reportable(facts: Iterable[Fact], ontology: Ontology) -> Iterator[Triple]:
    """Yield the facts in the vocabulary of the ontology, and about named individuals alone."""
    for subject, predicate, obj in facts:
        if not (isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)):
            continue
        if not isinstance(obj, NamedNode | Literal) or subject in ontology.terms:
            continue
        if predicate == TYPE or obj not in ontology.terms:
            yield Triple(subject, predicate, obj)
