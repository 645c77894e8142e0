"""The stored questions as an OpenAPI 3.1 document: one operation each, from the query's header.

Code generators and API explorers read it, so it says of every parameter what it takes and of every
answer what it looks like. May know nothing of requests.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kg import __version__
from kg.limits import Limits
from kg.query import Parameter, StoredQuery
from kg.results.schema import Schema, definitions
from kg.serve.negotiation import MEDIA
from kg.serve.parameters import parameter_schema, values_of
from kg.serve.problems import PROBLEM

_SCHEMAS: Final = "#/components/schemas/"
_RESPONSES: Final = "#/components/responses/"
_PROBLEMS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("BadRequest", "A parameter is missing, unknown, or means nothing."),
    401: ("Unauthorized", "The server wants a token."),
    404: ("NotFound", "There is no such question."),
    406: ("NotAcceptable", "There is no answer in the format that was asked for."),
    503: ("Unavailable", "The question takes too long, or everybody is busy: ask again."),
}


def openapi(
    queries: Sequence[tuple[StoredQuery, Sequence[str]]],
    address: str,
    limits: Limits,
    *,
    guarded: bool,
) -> dict[str, Any]:
    """Return the description of a server.

    Args:
        queries: the stored questions, with the formats of the answer to each.
        address: of the server, with a slash at the end.
        limits: what an answer may be.
        guarded: whether who asks must show a token.
    """
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Accord",
            "version": __version__,
            "summary": "Questions to a knowledge graph of diplomacy and peacekeeping.",
            "description": "Each row of an answer carries the sentences that it rests on. "
            f"An answer has at most {limits.row_limit:,} rows; one that stops there says so in "
            "`stopped` and in the header `Accord-Stopped`.",
        },
        "servers": [{"url": address.rstrip("/") or "/"}],
        "security": [{"token": []}] if guarded else [],
        "tags": [
            {"name": word}
            for word in sorted({word for query, _ in queries for word in query.keywords})
        ],
        "paths": {
            f"/api/queries/{query.name}": {"get": _operation(query, formats)}
            for query, formats in queries
        },
        "components": {
            "schemas": definitions(_SCHEMAS) | {"Problem": _problem_schema()},
            "responses": {name: _problem(about) for name, about in _PROBLEMS.values()},
            "headers": _headers(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(query: StoredQuery, formats: Sequence[str]) -> dict[str, Any]:
    return {
        "operationId": query.name,
        "summary": query.title,
        "description": query.question,
        "tags": list(query.keywords),
        "parameters": [_parameter(each) for each in query.parameters.values()],
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()},
                "content": {MEDIA[name][0]: _content(name) for name in formats},
            },
            **{
                str(status): {"$ref": f"{_RESPONSES}{name}"}
                for status, (name, _) in _PROBLEMS.items()
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said = (parameter.description.rstrip("."), values_of(parameter))
    about = " ".join(f"{words[0].upper()}{words[1:]}." for words in said if words)
    schema = parameter_schema(parameter)
    return {
        "name": parameter.name,
        "in": "query",
        "description": about,
        "required": parameter.required,
        "schema": schema,
        "example": schema["examples"][0],
    }


def _content(format_: str) -> dict[str, Any]:
    if format_ == "document":
        return {"schema": {"$ref": f"{_SCHEMAS}Document"}}
    if format_ in ("json", "jsonld"):
        return {"schema": {"type": "object"}}
    return {"schema": {"type": "string"}}


def _headers() -> dict[str, Any]:
    text: Schema = {"schema": {"type": "string"}}
    return {
        "ETag": {"description": "Of the answer, for If-None-Match."} | text,
        "Accord-Build": {"description": "The build that answered."} | text,
        "Accord-Stopped": {"description": "The setting at which the answer stops."} | text,
    }


def _problem(about: str) -> dict[str, Any]:
    return {
        "description": about,
        "content": {PROBLEM: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}},
    }


def _problem_schema() -> Schema:
    """Return the schema of an error: RFC 9457, with the parts of our messages."""
    text: Schema = {"type": "string"}
    return {
        "type": "object",
        "description": "What is wrong, why, and what to do.",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text | {"description": "what is wrong"},
            "why": text | {"description": "the rule that is broken"},
            "fix": text | {"description": "what to do"},
            "nearest": {
                "type": "array",
                "items": text,
                "description": "names like the unknown one",
            },
            "at": {
                "type": "object",
                "properties": {
                    "file": text,
                    "line": {"type": "integer"},
                    "column": {"type": "integer"},
                },
            },
        },
        "required": ["type", "title", "status", "detail"],
    }
