"""The server: one listening socket, our limits on what happens there, a start and an end.

May know nothing of routes.
"""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final

import uvicorn

from kg.errors import UsageError
from kg.project import Project
from kg.serve.app import application
from kg.serve.options import Options
from kg.serve.service import Service

_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


def serve(project: Project, options: Options, say: Callable[[str], None]) -> None:
    """Serve a project until SIGTERM or Ctrl-C; requests that are being answered are finished.

    Args:
        project: its graph has been built.
        options: how.
        say: told the address, once it can be asked there.

    Raises:
        KgError: it cannot listen there, or the graph cannot be loaded.
        KeyboardInterrupt: it was Ctrl-C.
    """
    with _listening(options.host, options.port) as listener:
        told = asyncio.run(_run(project, options, listener, say))
    if told == signal.SIGINT:
        raise KeyboardInterrupt


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address; nobody can connect before the server is ready.

    Raises:
        UsageError: there is no such address, or it is taken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from error
    return listener


def _cannot_listen(host: str, port: int, error: OSError) -> UsageError:
    return UsageError(
        f"cannot listen on {host} port {port}",
        why=error.strerror or str(error),
        fix="give another --port (0 takes any that is free), or end what listens there",
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves signals and the application's start and end to us."""

    def capture_signals(self) -> "nullcontext[None]":  # type: ignore[override] # a context as well
        return nullcontext()


async def _run(
    project: Project, options: Options, listener: socket.socket, say: Callable[[str], None]
) -> signal.Signals:
    service = Service(project, options)
    app = application(service)
    server = _Server(_config(app, options))
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    told: list[signal.Signals] = []

    def tell(number: signal.Signals) -> None:
        told.append(number)
        server.should_exit = True
        ended.set()

    for number in _ENDING:
        loop.add_signal_handler(number, tell, number)
    async with app.router.lifespan_context(app):
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        listener.listen(2048)
        say(f"serving build {service.build} at http://{shown}:{port}/ (Ctrl-C ends)")
        await server.serve(sockets=[listener])
    return told[0]


def _config(app: object, options: Options) -> uvicorn.Config:
    limits = options.limits
    return uvicorn.Config(
        app,  # type: ignore[arg-type] # temporary
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connection_limit,
        timeout_keep_alive=max(1, limits.idle_limit_ms // 1000),
        h11_max_incomplete_event_size=limits.header_limit_kb * 1024,
    )
