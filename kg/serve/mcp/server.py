"""The server of the Model Context Protocol: it lists the tools, and answers their calls.

A call is a job for a worker like any request, with the same limits and the same messages. A model
gets text that it can quote and, where a query was run, the same as a document with the sentences in
fields. May know nothing of how bytes come and go.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
    Tool,
)

from kg import __version__
from kg.errors import InternalFault, KgError, UnknownQuery
from kg.namespaces import BASE, ONTOLOGY
from kg.query import StoredQuery, Surface, query_names, read_query
from kg.serve.catalogue import Entry
from kg.serve.mcp.tools import (
    SHOW,
    SHOW_TOOL,
    SPARQL,
    SPARQL_TOOL,
    only_word,
    question_tool,
    question_words,
    tool_names,
)
from kg.serve.service import Service
from kg.text.nearest import nearest
from kg.worker.document import Document
from kg.worker.jobs import BETWEEN, BOTH, Show, Sparql, Stored
from kg.worker.pool import Answer

log: Final = logging.getLogger(__name__)

QUESTIONS: Final = BASE + "questions"
"""URI of the resource that lists the stored questions."""
BUILD_KEY: Final = "org.w3id.accord-kg/build"
"""Key of a resource's metadata that says which build it is from."""
_INSTRUCTIONS: Final = (
    "Accord is a knowledge graph of news coverage of diplomacy and peacekeeping. Every statement "
    "in it names the passage of an article that supports it.\n"
    "Take the tool whose question fits; `show` tells everything known of one thing; `sparql` is "
    "for what no tool answers. Values are names as people write them: Turkey, Ankara, TR.\n"
    "Each row has quotes: give them verbatim, with speaker, date and article. In text they are "
    "Markdown, so a backslash before a character is none of theirs. What somebody is quoted with "
    'is a claim and not a fact; only a quote in the voice "outlet" is the outlet\'s own report. '
    "No row means that no article says so, not that it is false.\n"
    "An answer that stops at a limit says so, and an error says what to do."
)


