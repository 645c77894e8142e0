"""What every page of a server has around its content: head, style, the way to the other surfaces.

A page has no script and no style of its own, so that the strictest content security policy suits
it. Content is made with :mod:`kg.pages.html`, which escapes all that is text. May know nothing of
the content.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from textwrap import dedent
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.documents.links import Links
from kg.errors import KgError
from kg.namespaces import BASE
from kg.pages.html import Child, Markup, element, join, lines
from kg.serve.answers import respond
from kg.serve.negotiation import accepted, negotiate
from kg.serve.problems import Refused, problem
from kg.serve.service import Service
from kg.worker.pool import Answer
from kg.worker.reply import Reply

MEDIA: Final = "text/html"
_KEPT: Final = ("Allow", "Retry-After", "Vary")
"""Headers of an error that are not about its body."""
STYLE: Final = "style.css"
ICON: Final = "icon.svg"
NAME: Final = "Accord"
SURFACES: Final = (
    ("", "Start"),
    ("api/queries", "Questions"),
    ("sparql", "SPARQL"),
    ("id/", "Data"),
    ("ontology", "Ontology"),
    ("limits", "Limits"),
)
"""What the navigation leads to, each by its path below the server's address."""
_ICON: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    b'<rect width="32" height="32" rx="6" fill="#0b5394"/>'
    b'<path d="M7 18v-3q0-6 6-8v3q-3 1-3 5h3v8H7zm11 0v-3q0-6 6-8v3q-3 1-3 5h3v8h-6z" '
    b'fill="#fff"/></svg>\n'
)


@dataclass(frozen=True)
class Frame:
    """What pages of one server have in common.

    Attributes:
        root: path of the server's address, with a slash at the end: ``/`` unless it is reached
            through another server that gives it a part of its own.
        build: which build the pages tell of.
    """

    root: str
    build: str

    @property
    def links(self) -> Links:
        """Where IRIs are found on this server."""
        return Links(self.root)

    def page(self, title: str, *content: Child, here: str = "-") -> bytes:
        """Return a page.

        Args:
            title: what it is called.
            content: of its main part, which begins with an ``h1``; what is no markup is escaped.
            here: the entry of ``SURFACES`` that it belongs to, by its path.
        """
        head = lines(
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title if title == NAME else f"{title} · {NAME}"),
            element("link", rel="icon", type="image/svg+xml", href=self.root + ICON),
            element("link", rel="stylesheet", href=self.root + STYLE),
        )
        body = lines(
            element("a", "Skip to the content", href="#content", class_="skip"),
            self._navigation(here),
            element("main", "\n", lines(*content), "\n", id="content", tabindex="-1"),
            self._foot(),
        )
        page = element("html", element("head", head), "\n", element("body", body), lang="en")
        return join(Markup("<!DOCTYPE html>\n"), page, "\n").encode()

    def _navigation(self, here: str) -> Markup:
        links = (
            element(
                "li",
                element(
                    "a",
                    name,
                    href=self.root + path,
                    aria_current="page" if path == here else None,
                ),
            )
            for path, name in SURFACES
        )
        return element("nav", element("ul", *links), class_="site", aria_label="Site")

    def _foot(self) -> Markup:
        return element(
            "footer",
            element(
                "p",
                f"Build {self.build}. Who made the data, and its licence where it has one, is in ",
                element("a", "its description", href=f"{self.root}.well-known/void"),
                "; the sentences of articles belong to their outlets and are quoted as the object "
                "of study. What somebody is quoted with is a claim, and not a fact of this graph.",
            ),
        )


def frame(service: Service, build: str = "") -> Frame:
    """Return the frame of a server's pages.

    Args:
        service: the server.
        build: that the page tells of, where it is not the newest.
    """
    return Frame(urlsplit(service.options.base).path or "/", build or service.build)


def page(
    request: Request,
    service: Service,
    title: str,
    *content: Child,
    here: str = "-",
    answer: Answer | None = None,
) -> Response:
    """Return the answer that is a page; see :meth:`Frame.page`.

    Args:
        request: what is answered.
        service: the server.
        title: of the page.
        content: likewise.
        here: the entry of ``SURFACES`` that it belongs to, by its path.
        answer: that the content shows, where it shows one.
    """
    build, stopped = (answer.build, answer.reply.stopped) if answer else (service.build, "")
    body = frame(service, build).page(title, *content, here=here)
    return respond(request, Answer(Reply(body, stopped=stopped), build), MEDIA)


def again(request: Request, form: Callable[[], Markup]) -> None:
    """Let a page that tells of an error have a form to ask again.

    Args:
        request: what is answered.
        form: makes the form, with what was asked in it.
    """
    request.state.again = form


def problem_page(request: Request, service: Service, error: KgError) -> Response:
    """Return the answer that tells of an error: a page where the client wants that most."""
    response = problem(error)
    response.headers["Vary"] = "Accept"
    try:
        wanted = negotiate(accepted(request), ("problem", "html")).format
    except Refused:
        return response
    if wanted != "html":
        return response
    told = json.loads(bytes(response.body))
    shown = frame(service)
    form: Callable[[], Markup] | None = getattr(request.state, "again", None)
    here = request.scope["path"].removeprefix("/")
    body = shown.page(told["title"], *_problem(told, shown), form and form(), here=here)
    headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
    return HTMLResponse(body, response.status_code, headers)


def _problem(told: Mapping[str, Any], shown: Frame) -> Iterator[Child]:
    # Some show the place in the lines below.
    detail, _, place = told["detail"].partition("\n")
    yield element(
        "header",
        element("p", str(told["status"]), class_="of"),
        element("h1", told["title"]),
        element("p", _sentence(detail), class_="abstract"),
    )
    if place:
        yield element("pre", dedent(place))
    if "at" in told:
        yield element("p", f"Line {told['at']['line']}, column {told['at']['column']}.")
    for word in ("why", "fix"):
        if word in told:
            yield element("p", _sentence(told[word]))
    if "nearest" in told:
        near = (
            shown.links.link(name, name.removeprefix(BASE))
            if name.startswith(BASE)
            else element("code", name)
            for name in told["nearest"]
        )
        yield element("p", "Did you mean ", join(*near, by=", "), "?")


def _sentence(words: str) -> str:
    end = "" if words.endswith(":") else "."
    return f"{words[0].upper()}{words[1:]}{end}"


@cache
def _style() -> bytes:
    sheets = (("kg.pages", "style.css"), ("kg.serve", "style.css"))
    return b"".join(files(package).joinpath(name).read_bytes() for package, name in sheets)


def routes(service: Service) -> list[BaseRoute]:
    """Return the style sheet and the icon."""

    async def style(request: Request) -> Response:
        return respond(request, Answer(Reply(_style()), service.build), "text/css")

    async def icon(request: Request) -> Response:
        return respond(request, Answer(Reply(_ICON), service.build), "image/svg+xml")

    return [Route(f"/{STYLE}", style), Route(f"/{ICON}", icon)]
