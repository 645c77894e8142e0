"""What several pages have: headers, sections, links that leave, the marks of terms.

May know nothing of the graph.
"""

from typing import Final

from kg.namespaces import ALIGNED, BASE
from kg.pages.html import Markup, element, join, lines
from kg.pages.links import Links
from kg.pages.model import Alignment, Module, Row, Term

ASSERTIONS: Final = {
    "assertive": "Holds in the world: it may stand in a passage in the outlet’s own voice, or in "
    "reference data, and nowhere else.",
    "content": "Describes a proposition, a claim or a source: using it says nothing of how the "
    "world is.",
}
MATCHES: Final = {
    "exactMatch": "exact match",
    "closeMatch": "close match",
    "broadMatch": "broader match",
    "narrowMatch": "narrower match",
}


def section(anchor: str, heading: str, *content: Markup | None) -> Markup:
    """Return a section of a page, below a heading."""
    return element(
        "section", element("h2", heading), "\n", lines(*content), "\n", id=f"section-{anchor}"
    )


def contents(entries: list[tuple[str, str]]) -> Markup:
    """Return the table of contents for sections, each by its anchor and heading."""
    items = (
        element("li", element("a", heading, href=f"#section-{anchor}"))
        for anchor, heading in entries
    )
    return element("nav", element("ul", *items), class_="contents", aria_label="On this page")


def header(module: Module, links: Links) -> Markup:
    """Return the header of a module: title, abstract and metadata."""
    return element(
        "header",
        element("h1", module.title),
        element("p", module.description, class_="abstract"),
        _metadata(module, links),
    )


def _metadata(module: Module, links: Links) -> Markup:
    rows = [*module.metadata]
    if module.imports:
        rows.append(Row("Imports", tuple((iri,) for iri in module.imports)))
    return element(
        "dl",
        element("dt", "IRI"),
        element("dd", element("code", module.iri)),
        *(
            join(
                element("dt", row.heading),
                element(
                    "dd", join(*(_address(str(words[0]), links) for words in row.values), by=", ")
                ),
            )
            for row in rows
        ),
        class_="metadata",
    )


def _address(text: str, links: Links) -> Markup:
    named = {module.iri: module for module in links.ontology.modules}
    if text in named:
        return element("a", named[text].title, href=f"{named[text].name}.html")
    if links.root and text.startswith(BASE):
        return element("a", text, href=links.root + text.removeprefix(BASE))
    return external(text) if text.startswith(("http://", "https://")) else join(text)


def axioms(modules: list[Module], links: Links) -> Markup:
    """Return what holds of several terms together, in each of ``modules``."""
    return element(
        "dl",
        *(
            join(
                element("dt", f"{row.heading} ({module.name})"),
                *(element("dd", links.phrase(words)) for words in row.values),
            )
            for module in modules
            for row in module.axioms
        ),
        class_="axioms",
    )


def badge(term: Term) -> Markup | None:
    """Return the mark that tells whether a term holds in the world."""
    if term.assertion not in ASSERTIONS:
        return None
    meaning = ASSERTIONS[term.assertion]
    return element(
        "a",
        term.assertion,
        href="index.html#section-reading",
        class_=f"badge {term.assertion}",
        title=meaning,
    )


def external(address: str) -> Markup:
    """Return an IRI as a link that leaves these pages."""
    shown = next(
        (
            f"{prefix}:{address.removeprefix(namespace)}"
            for prefix, namespace in ALIGNED.items()
            if address.startswith(namespace) and address != namespace
        ),
        address,
    )
    return element("a", shown, href=address, rel="external noreferrer")


def source_id(article: str) -> str:
    """Return the anchor of an article among the sources."""
    return f"source-{article.replace('/', '-')}"


def question_id(name: str) -> str:
    """Return the anchor of a stored query."""
    return f"query-{name}"


def match(alignment: Alignment) -> str:
    """Return the kind of an alignment in words."""
    return MATCHES[alignment.match.rpartition("#")[2]]
