"""Our derivations against Pellet and HermiT, for every inferred triple of both articles.

``python -m tests.explanations`` takes half an hour. Pellet's own search for all explanations takes
seconds where there are few, and does not come to an end where there are many. But whether a set of
explanations is the right one can be decided by asking what is entailed:

- each entails the triple, and no longer does so when any axiom of it is left out: none is wrong;
- the ontology without a least hitting set of them does not entail the triple, for every such set:
  none is missing, because one that is missing would be left there.

This is the tree of Reiter's algorithm, which Pellet's search walks as well, grown from our
explanations instead of from none. HermiT decides both. Pellet is asked as well whether each is an
explanation, and for all of them where there are few. It alone could not be the judge, for two
reasons that are known. Pellet 2.3.1 does not derive that the values of a property belong to its
range, or what has them to its domain, where it is a chain that entails the value. And its search
asks whether the contrary can be true, and does not see that it cannot where a link of a chain is
entailed by a chain; asked whether the triple holds, it says so.

Where there are more hitting sets than can be asked about, those explanations are compared that
use one axiom about the class in question, for one such axiom after another; and hitting sets of
all are drawn by lot. The summary counts these triples apart, and names them.
"""

import argparse
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from pyoxigraph import Quad, Triple

from kg.reason import Reasoning
from kg.reason.expressions import TYPE
from kg.why.explainer import asserted
from tests.conftest import graph_of
from tests.hitting_sets import least_hitting_sets, random_hitting_set
from tests.pellet_oracle import Explanation, Form, Judge, our_explanation

Numbers: TypeAlias = frozenset[int]

DRAWN: Final = 500
"""Hitting sets that are drawn by lot where there are too many."""


@dataclass
class Comparison:
    """How our explanations of the triples of one article compare.

    Attributes:
        explanations: how many each triple has.
        questions: hitting sets by which it was tested that none is missing; the triples of each.
        drawn: triples that have too many for all to be tested.
        enumerated: triples of which Pellet found all explanations by itself.
        unseen: how many explanations Pellet does not follow, for the reason that is known.
        unfound: how many others its own search does not find, for the other reason that is known.
        wrong: triples with an explanation that HermiT or, without such a reason, Pellet refuses.
        missing: triples that HermiT entails without a hitting set of our explanations.
        different: triples of which Pellet by itself finds others or, without such a reason, fewer.
    """

    explanations: dict[Triple, int] = field(default_factory=dict)
    questions: dict[Numbers, list[Triple]] = field(default_factory=dict)
    drawn: list[Triple] = field(default_factory=list)
    enumerated: list[Triple] = field(default_factory=list)
    unseen: int = 0
    unfound: int = 0
    wrong: list[Triple] = field(default_factory=list)
    missing: list[Triple] = field(default_factory=list)
    different: list[Triple] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        return not (self.wrong or self.missing or self.different)


def compare(
    quads: Sequence[Quad],
    explained: Mapping[Triple, set[Explanation]],
    *,
    most: int,
    enumerated: Collection[Triple],
) -> Comparison:
    """Compare our explanations with those of Pellet and HermiT.

    Args:
        quads: the ontology, and what is asserted.
        explained: all explanations of each triple, as we find them.
        most: hitting sets that are asked about; of a triple with more only some are.
        enumerated: triples of which Pellet is asked to find all explanations by itself.
    """
    found = Comparison({triple: len(ours) for triple, ours in explained.items()})
    with Judge("HermiT", quads) as hermit:
        for triple, ours in explained.items():
            if not ours or not all(is_explanation(hermit, each, triple) for each in ours):
                found.wrong.append(triple)
        _look_for_missing(hermit, explained, most, found)
    with Judge("Pellet", quads) as pellet:
        for triple, ours in explained.items():
            unseen = {each for each in ours if not is_explanation(pellet, each, triple)}
            found.unseen += len(unseen)
            if not all(map(has_domain_or_range_of_a_chain, unseen)):
                found.wrong.append(triple)
            if triple in enumerated:
                found.enumerated.append(triple)
                theirs = pellet.explanations(triple)
                unfound = ours - unseen - theirs
                found.unfound += len(unfound)
                if not theirs <= ours or not all(map(has_a_chain_of_chains, unfound)):
                    found.different.append(triple)
    return found


def _look_for_missing(
    hermit: Judge, explained: Mapping[Triple, set[Explanation]], most: int, found: Comparison
) -> None:
    for triple, ours in explained.items():
        # What HermiT has not read is wrong already.
        family = {frozenset(hermit.axioms.get(form, -1) for form in each) for each in ours}
        cuts = list(islice(least_hitting_sets(family), most + 1))
        if len(cuts) > most:
            found.drawn.append(triple)
            cuts = list(some_hitting_sets(hermit, family, triple))
        for cut in cuts:
            found.questions.setdefault(cut, []).append(triple)
    for cut, triples in found.questions.items():
        answers = hermit.entailed_without(cut - {-1}, triples)
        found.missing += (
            triple for triple, entailed in zip(triples, answers, strict=True) if entailed
        )


def is_explanation(judge: Judge, explanation: Explanation, triple: Triple) -> bool:
    """Tell whether the axioms entail ``triple``, and none of them can be left out."""
    if not explanation <= judge.axioms.keys():
        return False
    axioms = frozenset(judge.axioms[form] for form in explanation)
    return judge.entail(axioms, triple) and not any(
        judge.entail(axioms - {axiom}, triple) for axiom in axioms
    )