class Answers:
    """What the server does on each request.

    Args:
        service: what is served.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    async def list_tools(
        self, _context: object, _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """Return every tool: the stored questions by name, then the two that are not stored.

        Raises:
            MCPError: the stored questions cannot be listed.
        """
        with _told():
            questions = self._questions()
        tools = [question_tool(name, entry.stored) for name, entry in questions.items()]
        return ListToolsResult(tools=[*tools, SHOW_TOOL, SPARQL_TOOL])

    async def call_tool(self, _context: object, params: CallToolRequestParams) -> CallToolResult:
        """Return what a tool answers, or why it does not.

        Raises:
            MCPError: there is no such tool.
        """
        arguments = params.arguments or {}
        try:
            if params.name == SHOW:
                return await self._show(arguments)
            if params.name == SPARQL:
                return await self._sparql(arguments)
            return await self._question(self._entry(params.name), arguments)
        except UnknownQuery as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        except InternalFault as error:
            log.error("the tool %s: %s", params.name, error, exc_info=error)  # noqa: TRY400 - as below
            return _refused("something went wrong here; the log says what")
        except KgError as error:
            return _refused(str(error))

    async def list_resources(
        self, _context: object, _params: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        """Return the ontology and the list of questions."""
        return ListResourcesResult(
            resources=[
                Resource(
                    uri=ONTOLOGY,
                    name="ontology",
                    title="The ontology",
                    description="Classes and properties, with definitions and examples, in Turtle.",
                    mime_type="text/turtle",
                ),
                Resource(
                    uri=QUESTIONS,
                    name="questions",
                    title="The stored questions",
                    description="What can be asked, and what each question takes, in Markdown.",
                    mime_type="text/markdown",
                ),
            ]
        )

    async def read_resource(
        self, _context: object, params: ReadResourceRequestParams
    ) -> ReadResourceResult:
        """Return one of them.

        Raises:
            MCPError: there is no such resource, or it cannot be had.
        """
        if params.uri not in (ONTOLOGY, QUESTIONS):
            known = f"{ONTOLOGY} and {QUESTIONS}"
            raise MCPError(INVALID_PARAMS, f"there is no resource {params.uri}: there are {known}")
        with _told():
            if params.uri == ONTOLOGY:
                answer = await self._service.answer(Document(ONTOLOGY, "turtle"))
                text, media, build = answer.reply.body.decode(), "text/turtle", answer.build
            else:
                text, media, build = self._catalogue(), "text/markdown", self._service.build
        found = TextResourceContents(uri=params.uri, mime_type=media, text=text)
        return ReadResourceResult(contents=[found], _meta={BUILD_KEY: build})

    def input_schema(self, name: str) -> Mapping[str, Any] | None:
        """Return what a tool takes, without listing all of them; None where there is none."""
        fixed: dict[str, Tool] = {SHOW: SHOW_TOOL, SPARQL: SPARQL_TOOL}
        try:
            tool = fixed.get(name) or question_tool(name, self._entry(name).stored)
        except KgError:
            # The call itself will give the message.
            return None
        return tool.input_schema

    async def _show(self, arguments: Mapping[str, Any]) -> CallToolResult:
        words = only_word(SHOW_TOOL, arguments)
        answer = await self._service.answer(Show(words))
        return CallToolResult(content=[self._text(answer.reply.body, answer)])

    async def _sparql(self, arguments: Mapping[str, Any]) -> CallToolResult:
        text = only_word(SPARQL_TOOL, arguments)
        form = read_query(text, "query").form
        return self._result(await self._service.answer(Sparql(text, "query", _formats(form))), form)

    async def _question(self, entry: Entry, arguments: Mapping[str, Any]) -> CallToolResult:
        stored = entry.stored
        words = question_words(stored, arguments)
        query = stored.query
        job = Stored(stored.name, query.text, query.file, _formats(query.form), words, Surface.TOOL)
        return self._result(await self._service.answer(job), query.form)

    def _result(self, answer: Answer, form: str) -> CallToolResult:
        document, _, text = answer.reply.body.partition(BETWEEN)
        return CallToolResult(
            content=[self._text(text, answer, "# " if _is_graph(form) else "")],
            structured_content=json.loads(document),
        )

    def _text(self, body: bytes, answer: Answer, mark: str = "") -> TextContent:
        """Return an answer as text that ends with where it is from, and whether it is whole."""
        last = f"Build {answer.build}."
        for remark in reversed(answer.reply.remarks):
            stop = "" if remark.endswith("?") else "."
            last = f"{remark[:1].upper()}{remark[1:]}{stop} {last}"
        if setting := answer.reply.stopped:
            most = getattr(self._service.limits, setting)
            last += f" The answer stops at {setting}={most}: there is more. Ask for less."
        return TextContent(text=f"{body.decode()}\n{mark}{last}\n")

    def _entry(self, tool: str) -> Entry:
        queries = tool_names(query_names(self._service.project))
        if tool not in queries:
            raise UnknownQuery(
                f"there is no tool {tool!r}",
                nearest=nearest(tool, [*queries, SHOW, SPARQL]),
                fix="list the tools again",
            )
        return self._service.catalogue.get(queries[tool])

    def _questions(self) -> dict[str, Entry]:
        """Return the stored queries by the names of their tools, without those that are wrong."""
        found: dict[str, Entry] = {}
        for name, query in tool_names(query_names(self._service.project)).items():
            try:
                found[name] = self._service.catalogue.get(query)
            except KgError as error:
                log.warning("the stored query %s is no tool: %s", query, error)
        return found

    def _catalogue(self) -> str:
        return "\n".join(
            ["# Questions", *(_entry_of(name, e.stored) for name, e in self._questions().items())]
        )


@contextmanager
def _told() -> Iterator[None]:
    """Tell of an error of ours as the protocol does where no tool was called."""
    try:
        yield
    except KgError as error:
        raise MCPError(INTERNAL_ERROR, str(error)) from error


def _entry_of(name: str, stored: StoredQuery) -> str:
    description = question_tool(name, stored).description
    return f"\n## {name}\n\n{description}"


def _formats(form: str) -> str:
    return f"document{BOTH}{'turtle' if _is_graph(form) else 'markdown'}"


def _is_graph(form: str) -> bool:
    return form in ("CONSTRUCT", "DESCRIBE")


def _refused(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)


def make_server(service: Service, bus: InMemorySubscriptionBus | None = None) -> Server[Any]:
    """Return the server.

    Args:
        service: what is served.
        bus: tells clients that keep a connection when the tools have changed; None where there are
            no such clients.
    """
    answers = Answers(service)
    server: Server[Any] = Server(
        "accord",
        version=__version__,
        title="Accord",
        description="A knowledge graph of diplomacy and peacekeeping, with the sentences behind it",
        instructions=_INSTRUCTIONS,
        get_tool_input_schema=answers.input_schema,
        on_list_tools=answers.list_tools,
        on_call_tool=answers.call_tool,
        on_list_resources=answers.list_resources,
        on_read_resource=answers.read_resource,
        on_subscriptions_listen=ListenHandler(bus) if bus else None,
    )
    # The only one there is reports each message to OpenTelemetry; nothing here reports to anybody.
    server.middleware.clear()
    return server


def http_manager(service: Service) -> StreamableHTTPSessionManager:
    """Return what answers requests over HTTP.

    Who may ask is checked before, for all surfaces alike, so that the SDK's own check of Host and
    Origin, which knows less of it, stays out of the way.
    """
    logging.getLogger("mcp").setLevel(logging.WARNING)
    return StreamableHTTPSessionManager(
        make_server(service),
        json_response=True,
        stateless=True,
        max_request_body_size=service.limits.body_limit_kb << 10,
    )
