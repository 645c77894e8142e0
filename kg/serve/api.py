"""The stored questions as resources: the list of them, and an answer to each under its own name.

``/api/queries/who-must-consent?state=Turkey`` answers in the format that ``Accept`` names, or that
a suffix does: ``/api/queries/who-must-consent.csv?state=Turkey``, for tools that can set no header.
May know nothing of what a question is about.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.query import StoredQuery, Surface, unknown_parameter
from kg.results import FORMATS
from kg.serve.answers import address, respond
from kg.serve.html import frame, page
from kg.serve.negotiation import GRAPHS, MEDIA, accepted, negotiate
from kg.serve.openapi import openapi
from kg.serve.problems import Refused
from kg.serve.questionpage import answer_page, list_page
from kg.serve.service import Service
from kg.worker.jobs import Stored
from kg.worker.pool import Answer
from kg.worker.reply import Reply

QUERIES: Final = "api/queries"
"""The list, below the server's address."""
OPENAPI: Final = "api/openapi.json"
SUFFIXES: Final[Mapping[str, str]] = {
    "json": "document",
    "csv": "csv",
    "tsv": "tsv",
    "xml": "xml",
    "ttl": "resultset",
    "md": "markdown",
    "txt": "table",
}
"""The format that a suffix names."""
_ANSWERS: Final = ("document", "json", "xml", "csv", "tsv", "resultset", *GRAPHS, "markdown",
                   "table")  # fmt: skip
_HTML: Final = "html"


def formats(stored: StoredQuery) -> tuple[str, ...]:
    """Return the formats of the answer to a question, the one preferred here first."""
    return tuple(name for name in _ANSWERS if stored.query.form in FORMATS[name])


def routes(service: Service) -> list[BaseRoute]:
    """Return the list, the answers and their description in OpenAPI."""

    async def listed(request: Request) -> Response:
        stored = [entry.stored for entry in service.catalogue.all()]
        format_, media = negotiate(accepted(request), ("document", _HTML))
        if format_ == _HTML:
            return page(request, service, "Questions", *list_page(stored), here=QUERIES)
        document = {"queries": [_described(query, address(request, service)) for query in stored]}
        return respond(request, _whole(service, document), media)

    async def described(request: Request) -> Response:
        stored = [(entry.stored, formats(entry.stored)) for entry in service.catalogue.all()]
        here, guarded = address(request, service), bool(service.options.token)
        document = openapi(stored, here, service.limits, guarded=guarded)
        return respond(request, _whole(service, document), "application/json")

    async def answered(request: Request) -> Response:
        name, _, suffix = request.path_params["name"].partition(".")
        if suffix and suffix not in SUFFIXES:
            raise Refused(
                404,
                f"there is no answer as .{suffix}",
                fix=f"end the name with one of: {', '.join(f'.{each}' for each in SUFFIXES)}",
            )
        stored = service.catalogue.get(name).stored
        possible = formats(stored)
        if suffix:
            format_ = SUFFIXES[suffix]
            if format_ == "resultset" and format_ not in possible:
                format_ = "turtle"
            media = MEDIA[format_][0]
            if format_ not in possible:
                raise Refused(406, f".{suffix} cannot hold the result of {stored.query.form}")
        else:
            format_, media = negotiate(accepted(request), (*possible, _HTML))
        given = _given(request, stored, filled=format_ == _HTML)
        if format_ == _HTML:
            return await _page(request, service, stored, given)
        return respond(request, await service.answer(_job(stored, given, format_)), media)

    return [
        Route(f"/{QUERIES}", listed),
        Route(f"/{QUERIES}/{{name}}", answered),
        Route(f"/{OPENAPI}", described),
    ]


async def _page(
    request: Request, service: Service, stored: StoredQuery, given: Mapping[str, str]
) -> Response:
    missing = any(each.required and each.name not in given for each in stored.parameters.values())
    answer: Answer | None = None
    document: dict[str, Any] | None = None
    if given or not missing:
        answer = await service.answer(_job(stored, given, "document"))
        document = json.loads(answer.reply.body)
    content = answer_page(stored, given, document, frame(service).links)
    return page(request, service, stored.title, *content, here=QUERIES, answer=answer)


def _job(stored: StoredQuery, given: Mapping[str, str], format_: str) -> Stored:
    query = stored.query
    return Stored(stored.name, query.text, query.file, format_, given, Surface.WEB)


def _given(request: Request, stored: StoredQuery, *, filled: bool) -> dict[str, str]:
    """Return the parameters of a request, each once; a form sends empty ones for those left out."""
    given: dict[str, str] = {}
    for name, value in _pairs(request.scope["query_string"]):
        if name not in stored.parameters:
            raise unknown_parameter(stored, name, Surface.WEB)
        if name in given:
            raise Refused(400, f"{name} is given more than once", fix=f"give one {name}")
        given[name] = value
    return {name: value for name, value in given.items() if value or not filled}


def _pairs(query: bytes) -> Sequence[tuple[str, str]]:
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise Refused(
            400,
            "the parameters are malformed",
            why=str(error),
            fix="encode values as UTF-8, and what is not ASCII of them with %",
        ) from error


def _whole(service: Service, document: Mapping[str, Any]) -> Answer:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Answer(Reply(f"{text}\n".encode()), service.build)


def _described(stored: StoredQuery, server: str) -> dict[str, Any]:
    href = f"{server}{QUERIES}/{stored.name}"
    needed = [
        Surface.WEB.given(each, each.example)
        for each in stored.parameters.values()
        if each.required
    ]
    return {
        "name": stored.name,
        "title": stored.title,
        "question": stored.question,
        "keywords": list(stored.keywords),
        "form": stored.query.form,
        "parameters": [
            {
                "name": each.name,
                "class" if each.class_ else "datatype": each.kind,
                "example": each.example,
                "required": each.required,
                "description": each.description,
            }
            for each in stored.parameters.values()
        ],
        "href": href,
        "example": f"{href}?{'&'.join(needed)}".rstrip("?"),
    }
