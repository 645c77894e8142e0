"""Tools for language models: the Model Context Protocol, with every stored question as a tool.

The SDK costs half a second and 40 MB, so it is imported when somebody asks: here for HTTP, in
``kg mcp`` for stdio. `tools` describes, `server` answers, `stdio` is the other transport. May know
nothing of SPARQL.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from kg.serve.problems import Refused
from kg.serve.service import Service

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH: Final = "/mcp"
JSON: Final = "application/json"


class Endpoint:
    """Streamable HTTP: each request is answered by itself, in JSON, and no session is kept.

    Args:
        service: what is served.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ended = asyncio.Event()
        self._loading: asyncio.Task[StreamableHTTPSessionManager] | None = None
        self._running: asyncio.Task[None] | None = None

    def routes(self) -> list[BaseRoute]:
        """Return the endpoint; GET and DELETE are for sessions and streams, which it has not."""
        return [Route(PATH, self, methods=["POST"])]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer requests, until the context ends."""
        try:
            yield
        finally:
            self._ended.set()
            if self._loading is not None:
                await asyncio.wait({self._loading})
            if self._running is not None:
                await self._running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI).

        Raises:
            Refused: it is not sent as JSON.
        """
        # The SDK would say so in bare text.
        media = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if media != JSON:
            raise Refused(
                415,
                f"a message cannot be sent as {media}" if media else "the body has no media type",
                fix=f"send it as {JSON}",
                headers={"Accept-Post": JSON},
            )
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        # Whoever gives up waiting does not stop it for the others.
        manager = await asyncio.shield(self._loading)
        await manager.handle_request(scope, receive, send)

    async def _load(self) -> "StreamableHTTPSessionManager":
        server = await asyncio.to_thread(import_module, "kg.serve.mcp.server")
        manager: StreamableHTTPSessionManager = server.http_manager(self._service)
        ready = asyncio.Event()
        self._running = asyncio.create_task(self._run(manager, ready))
        await ready.wait()
        return manager

    async def _run(self, manager: "StreamableHTTPSessionManager", ready: asyncio.Event) -> None:
        """Keep what requests need, in one task that begins and ends it, whoever asked first."""
        async with manager.run():
            ready.set()
            await self._ended.wait()
