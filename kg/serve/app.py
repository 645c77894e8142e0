"""The application: every surface's routes, behind one guard, with one way to tell of errors.

May know nothing of any one surface.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import InternalFault, KgError
from kg.serve import api, html, linkeddata, pages, protocol
from kg.serve.answers import BUILD
from kg.serve.mcp import Endpoint
from kg.serve.problems import Refused, status_of
from kg.serve.service import Service

log: Final = logging.getLogger(__name__)
_COMPRESSED: Final = 1_024
"""Bytes from which an answer is worth compressing."""


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
        if status_of(known) == 500:
            log.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
        response = html.problem_page(request, service, known)
        response.headers[BUILD] = service.build
        return response

    async def no_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for no other
        refused = Refused(error.status_code, error.detail, headers=dict(error.headers or {}))
        return await failed(request, refused)

    routes: list[BaseRoute] = [
        Route("/healthz", health),
        *html.routes(service),
        *protocol.routes(service),
        *api.routes(service),
        *linkeddata.routes(service),
        *pages.routes(service),
        *tools.routes(),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=_COMPRESSED)],
        exception_handlers={KgError: failed, HTTPException: no_route, Exception: failed},
        lifespan=lifespan,
    )
