"""The pages: a start page, one for each module, the stored queries, the alignments.

May know nothing of triples, files or the graph.
"""

from typing import Final

from kg.namespaces import PREFIXES, TERMS, compact
from kg.pages.classpicture import class_pictures
from kg.pages.frame import framed
from kg.pages.html import Markup, element, join, lines
from kg.pages.links import Links
from kg.pages.model import Kind, Module, Ontology, Row, Source, Term, Usage
from kg.pages.propertypicture import property_pictures
from kg.pages.termsection import (
    ASSERTIONS,
    badge,
    external,
    match,
    question_id,
    source_id,
    term_section,
)
from kg.text.words import counted, listed

INDEX: Final = "index"
QUERIES: Final = "queries"
ALIGNMENTS: Final = "alignments"
RESERVED: Final = (INDEX, QUERIES, ALIGNMENTS)
"""Names of pages that no module may have."""


def site(ontology: Ontology, usage: Usage) -> dict[str, bytes]:
    """Return every page, by the name of its file."""
    links = Links(ontology)
    bodies = {
        INDEX: (ontology.root.title, _index(ontology, usage, links.on(INDEX))),
        **{
            module.name: (module.title, _module(module, ontology, usage, links.on(module.name)))
            for module in ontology.modules
        },
        QUERIES: ("Stored queries", _queries(usage)),
        ALIGNMENTS: ("Alignments", _alignments(ontology, links.on(ALIGNMENTS))),
    }
    titles = {INDEX: "Overview", **{m.name: m.name for m in ontology.modules}}
    titles |= {QUERIES: "queries", ALIGNMENTS: "alignments"}
    return {
        f"{name}.html": framed(name, title, body, titles, ontology).encode()
        for name, (title, body) in bodies.items()
    }


def _section(anchor: str, heading: str, *content: Markup | None) -> Markup:
    return element(
        "section", element("h2", heading), "\n", lines(*content), "\n", id=f"section-{anchor}"
    )


def _contents(entries: list[tuple[str, str]]) -> Markup:
    items = (
        element("li", element("a", heading, href=f"#section-{anchor}"))
        for anchor, heading in entries
    )
    return element("nav", element("ul", *items), class_="contents", aria_label="On this page")


def _header(module: Module, links: Links) -> Markup:
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
    return external(text) if text.startswith(("http://", "https://")) else join(text)


# ---------------------------------------------------------------- start page


def _index(ontology: Ontology, usage: Usage, links: Links) -> Markup:
    sections = [
        ("modules", "Modules", _modules(ontology, links)),
        ("reading", "How to read these pages", _reading()),
        ("classes", "The classes as a picture", _class_picture(ontology, links)),
        ("properties", "The properties as a picture", _property_picture(ontology, links)),
        ("terms", "All terms", _terms(ontology, links)),
        ("axioms", "General axioms", _axioms([ontology.root, *ontology.modules], links)),
        ("namespaces", "Namespaces", _namespaces()),
        ("sources", "Sources", _sources(usage.sources)),
    ]
    return lines(
        _header(ontology.root, links),
        _contents([(anchor, heading) for anchor, heading, _ in sections]),
        *(_section(anchor, heading, content) for anchor, heading, content in sections),
    )


def _modules(ontology: Ontology, links: Links) -> Markup:
    def card(module: Module) -> Markup:
        counts = [
            counted(len(terms), kind.noun, _plural(kind))
            for kind in Kind
            if (terms := ontology.of_kind(kind, module.iri))
        ]
        return element(
            "li",
            element("a", module.name, href=f"{module.name}.html"),
            element("p", module.description),
            element("p", listed(counts), class_="counts"),
            class_=f"card {links.colour(module.iri)}",
        )

    return element("ul", *(card(module) for module in ontology.modules), class_="cards")


def _plural(kind: Kind) -> str:
    return kind.value.lower()


def _reading() -> Markup:
    return lines(
        element(
            "p",
            "What a proposition says may be typed and functional; whether it holds is said only by "
            "claims, each with its speaker, day and force. So each class and property is marked:",
        ),
        element(
            "dl",
            *(
                join(
                    element("dt", element("span", mark, class_=f"badge {mark}")),
                    element("dd", meaning),
                )
                for mark, meaning in ASSERTIONS.items()
            ),
        ),
        element(
            "p",
            "Class expressions and chains of properties are in Manchester syntax, by label. A "
            "quotation is the passage of an article that supports the statement below it; between "
            "them stands on whose word. No quotation is a fact of these pages.",
        ),
    )


