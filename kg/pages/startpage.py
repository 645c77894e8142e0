"""The start page: the whole ontology at a glance, and every term to be found by a word.

May know nothing of triples, files or the graph.
"""

from kg.namespaces import ALIGNED, PREFIXES, TERMS, compact
from kg.pages.classpicture import class_pictures
from kg.pages.html import Markup, element, join, lines
from kg.pages.links import Links
from kg.pages.model import Kind, Module, Ontology, Source, Term, Usage
from kg.pages.parts import ASSERTIONS, axioms, badge, contents, header, section, source_id
from kg.pages.propertypicture import property_pictures
from kg.text.words import counted, listed


def start_page(ontology: Ontology, usage: Usage, links: Links) -> Markup:
    """Return the content of the start page."""
    modules = [ontology.root, *(m for m in ontology.modules if m != ontology.root)]
    sections = [
        ("modules", "Modules", _modules(ontology, links)),
        ("reading", "How to read these pages", _reading()),
        ("classes", "The classes as a picture", _class_picture(ontology, links)),
        ("properties", "The properties as a picture", _property_picture(ontology, links)),
        ("terms", "All terms", _terms(ontology, links)),
        *(
            [("axioms", "General axioms", axioms(modules, links))]
            if any(module.axioms for module in modules)
            else []
        ),
        ("namespaces", "Namespaces", _namespaces()),
        ("sources", "Sources", _sources(usage.sources)),
    ]
    return lines(
        header(ontology.root, links),
        contents([(anchor, heading) for anchor, heading, _ in sections]),
        *(section(anchor, heading, content) for anchor, heading, content in sections),
    )


def _modules(ontology: Ontology, links: Links) -> Markup:
    def card(module: Module) -> Markup:
        counts = [
            counted(len(terms), kind.noun, kind.value.lower())
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


def _namespaces() -> Markup:
    rows = (
        element("tr", element("th", prefix, scope="row"), element("td", element("code", namespace)))
        for prefix, namespace in sorted({**ALIGNED, **PREFIXES}.items())
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
