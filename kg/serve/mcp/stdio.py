"""The Model Context Protocol over stdin and stdout: a client starts the server, and ends it.

May know nothing of what is served.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Semaphore, Thread
from typing import Any, Final, cast

import anyio
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel import NotificationOptions
from mcp.server.session import ServerSession
from mcp.server.stdio import stdio_server
from mcp.server.subscriptions import InMemorySubscriptionBus, ToolsListChanged
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from kg.errors import ProjectError
from kg.project import Project
from kg.serve.mcp.server import make_server
from kg.serve.service import Service

log: Final = logging.getLogger(__name__)

WATCH: Final = 1.0
"""Seconds between two looks at whether the stored queries have changed."""


async def serve(service: Service) -> None:
    """Serve one client until stdin ends, or nobody reads stdout any more.

    Args:
        service: what is served; its workers are started and ended here.

    Raises:
        KgError: the graph cannot be loaded.
    """
    bus, client = InMemorySubscriptionBus(), _Client()
    server = make_server(service, bus)
    server.middleware.append(client)
    options = server.create_initialization_options(NotificationOptions(tools_changed=True))
    await service.start()
    try:
        async with _watching(service.project, bus, client):
            lines = cast("anyio.AsyncFile[str]", Lines())
            async with stdio_server(stdin=lines) as (requests, answers):
                await server.run(requests, answers, options)
    except* BrokenPipeError:
        log.info("the client has gone")
    finally:
        await service.stop()


class Lines:
    """The lines of stdin, read by a thread that keeps nobody from ending.

    Python waits at its end for threads like those that the SDK reads with, and one that reads from
    a client that says nothing ends never: Ctrl-C would not end the command.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._read: asyncio.Queue[bytes] = asyncio.Queue()
        self._room = Semaphore()
        Thread(target=self._reading, name="stdin", daemon=True).start()

    def __aiter__(self) -> "Lines":
        return self

    async def __anext__(self) -> str:
        line = await self._read.get()
        self._room.release()
        if not line:
            raise StopAsyncIteration
        return line.decode("utf-8", "replace")

    def _reading(self) -> None:
        # Not sys.stdin itself: Python closes that at its end, and must not find it locked.
        with open(os.dup(sys.stdin.fileno()), "rb") as stdin:  # noqa: PTH123 - it has no path
            line = b"-"
            while line:
                self._room.acquire()
                line = stdin.readline()
                try:
                    self._loop.call_soon_threadsafe(self._read.put_nowait, line)
                except RuntimeError:
                    # The loop has ended meanwhile, and with it whoever waited for the line.
                    return


class _Client:
    """The client, once it has asked for the tools: it wants to know when they change."""

    def __init__(self) -> None:
        self._session: ServerSession | None = None

    async def __call__(
        self, ctx: ServerRequestContext[Any, Any], call_next: CallNext
    ) -> HandlerResult:
        """Keep the session (as middleware), where clients do not subscribe: before 2026-07-28."""
        legacy = ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS
        if ctx.method == "tools/list" and legacy:
            self._session = ctx.session
        return await call_next(ctx)

    async def tell(self) -> None:
        """Say that the tools have changed."""
        if self._session is not None:
            await self._session.send_tool_list_changed()


@asynccontextmanager
async def _watching(
    project: Project, bus: InMemorySubscriptionBus, client: _Client
) -> AsyncIterator[None]:
    """Tell the client when a stored query changes, comes or goes."""

    async def watch() -> None:
        before = looks(project)
        while True:
            await asyncio.sleep(WATCH)
            now = looks(project)
            if now != before:
                before = now
                await bus.publish(ToolsListChanged())
                await client.tell()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        yield
        tasks.cancel_scope.cancel()


def looks(project: Project) -> list[tuple[str, int, int]]:
    """Return what tells whether a stored query has changed: of each, its file, time and size."""
    found: list[tuple[str, int, int]] = []
    try:
        files = project.query_files()
    except ProjectError:
        # Whoever then lists the tools is told why.
        return found
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            # It went between the two calls: the next look finds it gone.
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return found
