"""The server: one listening socket, and how it starts and ends.

May know nothing of routes.
"""

import asyncio
import ctypes
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext
from math import ceil
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import HANDLED_SIGNALS

from kg.errors import UsageError
from kg.limits import Limits
from kg.project import Project
from kg.serve.accesslog import logging_to
from kg.serve.app import application
from kg.serve.connection import Shared, connections
from kg.serve.guard import Guard
from kg.serve.options import Options
from kg.serve.service import Service
from kg.worker.jobs import MOST_PATIENCE

_BACKLOG: Final = 1_024
_MMAP_THRESHOLD: Final = -3
"""``M_MMAP_THRESHOLD`` of mallopt(3)."""
_LARGE: Final = 1 << 18


def serve(
    project: Project, options: Options, say: Callable[[str], None], *, quiet: bool = False
) -> None:
    """Serve a project until SIGTERM or Ctrl-C; requests that are being answered are finished.

    Args:
        project: its graph has been built.
        options: how.
        say: told the address, once requests are answered there.
        quiet: whether to log trouble alone.

    Raises:
        KgError: it cannot listen there, or the graph cannot be loaded.
        KeyboardInterrupt: it was Ctrl-C.
    """
    _give_memory_back()
    with _bound(options.host, options.port) as listener, logging_to(sys.stderr, quiet=quiet):
        told = asyncio.run(_run(project, options, listener, say))
    if told == signal.SIGINT:
        raise KeyboardInterrupt


async def _run(
    project: Project, options: Options, listener: socket.socket, say: Callable[[str], None]
) -> int:
    """Serve, and return the number of the signal that ended it."""
    service = Service(project, options)
    app = application(service)
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    guard = Guard(app, options, lambda: service.build)
    shared = Shared(options.limits, lambda: service.build)

    def ready() -> None:
        say(f"serving build {service.build} at {address} (Ctrl-C ends)")

    server = _Server(configuration(guard, shared), ready)
    server.listen_to_signals()
    try:
        async with app.router.lifespan_context(app):
            await server.serve(sockets=[listener])
            await server.give_up()
    except asyncio.CancelledError:
        if not server.told:
            raise
    return server.told[0]


class _Server(uvicorn.Server):
    """uvicorn's server, which ends with a return and not with a signal.

    Args:
        config: of it.
        ready: called once requests are answered.
    """

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.told: list[int] = []
        self._ready = ready
        self._whole = asyncio.current_task()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()

    def capture_signals(self) -> "nullcontext[None]":  # type: ignore[override] # a context too
        """Do nothing: uvicorn would raise the signals again, before the workers have ended."""
        return nullcontext()

    def listen_to_signals(self) -> None:
        """End at the first signal as soon as all is answered, and at the second at once."""
        loop = asyncio.get_running_loop()
        for number in HANDLED_SIGNALS:
            loop.add_signal_handler(number, self._tell, number)

    async def give_up(self) -> None:
        """End what could not be finished, before the workers end that it waits for."""
        left = list(self.server_state.tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _tell(self, number: int) -> None:
        self.told.append(number)
        self.should_exit = True
        if not self.started and self._whole is not None:
            self._whole.cancel()
        if len(self.told) > 1:
            self.force_exit = True
            for connection in list(self.server_state.connections):
                connection.transport.abort()


def configuration(app: ASGIApp, shared: Shared) -> uvicorn.Config:
    """Return how uvicorn runs an application with our connections.

    Args:
        app: such as a guard.
        shared: what the connections know.
    """
    return uvicorn.Config(
        app,
        http=connections(shared),
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_longest(shared.limits),
    )


def _give_memory_back() -> None:
    """Have memory for large answers taken from the system each time, and given back at once.

    Otherwise glibc keeps them in its heap once there has been one, in pieces that seldom fit the
    next: hundreds of clients that do not read would leave hundreds of megabytes behind.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)


def _longest(limits: Limits) -> int:
    """Return the seconds in which a request that is on its way has been answered, or never is."""
    waits = limits.request_limit_ms + limits.queue_limit_ms + limits.send_limit_ms
    return ceil((waits + MOST_PATIENCE * limits.time_limit_ms) / 1000) + 1


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address; nobody can connect before the server is ready.

    Raises:
        UsageError: there is no such address, or it is taken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # asyncio sends answers at once (TCP_NODELAY) only where the socket says that it is TCP's.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            # A port that was used a minute ago may be used again; one that is in use may not.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}",
            why=error.strerror or str(error),
            fix="give another --port (0 takes any that is free), or end what listens there",
        ) from error
    return listener
