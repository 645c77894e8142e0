"""The properties as a picture: from the classes that they are said of to those of their values.

One picture for each module. May know nothing of triples.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kg.namespaces import local_name
from kg.pages.html import Markup, join
from kg.pages.links import Links
from kg.pages.model import Kind, Module, Ontology, Term
from kg.pages.svg import box, curve, elbow, linked, picture, width, words

SIZE: Final = 12
ROW: Final = 21
BOX: Final = 19
PAD: Final = 7
BETWEEN: Final = 9
"""Pixels between the properties of two classes."""
BEND: Final = 110
"""Pixels in which a line finds its way from a property to a class."""
EDGE: Final = 4
NARROW: Final = 350
ANYTHING: Final = "anything"


@dataclass(frozen=True)
class Ends:
    """One end of a property: the classes of its domain or of its range."""

    iris: tuple[str, ...]

    def label(self, ontology: Ontology) -> str:
        """Return its classes in words."""
        return " or ".join(ontology.labels(self.iris)) or ANYTHING


def property_pictures(module: Module, ontology: Ontology, links: Links) -> Markup | None:
    """Return the picture of a module's properties twice: for wide screens and for narrow ones.

    None where it has no object or data properties.
    """
    rows = [
        *ontology.of_kind(Kind.OBJECT, module.iri),
        *ontology.of_kind(Kind.DATA, module.iri),
    ]
    if not rows:
        return None
    order = list(ontology.terms)

    def rank(term: Term) -> tuple[int, tuple[str, ...]]:
        first = term.domain[:1]
        return (order.index(first[0]) if first and first[0] in order else -1, term.domain)

    groups = [
        (Ends(domain), tuple(terms))
        for (_, domain), terms in groupby(sorted(rows, key=rank), key=rank)
    ]
    drawing = _Drawing(module, ontology, links)
    return join(drawing.wide(groups), drawing.narrow(groups))


class _Drawing:
    def __init__(self, module: Module, ontology: Ontology, links: Links) -> None:
        self._module = module
        self._ontology = ontology
        self._links = links

    def wide(self, groups: list[tuple[Ends, tuple[Term, ...]]]) -> Markup:
        """Draw classes at the left, properties in the middle, classes at the right."""
        left = EDGE + max(self._width(ends) for ends, _ in groups)
        names = left + 30
        reach = names + max(width(_name(t), SIZE) for _, terms in groups for t in terms) + 8
        parts: list[Markup] = []
        arrivals: dict[Ends, list[tuple[int, int]]] = {}
        y = EDGE
        for ends, terms in groups:
            middle = y + len(terms) * ROW // 2
            parts.append(self._class(ends, left - self._width(ends), middle - BOX // 2))
            for term in terms:
                at = y + ROW // 2
                parts.append(curve(left, middle, names - 4, at, class_="branch"))
                parts.append(self._property(term, names, at))
                if term.kind is Kind.OBJECT:
                    start = names + width(_name(term), SIZE) + 5
                    arrivals.setdefault(Ends(term.range), []).append((start, at))
                y += ROW
            y += BETWEEN
        bottom, drawn, right = self._arrivals(arrivals, reach)
        return self._framed([*drawn, *parts], right, max(y, bottom), "wide")

    def _arrivals(
        self, arrivals: dict[Ends, list[tuple[int, int]]], reach: int
    ) -> tuple[int, list[Markup], int]:
        """Draw the classes at the right, each as near to the middle of its lines as there is room.

        Returns:
            Where they end below, the drawings, and where they end at the right.
        """
        x = reach + BEND
        parts: list[Markup] = []
        bottom, right = EDGE, reach
        middles = {ends: sum(y for _, y in lines) / len(lines) for ends, lines in arrivals.items()}
        for ends in sorted(arrivals, key=lambda e: (middles[e], e.iris)):
            y = max(bottom, round(middles[ends]) - BOX // 2)
            for start, at in arrivals[ends]:
                colour = f"arrow {self._colour(ends)}"
                parts.append(curve(start, at, x, y + BOX // 2, class_=colour, straight=reach))
            parts.append(self._class(ends, x, y))
            bottom = y + ROW + 2
            right = max(right, x + self._width(ends))
        return bottom, parts, right + EDGE

    def narrow(self, groups: list[tuple[Ends, tuple[Term, ...]]]) -> Markup:
        """Draw each class with its properties below it, and what they lead to at the right."""
        parts: list[Markup] = []
        y = EDGE
        for ends, terms in groups:
            parts.append(self._class(ends, EDGE, y))
            top = y + BOX
            y += ROW + 3
            for term in terms:
                at = y + ROW // 2
                parts.append(elbow(14, top, 22, at, class_="branch"))
                parts.append(self._property(term, 27, at))
                if term.kind is Kind.OBJECT:
                    end = Ends(term.range)
                    parts.append(self._class(end, NARROW - self._width(end) - EDGE, y + 1))
                y += ROW
            y += BETWEEN
        return self._framed(parts, NARROW, y, "narrow")

    def _width(self, ends: Ends) -> int:
        return width(ends.label(self._ontology), SIZE) + 2 * PAD

    def _colour(self, ends: Ends) -> str:
        term = self._ontology.terms.get(ends.iris[0]) if len(ends.iris) == 1 else None
        return self._links.colour(term.module) if term else "m"

    def _class(self, ends: Ends, x: int, y: int) -> Markup:
        term = self._ontology.terms.get(ends.iris[0]) if len(ends.iris) == 1 else None
        assertion = term.assertion if term else "content"
        label = ends.label(self._ontology)
        return linked(
            self._links.href(term.iri) if term else None,
            box(x, y, self._width(ends), BOX, class_=f"node {self._colour(ends)} {assertion}"),
            words(x + PAD, y + 13, label),
            title=term.definition if term else label,
            class_="class",
        )

    def _property(self, term: Term, x: int, y: int) -> Markup:
        return linked(
            self._links.href(term.iri),
            words(x, y + 4, _name(term), class_=term.kind.name.lower()),
            title=term.definition,
            class_="property",
        )

    def _framed(self, parts: list[Markup], right: int, bottom: int, variant: str) -> Markup:
        return picture(
            *parts,
            width_=right,
            height=bottom,
            name=f"The properties of {self._module.name}",
            description="Each property with the class that it is said of at its left, "
            "and the class of its values at its right. The same is said in words below.",
            class_=f"properties {variant}",
        )


def _name(term: Term) -> str:
    if term.kind is Kind.DATA:
        return f"{term.label}: {', '.join(map(local_name, term.range)) or ANYTHING}"
    return term.label
