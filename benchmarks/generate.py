"""Graphs of many articles for benchmarks, made from the first article.

Each generated article has local ids of its own and shares the actors, offices and agreements of the
register with all others, as real coverage does. The first article is longer than the news are on
average, about 900 quads; unless it is asked for whole, a generated one holds a third of its
passages, about 300 quads, and three in a row hold all of them.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.namespaces import TERMS

ROOT: Final = Path(__file__).parent.parent
SEED: Final = "tass/2020-11-12-turkish-peacekeepers"
PARTS: Final = 3
"""How many generated articles the passages of the first one are dealt out to."""

_START: Final = NamedNode(TERMS + "startOffset")
_NUMBER: Final = "00000"

T = TypeVar("T")


@dataclass(frozen=True)
class Seed:
    """What articles are made of: the ontology and reference data, and the quads of one article."""

    background: tuple[Quad, ...]
    article: tuple[Quad, ...]
    iri: str


def read_seed() -> Seed:
    """Return the first article, compiled."""
    from kg.build.stages import compile_article, read_background
    from kg.project import Project

    project = Project.find(ROOT)
    background = read_background(project)
    (folder,) = (folder for folder in project.article_folders() if folder.id == SEED)
    quads = compile_article(folder, background).quads
    (iri,) = {str(q.subject)[1:-1] for q in quads if q.predicate.value == TERMS + "articleId"}
    return Seed(background.quads, quads, iri)


def graph(seed: Seed, articles: int, *, whole: bool = False) -> Iterator[Quad]:
    """Yield the background, and then the quads of so many articles."""
    yield from seed.background
    parts = [seed.article] if whole else list(_parts(seed.article))
    for number in range(articles):
        name = f"{seed.iri.rpartition('/')[0]}-{number:0{len(_NUMBER)}}/v1"
        yield from _renamed(parts[number % len(parts)], seed.iri, name)


def _parts(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Yield for each part what stands in its passages, and the article's metadata."""
    quads = list(quads)
    starts = {
        q.subject: int(q.object.value)
        for q in quads
        if q.predicate == _START and isinstance(q.object, Literal)
    }
    passages = sorted(starts, key=lambda passage: (starts[passage], str(passage)))
    size = -(-len(passages) // PARTS)
    for first in range(0, len(passages), size):
        kept = set(passages[first : first + size])
        others = starts.keys() - kept
        yield [q for q in quads if q.subject not in others and q.graph_name not in others]


def _renamed(quads: Iterable[Quad], old: str, new: str) -> Iterator[Quad]:
    names: dict[NamedNode, NamedNode] = {}

    def rename(term: T) -> T | NamedNode:
        if not (isinstance(term, NamedNode) and term.value.startswith(old)):
            return term
        if term not in names:
            names[term] = NamedNode(new + term.value.removeprefix(old))
        return names[term]

    for s, p, o, g in quads:
        yield Quad(rename(s), p, rename(o), rename(g))


def main() -> None:
    """Write a graph of as many articles as the first argument says to stdout, as N-Quads."""
    quads = graph(read_seed(), int(sys.argv[1]), whole="--whole" in sys.argv[2:])
    serialize(quads, sys.stdout.buffer, format=RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
