"""Calls of tools with the SDK's own client, as any client makes them.

    with served as server:
        (result,) = call_over_http(server.url, [("who-must-consent", {"state": "Turkey"})])

Both eras of the protocol are spoken: ``auto`` the one without a handshake, ``legacy`` the one with.
"""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

import anyio
import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.client import ConnectMode
from mcp.client.session import MessageHandlerFnT
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from kg.project import Project
from kg.serve.mcp.server import make_server
from kg.serve.options import Options
from kg.serve.service import Service
from tests.serving import ROOT

ERAS: Final[tuple[ConnectMode, ...]] = ("auto", "legacy")

Calls = Sequence[tuple[str, Mapping[str, Any]]]
"""Names of tools with their arguments."""
Connect = Callable[[], AbstractAsyncContextManager[Client]]
"""What gives a client that is connected."""
T = TypeVar("T")


@asynccontextmanager
async def over_stdio(
    project: Path,
    *args: str,
    era: ConnectMode = "auto",
    errlog: TextIO = sys.stderr,
    told: MessageHandlerFnT | None = None,
) -> AsyncIterator[Client]:
    """Start ``kg mcp``, and end it afterwards.

    Args:
        project: the folder.
        args: further words for ``kg mcp``.
        era: of the protocol.
        errlog: gets what it writes to stderr.
        told: gets what the server says unasked.
    """
    few = ["--set", "workers=1"]
    words = ["-m", "kg", "--quiet", "--project", str(project), "mcp", *few, *args]
    path = os.environ.get("PYTHONPATH")
    parameters = StdioServerParameters(
        command=sys.executable, args=words, cwd=ROOT, env={"PYTHONPATH": path} if path else None
    )
    transport = stdio_client(parameters, errlog=errlog)
    async with Client(transport, mode=era, message_handler=told) as client:
        yield client


@asynccontextmanager
async def over_http(
    url: str, *, token: str = "", era: ConnectMode = "auto"
) -> AsyncIterator[Client]:
    """Connect to a running server.

    Args:
        url: its address, with a slash at the end.
        token: that it wants, or empty.
        era: of the protocol.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx2.AsyncClient(headers=headers) as http:
        transport = streamable_http_client(f"{url}mcp", http_client=http)
        async with Client(transport, mode=era) as client:
            yield client


def call_over_stdio(project: Path, calls: Calls, *args: str) -> list[CallToolResult]:
    """Return the results of calls, one after the other, in one session of ``kg mcp``.

    Args:
        project: the folder; its graph has been built.
        calls: the calls.
        args: further words for ``kg mcp``.
    """

    async def run() -> list[CallToolResult]:
        async with over_stdio(project, *args) as client:
            return [await client.call_tool(name, dict(given)) for name, given in calls]

    return anyio.run(run)


def call_over_http(url: str, calls: Calls, *, token: str = "") -> list[CallToolResult]:
    """Return the results of calls, one after the other, to a running server.

    Args:
        url: its address, with a slash at the end.
        calls: the calls.
        token: that it wants, or empty.
    """

    async def run() -> list[CallToolResult]:
        async with over_http(url, token=token) as client:
            return [await client.call_tool(name, dict(given)) for name, given in calls]

    return anyio.run(run)


@asynccontextmanager
async def directly(service: Service) -> AsyncIterator[Client]:
    """Start a service, with no transport between it and its client, and end it afterwards."""
    await service.start()
    try:
        async with Client(make_server(service)) as client:
            yield client
    finally:
        await service.stop()


def a_service(project: Path, **settings: str) -> Service:
    """Return a service with one worker, which has not been started."""
    limits = Options().limits.with_settings({"workers": "1", **settings})
    return Service(Project.find(project), Options(limits=limits))


def within(connect: Connect, work: Callable[[Client], Awaitable[T]]) -> T:
    """Return what ``work`` finds in one session."""

    async def run() -> T:
        async with connect() as client:
            return await work(client)

    return anyio.run(run)


def text_of(result: CallToolResult) -> str:
    """Return the text that a call answers with."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text
