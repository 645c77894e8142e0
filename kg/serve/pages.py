"""The pages that are about the server itself: where everything starts, and the limits by name.

May know nothing of the graph.
"""

from dataclasses import asdict
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.limits import Limits, settings
from kg.pages.html import Child, Markup, element, join, lines
from kg.query import StoredQuery
from kg.serve.answers import address
from kg.serve.html import NAME, page
from kg.serve.service import Service

_SPARQL: Final = "SELECT ?state ?name { ?state a accord:State ; rdfs:label ?name }"


def routes(service: Service) -> list[BaseRoute]:
    """Return the start page and the page of limits."""

    async def start(request: Request) -> Response:
        stored = [entry.stored for entry in service.catalogue.all()]
        content = _start(address(request, service), stored)
        return page(request, service, NAME, *content, here="")

    async def limits(request: Request) -> Response:
        content = _limits(service.limits)
        return page(request, service, "Limits", *content, here="limits")

    return [Route("/", start), Route("/limits", limits)]


def _start(address: str, stored: list[StoredQuery]) -> list[Child]:
    example = next((query for query in stored if query.name == "who-must-consent"), None)
    questions = (
        element(
            "li",
            element("a", query.question, href=f"api/queries/{query.name}"),
            " ",
            element("code", query.name),
        )
        for query in stored
    )
    asked = f"api/queries/{example.name}?state=Turkey" if example else "api/queries"
    surfaces = (
        _surface(
            "Questions",
            "api/queries",
            "Each question that the graph is made for has an address, for people and for programs.",
            f"curl '{address}{asked}'",
            ("OpenAPI", "api/openapi.json"),
        ),
        _surface(
            "SPARQL",
            "sparql",
            "Anything else can be asked in SPARQL 1.1, by GET or POST, in every result format.",
            f"curl -G {address}sparql --data-urlencode 'query={_SPARQL}'",
            ("VoID", ".well-known/void"),
        ),
        _surface(
            "Data",
            "id/",
            "Every state, person, claim and sentence has an IRI that leads to what is known of it.",
            f"curl -L -H 'Accept: text/turtle' {address}id/turkey",
            ("An example", "id/turkey"),
        ),
        _surface(
            "Ontology",
            "ontology",
            "The terms, what they mean and the sentences that use them; as RDF for a reasoner.",
            f"curl {address}ontology.ttl",
            ("Turtle", "ontology.ttl"),
        ),
        _surface(
            "Language models",
            None,
            "The questions are tools of the Model Context Protocol, and answer with sentences.",
            f"{address}mcp",
        ),
    )
    return [
        element(
            "header",
            element("h1", NAME),
            element(
                "p",
                "News about diplomacy and peacekeeping as a graph in which every statement from an "
                "article names the sentence that supports it.",
                class_="abstract",
            ),
            element(
                "p",
                "What somebody is quoted with is a claim, with its speaker and its day: it is "
                "never a fact here. What an outlet states in its own voice is its fact. "
                "What follows from the axioms of the ontology is marked as inferred.",
            ),
        ),
        element(
            "section",
            element("h2", "Ways in"),
            element("ul", "\n", lines(*surfaces), "\n", class_="cards ways"),
        ),
        element(
            "section",
            element("h2", "Questions that it answers"),
            element("ul", "\n", lines(*questions), "\n", class_="questions"),
        ),
    ]


def _surface(
    name: str, path: str | None, about: str, example: str, *more: tuple[str, str]
) -> Markup:
    links = [element("a", words, href=href) for words, href in more]
    return element(
        "li",
        element("h3", name if path is None else element("a", name, href=path)),
        element("p", about),
        element("pre", element("code", example)),
        element("p", join(*links, by=" · ")) if links else None,
        class_="card",
    )


def _limits(limits: Limits) -> list[Child]:
    values = asdict(limits)
    head = element(
        "tr", *(element("th", text, scope="col") for text in ("Setting", "Here", "Limits"))
    )
    rows = (
        element(
            "tr",
            element(
                "th",
                element("a", element("code", setting.name), href=f"#{setting.name}"),
                scope="row",
            ),
            element("td", f"{values[setting.name]:,} {setting.unit}", class_="number"),
            element("td", setting.about, "."),
            id=setting.name,
        )
        for setting in settings()
    )
    return [
        element(
            "header",
            element("h1", "Limits"),
            element(
                "p",
                "What a query, an answer and a request may take here. An answer that stops at a "
                "limit says so and links to its name on this page; a query that is ended gets an "
                "error that names it.",
                class_="abstract",
            ),
        ),
        element("table", element("thead", head), element("tbody", "\n", lines(*rows), "\n")),
        element(
            "p",
            "Who runs a server of their own sets them: ",
            element("code", "kg serve --set row_limit=10000"),
            ".",
        ),
    ]
