"""Who may ask, how much and how long; what every answer carries; what is logged."""

import asyncio
import io
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import UsageError
from kg.limits import DEFAULTS, Limits
from kg.serve.accesslog import logging_to
from kg.serve.guard import SECURITY, Guard
from kg.serve.options import Options

TOKEN = "correct-horse"  # noqa: S105 - of these tests alone
SMALL = Limits(url_limit_kb=1, header_limit_kb=2, body_limit_kb=1, request_limit_ms=50)


async def echo(request: Request) -> Response:
    """Answer with the body of the request."""
    return PlainTextResponse(await request.body(), headers={"Accord-Stopped": "row_limit"})


async def broken(_: Request) -> Response:
    raise ValueError("broken")


APP = Starlette(
    routes=[
        Route("/", echo, methods=["GET", "POST", "OPTIONS"]),
        Route("/healthz", echo),
        Route("/broken", broken),
    ]
)


@dataclass(frozen=True)
class Asked:
    """An answer, and how much of the request was read for it."""

    status: int | None
    headers: httpx.Headers
    body: bytes
    log: list[dict[str, Any]]
    read: int = 0

    @property
    def detail(self) -> str:
        document = json.loads(self.body)
        assert document["status"] == self.status
        return str(document["detail"])


@dataclass
class Client:
    """A client in the same process.

    Attributes:
        options: of the server.
        app: behind the guard.
    """

    options: Options = field(default_factory=Options)
    app: ASGIApp = APP

    def ask(
        self,
        target: str = "/",
        headers: Mapping[str, str] | None = None,
        chunks: Sequence[bytes] = (b"",),
        *,
        method: str = "GET",
        leaves: bool = False,
        stalls: bool = False,
    ) -> Asked:
        """Send a request whose body comes in chunks; after them, leave or say nothing more."""
        lower = {name.lower(): value for name, value in (headers or {}).items()}
        given_headers = {"host": "127.0.0.1:8000", **lower}
        path, _, query = target.partition("?")
        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in given_headers.items() if v],
            "client": ("127.0.0.1", 5),
        }
        sent: list[Message] = []
        left = list(chunks)
        read = 0

        async def receive() -> Message:
            nonlocal read
            if left:
                read += 1
                body = left.pop(0)
                return {
                    "type": "http.request",
                    "body": body,
                    "more_body": bool(left) or leaves or stalls,
                }
            if not leaves:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        log = io.StringIO()
        guard = Guard(self.app, self.options, lambda: "b1")
        with logging_to(log):
            asyncio.run(guard(scope, receive, send))
        start = sent[0] if sent else {"status": None, "headers": []}
        return Asked(
            start["status"],
            httpx.Headers(start["headers"]),
            b"".join(one["body"] for one in sent[1:]),
            [json.loads(line) for line in log.getvalue().splitlines()],
            read,
        )


# ---------------------------------------------------------------- the name it is called by


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.3.2.1:9000",
        "localhost",
        "LOCALHOST:8000",
        "localhost.:8000",
        "[::1]:8000",
        "kg.internal",
        "kg.example.org",
        "kg.example.org:443",
    ],
)
def test_its_own_names_are_known(host: str) -> None:
    options = Options(hosts=("kg.internal",), base="https://kg.example.org/x/")
    assert Client(options).ask(headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example@localhost", 400),
        ("http://localhost/", 400),
        ("localhost/", 400),
        ("localhost localhost", 400),
        ("localhost:", 400),
        ("192.0.2.7", 421),
        ("0.0.0.0", 421),  # noqa: S104 - nothing listens there
        ("", 400),
    ],
)
def test_another_name_is_refused(host: str, status: int) -> None:
    """A page whose name was rebound to this address calls the server by that name."""
    answer = Client().ask("/healthz", {"Host": host})
    assert (answer.status, answer.detail) == (
        status,
        f"this server does not go by the name {host!r}",
    )


