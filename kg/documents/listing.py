"""The lists of all things: by class, and the things of one class, some at a time.

May know nothing of what is said of a thing.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from kg.documents.links import Links
from kg.documents.page import Page, heading
from kg.documents.source import TYPE, Source
from kg.errors import UnknownValue
from kg.namespaces import BASE, DATA, INFERRED_GRAPH, RDF, RDFS, SKOS, TERMS, local_name
from kg.pages.html import Markup, element, lines
from kg.show.sources import Sources
from kg.text.nearest import nearest
from kg.text.words import counted
from kg.turtle import Statement

PAGE: Final = 200
"""Things on a page."""
LIST: Final = "doc/id/"
_RANK: Final = ("NewsArticle", "State", "Person")
"""Classes that a newcomer looks for first."""


@dataclass(frozen=True)
class Listed:
    """Part of a list.

    Attributes:
        things: IRIs, sorted.
        more: whether others come after them.
    """

    things: tuple[str, ...]
    more: bool


def classes(source: Source) -> Counter[str]:
    """Return the classes of things, by IRI, with how many things are stated to be in each."""
    return Counter(class_ for _, class_ in _typed(source))


def things_of(source: Source, class_: str, after: str) -> Listed:
    """Return things of a class.

    Args:
        source: where they are from.
        class_: local name of a class of ours, or nothing for things of all classes.
        after: IRI after which they begin, in the order of IRIs, or nothing.

    Raises:
        UnknownValue: nothing is in such a class.
    """
    wanted = TERMS + class_
    found = sorted({t for t, c in _typed(source) if not class_ or c == wanted})
    if not found and class_:
        known = {local_name(iri) for iri in classes(source)}
        raise UnknownValue(
            f"nothing is of the class {class_!r}",
            nearest=nearest(class_, known),
            fix=f"see the list of classes at /{LIST}",
        )
    rest = [thing for thing in found if thing > after]
    return Listed(tuple(rest[:PAGE]), len(rest) > PAGE)


def list_page(source: Source, links: Links, class_: str, after: str) -> Page:
    """Return the list of classes, or of the things of one.

    Raises:
        UnknownValue: nothing is in such a class.
    """
    names = Sources(source.graph)
    if not class_:
        return _classes_page(source, names, links)
    found = things_of(source, class_, after)
    title = names.name(NamedNode(TERMS + class_))
    entries = (
        element(
            "li",
            links.link(thing, names.name(NamedNode(thing))),
            " ",
            element("code", thing.removeprefix(DATA)),
        )
        for thing in found.things
    )
    content = lines(
        heading(links.link(TERMS + class_, "class"), f"{title}: the list"),
        element("p", element("a", "All classes", href=links.root + LIST)),
        element("ul", "\n", lines(*entries), "\n", class_="things"),
        element(
            "p",
            element(
                "a", "The next ones", href=_address(links, class_, found.things[-1]), rel="next"
            ),
        )
        if found.more
        else None,
    )
    return Page(f"{title}: the list", content)


def list_statements(source: Source, class_: str, after: str) -> tuple[list[Statement], str]:
    """Return a list as triples, the type and label of each thing, and the IRI of its next part.

    That is empty where nothing follows.

    Raises:
        UnknownValue: nothing is in such a class.
    """
    found = things_of(source, class_, after)
    wanted = {NamedNode(RDF + "type"), NamedNode(RDFS + "label")}
    said = [s.triple() for s in source.statements(*found.things) if s.predicate in wanted]
    following = _address(Links(BASE), class_, found.things[-1]) if found.more else ""
    return list(dict.fromkeys(said)), following


def _classes_page(source: Source, names: Sources, links: Links) -> Page:
    counts = classes(source)
    rank = {TERMS + name: place for place, name in enumerate(_RANK)}
    ordered = sorted(
        counts, key=lambda iri: (rank.get(iri, len(rank)), names.name(NamedNode(iri)).casefold())
    )
    entries = (_entry(iri, counts[iri], names, links) for iri in ordered)
    content = lines(
        heading(
            "data",
            "What the graph knows",
            element(
                "p",
                "Everything that articles speak of and that reference data names, by class. Each "
                "thing has an IRI, which leads to a page for people and to RDF for machines.",
                class_="abstract",
            ),
        ),
        links.syntaxes(DATA),
        element("ul", "\n", lines(*entries), "\n", class_="classes"),
    )
    return Page("What the graph knows", content)


def _entry(iri: str, number: int, names: Sources, links: Links) -> Markup:
    node = NamedNode(iri)
    definition = next(
        (
            value.value
            for value in names.values(node, NamedNode(SKOS + "definition"))
            if isinstance(value, Literal)
        ),
        "",
    )
    return element(
        "li",
        element("a", names.name(node), href=_address(links, local_name(iri), "")),
        " ",
        element("span", counted(number, "thing"), class_="kind"),
        element("p", definition) if definition else None,
    )


def _address(links: Links, class_: str, after: str) -> str:
    given = {"class": class_, "after": after.removeprefix(DATA)}
    wanted = urlencode({name: value for name, value in given.items() if value})
    return f"{links.root}{LIST}?{wanted}"


def _typed(source: Source) -> set[tuple[str, str]]:
    """Return things with the classes of ours that they are stated to be in."""
    return {
        (quad.subject.value, quad.object.value)
        for quad in source.graph.quads_for_pattern(None, TYPE, None, None)
        if isinstance(quad.graph_name, NamedNode)
        and quad.graph_name.value != INFERRED_GRAPH
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(TERMS)
        and quad.subject.value.startswith(DATA)
        and "#" not in quad.subject.value
    }
