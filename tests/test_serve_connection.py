"""Connections that would hurt: slow, silent, greedy, malformed; each ends, and others go on."""

import asyncio
import http.client
import io
import json
import random
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any, Final

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.limits import Limits
from kg.serve.accesslog import logging_to
from kg.serve.connection import Shared
from kg.serve.guard import SECURITY, Guard
from kg.serve.options import Options
from kg.serve.server import configuration

PATIENCE: Final = 60
"""Seconds after which a test has failed because the server still waits."""
FOREVER: Final = 10**8
QUICK: Final = Limits(
    request_limit_ms=300, send_limit_ms=300, idle_limit_ms=300, header_limit_kb=4, body_limit_kb=4
)
SIZE: Final = 6 << 20
"""Bytes of an answer that no buffer of the system holds."""


@dataclass
class Listening:
    """A server in this process."""

    port: int
    log: io.StringIO
    server: uvicorn.Server
    shared: Shared

    def connect(self, *, buffer: int = 0) -> socket.socket:
        """Return a connection, whose receive buffer is small where one is given."""
        client = socket.socket()
        if buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        client.settimeout(PATIENCE)
        client.connect(("127.0.0.1", self.port))
        return client

    def send(self, data: bytes) -> bytes:
        """Send something, and return all that comes until the server ends the connection."""
        with self.connect() as client:
            client.sendall(data)
            return rest(client)

    def lines(self) -> list[dict[str, Any]]:
        """Return the log."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def is_well(self) -> bool:
        """Return whether it answers."""
        return status(self.send(request(more="Connection: close\r\n"))) == 200


def request(path: str = "/", more: str = "", method: str = "GET") -> bytes:
    """Return the head of a request."""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


def rest(client: socket.socket) -> bytes:
    """Return what comes until the server ends the connection."""
    parts = []
    try:
        while part := client.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def status(answer: bytes) -> int:
    """Return the status of an answer."""
    return int(answer.split(b" ", 2)[1])


def wait_until_reset(client: socket.socket) -> None:
    """Wait until the server has cut a connection off, without reading from it."""
    poll = select.poll()
    poll.register(client, 0)
    assert poll.poll(PATIENCE * 1000), "the server still waits"


@contextmanager
def listening(limits: Limits = QUICK) -> Iterator[Listening]:
    """Run a server with a few routes in a thread."""

    async def index(request: Request) -> Response:
        return PlainTextResponse(await request.body() or b"well")

    async def large(_: Request) -> Response:
        return Response(bytes(SIZE))

    async def stream(_: Request) -> Response:
        async def parts() -> Any:  # noqa: ANN401 - an async iterator
            for number in count():
                yield f"{number}\n"
                await asyncio.sleep(0.01)

        return StreamingResponse(parts())

    async def later(_: Request) -> Response:
        while not running.should_exit:
            await asyncio.sleep(0.01)
        # Longer than the server takes to tell its connections that it ends.
        await asyncio.sleep(0.3)
        return PlainTextResponse("late")

    app = Starlette(
        routes=[
            Route("/later", later),
            Route("/", index, methods=["GET", "POST"]),
            Route("/large", large),
            Route("/stream", stream),
        ]
    )
    shared = Shared(limits, lambda: "b1")
    guard = Guard(app, Options(limits=limits), lambda: "b1")
    config = configuration(guard, shared)
    log = io.StringIO()
    started = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started.set()

    running: uvicorn.Server = Server(config)
    with socket.socket() as listener, logging_to(log):
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=running.run, args=([listener],))
        thread.start()
        started.wait()
        try:
            yield Listening(listener.getsockname()[1], log, running, shared)
        finally:
            running.should_exit = True
            thread.join()
    assert not [line for line in log.getvalue().splitlines() if "traceback" in json.loads(line)]
    assert not running.server_state.connections
    assert not shared.unread


@pytest.fixture(scope="module")
def server() -> Iterator[Listening]:
    with listening() as started:
        yield started


# ---------------------------------------------------------------- clients that are slow


def test_one_that_says_nothing_is_cut_off(server: Listening) -> None:
    assert server.send(b"") == b""


def test_one_that_sends_a_byte_at_a_time_is_cut_off(server: Listening) -> None:
    head = request(more="X: " + "x" * 10_000)
    answer = b""
    with server.connect() as client:
        client.settimeout(0.05)
        for byte in head:
            try:
                client.sendall(bytes([byte]))
                answer += client.recv(1 << 16)
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                pass
            break
        client.settimeout(PATIENCE)
        answer += rest(client)
    assert status(answer) == 408
    assert "ms to arrive" in answer.decode()


@pytest.mark.parametrize(
    "more", ["Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n"], ids=["length", "chunks"]
)
def test_one_that_sends_half_a_body_is_cut_off(server: Listening, more: str) -> None:
    answer = server.send(request(more=more, method="POST") + b"5\r\nhalf")
    assert status(answer) == 408


def test_one_that_does_not_go_on_is_cut_off(server: Listening) -> None:
    answer = server.send(request())
    assert status(answer) == 200
    assert answer.count(b"HTTP/1.1") == 1


def test_one_that_begins_a_second_request_has_no_longer_for_it(server: Listening) -> None:
    answers = server.send(request() + b"GET / HT")
    assert answers.count(b"HTTP/1.1 200") == 1
    assert answers.count(b"HTTP/1.1 408") == 1


def test_one_whose_body_nobody_wants_is_cut_off(server: Listening) -> None:
    with server.connect() as client:
        client.sendall(request("/nothing", "Content-Length: 3000\r\n", method="POST"))
        answer = client.recv(1 << 16)
        for _ in range(PATIENCE * 100):
            try:
                client.sendall(b"x")
                client.settimeout(0.01)
                more = client.recv(1 << 16)
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                break
            answer += more
            if not more:
                break
        else:
            pytest.fail("the server still waits")
    assert status(answer) in (404, 408)


def test_one_that_does_not_read_is_cut_off(server: Listening) -> None:
    with server.connect(buffer=4096) as client:
        client.sendall(request("/large"))
        wait_until_reset(client)
        assert len(rest(client)) < SIZE
    assert server.is_well()


def test_those_that_do_not_read_do_not_fill_the_memory() -> None:
    """The one that has not read for longest goes first, however long it may take."""
    limits = Limits(unread_limit_mb=SIZE >> 19, send_limit_ms=FOREVER)
    with listening(limits) as server:
        clients = [server.connect(buffer=1 << 16) for _ in range(12)]
        for client in clients:
            client.sendall(request("/large"))
            client.recv(1)
        for client in clients[:4]:
            wait_until_reset(client)
        assert len(rest_of_one_answer(clients[-1])) == SIZE
        for client in clients:
            client.close()


def test_an_answer_alone_may_be_larger_than_what_all_may_leave_unread() -> None:
    limits = Limits(unread_limit_mb=1, send_limit_ms=FOREVER)
    with listening(limits) as server, server.connect(buffer=1 << 16) as client:
        client.sendall(request("/large"))
        client.recv(1)
        assert len(rest_of_one_answer(client)) == SIZE


def rest_of_one_answer(client: socket.socket) -> bytes:
    """Return the body of an answer of which one byte has been read."""
    with client.makefile("rb") as stream:
        while stream.readline().strip():
            pass
        return stream.read(SIZE)


def test_one_that_reads_slowly_but_in_time_gets_all() -> None:
    limits = Limits(send_limit_ms=FOREVER)
    with listening(limits) as server, server.connect(buffer=1 << 14) as client:
        client.sendall(request("/large", "Connection: close\r\n"))
        assert len(rest(client)) > SIZE


def test_a_stream_may_last(server: Listening) -> None:
    """Longer than each of the waits, because it is read."""
    with server.connect() as client:
        client.sendall(request("/stream"))
        received = b""
        while b"\r\n60\n" not in received:
            received += client.recv(1 << 16)


# ---------------------------------------------------------------- clients that are greedy


def test_a_head_without_end_is_refused(server: Listening) -> None:
    answer = server.send(request()[:-2] + b"X: " + b"x" * 5_000)
    assert status(answer) == 431
    assert b"the head of the request has more than 4 kB" in answer


def test_so_is_a_whole_one(server: Listening) -> None:
    more = "".join(f"X{number}: x\r\n" for number in range(1_000)) + "Connection: close\r\n"
    assert status(server.send(request(more=more))) == 431


def test_chunks_without_end_are_refused(server: Listening) -> None:
    with server.connect() as client:
        client.sendall(request("/", "Transfer-Encoding: chunked\r\n", method="POST"))
        chunks = b"400\r\n" + b"x" * 1024 + b"\r\n"
        with suppress(ConnectionResetError, BrokenPipeError):
            while True:
                client.sendall(chunks)
    assert {"method": "POST", "status": 413}.items() <= server.lines()[-1].items()


def test_chunks_without_number_are_refused(server: Listening) -> None:
    """Each is work for the loop that answers everybody, however little is in it."""
    head = request("/", "Transfer-Encoding: chunked\r\n", method="POST")
    few = head + b"1\r\nx\r\n" * 1_000 + b"0\r\n\r\n"
    answers = server.send(few * 5 + request(more="Connection: close\r\n"))
    assert answers.count(b"HTTP/1.1 200") == 6
    refused = server.send(head + b"1\r\nx\r\n" * 5_000)
    assert status(refused) == 413
    assert b"comes in more than 4096 pieces" in refused


def test_a_chunk_that_says_to_be_huge_is_refused_before_it_comes(server: Listening) -> None:
    head = request("/", "Transfer-Encoding: chunked\r\n", method="POST")
    assert status(server.send(head + b"FFFFFFFFFFFF\r\n" + b"x" * 5_000)) == 413


def test_after_a_refused_body_that_came_whole_the_connection_goes_on(server: Listening) -> None:
    head = request("/", "Content-Length: 10000\r\n", method="POST")
    answers = server.send(head + b"x" * 10_000 + request(more="Connection: close\r\n"))
    assert [status(b"x " + part) for part in answers.split(b"HTTP/1.1 ")[1:]] == [413, 200]


def test_a_client_that_asks_first_is_refused_first(server: Listening) -> None:
    """Before it has sent the body (RFC 9110, 10.1.1)."""
    more = "Content-Length: 10000\r\nExpect: 100-continue\r\n"
    answer = server.send(request("/", more, method="POST"))
    assert status(answer) == 413


def test_no_more_connections_than_may_be_are_open() -> None:
    with listening(Limits(connection_limit=3)) as server:
        clients = [server.connect() for _ in range(3)]
        for client in clients:
            client.sendall(request())
            assert status(client.recv(1 << 16)) == 200
        with server.connect() as refused:
            answer = rest(refused)
        assert status(answer) == 503
        assert b"3 connections are open" in answer
        assert b"retry-after: 1" in answer.lower()
        for client in clients:
            client.close()
        while server.server.server_state.connections:
            time.sleep(0.01)
        assert server.is_well()


# ---------------------------------------------------------------- clients that speak otherwise


def test_requests_may_come_before_the_answers(server: Listening) -> None:
    asked = request() * 49 + request(more="Connection: close\r\n")
    assert server.send(asked).count(b"HTTP/1.1 200 OK") == 50


def test_the_protocol_before_is_spoken(server: Listening) -> None:
    answer = server.send(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert status(answer) == 200
    assert answer.endswith(b"\r\n\r\nwell")
    assert status(server.send(b"GET / HTTP/1.0\r\n\r\n")) == 400


def test_a_head_has_no_body(server: Listening) -> None:
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    client.request("HEAD", "/")
    answer = client.getresponse()
    assert (answer.status, answer.getheader("content-length"), answer.read()) == (200, "4", b"")
    client.close()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\r\n\r\n", 400),
        (b"GARBAGE\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: \x00\r\n\r\n", 400),
        (request(more="Content-Length: x\r\n"), 400),
        (request(more="Content-Length: -1\r\n"), 400),
        (request(more="Content-Length: 1\r\nContent-Length: 2\r\n"), 400),
        (request(more="Transfer-Encoding: gzip\r\n"), 501),
        (
            request("/", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", method="POST")
            + b"0\r\n\r\n",
            400,
        ),
        (request("/", "Transfer-Encoding: chunked\r\n", method="POST") + b"no\r\n", 400),
        (request("/nothing", "Transfer-Encoding: chunked\r\n", method="POST") + b"0\r\nno", 408),
        (request("*", method="CONNECT"), 404),
        (request(more="Connection: close, upgrade\r\nUpgrade: websocket\r\n"), 200),
    ],
)
def test_what_is_no_request_is_refused(server: Listening, data: bytes, code: int) -> None:
    answer = server.send(data)
    assert status(answer) == code
    assert answer.count(b"\r\ndate: ") == 1
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {code} {HTTPStatus(code).phrase}\r\n".encode())
    assert b"\r\nserver:" not in head.lower()
    for name, value in SECURITY.items():
        assert f"{name}: {value}".lower() in head.decode().lower()
    if code not in (200, 404):
        assert b"application/problem+json" in head
        assert json.loads(body)["status"] == code


@pytest.mark.parametrize(
    ("data", "why", "fix"),
    [
        (request("/api?speaker=Løvås&x=y"), "RFC 3986", "percent-encode it: L%C3%B8v%C3%A5s"),
        (request("/api?x=1&speaker=Ada%20B Holm"), "RFC 3986", "percent-encode it: Ada%20B%20Holm"),
        (b"GET /it's\"\xff HTTP/1.1\r\n\r\n", "RFC 3986", "percent-encode it: it%27s%22%FF"),
        (b"GARBAGE \xff it's\r\n\r\n", "illegal request line: GARBAGE \\xff it's", None),
        (request(more="X : y\r\n"), "illegal header line: X : y", None),
        (request(more=f"X {'y' * 999}: y\r\n"), "illegal header line: X yyy", None),
    ],
)
def test_what_is_malformed_is_told_in_our_words(
    server: Listening, data: bytes, why: str, fix: str | None
) -> None:
    told = json.loads(server.send(data).partition(b"\r\n\r\n")[2])
    assert why in told["why"]
    assert len(told["why"]) < 250
    assert "b'" not in told["why"]
    assert told.get("fix") == fix


def test_noise_is_survived(server: Listening) -> None:
    dice = random.Random(4)  # noqa: S311 - nothing secret
    whole = request("/", "Transfer-Encoding: chunked\r\n", method="POST") + b"3\r\nabc\r\n0\r\n\r\n"
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 6)):
            where = dice.randrange(len(data))
            data[where : where + dice.randrange(3)] = dice.randbytes(dice.randrange(4))
        with server.connect() as client:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            answer = rest(client)
        assert not answer or 200 <= status(answer) < 502
        assert b" 500 " not in answer.split(b"\r\n")[0]
    assert server.is_well()


def test_one_that_leaves_does_not_matter(server: Listening) -> None:
    for data in (b"GET", request("/", "Content-Length: 5\r\n", method="POST"), request("/large")):
        with server.connect() as client:
            client.sendall(data)
    assert server.is_well()


def test_what_goes_wrong_after_the_answer_ends_the_connection(server: Listening) -> None:
    with server.connect() as client:
        body = "Transfer-Encoding: chunked\r\n"
        client.sendall(request("/", f"Origin: https://evil.example\r\n{body}", method="POST"))
        assert status(client.recv(1 << 16)) == 403
        client.sendall(b"no\r\n")
        assert b"HTTP/1.1" not in rest(client)


# ---------------------------------------------------------------- the log and the end


def test_what_could_not_be_read_is_logged_as_well(server: Listening) -> None:
    server.send(b"GARBAGE\r\n\r\n")
    line = server.lines()[-1]
    assert line["bytes"] > 0
    assert {key: line[key] for key in ("client", "status", "build")} == {
        "client": "127.0.0.1",
        "status": 400,
        "build": "b1",
    }
    assert "method" not in line


def test_the_end_waits_for_no_stream_and_no_silent_client() -> None:
    with listening(Limits(idle_limit_ms=FOREVER, request_limit_ms=FOREVER)) as server:
        stream, idle, silent = (server.connect() for _ in range(3))
        stream.sendall(request("/stream"))
        idle.sendall(request())
        silent.sendall(b"GET")
        assert stream.recv(1)
        assert idle.recv(1)
        server.server.should_exit = True
        for client in (stream, idle, silent):
            rest(client)
            client.close()


def test_the_end_waits_for_an_answer_that_is_being_made() -> None:
    with listening() as server, server.connect() as client:
        client.sendall(request("/later"))
        while not server.server.server_state.tasks:
            time.sleep(0.01)
        server.server.should_exit = True
        answer = rest(client)
    assert status(answer) == 200
    assert answer.endswith(b"late")


def test_the_end_waits_for_an_answer_that_is_being_read() -> None:
    limits = Limits(send_limit_ms=FOREVER)
    with listening(limits) as server, server.connect(buffer=1 << 16) as client:
        client.sendall(request("/large"))
        client.recv(1)
        server.server.should_exit = True
        assert len(rest_of_one_answer(client)) == SIZE
        assert rest(client) == b""
