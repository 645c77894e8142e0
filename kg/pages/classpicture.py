"""The classes as a picture: a forest that grows to the right, or down where a screen is narrow.

May know nothing of triples.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.pages.html import Markup, join
from kg.pages.links import Links
from kg.pages.model import Kind, Ontology, Term
from kg.pages.svg import box, curve, elbow, linked, picture, width, words

SIZE: Final = 13
BOX: Final = 22
ROW: Final = 27
PAD: Final = 10
GAP: Final = 34
"""Pixels between a class and those below it."""
BETWEEN: Final = 14
"""Pixels between two trees."""
COLUMN: Final = 80
"""Pixels between the two columns of trees."""
EDGE: Final = 4
NARROW: Final = 350
INDENT: Final = 18


@dataclass(frozen=True)
class Tree:
    """A class with those right below it."""

    term: Term
    below: tuple["Tree", ...]

    @property
    def rows(self) -> int:
        """Leaves: the rows that the tree takes when it grows to the right."""
        return sum(tree.rows for tree in self.below) or 1

    @property
    def reach(self) -> int:
        """Pixels from its left end to its right one, when it grows to the right."""
        below = max((GAP + tree.reach for tree in self.below), default=0)
        return _width(self.term) + below


def class_pictures(ontology: Ontology, links: Links) -> Markup:
    """Return the picture of all classes twice: for wide screens and for narrow ones."""
    trees = forest(ontology)
    return join(_wide(trees, links), _narrow(trees, links))


def forest(ontology: Ontology) -> list[Tree]:
    """Return the classes as trees, each class once, below the first of its superclasses."""
    classes = ontology.of_kind(Kind.CLASS)
    known = {term.iri for term in classes}
    children: dict[str, list[Term]] = {}
    roots: list[Term] = []
    for term in classes:
        above = [iri for iri in term.above if iri in known]
        (children.setdefault(above[0], []) if above else roots).append(term)
    planted: set[str] = set()

    def grow(term: Term) -> Tree:
        planted.add(term.iri)
        below = [child for child in children.get(term.iri, ()) if child.iri not in planted]
        return Tree(term, tuple(grow(child) for child in below))

    return [grow(term) for term in roots]


def _width(term: Term) -> int:
    return width(term.label, SIZE) + 2 * PAD


# ---------------------------------------------------------------- wide


def _wide(trees: list[Tree], links: Links) -> Markup:
    columns: list[list[Tree]] = [[], []]
    for tree in sorted(trees, key=lambda t: -t.rows):
        min(columns, key=lambda column: sum(t.rows for t in column)).append(tree)
    parts: list[Markup] = []
    x, bottom = EDGE, 0
    for column in filter(None, columns):
        y = EDGE
        for tree in column:
            parts += _drawn(tree, x, y, links)
            y += tree.rows * ROW + (BETWEEN if tree.below else 0)
        x += max(tree.reach for tree in column) + COLUMN
        bottom = max(bottom, y)
    return _framed(parts, x - COLUMN + EDGE, bottom, "wide")


def _drawn(tree: Tree, x: int, top: int, links: Links) -> Iterator[Markup]:
    middle = _middle(tree, top)
    right = x + _width(tree.term)
    row = top
    for child in tree.below:
        yield curve(right, middle, right + GAP, _middle(child, row), class_="branch")
        yield from _drawn(child, right + GAP, row, links)
        row += child.rows * ROW
    yield _class(tree.term, x, middle - BOX // 2, links)


def _middle(tree: Tree, top: int) -> int:
    return top + tree.rows * ROW // 2


# ---------------------------------------------------------------- narrow


def _narrow(trees: list[Tree], links: Links) -> Markup:
    parts: list[Markup] = []
    y = EDGE
    for tree in trees:
        y = _indented(tree, EDGE, y, links, parts) + (BETWEEN if tree.below else 0)
    return _framed(parts, NARROW, y, "narrow")


def _indented(tree: Tree, x: int, y: int, links: Links, parts: list[Markup]) -> int:
    """Draw a tree below ``y`` and return where it ends."""
    below = y + ROW
    for child in tree.below:
        parts.append(elbow(x + INDENT // 2, y + BOX, x + INDENT, below + BOX // 2, class_="branch"))
        below = _indented(child, x + INDENT, below, links, parts)
    parts.append(_class(tree.term, x, y, links))
    return below


# ---------------------------------------------------------------- both


def _class(term: Term, x: int, y: int, links: Links) -> Markup:
    defined = " defined" if term.defined else ""
    colour = f"node {links.colour(term.module)} {term.assertion}{defined}"
    return linked(
        links.href(term.iri),
        box(x, y, _width(term), BOX, class_=colour),
        words(x + PAD, y + 15, term.label),
        title=term.definition,
        class_="class",
    )


def _framed(parts: list[Markup], right: int, bottom: int, variant: str) -> Markup:
    return picture(
        *parts,
        width_=right,
        height=bottom,
        name="The classes",
        description="Each class with those below it to its right. The same is said in words below.",
        class_=f"classes {variant}",
    )
