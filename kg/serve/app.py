"""The application: every surface's routes, behind one guard, with one way to tell of errors.

May know nothing of any one surface.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kg.errors import InternalFault, KgError
from kg.serve import api, html, linkeddata, pages, protocol
from kg.serve.answers import BUILD
from kg.serve.mcp import Endpoint
from kg.serve.negotiation import takes_gzip
from kg.serve.problems import Refused, status_of
from kg.serve.service import Service

log: Final = logging.getLogger(__name__)
_COMPRESSED: Final = 1_024
"""Bytes from which an answer is worth compressing."""
_CODINGS: Final = "accept-encoding"


class _Compressed(GZipMiddleware):
    """Compresses answers for those who take it: starlette looks for the word gzip alone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get(_CODINGS, "")):
            scope = {**scope, "headers": [*scope["headers"]]}
            del MutableHeaders(scope=scope)[_CODINGS]
        await super().__call__(scope, receive, send)


def application(service: Service) -> Starlette:
    """Return the ASGI application that serves ``service``; it starts and stops the workers."""
    tools = Endpoint(service)

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok", "build": service.build})

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await service.start()
        try:
            async with tools.running():
                yield
        finally:
            await service.stop()

    async def failed(request: Request, error: Exception) -> Response:
        known = error if isinstance(error, KgError) else InternalFault(str(error))
        # What is no error of ours goes on to the server, which logs it.
        if error is known and status_of(known) == 500:
            log.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
        response = html.problem_page(request, service, known)
        response.headers[BUILD] = service.build
        return response

    async def no_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for no other
        moved = _without_slash(request, routes) if error.status_code == 404 else None
        if moved is not None:
            # Without a host, which a proxy may know by another name and scheme.
            query = request.url.query
            target = html.frame(service).root + moved + (f"?{query}" if query else "")
            return Response(status_code=307, headers={"Location": target, BUILD: service.build})
        return await failed(request, _refusal(request, error))

    routes: list[BaseRoute] = [
        Route("/healthz", health),
        *html.routes(service),
        *protocol.routes(service),
        *api.routes(service),
        *linkeddata.routes(service),
        *pages.routes(service),
        *tools.routes(),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(_Compressed, minimum_size=_COMPRESSED)],
        exception_handlers={KgError: failed, HTTPException: no_route, Exception: failed},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _refusal(request: Request, error: HTTPException) -> Refused:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        what = f"{request.method} is not for {request.url.path}"
        return Refused(405, what, fix=f"use one of: {headers['Allow']}", headers=headers)
    return Refused(
        error.status_code,
        f"there is nothing at {request.url.path}",
        fix="see / for what there is",
        headers=headers,
    )


def _without_slash(request: Request, routes: list[BaseRoute]) -> str | None:
    """Return the path that was meant by one with a slash too many or too few at its end."""
    path = request.scope["path"]
    meant = path[:-1] if path.endswith("/") else f"{path}/"
    scope = {**request.scope, "path": meant}
    if any(route.matches(scope)[0] is Match.FULL for route in routes):
        return quote(meant.removeprefix("/"))
    return None
