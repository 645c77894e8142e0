"""One connection: uvicorn's, with an end to every wait, so that slow clients cannot fill it up.

uvicorn bounds how long a connection may be idle and how large the head of a request may be. A
client that sends a byte a second, or nothing, or does not read, would stay as long as it likes.
May know nothing of what is asked.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Final, cast

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kg.limits import Limits
from kg.serve.accesslog import Record, log_request
from kg.serve.answers import BUILD
from kg.serve.guard import SECURITY
from kg.serve.malformed import malformed
from kg.serve.problems import Refused, headers_too_large, problem, too_slow


class Phase(Enum):
    """What a connection waits for."""

    IDLE = auto()
    """Another request."""
    HEAD = auto()
    """The head of a request, the first byte of the first one included."""
    ANSWER = auto()
    """Us. The guard bounds how long a body may take, and the pool how long an answer."""
    REST = auto()
    """The rest of a body whose request has been answered without it."""


_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""As ``struct linger``: closing discards what has not arrived."""
_MOST_PARTS: Final = 4_096
"""Pieces that a body may come in: each is work for the loop, however short it is."""
_MUTE: Final = (h11.SEND_BODY, h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR)
"""States in which no answer can begin."""


@dataclass
class Shared:
    """What the connections of a server share.

    Attributes:
        limits: of each.
        build: tells which build answers now.
        unread: those whose clients have not read all yet, the one that is so longest first.
    """

    limits: Limits
    build: Callable[[], str]
    unread: "dict[Connection, None]" = field(default_factory=dict)


def connections(shared: Shared) -> type["Connection"]:
    """Return the class of a server's connections, as uvicorn wants it."""
    return type("OurConnection", (Connection,), {"shared": shared})


class Connection(H11Protocol):
    """A connection that ends when its client takes longer than it may."""

    shared: Shared

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.limits = self.shared.limits
        self.conn = _Parser(h11.SERVER, self.limits.header_limit_kb * 1024)
        self._phase: Phase | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn
        """Take a connection, or refuse one too many."""
        super().connection_made(transport)
        # So pause_writing tells that a client has not read all, and resume_writing that it has.
        transport.set_write_buffer_limits(high=0)
        if len(self.connections) > self.limits.connection_limit:
            self._refuse(
                Refused(
                    503,
                    f"{self.limits.connection_limit} connections are open",
                    why="connection_limit says how many there may be",
                    fix="ask again in a second",
                    headers={"Retry-After": "1"},
                )
            )
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._phase = None
        self._stop(self._patience)
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sent."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._unset_keepalive_if_required()
        self._look()

    def pause_writing(self) -> None:
        """Give a client that has not read all a time to do so; make room if it is too much."""
        super().pause_writing()
        self._reading = self.loop.call_later(self.limits.send_limit_ms / 1000, self._abort)
        unread = self.shared.unread
        unread[self] = None
        most = self.limits.unread_limit_mb << 20
        while sum(one.transport.get_write_buffer_size() for one in unread) > most:
            slowest = next(iter(unread))
            if slowest is self:
                break
            slowest._abort()  # noqa: SLF001 - one of us

    def resume_writing(self) -> None:
        """Note that the client has read all."""
        super().resume_writing()
        self._stop(self._reading)
        self.shared.unread.pop(self, None)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        """Refuse what is no HTTP, or too much of it."""
        error = cast("_Parser", self.conn).refused
        if error.error_status_hint == 431:
            self._refuse(headers_too_large(self.limits.header_limit_kb))
            return
        self._refuse(malformed(str(error), error.error_status_hint))

    def shutdown(self) -> None:
        """End, once what is being answered has been."""
        cycle = self.cycle
        streams = cycle is not None and cycle.response_started and not self.flow.write_paused
        if cycle is None or cycle.response_complete or streams:
            self.transport.close()
        else:
            cycle.keep_alive = False

    def _look(self) -> None:
        """Begin a new wait, if what the connection waits for has changed."""
        phase = self._now()
        if phase is self._phase:
            return
        self._phase = phase
        self._stop(self._patience)
        wait = {
            Phase.IDLE: self.limits.idle_limit_ms,
            Phase.HEAD: self.limits.request_limit_ms,
            Phase.REST: self.limits.request_limit_ms,
        }.get(phase)
        if wait is not None:
            self._patience = self.loop.call_later(wait / 1000, self._too_slow)

    def _now(self) -> Phase:
        if self.conn.our_state is h11.DONE:
            return Phase.REST
        if self.conn.their_state is not h11.IDLE:
            return Phase.ANSWER
        fresh = self.cycle is None or self._phase is Phase.HEAD
        return Phase.HEAD if fresh or self.conn.trailing_data[0] else Phase.IDLE

    def _too_slow(self) -> None:
        if self._phase is Phase.HEAD and self.conn.trailing_data[0]:
            self._refuse(too_slow(self.limits.request_limit_ms))
        elif self._phase is Phase.REST:
            self._abort()
        else:
            self.transport.close()

    def _abort(self) -> None:
        # Otherwise the system keeps what was sent for as long as the client does not read it.
        there = self.transport.get_extra_info("socket")
        there.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.resume_writing()
        self.transport.abort()

    def _refuse(self, refused: Refused) -> None:
        """Answer for the application, where no answer has begun, and end the connection."""
        if self.cycle is not None and not self.cycle.response_complete:
            # Whoever waits for the body is told that it will not come.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in _MUTE:
            response, build = problem(refused), self.shared.build()
            body = bytes(response.body)
            response.headers.update({**SECURITY, BUILD: build, "Connection": "close"})
            head = h11.Response(
                status_code=refused.status,
                headers=[*self.server_state.default_headers, *response.raw_headers],
                reason=HTTPStatus(refused.status).phrase.encode(),
            )
            events = (head, h11.Data(data=body), h11.EndOfMessage())
            self.transport.write(b"".join(self.conn.send(event) for event in events))
            client = self.client[0] if self.client else ""
            sent = len(response.body)
            log_request(Record(client, status=refused.status, bytes=sent, build=build))
        self.transport.close()

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


class _Parser(h11.Connection):
    """h11's connection, which remembers why it refused what came."""

    refused: h11.RemoteProtocolError

    _parts = 0

    def next_event(self) -> Any:  # noqa: ANN401 - h11 has no name for what it returns
        try:
            event = super().next_event()
            self._check(event)
        except h11.RemoteProtocolError as error:
            self.refused = error
            raise
        return event

    def _check(self, event: object) -> None:
        if isinstance(event, h11.Request):
            self._parts = 0
            # Two readers could see its end in two places (RFC 9112, 6.1).
            if {b"content-length", b"transfer-encoding"} <= {name for name, _ in event.headers}:
                raise h11.RemoteProtocolError("it has both Content-Length and Transfer-Encoding")
        elif isinstance(event, h11.Data):
            self._parts += 1
            if self._parts > _MOST_PARTS:
                message = f"its body comes in more than {_MOST_PARTS} pieces"
                raise h11.RemoteProtocolError(message, error_status_hint=413)
