"""What the endpoint says of itself to who asks it nothing: a description, or a page with a form.

Programs get SPARQL 1.1 Service Description, people a page that works without script. May know
nothing of SPARQL.
"""

import json
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from kg.pages.html import element, join
from kg.serve.answers import address, respond
from kg.serve.html import frame
from kg.serve.negotiation import GRAPHS, MEDIA, accepted, negotiate
from kg.serve.service import Service
from kg.serve.sparqlpage import Filled, filled_form
from kg.worker.description import COUNTS, Describe
from kg.worker.pool import Answer
from kg.worker.reply import Reply

_HTML: Final = "html"
_KEPT: Final = 64
"""Descriptions that are kept: one per format and name that this server goes by."""
_COUNTED: Final = {
    "triples": "triples",
    "graphs": "named graphs",
    "entities": "things",
    "classes": "classes in use",
    "properties": "properties in use",
}


class Describer:
    """Describes a service; what it says is worked out once per build.

    Args:
        service: what is described.
        path: of its endpoint.
    """

    def __init__(self, service: Service, path: str) -> None:
        self._service = service
        self._path = path
        self._build = ""
        self._kept: dict[Describe, Answer] = {}

    async def endpoint(self, request: Request) -> Response:
        """Return the service description, or the page with the form."""
        format_, media = negotiate(accepted(request), (*GRAPHS, _HTML))
        if format_ != _HTML:
            answer = await self._answer(Describe(self._address(request), format_))
            return respond(request, answer, media)
        counts = await self._answer(Describe(self._address(request), COUNTS))
        body = self._page(counts, self._address(request))
        return respond(request, Answer(Reply(body), counts.build), MEDIA[_HTML][0])

    async def dataset(self, request: Request) -> Response:
        """Return the description of the data alone."""
        format_, media = negotiate(accepted(request), GRAPHS)
        job = Describe(self._address(request), format_, service=False)
        return respond(request, await self._answer(job), media)

    def _address(self, request: Request) -> str:
        return address(request, self._service) + self._path.removeprefix("/")

    async def _answer(self, job: Describe) -> Answer:
        if self._build != self._service.build or len(self._kept) >= _KEPT:
            self._build = self._service.build
            self._kept.clear()
        if job not in self._kept:
            answer = await self._service.answer(job)
            if answer.build != self._build:
                return answer
            self._kept[job] = answer
        return self._kept[job]

    def _page(self, counts: Answer, address: str) -> bytes:
        around = frame(self._service, counts.build)
        numbers = json.loads(counts.reply.body)
        return around.page(
            "SPARQL",
            element("h1", "SPARQL"),
            element(
                "p",
                "This is a read-only SPARQL 1.1 endpoint. The default graph is everything; ",
                element("code", "GRAPH ?passage { … }"),
                " is what one passage of an article supports. Prefixes such as ",
                element("code", "accord:"),
                " and ",
                element("code", "id:"),
                " need no declaration. A query ends at the ",
                element("a", "limits", href=around.root + "limits"),
                ", and an answer that does says so.",
            ),
            filled_form(around.root + self._path.removeprefix("/"), Filled()),
            element("h2", "For programs"),
            element("pre", f"curl --data-urlencode 'query=ASK {{}}' {address}"),
            element(
                "p",
                "Without a query, this address answers with its service description in Turtle, "
                "N-Triples, RDF/XML or JSON-LD, as ",
                element("code", "Accept"),
                " says; the data alone is described at ",
                element("a", "/.well-known/void", href=around.root + ".well-known/void"),
                ".",
            ),
            element("h2", "What is in it"),
            element(
                "dl",
                *(
                    join(element("dt", name), element("dd", f"{numbers[key]:,}"))
                    for key, name in _COUNTED.items()
                ),
            ),
            here=self._path.removeprefix("/"),
        )
