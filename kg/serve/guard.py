"""What stands before every surface: who may ask, how much, how long, and what is logged of it.

A web page can make a browser ask servers that only the browser reaches. So a request must call
this server by a name that it goes by (or a name of the page's own, rebound to this address, would
do), and come from no page of another origin, unless that one is allowed. May know nothing of what
is asked.
"""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import InternalFault
from kg.serve.accesslog import Record, log_request, parameters
from kg.serve.answers import BUILD, REMARK, STOPPED
from kg.serve.options import Options, authority_of, host_of, is_address, is_loopback, origin_of
from kg.serve.problems import Refused, headers_too_large, problem, too_slow

HEALTH: Final = "/healthz"
"""The one path that takes no token: it says whether this server is well, and nothing else."""
SECURITY: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer carries: no page of ours runs a script, and none of another embeds ours."""
_ANY: Final = "*"
_METHODS: Final = "GET, HEAD, POST, DELETE, OPTIONS"
_HEADERS: Final = (
    "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID, "
    "Mcp-Method, Mcp-Name, MCP-Protocol-Version, Mcp-Session-Id"
)
_EXPOSED: Final = f"{BUILD}, {REMARK}, {STOPPED}, ETag, Mcp-Session-Id, Retry-After"
_FORM: Final = "application/x-www-form-urlencoded"
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - to know it, not to listen there
_OWN_PAGE: Final = ("", "none", "same-origin")


class _Gone(Exception):
    """The client went away before its request was complete."""


class Guard:
    """An ASGI application that hands on what may pass, and logs everything.

    Args:
        app: gets requests whose body has arrived.
        options: say who may ask, and how much.
        build: tells which build answers now.
    """

    def __init__(self, app: ASGIApp, options: Options, build: Callable[[], str]) -> None:
        self._app = app
        self._options = options
        self._limits = options.limits
        self._build = build
        public = authority_of(options.base)
        self._names = {host_of(one) for one in (options.host, public, *options.hosts) if one}
        self._everywhere = options.host in _EVERYWHERE
        self._origins = {origin.lower() for origin in options.origins}
        self._own = origin_of(options.base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(send, self._headers(Headers(scope=scope)))
        try:
            await self._answer(scope, receive, exchange)
        except _Gone:
            pass
        except Exception:
            if exchange.status is None:
                fault = problem(InternalFault("a surface failed before it answered"))
                await fault(scope, receive, exchange.send)
            # The server logs it.
            raise
        finally:
            self._log(scope, exchange)

    async def _answer(self, scope: Scope, receive: Receive, exchange: "_Exchange") -> None:
        headers = Headers(scope=scope)
        try:
            self._check_size(scope, headers)
            self._check_host(headers)
            self._check_origin(headers)
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                await _preflight()(scope, receive, exchange.send)
                return
            self._check_token(scope, headers)
            exchange.body = await self._body(headers, receive)
        except Refused as refused:
            await problem(refused)(scope, receive, exchange.send)
            return
        await self._app(scope, _once(exchange.body, receive), exchange.send)

    def _check_size(self, scope: Scope, headers: Headers) -> None:
        limits = self._limits
        if len(_target(scope)) > limits.url_limit_kb * 1024:
            raise Refused(
                414,
                f"the target of the request has more than {limits.url_limit_kb} kB",
                why="url_limit_kb says how much it may have",
                fix="send a long query as the body of a POST",
            )
        if sum(len(name) + len(value) + 4 for name, value in headers.raw) > (
            limits.header_limit_kb * 1024
        ):
            raise headers_too_large(limits.header_limit_kb)

    def _check_host(self, headers: Headers) -> None:
        given = headers.get("host", "")
        name = host_of(given)
        known = name in self._names or is_loopback(name)
        # A page cannot make a browser take one address for another: only names can be rebound.
        if known or (self._everywhere and is_address(name)):
            return
        raise Refused(
            421 if name else 400,
            f"this server does not go by the name {given!r}",
            why="a page of that name could have been made to reach it through your browser",
            fix="start it with --allow-host NAME, or with --base-url where it has a public address",
        )

    def _check_origin(self, headers: Headers) -> None:
        origin = headers.get("origin")
        if origin is None:
            # Images and scripts are asked for without one; a link that is followed may lead here.
            page = headers.get("sec-fetch-site", "")
            known = page in _OWN_PAGE or headers.get("sec-fetch-mode") == "navigate"
        else:
            page, host = origin, headers["host"].lower()
            known = origin in (f"http://{host}", f"https://{host}", self._own)
        if not known and not self._allows(page):
            raise Refused(
                403,
                f"a page of another origin asks ({page})",
                why="it could read what is meant for you alone",
                fix="start the server with --allow-origin ORIGIN to let its pages ask",
            )

    def _allows(self, origin: str) -> bool:
        return _ANY in self._origins or origin in self._origins

    def _check_token(self, scope: Scope, headers: Headers) -> None:
        token = self._options.token
        if not token or scope["path"] == HEALTH:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode(), token.encode()
        ):
            return
        wrong = ', error="invalid_token"' if scheme else ""
        raise Refused(
            401,
            "this server answers to those who know its token",
            why="the one in the request is another" if scheme else "there is none in the request",
            fix="send the header Authorization: Bearer TOKEN",
            headers={"WWW-Authenticate": f'Bearer realm="accord"{wrong}'},
        )

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise Refused(415, "the body of a request cannot be compressed", fix="send it as it is")
        limits = self._limits
        most = limits.body_limit_kb * 1024
        size = int(headers.get("content-length", "0"))
        body, more = bytearray(), True
        try:
            async with asyncio.timeout(limits.request_limit_ms / 1000):
                while more and size <= most:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Gone
                    body += message["body"]
                    size, more = max(size, len(body)), message["more_body"]
        except TimeoutError as error:
            raise too_slow(limits.request_limit_ms) from error
        if size > most:
            raise Refused(
                413,
                f"the body of the request has more than {limits.body_limit_kb} kB",
                why="body_limit_kb says how much it may have",
                fix="ask in several requests",
            )
        return bytes(body)

    def _headers(self, headers: Headers) -> dict[str, str]:
        """Return what an answer to a request with these headers carries, whatever it says."""
        origin = headers.get("origin")
        ours = {BUILD: self._build(), **SECURITY}
        if self._options.origins:
            ours["Vary"] = "Origin"
        if origin is not None and self._allows(origin):
            ours["Access-Control-Allow-Origin"] = _ANY if _ANY in self._origins else origin
            ours["Access-Control-Expose-Headers"] = _EXPOSED
        return ours

    def _log(self, scope: Scope, exchange: "_Exchange") -> None:
        names, values = parameters(scope["query_string"].decode("latin-1"))
        if Headers(scope=scope).get("content-type", "").startswith(_FORM):
            in_form = parameters(exchange.body.decode("latin-1"))
            names, values = [*names, *in_form[0]], [*values, *in_form[1]]
        client = scope.get("client")
        record = Record(
            client=client[0] if client else "",
            method=scope["method"],
            path=scope["path"],
            parameters=names,
            status=exchange.status,
            ms=round((perf_counter() - exchange.began) * 1000, 1),
            bytes=exchange.sent,
            build=exchange.build,
            stopped=exchange.stopped,
        )
        shown = replace(record, values=values) if self._options.log_values else record
        log_request(shown, self._options.token)


@dataclass
class _Exchange:
    """An answer on its way: gets the headers that all have, and is remembered for the log."""

    to: Send
    ours: Mapping[str, str]
    body: bytes = b""
    status: int | None = None
    sent: int = 0
    build: str = ""
    stopped: str = ""
    began: float = field(default_factory=perf_counter)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            for name, value in self.ours.items():
                if name == "Vary":
                    headers.add_vary_header(value)
                elif name == BUILD:
                    headers.setdefault(name, value)
                else:
                    headers[name] = value
            self.status = message["status"]
            self.build, self.stopped = headers[BUILD], headers.get(STOPPED, "")
            message = {**message, "headers": headers.raw}
        else:
            self.sent += len(message.get("body", b""))
        await self.to(message)


def _preflight() -> Response:
    headers = {
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": _HEADERS,
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=headers)


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path


def _once(body: bytes, receive: Receive) -> Receive:
    """Return what hands out a body that has arrived, and then waits for the client to leave."""
    left = [body]

    async def messages() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop(), "more_body": False}
        return await receive()

    return messages
