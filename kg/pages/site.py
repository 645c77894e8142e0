"""The pages: a start page, one for each module, the stored queries, the alignments.

May know nothing of triples, files or the graph.
"""

from typing import Final

from kg.pages.frame import framed
from kg.pages.html import Markup, element, join, lines
from kg.pages.links import Links
from kg.pages.model import Kind, Module, Ontology, Term, Usage
from kg.pages.parts import axioms, contents, external, header, match, question_id, section
from kg.pages.propertypicture import property_pictures
from kg.pages.startpage import start_page
from kg.pages.termsection import term_section

INDEX: Final = "index"
QUERIES: Final = "queries"
ALIGNMENTS: Final = "alignments"
RESERVED: Final = (INDEX, QUERIES, ALIGNMENTS)
"""Names of pages that no module may have."""


def site(ontology: Ontology, usage: Usage) -> dict[str, bytes]:
    """Return every page, by the name of its file."""
    titles = {INDEX: "Overview", **{m.name: m.name for m in ontology.modules}}
    titles |= {QUERIES: "queries", ALIGNMENTS: "alignments"}
    pages = {name: body(name, ontology, usage) for name in titles}
    return {
        f"{name}.html": framed(name, title, content, titles, ontology).encode()
        for name, (title, content) in pages.items()
    }


def body(name: str, ontology: Ontology, usage: Usage, root: str = "") -> tuple[str, Markup]:
    """Return the title of a page and its content, which a frame goes around.

    Args:
        name: one of ``RESERVED``, or of a module.
        ontology: what it is about.
        usage: where that is used.
        root: path of the server on which our IRIs lead somewhere; empty for pages in files.
    """
    links = Links(ontology, name, root, usage.names)
    if name == INDEX:
        return ontology.root.title, start_page(ontology, usage, links)
    if name == QUERIES:
        return "Stored queries", _queries(usage)
    if name == ALIGNMENTS:
        return "Alignments", _alignments(ontology, links)
    module = next(module for module in ontology.modules if module.name == name)
    return module.title, _module(module, ontology, usage, links)


def _module(module: Module, ontology: Ontology, usage: Usage, links: Links) -> Markup:
    kinds = [(kind, ontology.of_kind(kind, module.iri)) for kind in Kind]
    kinds = [(kind, terms) for kind, terms in kinds if terms]
    picture = property_pictures(module, ontology, links)
    entries = [("picture", "Picture")] if picture is not None else []
    entries += [(kind.name.lower(), f"{kind.value} ({len(terms)})") for kind, terms in kinds]
    entries += [("axioms", "General axioms")] if module.axioms else []
    return lines(
        header(module, links),
        contents(entries),
        section("picture", "The properties as a picture", element("div", picture, class_="picture"))
        if picture is not None
        else None,
        *(
            section(
                kind.name.lower(),
                kind.value,
                element("p", *_jump(terms), class_="jump"),
                *(term_section(term, usage, links) for term in terms),
            )
            for kind, terms in kinds
        ),
        section("axioms", "General axioms", axioms([module], links)) if module.axioms else None,
    )


def _jump(terms: list[Term]) -> list[Markup]:
    linked = [element("a", term.label, href=f"#{term.name}") for term in terms]
    return [join(*linked, by=" · ")]


def _queries(usage: Usage) -> Markup:
    return lines(
        element(
            "header",
            element("h1", "Stored queries"),
            element(
                "p",
                "The competency questions: each is a file of SPARQL, and a command. The page of a "
                "term says which of them use it.",
                class_="abstract",
            ),
        ),
        *(
            element(
                "section",
                element("h2", element("a", query.question, href=f"#{question_id(query.name)}")),
                element("p", f"{query.title}. ", element("code", f"kg query {query.name}")),
                element(
                    "details",
                    element("summary", "SPARQL"),
                    element("pre", element("code", query.text)),
                ),
                id=question_id(query.name),
                class_="term",
            )
            for query in usage.all_questions
        ),
    )


def _alignments(ontology: Ontology, links: Links) -> Markup:
    head = element(
        "tr", *(element("th", text, scope="col") for text in ("Term", "Match", "Target", "Why"))
    )
    rows = (
        element(
            "tr",
            element("td", links.link(alignment.term)),
            element("td", match(alignment)),
            element("td", external(alignment.target)),
            element("td", alignment.justification or "—"),
        )
        for alignment in ontology.alignments
    )
    return lines(
        element(
            "header",
            element("h1", "Alignments"),
            element(
                "p",
                "Where terms come near to those of other vocabularies. Nothing of these is "
                "imported, and nothing follows from a match.",
                class_="abstract",
            ),
        ),
        element(
            "div",
            element("table", element("thead", head), element("tbody", "\n", lines(*rows), "\n")),
            class_="wide-table",
        ),
    )