def test_a_server_for_all_addresses_goes_by_each() -> None:
    client = Client(Options(host="0.0.0.0", token=TOKEN))  # noqa: S104 - it does not listen
    known = {"Authorization": f"Bearer {TOKEN}"}
    assert client.ask(headers={"Host": "192.0.2.7:8000", **known}).status == 200
    assert client.ask(headers={"Host": "[2001:db8::7]", **known}).status == 200
    assert client.ask(headers={"Host": "evil.example", **known}).status == 421


def test_it_goes_by_the_address_on_which_it_listens() -> None:
    client = Client(Options(host="2001:db8::7", token=TOKEN))
    assert client.ask("/healthz", {"Host": "[2001:db8::7]:8000"}).status == 200
    assert client.ask("/healthz", {"Host": "[2001:db8::8]:8000"}).status == 421


# ---------------------------------------------------------------- the page that asks


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({"Origin": "https://kg.example.org"}, 200),
        ({"Origin": "https://yasgui.example"}, 200),
        ({"Origin": "http://yasgui.example"}, 403),
        ({"Origin": "https://yasgui.example:444"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "https://yasgui.example.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    ],
)
def test_pages_of_other_origins_are_refused(headers: dict[str, str], status: int) -> None:
    options = Options(origins=("https://YASGUI.example",), base="https://kg.example.org/kg/")
    assert Client(options).ask(headers=headers).status == status


def test_an_origin_that_is_allowed_can_read_the_answer_and_the_errors() -> None:
    client = Client(Options(origins=("https://yasgui.example",), token=TOKEN))
    for token, status in ((TOKEN, 200), ("wrong", 401)):
        headers = {"Origin": "https://yasgui.example", "Authorization": f"Bearer {token}"}
        answer = client.ask(headers=headers)
        assert answer.status == status
        assert answer.headers["Access-Control-Allow-Origin"] == "https://yasgui.example"
        assert "Accord-Build" in answer.headers["Access-Control-Expose-Headers"]
        assert answer.headers["Vary"] == "Origin"
    assert client.ask(headers={"Authorization": f"Bearer {TOKEN}"}).headers["Vary"] == "Origin"


def test_one_that_is_not_allowed_cannot() -> None:
    answer = Client().ask(headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_all_origins_can_be_allowed() -> None:
    answer = Client(Options(origins=("*",))).ask(headers={"Origin": "https://any.example"})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_a_browser_may_ask_whether_it_may_ask() -> None:
    """It does so without the token (Fetch, 4.8), and before it sends any header of its own."""
    options = Options(origins=("https://yasgui.example",), token=TOKEN)
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = Client(options).ask(
        headers={"Origin": "https://yasgui.example", **asked}, method="OPTIONS"
    )
    assert (answer.status, answer.body) == (204, b"")
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    refused = Client(options).ask(
        headers={"Origin": "https://evil.example", **asked}, method="OPTIONS"
    )
    assert refused.status == 403


# ---------------------------------------------------------------- the token


@pytest.mark.parametrize(
    "given_token",
    [
        "",
        TOKEN,
        "Bearer",
        "Bearer wrong",
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer ümlaut",
    ],
)
def test_who_does_not_know_the_token_is_refused(given_token: str) -> None:
    answer = Client(Options(token=TOKEN)).ask(headers={"Authorization": given_token})
    assert (answer.status, answer.detail) == (
        401,
        "this server answers to those who know its token",
    )
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="accord"')
    assert ("invalid_token" in answer.headers["WWW-Authenticate"]) is bool(given_token)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_who_knows_it_is_answered(scheme: str) -> None:
    client = Client(Options(token=TOKEN))
    assert client.ask(headers={"Authorization": f"{scheme} {TOKEN}"}).status == 200


def test_whether_it_is_well_is_no_secret() -> None:
    assert Client(Options(token=TOKEN)).ask("/healthz").status == 200
    assert Client(Options(token=TOKEN)).ask("/healthz/").status == 401


# ---------------------------------------------------------------- sizes and waits


def test_a_target_that_is_too_long_is_refused() -> None:
    client = Client(Options(limits=SMALL))
    assert client.ask("/?" + "q" * 1022).status == 200
    answer = client.ask("/?" + "q" * 1023)
    assert (answer.status, answer.detail) == (414, "the target of the request has more than 1 kB")


def test_headers_that_are_too_long_are_refused() -> None:
    client = Client(Options(limits=SMALL))
    assert client.ask(headers={"X": "x" * 1_900}).status == 200
    answer = client.ask(headers={"X": "x" * 2_048})
    assert (answer.status, answer.detail) == (431, "the head of the request has more than 2 kB")


def test_a_body_that_says_to_be_too_large_is_not_read() -> None:
    headers = {"Content-Length": "1025"}
    answer = Client(Options(limits=SMALL)).ask(
        "/", headers, [b"x" * 1025], method="POST", stalls=True
    )
    assert (answer.status, answer.read) == (413, 0)
    assert answer.detail == "the body of the request has more than 1 kB"


def test_a_body_without_a_length_is_counted_while_it_arrives() -> None:
    client = Client(Options(limits=SMALL))
    answer = client.ask("/", {}, [b"x" * 100] * 1_000, method="POST")
    assert (answer.status, answer.read) == (413, 11)
    exact = client.ask("/", {}, [b"x" * 512] * 2, method="POST")
    assert (exact.status, len(exact.body)) == (200, 1024)


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    answer = Client(Options(limits=SMALL)).ask("/", {}, [b"x"], method="POST", stalls=True)
    assert (answer.status, answer.detail) == (408, "the request takes longer than 50 ms to arrive")
    assert answer.headers["Connection"] == "close"


def test_a_client_that_leaves_is_not_answered() -> None:
    called: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        called.append(scope["path"])

    answer = Client(app=app).ask("/", {}, [b"x"], method="POST", leaves=True)
    assert (answer.status, called) == (None, [])
    assert answer.log[0]["status"] is None


def test_a_compressed_body_is_refused() -> None:
    """It would be small here and large behind the guard."""
    assert Client().ask("/", {"Content-Encoding": "gzip"}, [b"x"], method="POST").status == 415


def test_after_the_body_the_surface_sees_the_client_leave() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])
        await Response()(scope, receive, send)

    async def leave() -> Message:
        messages.append(1)
        body: Message = {"type": "http.request", "body": b"", "more_body": False}
        return body if len(messages) == 1 else {"type": "http.disconnect"}

    async def send(_: Message) -> None:
        pass

    messages: list[int] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    asyncio.run(Guard(app, Options(), lambda: "b1")(scope, leave, send))
    assert seen == ["http.request", "http.disconnect"]


