"""How long reasoning takes on many articles: ``python benchmarks/reasoning.py [--runs N]``.

Machines are noisy, so reasoning is reported as a ratio to loading the same quads from N-Quads into
an Oxigraph store in memory, the two measured in turn; both figures are the least of several runs.
The graphs come from :mod:`generate`: see there what its articles are. owlrl, which works by the
same rules, is run on a small one. Prints a Markdown table.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parent))

from generate import graph, read_seed

from kg.reason import infer, reason

SIZES = (250, 500, 1_000, 2_000)
SMALL = 20


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def load(written: bytes) -> ox.Store:
    """Return a store with quads that are written as N-Quads."""
    store = ox.Store()
    store.load(written, format=ox.RdfFormat.N_QUADS)
    return store


def written(quads: list[ox.Quad]) -> bytes:
    """Return ``quads`` as N-Quads."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def row(articles: int, quads: list[ox.Quad], runs: int) -> str:
    """Return a row of the table."""
    text = written(quads)
    measured = [
        (
            seconds(lambda: infer(quads)),
            seconds(lambda: reason(quads)),
            seconds(lambda: load(text)),
        )
        for _ in range(runs)
    ]
    inferring, reasoning, loading = map(min, zip(*measured, strict=True))
    return (
        f"| {articles} | {len(quads)} | {len(infer(quads))} | {inferring:.3f} "
        f"| {reasoning:.3f} | {loading:.3f} | {reasoning / loading:.1f} |"
    )


def with_owlrl(quads: list[ox.Quad]) -> float:
    """Return how long owlrl takes."""
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from rdflib import Graph

    triples = dict.fromkeys(quad.triple for quad in quads)
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    union = Graph().parse(data=text, format="nt")
    return seconds(lambda: DeductiveClosure(OWLRL_Semantics).expand(union))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="do not deal out the first article")
    parser.add_argument("--no-owlrl", action="store_true", help="leave owlrl out")
    options = parser.parse_args()
    seed = read_seed()
    print("| articles | quads | inferred | seconds | with contradictions | loading | ratio |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for articles in (1, SMALL, *SIZES):
        quads = list(graph(seed, articles, whole=options.whole or articles == 1))
        print(row(articles, quads, options.runs), flush=True)
    if not options.no_owlrl:
        quads = list(graph(seed, SMALL, whole=options.whole))
        own, others = seconds(lambda: infer(quads)), with_owlrl(quads)
        print(f"\nowlrl on {SMALL} articles: {others:.1f} s, {others / own:.0f} times as long.")


if __name__ == "__main__":
    main()
