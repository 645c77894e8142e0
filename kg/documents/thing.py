"""The page of a thing: what is known of it, in reading order, each statement with its sentences.

May know nothing of how the graph is searched beyond what a portrait holds.
"""

from typing import Final

from pyoxigraph import NamedNode

from kg.documents.links import Links, rows
from kg.documents.page import Page, heading, quotation, remark
from kg.documents.source import Source
from kg.namespaces import DCTERMS, SKOS, compact
from kg.pages.html import Markup, element, join, lines
from kg.show import portray
from kg.show.portrait import Item, Portrait, Section, Standing
from kg.show.testimony import Testimony
from kg.text.words import listed

_MATCH: Final = NamedNode(SKOS + "exactMatch")
_SOURCE: Final = NamedNode(DCTERMS + "source")
_ABOUT: Final = {
    Standing.FACT: "The outlet asserts these itself.",
    Standing.SAYS: "These are claims: who says something does not make it so.",
    Standing.SAID: "These are claims: who says something does not make it so.",
    Standing.REPORTED: "A passage speaks of these without asserting them; who claims, denies or "
    "questions them stands with each.",
    Standing.BACKGROUND: "Reference data, which no article has to prove.",
    Standing.INFERRED: "These follow from the axioms of the ontology; nobody says them.",
}


def thing_page(source: Source, thing: NamedNode, links: Links) -> Page:
    """Return the page of a thing.

    Args:
        source: where it is from.
        thing: no article and no passage.
        links: where addresses are.
    """
    quads, more = source.about(thing, inferred=True)
    testimony = Testimony(source.graph)
    portrait = portray(source.graph, thing, quads)
    numbers: dict[str, int] = {}
    types = [links.link(class_.value, testimony.name(class_)) for class_ in testimony.types(thing)]
    content = lines(
        heading(
            join(*types, by=", ") if types else "thing",
            portrait.name,
            element("p", f"Also called {listed(portrait.names)}.", class_="abstract")
            if portrait.names
            else None,
        ),
        rows(
            [
                ("IRI", [element("code", portrait.iri)]),
                ("Code" if len(portrait.codes) == 1 else "Codes", portrait.codes),
                ("Same as", _linked(testimony, thing, _MATCH, links)),
                ("Taken from", _linked(testimony, thing, _SOURCE, links)),
                ("Note", portrait.notes),
            ]
        ),
        links.syntaxes(thing.value),
        remark(links, more=more),
        *(_section(section, portrait, numbers, links) for section in portrait.sections),
        None if portrait.sections else element("p", "No statement has it in it."),
    )
    return Page(portrait.name, content, more)


def _linked(
    testimony: Testimony, thing: NamedNode, predicate: NamedNode, links: Links
) -> list[Markup]:
    return [
        links.link(value.value)
        if isinstance(value, NamedNode)
        else links.term(value, testimony.name(value))
        for value in testimony.values(thing, predicate)
    ]


def _section(section: Section, portrait: Portrait, numbers: dict[str, int], links: Links) -> Markup:
    says = section.standing is Standing.SAYS
    title = f"What {portrait.name} says" if says else section.standing.value
    about = _ABOUT.get(section.standing)
    return element(
        "section",
        element("h2", title),
        element("p", about, class_="about") if about else None,
        "\n",
        lines(
            *(
                join(
                    element("h3", group.heading),
                    element(
                        "ul",
                        "\n",
                        lines(*(_item(item, portrait, numbers, links) for item in group.items)),
                        "\n",
                        class_="statements",
                    ),
                )
                for group in section.groups
            )
        ),
        "\n",
        class_=section.standing.name.lower(),
    )


def _item(item: Item, portrait: Portrait, numbers: dict[str, int], links: Links) -> Markup:
    other = item.object if item.subject.value == portrait.iri else item.subject
    quotations = []
    for evidence in item.evidence:
        new = evidence.passage.iri not in numbers
        number = numbers.setdefault(evidence.passage.iri, len(numbers) + 1)
        quotations.append(quotation(evidence.passage, evidence.word, links, number=number, new=new))
    sources = item.sources if item.subject.value != portrait.iri else ()
    return element(
        "li",
        element("p", links.term(other, item.words), class_="statement"),
        *quotations,
        *(
            element(
                "p", "source: ", links.link(address, compact(address).strip("<>")), class_="again"
            )
            for address in sources
        ),
    )
