"""Why a triple is not known to hold: for each way to it, which conditions there are, and which not.

The world is open: what is not known may be so all the same, unless the ontology contradicts it. And
what somebody claims is no fact, but worth telling. May know nothing of layout.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg.namespaces import INFERRED_GRAPH, OWL, TERMS
from kg.reason.expressions import DIFFERENT_FROM, TYPE
from kg.reason.rules import Atom, Variable
from kg.reason.rules import Term as AtomTerm
from kg.show.sources import Node, Term
from kg.why.clauses import Clauses, short_names
from kg.why.explainer import Explainer
from kg.why.model import Consequences, Found, Lack, Near, Reason, Rule, WhyNot
from kg.why.near import Partial, matching, nearest, triple_of
from kg.why.sentences import Sentences
from kg.why.supposing import cannot_be_one, consequences
from kg.why.underived import Underived
from kg.why.ways import Way, Ways, variables

SHOWN: Final = 8
"""Triples of one kind that are told, with their sentences; of more, the number is told."""
NEAREST: Final = 3
"""Ways that are told in full, if there is anything of them."""
_DEEPER: Final = 3
"""Lacking triples for which their own nearest way is looked up."""
_DEPTH: Final = 3

_PROPOSITION: Final = frozenset({TERMS + "Proposition"})
_DATA_PROPERTY: Final = ox.NamedNode(OWL + "DatatypeProperty")
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)


def why_not(explainer: Explainer, triple: ox.Triple) -> WhyNot:
    """Return why a triple that does not hold is not known to.

    Args:
        explainer: of the graph.
        triple: does not hold in it.
    """
    return _Search(explainer).why_not(triple)


class _Search:
    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._graph = explainer.testimony.graph
        self._wording = explainer.wording
        self._ways = Ways(explainer.reasoning.rules.rules)
        declared = self._graph.quads_for_pattern(None, TYPE, _DATA_PROPERTY, ox.DefaultGraph())
        self._data_properties = {quad.subject for quad in declared}
        self._sentences = Sentences(explainer.wording, explainer.reasoning.ontology.axioms)
        rules = explainer.reasoning.rules
        self._underived = Underived(
            rules.rules, rules.not_derived, explainer.asserted, explainer.wording
        )

    def why_not(self, triple: ox.Triple) -> WhyNot:
        ranked = self._ranked(triple)
        near = [(way, partial) for way, partial in ranked if partial.kept]
        far = [way for way, partial in ranked if not partial.kept]
        told, rest = near[:NEAREST], near[NEAREST:]
        shown = max(0, NEAREST - len(told)) + 1
        found = consequences(self._explainer, triple)
        apart = () if found.contradictions else cannot_be_one(self._explainer, triple)
        return WhyNot(
            triple=triple,
            words=self._wording.triple(triple),
            summary=self._summary(triple, near, found, apart),
            near=tuple(self._near(way, partial, _DEPTH) for way, partial in told),
            far=tuple(self._rules(way) for way in far[:shown]),
            more=len(rest) + len(far[shown:]),
            known=self._known(triple),
            claimed=tuple(self._claimed(triple)),
            consequences=found,
            apart=apart,
            underived=() if found.contradictions or apart else self._underived.to(triple),
        )

    # ------------------------------------------------------------ ways

    def _ranked(self, triple: ox.Triple) -> list[tuple[Way, Partial]]:
        """Return the ways to a triple, those that lack least first."""
        ways = (way for way in self._ways.to(triple) if not any(map(self._is_never, way.atoms)))
        return sorted(
            ((way, nearest(self._graph, way.atoms)) for way in ways),
            key=lambda one: (len(one[1].lacking), -len(one[1].kept), len(one[0].axioms)),
        )

    def _is_never(self, atom: Atom) -> bool:
        """Tell whether a condition wants a thing where there are only ever literals."""
        is_thing = isinstance(atom.object, ox.NamedNode)
        return is_thing and atom.predicate in self._data_properties

    def _near(self, way: Way, partial: Partial, depth: int) -> Near:
        triples = dict.fromkeys(one for atom in partial.kept for one in partial.triples(atom))
        clauses = Clauses(self._sentences, partial)
        return Near(
            self._rules(way),
            self._found(list(triples)),
            tuple(
                self._lack(atom, partial, clauses, depth)
                for atom in partial.lacking
                if not clauses.is_said(atom)
            ),
        )

    def _rules(self, way: Way) -> tuple[Rule, ...]:
        return tuple(self._explainer.rule(axiom, None, defined=False) for axiom in way.axioms)

    def _found(self, triples: Sequence[ox.Triple]) -> Found:
        told = map(self._explainer.explain, triples[:SHOWN])
        return Found(tuple(filter(None, told)), len(triples) - len(triples[:SHOWN]))

    def _lack(self, atom: Atom, partial: Partial, clauses: Clauses, depth: int) -> Lack:
        triples = partial.triples(atom)
        instead = self._instead(atom, partial)
        deeper = None
        # What there is of its kind says more than ways to what holds of several things in turn.
        if depth and 0 < len(triples) <= _DEEPER and (not variables(atom) or not instead.reasons):
            best = [self._ranked(triple)[:1] for triple in triples]
            ranked = [one for ways in best for one in ways if one[1].kept]
            if ranked:
                way, found = min(ranked, key=lambda one: len(one[1].lacking))
                deeper = self._near(way, found, depth - 1)
        return Lack(clauses.condition(atom), instead, deeper)

    def _instead(self, atom: Atom, partial: Partial) -> Found:
        """Return what there is of a lacking condition's kind, apart from what holds around it."""
        ground = triple_of(atom)
        if ground is not None:
            return self._known(ground)
        if atom.predicate == TYPE:
            return Found(())
        around = [
            Atom(subject, atom.predicate, Variable("o"))
            for subject in _known(atom.subject, partial)
        ]
        around += [Atom(Variable("s"), atom.predicate, obj) for obj in _known(atom.object, partial)]
        triples = dict.fromkeys(one for kind in around for one in matching(self._graph, kind))
        return self._found(list(triples))

    # ------------------------------------------------------------ words

    def _summary(
        self,
        triple: ox.Triple,
        ranked: Sequence[tuple[Way, Partial]],
        found: Consequences,
        apart: Sequence[Reason],
    ) -> str:
        """Return what is not known, and what the nearest way to it lacks; or what cannot be."""
        if found.contradictions:
            return self._sentences.says(triple)
        if apart:
            return self._sentences.unsaid(triple)
        words = self._sentences.denies(triple)
        if triple.predicate == DIFFERENT_FROM:
            return f"{words}: nobody says so, and two names may be of one and the same thing"
        if not ranked:
            values = self._values(_node(triple.subject), triple.predicate)
            return words + self._sentences.only(triple.predicate, values)
        _, partial = ranked[0]
        short = short_names(self._explainer.testimony, self._wording, triple)
        clauses = Clauses(self._sentences, partial, short)
        return f"{words}: {clauses.lacking(lambda atom: self._others(atom, partial))}"

    def _others(self, atom: Atom, partial: Partial) -> list[Term]:
        """Return the objects that there are for what is known to be the subject of a condition."""
        return list(
            dict.fromkeys(
                value
                for subject in _known(atom.subject, partial)
                for value in self._values(_node(subject), _node(atom.predicate))
            )
        )

    # ------------------------------------------------------------ what else is known

    def _values(self, subject: Node, predicate: Node) -> list[Term]:
        """Return the objects that there are; of classes the most special ones."""
        found = matching(self._graph, Atom(subject, predicate, Variable("o")))
        values = [triple.object for triple in found]
        return self._most_special(values) if predicate == TYPE else values

    def _most_special(self, classes: Sequence[Term]) -> list[Term]:
        """Return the classes, stated or inferred, that are above no other; sorted by name."""
        testimony = self._explainer.testimony
        named = [
            class_
            for class_ in classes
            if isinstance(class_, ox.NamedNode) and not class_.value.startswith(OWL)
        ]
        above = {one.value: testimony.superclasses(one.value) for one in named}

        def is_above(class_: ox.NamedNode, other: ox.NamedNode) -> bool:
            # Of equivalent classes, each is above the other, and neither is more special.
            return class_.value in above[other.value] and other.value not in above[class_.value]

        special = [one for one in named if not any(is_above(one, other) for other in named)]
        return [*sorted(special, key=testimony.name)]

    def _known(self, triple: ox.Triple) -> Found:
        """Return what is known with the same property of the same subject, and of the object."""
        subject, predicate, obj = _node(triple.subject), triple.predicate, triple.object
        values = self._values(subject, predicate)
        around = [ox.Triple(subject, predicate, value) for value in values]
        if predicate != TYPE and isinstance(obj, ox.NamedNode):
            around += matching(self._graph, Atom(Variable("s"), predicate, obj))
        return self._found(around)

    def _claimed(self, triple: ox.Triple) -> Iterator[Reason]:
        """Yield what claims say of propositions that speak of both ends."""
        if triple.predicate == TYPE or not isinstance(triple.object, ox.NamedNode):
            return
        testimony = self._explainer.testimony
        about = [
            {
                quad.subject
                for quad in testimony.quads(None, None, end)
                if quad.graph_name != _INFERRED
            }
            for end in (_node(triple.subject), triple.object)
        ]
        both = {node for node in about[0] & about[1] if isinstance(node, ox.NamedNode)}
        for node in sorted(both, key=str):
            if testimony.is_a(node, _PROPOSITION):
                said = {
                    quad.triple
                    for quad in testimony.quads(None, None, node)
                    if isinstance(quad.subject, ox.NamedNode) and testimony.is_speech(quad.subject)
                }
                told = map(self._explainer.explain, sorted(said, key=str)[:SHOWN])
                yield from filter(None, told)


def _known(term: AtomTerm | Variable, partial: Partial) -> list[AtomTerm]:
    return partial.values(term) if isinstance(term, Variable) else [term]


def _node(term: object) -> Node:
    assert isinstance(term, ox.NamedNode)  # noqa: S101 - triples between names are asked about
    return term
