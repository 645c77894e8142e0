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

    def levels(self, depth: int = 0) -> dict[int, int]:
        """Return the width of the widest box at each depth."""
        found = {depth: _width(self.term)}
        for tree in self.below:
            for level, widest in tree.levels(depth + 1).items():
                found[level] = max(found.get(level, 0), widest)
        return found


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
    left = bottom = 0
    for column in columns:
        x = _positions(column, left)
        y = 4
        for tree in column:
            parts += _drawn(tree, y, 0, x, links)
            y += tree.rows * ROW + BETWEEN
        left = max(x.values()) + GAP
        bottom = max(bottom, y)
    return _framed(parts, left - GAP + 4, bottom, "wide")


def _positions(column: list[Tree], left: int) -> dict[int, int]:
    """Return where each depth starts, and where the last one ends."""
    widest: dict[int, int] = {}
    for tree in column:
        for depth, pixels in tree.levels().items():
            widest[depth] = max(widest.get(depth, 0), pixels)
    x = {0: left + 4}
    for depth in sorted(widest):
        x[depth + 1] = x[depth] + widest[depth] + GAP
    x[max(widest) + 1] -= GAP
    return x


def _drawn(tree: Tree, top: int, depth: int, x: dict[int, int], links: Links) -> Iterator[Markup]:
    middle = _middle(tree, top)
    row = top
    for child in tree.below:
        start = x[depth] + _width(tree.term)
        yield curve(start, middle, x[depth + 1], _middle(child, row), class_="branch")
        yield from _drawn(child, row, depth + 1, x, links)
        row += child.rows * ROW
    yield _class(tree.term, x[depth], middle - BOX // 2, links)


def _middle(tree: Tree, top: int) -> int:
    return top + tree.rows * ROW // 2


# ---------------------------------------------------------------- narrow


def _narrow(trees: list[Tree], links: Links) -> Markup:
    parts: list[Markup] = []
    y = 4
    for tree in trees:
        y = _indented(tree, 4, y, links, parts) + BETWEEN // 2
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
