"""SPARQL 1.1 Protocol: the query operation, by GET and by both kinds of POST.

There is no update operation, and no graph is ever loaded: the parameters of a dataset choose among
the graphs that are there. May know nothing of stored questions.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.namespaces import BASE
from kg.pages.html import Markup
from kg.query import read_query
from kg.results import FORMATS
from kg.serve.answers import respond
from kg.serve.description import Describer
from kg.serve.html import again, frame, page
from kg.serve.negotiation import GRAPHS, accepted, negotiate
from kg.serve.problems import Refused
from kg.serve.service import Service
from kg.serve.sparqlpage import Filled, answer_page, filled_form
from kg.worker.jobs import Sparql
from kg.worker.pool import Answer

PATH: Final = "/sparql"
_HERE: Final = PATH.removeprefix("/")
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"
METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
ACCEPT: Final = "accept"
"""Parameter that overrides the header, for a form in a browser, which cannot set one."""
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_HTML: Final = "html"
_MOST: Final = 1_000
"""Parameters that a request may have."""
_PREFERRED: Final[Mapping[str, Sequence[str]]] = {
    form: tuple(
        name
        for name in ("json", "xml", "csv", "tsv", "table", "markdown", *GRAPHS, _HTML)
        if name == _HTML or form in FORMATS[name]
    )
    for form in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
}
_Parameters = Sequence[tuple[str, str]]
_Form = Callable[[], Markup]


def routes(service: Service) -> list[BaseRoute]:
    """Return the endpoint, and the description of the data at its well-known place."""
    describer = Describer(service, PATH)

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return _options()
        parameters = await _parameters(request)
        if request.method != "POST" and not _values(parameters, "query"):
            return await describer.endpoint(request)
        return await _answer(service, request, parameters)

    return [
        Route(PATH, endpoint, methods=METHODS),
        Route("/.well-known/void", describer.dataset),
    ]


async def _answer(service: Service, request: Request, parameters: _Parameters) -> Response:
    text = _single(parameters, "query")
    form = _form(service, text, parameters)
    again(request, form)
    default_graphs, named_graphs = (_values(parameters, name) for name in _DATASET)
    query = read_query(text, "query", dataset_given=bool(default_graphs or named_graphs))
    wanted = _values(parameters, ACCEPT)
    possible = _PREFERRED[query.form]
    if wanted:
        format_, media = negotiate(wanted[0], possible, f"the parameter {ACCEPT}")
    else:
        format_, media = negotiate(accepted(request), possible)
    job = Sparql(
        text,
        "query",
        "document" if format_ == _HTML else format_,
        default_graphs=default_graphs or None,
        named_graphs=named_graphs or None,
        base=BASE,
    )
    answer = await service.answer(job)
    if format_ != _HTML:
        return respond(request, answer, media)
    # Others need not wait while a large answer becomes a page.
    return await asyncio.to_thread(_page, request, service, form, answer)


def _page(request: Request, service: Service, form: _Form, answer: Answer) -> Response:
    content = answer_page(
        form(), json.loads(answer.reply.body), frame(service).links, answer.reply.remarks
    )
    return page(request, service, "SPARQL", *content, here=_HERE, answer=answer)


def _form(service: Service, query: str, parameters: _Parameters) -> _Form:
    more = tuple(pair for pair in parameters if pair[0] in _DATASET)
    accept = next(iter(_values(parameters, ACCEPT)), "")
    return partial(filled_form, frame(service).root + _HERE, Filled(query, accept, more))


def _options() -> Response:
    headers = {"Allow": ", ".join(METHODS), "Accept-Post": f"{QUERY}, {FORM}"}
    return Response(status_code=204, headers=headers)


async def _parameters(request: Request) -> _Parameters:
    """Return the parameters of the protocol, wherever the request has them (2.1, 2.2)."""
    found = _pairs(_text(request.scope["query_string"], "the query string"))
    media = ""
    if request.method == "POST":
        media, body = await _body(request)
        if media == QUERY:
            found.append(("query", _text(body, "the query")))
        elif media == FORM:
            found += _pairs(_text(body, "the form"))
    if media == UPDATE or _values(found, "update"):
        raise Refused(
            403,
            "there is no update",
            why="the graph is made from the annotations, and from nothing else",
            fix="change an annotation and run `kg build`",
        )
    if request.method == "POST" and media not in (QUERY, FORM):
        raise Refused(
            415,
            f"a query cannot be sent as {media}" if media else "the body has no media type",
            fix=f"send the query as {QUERY}, or query=… as {FORM}",
            headers={"Accept-Post": f"{QUERY}, {FORM}"},
        )
    return found


async def _body(request: Request) -> tuple[str, bytes]:
    """Return the media type of a body, and the body, which must be UTF-8 as it stands."""
    media, *attributes = request.headers.get("content-type", "").split(";")
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        charset = value.strip().strip("\"'").lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, f"the body is {charset}", fix="send it as UTF-8")
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise Refused(415, f"the body is compressed with {coding}", fix="send it as it is")
    return media.strip().lower(), await request.body()


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, f"{what} is not UTF-8", why=str(error), fix="send UTF-8") from error


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except UnicodeDecodeError as error:
        why = f"what stands behind the % signs is not UTF-8: {error}"
        raise Refused(400, "the parameters are malformed", why=why) from error
    except ValueError as error:
        raise Refused(
            400, f"there are more than {_MOST} parameters", fix="send fewer of them"
        ) from error


def _single(parameters: _Parameters, name: str) -> str:
    values = _values(parameters, name)
    if len(values) == 1:
        return values[0]
    many = f"there are {len(values)} values of {name}" if values else f"there is no {name}"
    raise Refused(400, many, fix=f"send one {name}")


def _values(parameters: _Parameters, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in parameters if key == name)
