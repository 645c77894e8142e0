"""All articles of a project, compiled and held against each other.

It exists so that whoever builds a graph of them and whoever only checks them refuse the same. May
know nothing of caches, of shapes and of the reasoner.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.annotation.collector import Collector
from kg.build.stages import Background
from kg.compile import Compiled
from kg.errors import Mistakes, Position, UnknownEntity
from kg.namespaces import DATA
from kg.project import ArticleFolder
from kg.text.nearest import nearest

_ARTICLE: Final = re.compile(r"[^/]+/[^/]+/v[^/#]+")
"""How a name begins that an article mints: with the outlet, the article and its version."""


@dataclass(frozen=True)
class Asserted:
    """What a project asserts.

    Attributes:
        quads: the ontology's, the reference data's and the articles', each once and in this order.
        positions: the place of each quad that an annotation says.
    """

    quads: Sequence[ox.Quad]
    positions: Mapping[ox.Quad, Position]


def compile_articles(
    folders: Iterable[ArticleFolder],
    background: Background,
    compile_article: Callable[[ArticleFolder, Background], Compiled],
) -> Asserted:
    """Return what is asserted by ``background`` and all articles together.

    Args:
        folders: the articles.
        background: what they share.
        compile_article: makes the quads of one article.

    Raises:
        AnnotationError, ArticleError: an article is wrong, or refers to what no article mints.
        Mistakes: several of these, of all articles.
    """
    quads = dict.fromkeys(background.quads)
    positions: dict[ox.Quad, Position] = {}
    mistakes = Collector()
    failed: list[ArticleFolder] = []
    for folder in folders:
        article = mistakes.attempt(compile_article, folder, background)
        if article:
            quads |= dict.fromkeys(article.quads)
            positions |= article.positions
        else:
            failed.append(folder)
    _check_references(quads, positions, failed, mistakes)
    mistakes.settle()
    return Asserted(list(quads), positions)


def _check_references(
    asserted: Iterable[ox.Quad],
    positions: Mapping[ox.Quad, Position],
    failed: Iterable[ArticleFolder],
    mistakes: Collector,
) -> None:
    # An article may speak of what another one mints: only here are all of them at hand.
    minted = {quad.subject for quad in asserted}
    # What an article mints that could not be compiled, nobody knows.
    unread = tuple(f"{DATA}{folder.id}/" for folder in failed)
    broken = [
        (at, quad.object.value.removeprefix(DATA))
        for quad, at in positions.items()
        if isinstance(quad.object, ox.NamedNode)
        and quad.object not in minted
        and quad.object.value.startswith(DATA)
        and not quad.object.value.startswith(unread)
    ]
    if not broken:
        return
    broken.sort()
    shown = islice(dict.fromkeys(name for _, name in broken), Mistakes.SHOWN)
    like = dict(_alike(shown, minted))
    for at, name in broken:
        mistakes.add(
            UnknownEntity(
                f"nothing is declared as {name}",
                at=at,
                why="the article that would mint it does not",
                fix="correct the id, or annotate it in its article",
                nearest=like.get(name, ()),
            )
        )


def _alike(names: Iterable[str], minted: Iterable[object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name with those that it may be meant for."""
    # To compare a name with all that a project mints takes a second.
    by_article: defaultdict[str, set[str]] = defaultdict(set)
    for subject in minted:
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(DATA):
            article, own = _parts(subject.value.removeprefix(DATA))
            by_article[article].add(own)

    @cache
    def like(article: str) -> tuple[str, ...]:
        return nearest(article, by_article)

    for name in names:
        article, own = _parts(name)
        if article in by_article:
            yield name, tuple(article + other for other in nearest(own, by_article[article]))
        else:
            # What was meant is in the article with the right name, if it is anywhere.
            yield name, tuple(a + own if own in by_article[a] else a for a in like(article))


def _parts(name: str) -> tuple[str, str]:
    """Return the article that a name begins with, if it does, and the rest of the name."""
    found = _ARTICLE.match(name)
    article = found[0] if found else ""
    return article, name.removeprefix(article)
