"""All articles of a project, compiled and held against each other.

It exists so that whoever builds a graph of them and whoever only checks them refuse the same. May
know nothing of caches, of shapes and of the reasoner.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg.annotation.collector import Collector
from kg.build.stages import Background
from kg.compile import Compiled
from kg.errors import Position, UnknownEntity
from kg.namespaces import DATA
from kg.project import ArticleFolder
from kg.text.nearest import nearest


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

    @cache
    def like(name: str) -> tuple[str, ...]:
        known = (s.value.removeprefix(DATA) for s in minted if isinstance(s, ox.NamedNode))
        return nearest(name, known)

    for quad, at in positions.items():
        target = quad.object
        if not isinstance(target, ox.NamedNode) or target in minted:
            continue
        if target.value.startswith(DATA) and not target.value.startswith(unread):
            name = target.value.removeprefix(DATA)
            mistakes.add(
                UnknownEntity(
                    f"nothing is declared as {name}",
                    at=at,
                    why="the article that would mint it does not",
                    fix="correct the id, or annotate it in its article",
                    nearest=like(name),
                )
            )
