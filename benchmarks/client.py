"""A client of few words: it must cost less than what it measures."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Answer:
    """An answer as it came.

    Attributes:
        status: of it; 0 where the server ended the connection without one.
        head: its head.
        body: its body, not decoded; the chunks of one that is chunked with their sizes.
        seconds: that it took.
    """

    status: int
    head: bytes
    body: bytes
    seconds: float


class Client:
    """A connection that is kept open, and opened again where the server closes it.

    Args:
        port: of the server on this machine.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def ask(self, request: bytes) -> Answer:
        """Send a request and return the answer."""
        begin = time.perf_counter()
        try:
            head, body = self._exchange(request)
        except OSError:
            self.close()
            return Answer(0, b"", b"", time.perf_counter() - begin)
        status = int(head[9:12])
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Answer(status, head, body, time.perf_counter() - begin)

    def _exchange(self, request: bytes) -> tuple[bytes, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        there = self._socket
        there.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _received(there)
        head, body = data[:end], data[end + 4 :]
        lower = head.lower()
        if (place := lower.find(b"\r\ncontent-length:")) >= 0:
            size = int(lower[place + 17 :].split(b"\r\n", 1)[0])
            while len(body) < size:
                body += _received(there)
        elif b"\r\ntransfer-encoding: chunked" in lower:
            while not body.endswith(b"\r\n0\r\n\r\n") and body != b"0\r\n\r\n":
                body += _received(there)
        return head, body


def _received(there: socket.socket) -> bytes:
    data = there.recv(262_144)
    if not data:
        raise ConnectionResetError
    return data


def get(path: str, parameters: Mapping[str, str] | None = None, accept: str = JSON) -> bytes:
    """Return a GET request."""
    target = path + ("?" + urlencode(parameters) if parameters else "")
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def post(
    path: str, body: str, accept: str = JSON, media: str = "application/sparql-query"
) -> bytes:
    """Return a POST request, of a query unless ``media`` says otherwise."""
    data = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data