# ---------------------------------------------------------------- what every answer carries


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/", {}, 200),
        ("/nothing", {}, 404),
        ("/", {"Host": "evil.example"}, 421),
        ("/", {"Origin": "https://evil.example"}, 403),
        ("/", {"Content-Length": "999999"}, 413),
    ],
)
def test_every_answer_protects_whoever_sees_it(
    target: str, headers: dict[str, str], status: int
) -> None:
    answer = Client().ask(target, headers)
    assert answer.status == status
    assert {name: answer.headers[name] for name in SECURITY} == SECURITY
    assert answer.headers["Accord-Build"] == "b1"


def test_the_policy_is_strict() -> None:
    policy = SECURITY["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_surface_that_fails_gives_no_details() -> None:
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("a secret")

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    with pytest.raises(ValueError, match="a secret"):
        asyncio.run(Guard(app, Options(), lambda: "b1")(scope, receive, send))
    assert answers[0]["status"] == 500
    assert b"secret" not in answers[1]["body"]
    with pytest.raises(ValueError, match="broken"):
        Client().ask("/broken")


def test_what_is_no_request_passes() -> None:
    scopes: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scopes.append(scope)

    async def nothing() -> Message:
        return {}

    async def drop(_: Message) -> None:
        pass

    asyncio.run(Guard(app, Options(), lambda: "b1")({"type": "lifespan"}, nothing, drop))
    assert scopes == [{"type": "lifespan"}]


# ---------------------------------------------------------------- the log


def test_the_log_has_a_line_for_a_request() -> None:
    (line,) = Client().ask("/?query=SELECT&default-graph-uri=x").log
    assert line.pop("time").endswith("Z")
    assert line.pop("ms") >= 0
    assert line == {
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/",
        "parameters": ["query", "default-graph-uri"],
        "status": 200,
        "bytes": 0,
        "build": "b1",
        "stopped": "row_limit",
    }


def test_values_are_logged_where_they_are_wanted() -> None:
    target, form = "/?state=Turkey+%C3%BC", b"query=ASK%7B%7D&x"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for log_values in (False, True):
        client = Client(Options(log_values=log_values))
        (line,) = client.ask(target, headers, [form], method="POST").log
        assert line["parameters"] == ["state", "query", "x"]
        assert line.get("values") == (["Turkey ü", "ASK{}", ""] if log_values else None)


def test_the_token_is_never_logged() -> None:
    client = Client(Options(token=TOKEN, log_values=True))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    (line,) = client.ask(f"/{TOKEN}?{TOKEN}={TOKEN}&t=x{TOKEN}", headers).log
    assert TOKEN not in json.dumps(line)
    assert line["path"] == "/[token]"
    assert TOKEN not in repr(client.options)


def test_what_is_logged_of_a_request_has_an_end() -> None:
    many = "&".join(f"p{number}" for number in range(1_000))
    (line,) = Client(Options(log_values=True)).ask(f"/{'a' * 9_000}?{many}").log
    assert len(json.dumps(line)) < 4_000
    assert line["path"].endswith("a…")


@given(path=st.text(), query=st.binary())
def test_no_request_can_forge_a_line(path: str, query: bytes) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/{path}",
        "query_string": query,
        "headers": [(b"host", b"localhost")],
        "client": None,
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None:
        pass

    log = io.StringIO()
    with logging_to(log):
        guard = Guard(APP, Options(log_values=True), lambda: "b1")
        asyncio.run(guard(scope, receive, send))
    written = log.getvalue()
    assert written.isascii()
    assert written[:-1].isprintable()
    assert written.endswith("\n")
    assert json.loads(written)["method"] == "GET"


def test_trouble_is_logged_in_the_same_form() -> None:
    log = io.StringIO()
    with logging_to(log, quiet=True):
        logging.getLogger("kg.serve.service").info("not told where it is quiet")
        logging.getLogger("kg.serve.service").warning("line\nline %s", "\x1b[31m")
        try:
            int("no")
        except ValueError:
            logging.getLogger("kg").exception("trouble")
    first, second = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (first["level"], first["message"]) == ("warning", "line\nline \x1b[31m")
    assert "ValueError: invalid" in second["traceback"]


# ---------------------------------------------------------------- what can be told to it


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"host": "0.0.0.0"}, "0.0.0.0 can be reached from other machines, and there is no token"),  # noqa: S104 - it does not listen
        ({"hosts": ("http://kg.example",)}, "'http://kg.example' is no name of a server"),
        ({"hosts": ("kg.example:80",)}, "'kg.example:80' is no name of a server"),
        ({"hosts": ("*",)}, "'*' is no name of a server"),
        ({"origins": ("yasgui.example",)}, "'yasgui.example' is no origin"),
        ({"origins": ("https://yasgui.example/",)}, "'https://yasgui.example/' is no origin"),
        ({"origins": ("null",)}, "'null' is no origin"),
        ({"base": "kg.example/"}, "'kg.example/' is no address of a server"),
        ({"base": "https://kg.example"}, "'https://kg.example' is no address of a server"),
        ({"base": "https:///x/"}, "'https:///x/' is no address of a server"),
        (
            {"base": "https://kg.example/x?y/"},
            "'https://kg.example/x?y/' is no address of a server",
        ),
        ({"base": "ftp://kg.example/"}, "'ftp://kg.example/' is no address of a server"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError) as caught:
        Options(**wrong)
    assert caught.value.what == what
    assert caught.value.fix


def test_by_default_it_is_for_this_machine_alone() -> None:
    options = Options()
    assert (options.host, options.limits) == ("127.0.0.1", DEFAULTS)
