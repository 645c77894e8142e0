"""The stored questions as pages for people: a list, and a form with the answer below it.

The answer is the same document that programs get. May know nothing of requests.
"""

from collections.abc import Mapping
from typing import Any

from kg.documents.links import Links
from kg.pages.html import Child, Markup, element, join
from kg.query import Parameter, StoredQuery
from kg.serve.answersection import answer_section


def list_page(queries: list[StoredQuery]) -> list[Child]:
    """Return the content of the page that lists the questions."""
    return [
        element("h1", "Questions"),
        element(
            "p",
            "Each has an address of its own, and answers as a page, as JSON, CSV, TSV, XML, Turtle "
            "or text: what ",
            element("code", "Accept"),
            " names. They are described in ",
            element("a", "OpenAPI", href="openapi.json"),
            ".",
        ),
        *(_listed(query) for query in queries),
    ]


def answer_page(
    query: StoredQuery, given: Mapping[str, str], answer: Mapping[str, Any] | None, links: Links
) -> list[Child]:
    """Return the content of the page of one question.

    Args:
        query: the question.
        given: the values of its parameters.
        answer: as a document; None where a value is missing still.
        links: where IRIs are found on this server.
    """
    content: list[Child] = [
        element("h1", query.title),
        element("p", query.question),
        _form(query, given),
    ]
    if answer is not None:
        content += answer_section(answer, links)
    return content


def _listed(query: StoredQuery) -> Markup:
    names = (
        join(element("code", each.name), None if each.required else " (optional)")
        for each in query.parameters.values()
    )
    return join(
        element("h2", element("a", query.title, href=f"queries/{query.name}")),
        element("p", query.question),
        element("p", "Parameters: ", join(*names, by=", ")) if query.parameters else None,
    )


def _form(query: StoredQuery, given: Mapping[str, str]) -> Markup:
    fields = [_field(each, given.get(each.name, "")) for each in query.parameters.values()]
    return element("form", *fields, element("button", "Ask"), action=query.name, method="get")


def _field(parameter: Parameter, value: str) -> Markup:
    about = parameter.description or parameter.kind
    return element(
        "label",
        f"{parameter.name} ({about})",
        element(
            "input",
            type="text",
            name=parameter.name,
            value=value or None,
            placeholder=parameter.example,
            required="" if parameter.required else None,
        ),
    )
