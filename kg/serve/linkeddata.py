"""Linked data: every IRI of ours leads to a document about it, here or where a proxy forwards it.

A thing is not a document: who asks for one is told where its document is (303 See Other; Cool URIs
for the Semantic Web, 4.3). So is who asks for an article, whose text is its outlet's: what there is
here is a description. The ontology is a document, and so are its modules: RDF comes at once, and
people are sent to pages. May know nothing of what is in a document.
"""

import json
from typing import Final
from urllib.parse import quote

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.documents import FORMATS, PLACE
from kg.errors import UnknownValue
from kg.namespaces import BASE, DATA, DESCRIPTION_GRAPH, ONTOLOGY
from kg.pages.html import Markup
from kg.serve.answers import BUILD, respond
from kg.serve.html import frame
from kg.serve.negotiation import MEDIA, accepted, negotiate
from kg.serve.problems import Refused
from kg.serve.service import Service
from kg.worker.document import Document
from kg.worker.pool import Answer
from kg.worker.reply import Reply

_HTML: Final = "html"
_SUFFIXES: Final = {
    "html": _HTML,
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
}
_NAMES: Final = {format_: suffix for suffix, format_ in _SUFFIXES.items()}
_SAFE: Final = "/=,;:@!$&'()*+~-._"
_VOID: Final = ".well-known/void"


class _Rest(PathConvertor):
    """All that follows, line ends too, which are no end of a path."""

    regex = "(?s:.*)"


register_url_convertor("rest", _Rest())


def routes(service: Service) -> list[BaseRoute]:
    """Return the IRIs, and the documents about them."""
    data = _Data(service)
    return [
        Route("/id/{path:rest}", data.thing),
        Route("/doc/{path:rest}", data.document),
        Route("/ontology", data.ontology),
        Route("/ontology.{suffix}", data.whole),
        Route("/ontology/{path:rest}", data.module),
    ]


class _Data:
    """The handlers of one server."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._root = frame(service).root

    async def thing(self, request: Request) -> Response:
        """Tell where the document about a thing is."""
        iri = DATA + request.path_params["path"]
        if iri == DATA:
            return self._see_other("doc/id/", self._service.build)
        if iri == DESCRIPTION_GRAPH:
            return self._see_other(_VOID, self._service.build)
        return await self._redirected(iri)

    async def document(self, request: Request) -> Response:
        """Answer with the document about a thing, or with a list of things."""
        path = request.path_params["path"]
        about, format_ = _split(path)
        if about in ("", "id", "id/"):
            about = "id/"
        if not about.startswith("id/"):
            raise Refused(404, f"there is no document {path!r}", fix=f"see {self._root}doc/id/")
        await self._check_ending(BASE, about, format_)
        return await self._document(request, BASE + about, f"doc/{about.rstrip('/')}", format_)

    async def ontology(self, request: Request) -> Response:
        """Answer with the whole ontology, or send people to its first page."""
        return await self._vocabulary(request, ONTOLOGY)

    async def whole(self, request: Request) -> Response:
        """Answer with the whole ontology in one format."""
        suffix = request.path_params["suffix"]
        if suffix == _HTML:
            return self._see_other("ontology/index.html", self._service.build)
        if suffix not in _SUFFIXES:
            raise _no_ending(suffix)
        return await self._document(request, ONTOLOGY, "ontology", _SUFFIXES[suffix])

    async def module(self, request: Request) -> Response:
        """Answer with a module, or with one of the pages about the ontology."""
        path = request.path_params["path"]
        about, format_ = _split(path)
        if not about:
            return self._see_other("ontology", self._service.build)
        iri = f"{ONTOLOGY}/{about}"
        await self._check_ending(f"{ONTOLOGY}/", about, format_)
        if format_:
            return await self._document(request, iri, f"ontology/{about}", format_)
        return await self._vocabulary(request, iri)

    # ------------------------------------------------------------ answers

    async def _vocabulary(self, request: Request, iri: str) -> Response:
        format_ = negotiate(accepted(request), FORMATS).format
        if format_ == _HTML:
            response = await self._redirected(iri)
            response.headers["Vary"] = "Accept"
            return response
        return await self._document(request, iri, iri.removeprefix(BASE), format_)

    async def _document(
        self, request: Request, iri: str, path: str, format_: str | None
    ) -> Response:
        """Answer with a document.

        Args:
            request: what is answered.
            iri: what it is about.
            path: of the document, without the suffix that names its format.
            format_: its format; None where the client says which.
        """
        if format_ is None:
            format_ = negotiate(accepted(request), FORMATS).format
        answer = await self._answer(
            Document(
                iri,
                format_,
                root=self._root,
                class_=request.query_params.get("class", "") if iri == DATA else "",
                after=_after(request) if iri == DATA else "",
            )
        )
        response = respond(request, self._framed(answer, path, format_), MEDIA[format_][0])
        response.headers["Content-Location"] = self._address(f"{path}.{_NAMES[format_]}") + (
            f"?{request.url.query}" if request.url.query and iri == DATA else ""
        )
        response.headers["Link"] = f'<{quote(iri, safe=_SAFE)}>; rel="describes"'
        return response

    def _framed(self, answer: Answer, path: str, format_: str) -> Answer:
        if format_ != _HTML:
            return answer
        page = json.loads(answer.reply.body)
        here = "ontology" if path.startswith("ontology") else "id/"
        body = frame(self._service, answer.build).page(
            page["title"], Markup(page["content"]), here=here
        )
        return Answer(Reply(body, stopped=answer.reply.stopped), answer.build)

    async def _answer(self, job: Document) -> Answer:
        try:
            return await self._service.answer(job)
        except UnknownValue as error:
            raise Refused(
                404, error.what, why=error.why, fix=error.fix, nearest=error.nearest
            ) from error

    async def _check_ending(self, start: str, path: str, format_: str | None) -> None:
        """Refuse an ending that names no format, where without it there is a document.

        Raises:
            Refused: there is one.
        """
        about, dot, suffix = path.rpartition(".")
        if format_ or not dot or "/" in suffix or await self._is_known(start + path):
            return
        if await self._is_known(start + about):
            raise _no_ending(suffix)

    async def _is_known(self, iri: str) -> bool:
        try:
            await self._service.answer(Document(iri, PLACE))
        except UnknownValue:
            return False
        return True

    async def _redirected(self, iri: str) -> Response:
        """Tell where the document about an IRI is, if anything is known of it."""
        answer = await self._answer(Document(iri, PLACE))
        return self._see_other(answer.reply.body.decode(), answer.build)

    def _see_other(self, path: str, build: str) -> Response:
        return Response(status_code=303, headers={"Location": self._address(path), BUILD: build})

    def _address(self, path: str) -> str:
        """Return the address of a path on this server: never one on another."""
        return self._root + quote(path, safe=_SAFE)


def _split(path: str) -> tuple[str, str | None]:
    """Return a path without the suffix that names a format, and the format."""
    about, dot, suffix = path.rpartition(".")
    return (about, _SUFFIXES[suffix]) if dot and suffix in _SUFFIXES else (path, None)


def _no_ending(suffix: str) -> Refused:
    endings = ", ".join(f".{each}" for each in _SUFFIXES)
    return Refused(404, f"there is no document as .{suffix}", fix=f"end it with one of: {endings}")


def _after(request: Request) -> str:
    after = request.query_params.get("after", "")
    return DATA + after if after else ""