def has_domain_or_range_of_a_chain(explanation: Explanation) -> bool:
    """Tell whether what a chain entails, or its inverse, has its domain or range in it."""
    bounded = {
        form[1]
        for form in explanation
        if form[0] in ("ObjectPropertyDomain", "ObjectPropertyRange")
    }
    return not bounded.isdisjoint(entailed_by_chains(explanation))


def has_a_chain_of_chains(explanation: Explanation) -> bool:
    """Tell whether a link of a chain in it is what a chain entails, or its inverse."""
    links: set[object] = set()
    for form in explanation:
        match form:
            case "SubObjectPropertyOf", ("ObjectPropertyChain", *parts), _:
                links.update(parts)
    return not links.isdisjoint(entailed_by_chains(explanation))


def entailed_by_chains(explanation: Explanation) -> set[object]:
    """Return the properties that are entailed by chains in it, and their inverses."""
    entailed: set[object] = set()
    inverses: list[set[object]] = []
    for form in explanation:
        match form:
            case "SubObjectPropertyOf", ("ObjectPropertyChain", *_), whole:
                entailed.add(whole)
            case "InverseObjectProperties", one, other:
                inverses.append({one, other})
    return entailed.union(*(pair for pair in inverses if pair & entailed))


def some_hitting_sets(
    judge: Judge, family: Collection[Numbers], triple: Triple
) -> Iterator[Numbers]:
    """Yield hitting sets by which it shows if explanations that use one last axiom are missing.

    That is for classes. Then others by lot, for explanations that would need several.
    """
    last = {number for form, number in judge.axioms.items() if concludes(form, str(triple.object))}
    for axiom in sorted(last) if triple.predicate == TYPE else ():
        others = last - {axiom}
        alone = [each for each in family if each.isdisjoint(others)]
        for cut in least_hitting_sets(alone):
            yield cut | others
    random = Random(0)  # noqa: S311 - a sample, the same at every run
    for _ in range(DRAWN):
        yield random_hitting_set(family, random)


def concludes(form: Form, named: str) -> bool:
    """Tell whether it is by this axiom that something can belong to a class."""
    match form:
        case "SubClassOf" | "ObjectPropertyDomain" | "ObjectPropertyRange", _, conclusion:
            return conclusion == named
        case "EquivalentClasses", *expressions:
            return named in expressions
        case _:
            return False


def all_derivations(
    quads: Sequence[Quad], most: int | None = None
) -> dict[Triple, set[Explanation]]:
    """Return what each inferred triple rests on, in each of its derivations.

    Args:
        quads: the ontology, and what is asserted.
        most: triples that have more derivations than that are left out.
    """
    reasoning = Reasoning(quads)
    explained: dict[Triple, set[Explanation]] = {}
    for triple in reasoning.inferred():
        derivations = reasoning.derivations(triple)
        found = list(derivations if most is None else islice(derivations, most + 1))
        if most is None or len(found) <= most:
            explained[triple] = set(map(our_explanation, found))
    return explained


def articles() -> dict[str, list[Quad]]:
    """Return what is asserted by, and with, each of the two articles."""
    tests = Path(__file__).parent
    folders = {
        "tass/2020-11-12-turkish-peacekeepers": tests.parent,
        "straits-wire/2024-05-17-ilmedane-ceasefire": tests / "cases" / "invented",
    }
    return {name: asserted(graph_of(root, name)) for name, root in folders.items()}


def summary(name: str, found: Comparison, seconds: float) -> Iterator[str]:
    """Yield the lines that tell how one article compares."""
    drawn = set(found.drawn)
    yield f"{name}: {'equal' if found.equal else 'NOT EQUAL'} ({seconds:.0f} s)"
    yield f"  inferred triples: {len(found.explanations)}"
    yield f"  minimal explanations, each confirmed by HermiT: {sum(found.explanations.values())}"
    yield f"  not by Pellet, with the domain or range of a chain: {found.unseen}"
    yield f"  triples for which none is missing: {len(found.explanations) - len(drawn)}"
    yield f"  ontologies without a hitting set that HermiT was asked about: {len(found.questions)}"
    yield f"  triples of which Pellet was asked for all: {len(found.enumerated)}"
    yield f"  not found by Pellet itself, with a chain of chains: {found.unfound}"
    for title, triples in (
        ("not all hitting sets asked about", found.drawn),
        ("an explanation that is none", found.wrong),
        ("an explanation missing", found.missing),
        ("Pellet finds others", found.different),
    ):
        for triple in dict.fromkeys(triples):
            yield f"  {title}: {triple} ({found.explanations[triple]} explanations)"


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.explanations")
    parser.add_argument("--most", type=int, default=2_000, metavar="HITTING_SETS")
    parser.add_argument("--enumerate", type=int, default=5, metavar="EXPLANATIONS")
    chosen = parser.parse_args(None if arguments is None else list(arguments))

    def judge(named: tuple[str, list[Quad]]) -> tuple[Comparison, list[str]]:
        name, quads = named
        begin = time.perf_counter()
        explained = all_derivations(quads)
        few = {triple for triple, ours in explained.items() if len(ours) <= chosen.enumerate}
        found = compare(quads, explained, most=chosen.most, enumerated=few)
        return found, list(summary(name, found, time.perf_counter() - begin))

    equal = True
    with ThreadPoolExecutor() as pool:
        for found, lines in pool.map(judge, articles().items()):
            sys.stdout.write("".join(f"{line}\n" for line in lines))
            equal &= found.equal
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
