"""Why a triple is not known to hold: for each way to it, which conditions there are, and which not.

The world is open: what is not known may be so all the same, unless the ontology contradicts it. And
what somebody claims is no fact, but worth telling. May know nothing of layout.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg.namespaces import INFERRED_GRAPH, REFERENCE_GRAPH, TERMS
from kg.reason import Reasoning
from kg.reason.axioms import PropertyDomain, PropertyRange
from kg.reason.expressions import TYPE
from kg.reason.rules import Atom, Variable
from kg.show.sources import Node
from kg.text.words import listed
from kg.why.explainer import Explainer
from kg.why.model import Found, Lack, Near, Reason, Rule, WhyNot
from kg.why.near import Partial, filled, matching, nearest, triple_of
from kg.why.ways import Way, Ways, variables
from kg.why.words import an

SHOWN: Final = 8
"""Triples of one kind that are told, with their sentences; of more, the number is told."""
NEAREST: Final = 3
"""Ways that are told in full, if there is anything of them."""
_DEEPER: Final = 3
"""Lacking triples for which their own nearest way is looked up."""
_DEPTH: Final = 3
_NAMED: Final = 5
"""Names that stand in a row; of more, the number is told."""

_PROPOSITION: Final = frozenset({TERMS + "Proposition"})
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_REFERENCE: Final = ox.NamedNode(REFERENCE_GRAPH)


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
        self._classes = _classes(explainer.reasoning)

    def why_not(self, triple: ox.Triple) -> WhyNot:
        ranked = self._ranked(triple)
        near = [(way, partial) for way, partial in ranked if partial.kept]
        far = [way for way, partial in ranked if not partial.kept]
        told, rest = near[:NEAREST], near[NEAREST:]
        shown = max(0, NEAREST - len(told)) + 1
        contradictions, identifications = self._consequences(triple)
        return WhyNot(
            triple=triple,
            words=self._wording.triple(triple),
            near=tuple(self._near(way, partial, _DEPTH) for way, partial in told),
            far=tuple(self._rules(way) for way in far[:shown]),
            more=len(rest) + len(far[shown:]),
            known=self._known(triple),
            claimed=tuple(self._claimed(triple)),
            contradictions=tuple(contradictions),
            identifications=tuple(identifications),
        )

    # ------------------------------------------------------------ ways

    def _ranked(self, triple: ox.Triple) -> list[tuple[Way, Partial]]:
        """Return the ways to a triple, those that lack least first."""
        ways = [(way, nearest(self._graph, way.atoms)) for way in self._ways.to(triple)]
        return sorted(
            ways,
            key=lambda one: (len(one[1].lacking), -len(one[1].kept), len(one[0].axioms)),
        )

    def _near(self, way: Way, partial: Partial, depth: int) -> Near:
        triples = dict.fromkeys(
            triple
            for atom in partial.kept
            for solution in partial.solutions
            if (triple := triple_of(filled(atom, solution))) is not None
        )
        mentioned: set[Variable] = set()
        return Near(
            self._rules(way),
            self._found(list(triples)),
            tuple(
                self._lack(atom, partial, mentioned, depth)
                for atom in partial.lacking
                if not self._is_said(atom, partial)
            ),
        )

    def _rules(self, way: Way) -> tuple[Rule, ...]:
        return tuple(self._explainer.rule(axiom, None, defined=False) for axiom in way.axioms)

    def _found(self, triples: Sequence[ox.Triple]) -> Found:
        told = map(self._explainer.explain, triples[:SHOWN])
        return Found(tuple(filter(None, told)), len(triples) - len(triples[:SHOWN]))

    def _lack(self, atom: Atom, partial: Partial, mentioned: set[Variable], depth: int) -> Lack:
        words = self._condition(atom, partial, mentioned)
        wanted = [triple_of(filled(atom, solution)) for solution in partial.solutions or ({},)]
        triples = [triple for triple in dict.fromkeys(wanted) if triple is not None]
        instead = self._instead(atom)
        deeper = None
        # What there is of its kind says more than ways to what holds of several things in turn.
        if depth and 0 < len(triples) <= _DEEPER and (not variables(atom) or not instead.reasons):
            best = [self._ranked(triple)[:1] for triple in triples]
            ranked = [one for ways in best for one in ways if one[1].kept]
            if ranked:
                way, found = min(ranked, key=lambda one: len(one[1].lacking))
                deeper = self._near(way, found, depth - 1)
        return Lack(words, instead, deeper)

    def _instead(self, atom: Atom) -> Found:
        """Return what there is of a lacking condition's kind, apart from what holds around it."""
        ground = triple_of(atom)
        if ground is not None:
            return self._known(ground)
        if atom.predicate == TYPE or len(variables(atom)) > 1:
            return Found(())
        return self._found(matching(self._graph, atom))

    # ------------------------------------------------------------ words

    def _is_said(self, atom: Atom, partial: Partial) -> bool:
        """Tell whether a class is said already, by the noun for what nothing stands for."""
        if atom.predicate != TYPE or not isinstance(atom.subject, Variable):
            return False
        return (
            not partial.values(atom.subject) and self._class(atom.subject, partial) == atom.object
        )

    def _condition(self, atom: Atom, partial: Partial, mentioned: set[Variable]) -> str:
        subject = self._part(atom.subject, partial, mentioned)
        if atom.predicate == TYPE and isinstance(atom.object, ox.NamedNode):
            return f"{subject} is {an(self._wording.name(atom.object))}"
        assert isinstance(atom.predicate, ox.NamedNode)  # noqa: S101 - ways are of plain triples
        obj = self._part(atom.object, partial, mentioned)
        return f"{subject} {self._wording.relation(atom.predicate)} {obj}"

    def _part(self, term: object, partial: Partial, mentioned: set[Variable]) -> str:
        if not isinstance(term, Variable):
            return self._name(term)
        values = partial.values(term)
        if values:
            return self._one_of(values, self._noun(term, partial))
        noun = self._noun(term, partial)
        if term in mentioned:
            return f"that {noun}"
        mentioned.add(term)
        return an(noun) if noun != "thing" else "something"

    def _one_of(self, values: Sequence[object], noun: str) -> str:
        if len(values) == 1:
            return self._name(values[0])
        if len(values) > _NAMED:
            return f"one of {len(values)} {noun}s"
        return f"one of {listed([self._name(value) for value in values])}"

    def _name(self, term: object) -> str:
        assert isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)  # noqa: S101 - RDF 1.1
        return self._wording.name(term)

    def _noun(self, variable: Variable, partial: Partial) -> str:
        class_ = self._class(variable, partial)
        return "thing" if class_ is None else self._wording.name(class_)

    def _class(self, variable: Variable, partial: Partial) -> Node | None:
        """Return the class of what a variable stands for: as said, or as its properties have it."""
        atoms = (*partial.kept, *partial.lacking)
        for atom in atoms:
            if atom.subject == variable and atom.predicate == TYPE:
                return atom.object if isinstance(atom.object, ox.NamedNode) else None
        for atom in atoms:
            ends = ((atom.object, PropertyRange), (atom.subject, PropertyDomain))
            for end, kind in ends:
                found = self._classes.get((kind, atom.predicate))
                if end == variable and found is not None:
                    return found
        return None

    # ------------------------------------------------------------ what else is known

    def _known(self, triple: ox.Triple) -> Found:
        """Return what is known with the same property of the same subject, and of the object."""
        subject, predicate, obj = triple.subject, triple.predicate, triple.object
        around = matching(self._graph, Atom(_node(subject), predicate, Variable("o")))
        if predicate == TYPE:
            around = [
                one
                for one in around
                if one.object in self._explainer.testimony.types(_node(subject))
            ]
        elif isinstance(obj, ox.NamedNode):
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

    # ------------------------------------------------------------ what cannot be

    def _consequences(self, triple: ox.Triple) -> tuple[list[Reason], list[Reason]]:
        """Return why the triple would be a contradiction, and what it would make one."""
        supposed = ox.Quad(triple.subject, triple.predicate, triple.object, _REFERENCE)
        contradictions: list[Reason] = []
        identifications: list[Reason] = []
        for found in Reasoning([*self._explainer.asserted, supposed]).inconsistencies():
            derivation = found.derivation
            if triple in derivation.assertions:
                same = derivation.conclusion is not None
                (identifications if same else contradictions).append(
                    self._explainer.supposing(derivation, triple)
                )
        return contradictions, identifications


def _classes(reasoning: Reasoning) -> dict[tuple[type, object], Node]:
    """Return the domain and the range of each property, where it is a named class."""
    found: dict[tuple[type, object], Node] = {}
    for axiom in reasoning.ontology.axioms:
        match axiom:
            case PropertyDomain(prop, ox.NamedNode() as class_) | PropertyRange(
                prop, ox.NamedNode() as class_
            ):
                found.setdefault((type(axiom), prop), class_)
            case _:
                continue
    return found


def _node(term: object) -> Node:
    assert isinstance(term, ox.NamedNode)  # noqa: S101 - triples between names are asked about
    return term
