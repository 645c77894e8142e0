"""SPARQL 1.1 Protocol: the query operation, by GET and by both kinds of POST.

There is no update operation. May know nothing of stored questions.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.query import read_query
from kg.results import FORMATS
from kg.serve.answers import respond
from kg.serve.negotiation import MEDIA, choose
from kg.serve.problems import Refused
from kg.serve.service import Service
from kg.worker.jobs import Sparql

PATH: Final = "/sparql"
QUERY: Final = "application/sparql-query"
FORM: Final = "application/x-www-form-urlencoded"
_PREFERRED: Final[Mapping[str, Sequence[str]]] = {
    form: tuple(name for name in ("json", "xml", "csv", "tsv", "turtle") if form in FORMATS[name])
    for form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
}


def routes(service: Service) -> list[BaseRoute]:
    """Return the endpoint."""

    async def endpoint(request: Request) -> Response:
        parameters = await _parameters(request)
        text = _single(parameters, "query")
        query = read_query(text, "query")
        format_ = choose(request.headers.get("accept"), _PREFERRED[query.form])
        answer = await service.answer(
            Sparql(
                text,
                "query",
                format_,
                default_graphs=_graphs(parameters, "default-graph-uri"),
                named_graphs=_graphs(parameters, "named-graph-uri"),
            )
        )
        return respond(request, answer, MEDIA[format_][0])

    return [Route(PATH, endpoint, methods=["GET", "POST"])]


async def _parameters(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of the protocol, wherever the request has them (2.1)."""
    parameters = _pairs(request.scope["query_string"].decode("ascii", "replace"))
    if request.method != "POST":
        return parameters
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "the body is not UTF-8", fix="encode the query as UTF-8") from error
    if media == QUERY:
        return [*parameters, ("query", text)]
    if media == FORM:
        return [*parameters, *_pairs(text)]
    raise Refused(415, f"a query cannot be sent as {media or 'no type'}", fix=f"use {QUERY}")


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict")
    except ValueError as error:
        raise Refused(400, "the parameters are malformed", why=str(error)) from error


def _single(parameters: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for key, value in parameters if key == name]
    if len(values) == 1:
        return values[0]
    many = f"there are {len(values)} values of {name}" if values else f"there is no {name}"
    raise Refused(400, many, fix=f"send one {name}")


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...] | None:
    found = tuple(value for key, value in parameters if key == name)
    return found or None