def _legend(ontology: Ontology, links: Links) -> Markup:
    modules = (
        element("li", module.name, class_=f"swatch {links.colour(module.iri)}")
        for module in ontology.modules
    )
    return element(
        "ul",
        *modules,
        element("li", "assertive: filled", class_="swatch assertive"),
        element("li", "content: outlined", class_="swatch content"),
        element("li", "defined: dashed", class_="swatch defined"),
        class_="legend",
    )


def _class_picture(ontology: Ontology, links: Links) -> Markup:
    return lines(
        _legend(ontology, links),
        element("div", class_pictures(ontology, links), class_="picture"),
    )


def _property_picture(ontology: Ontology, links: Links) -> Markup:
    pictures = [
        element(
            "figure",
            element("figcaption", element("a", module.name, href=f"{module.name}.html")),
            drawn,
            class_="picture",
        )
        for module in ontology.modules
        if (drawn := property_pictures(module, ontology, links)) is not None
    ]
    return element("div", "\n", lines(*pictures), "\n", class_="panels")


def _terms(ontology: Ontology, links: Links) -> Markup:
    search = element(
        "p",
        element("label", "Filter", for_="filter"),
        " ",
        element("input", id="filter", type="search", autocomplete="off", spellcheck="false"),
        " ",
        element("output", counted(len(ontology.terms), "term"), for_="filter", id="filtered"),
        class_="filter",
    )
    return lines(
        search,
        *(
            element(
                "section",
                element("h3", kind.value, " ", element("span", str(len(terms)), class_="kind")),
                element("ul", "\n", lines(*(_entry(term, links) for term in terms)), "\n"),
                class_="terms",
            )
            for kind in Kind
            if (terms := ontology.of_kind(kind))
        ),
    )


def _entry(term: Term, links: Links) -> Markup:
    return element(
        "li",
        element("a", term.label, href=links.href(term.iri), title=compact(term.iri)),
        " ",
        badge(term),
        " ",
        element("span", term.definition, class_="definition"),
        id=term.name,
        class_=links.colour(term.module),
        data_words=" ".join((term.label, *term.other_names, term.name, term.definition)).casefold(),
    )


def _axioms(modules: list[Module], links: Links) -> Markup:
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


def _namespaces() -> Markup:
    rows = (
        element("tr", element("th", prefix, scope="row"), element("td", element("code", namespace)))
        for prefix, namespace in sorted(PREFIXES.items())
    )
    head = element(
        "tr", element("th", "Prefix", scope="col"), element("th", "Namespace", scope="col")
    )
    return lines(
        element(
            "p",
            "All terms of Accord’s own share the namespace ",
            element("code", TERMS),
            ".",
        ),
        element("table", element("thead", head), element("tbody", *rows)),
    )


def _sources(sources: tuple[Source, ...]) -> Markup:
    def entry(source: Source) -> Markup:
        title = (
            element("a", source.title, href=source.address, rel="external noreferrer")
            if source.address
            else join(source.title)
        )
        return element(
            "li",
            title,
            f" — {source.source} ",
            element("code", source.id),
            *(element("p", text, class_="counts") for text in source.rights),
            id=source_id(source.id),
        )

    if not sources:
        return element("p", "No article has been annotated yet.")
    return element("ul", *(entry(source) for source in sources))


# ---------------------------------------------------------------- other pages


def _module(module: Module, ontology: Ontology, usage: Usage, links: Links) -> Markup:
    kinds = [(kind, ontology.of_kind(kind, module.iri)) for kind in Kind]
    kinds = [(kind, terms) for kind, terms in kinds if terms]
    picture = property_pictures(module, ontology, links)
    entries = [("picture", "Picture")] if picture is not None else []
    entries += [(kind.name.lower(), f"{kind.value} ({len(terms)})") for kind, terms in kinds]
    entries += [("axioms", "General axioms")] if module.axioms else []
    return lines(
        _header(module, links),
        _contents(entries),
        _section(
            "picture", "The properties as a picture", element("div", picture, class_="picture")
        )
        if picture is not None
        else None,
        *(
            _section(
                kind.name.lower(),
                kind.value,
                element("p", *_jump(terms), class_="jump"),
                *(term_section(term, usage, links) for term in terms),
            )
            for kind, terms in kinds
        ),
        _section("axioms", "General axioms", _axioms([module], links)) if module.axioms else None,
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
