"""Tools as a language model sees them: what each answers, what it takes, what comes back.

May know nothing of how a tool is called.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from mcp.types import Tool, ToolAnnotations

from kg.errors import UnknownParameter, UnknownValue
from kg.query import Parameter, StoredQuery, Surface, unknown_parameter
from kg.results.schema import Schema, schema
from kg.serve.parameters import parameter_schema, values_of
from kg.text.nearest import nearest

SPARQL: Final = "sparql"
SHOW: Final = "show"
_LONGEST: Final = 64
"""Characters that every client allows a name."""
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9_-]")
_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_KINDS: Final = {str: "text", int: "a number", float: "a number", bool: "yes or no"}


def tool_names(queries: Iterable[str]) -> dict[str, str]:
    """Return the stored query of each tool's name: the query's own where clients allow that."""
    found: dict[str, str] = {}
    for query in queries:
        plain = _FOREIGN.sub("_", query)[:_LONGEST]
        name, number = plain, 1
        while name in found or name in (SPARQL, SHOW):
            number += 1
            name = f"{plain[: _LONGEST - 4]}-{number}"
        found[name] = query
    return found


def question_tool(name: str, stored: StoredQuery) -> Tool:
    """Return a stored query as a tool: title, question and parameters are those of its header."""
    parameters = stored.parameters.values()
    takes = [f"- {each.name}{_needed(each)}: {_about(each)}" for each in parameters]
    return Tool(
        name=name,
        title=stored.title,
        description="\n".join(
            [f"{stored.title}. Answers questions such as: {stored.question}", *takes]
        ),
        input_schema=_input(
            {
                each.name: parameter_schema(each) | {"description": _about(each)}
                for each in parameters
            },
            [each.name for each in parameters if each.required],
        ),
        output_schema=ANSWER,
        annotations=_READS,
    )


def _needed(parameter: Parameter) -> str:
    return " (required)" if parameter.required else ""


def _about(parameter: Parameter) -> str:
    said = f"{parameter.description.rstrip('.')}; " if parameter.description else ""
    return f"{said}{values_of(parameter)}, such as {parameter.example}"


def _input(properties: Mapping[str, Schema], required: list[str]) -> Schema:
    found: Schema = {"type": "object", "properties": dict(properties)}
    return found | {"required": required, "additionalProperties": False}


def _brief(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema without its descriptions: dozens of tools carry it in one list."""
    if isinstance(part, list):
        return [_brief(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _brief(value)
        for key, value in part.items()
        if not (key == "description" and isinstance(value, str))
    }


ANSWER: Final[Schema] = _brief(schema())
"""The schema of an answer: see :mod:`kg.results.document`."""

_EXAMPLE: Final = """\
SELECT ?claim ?speaker ?quote ?passage {
  GRAPH ?passage { ?claim accord:denies ?what ; accord:madeBy ?speaker }
  ?passage accord:exactText ?quote
} ORDER BY ?claim LIMIT 20"""
SPARQL_TOOL: Final = Tool(
    name=SPARQL,
    title="Run a SPARQL query",
    description=(
        "Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) where no other tool answers the "
        "question. The prefixes accord: (the ontology's terms), id: (data), rdf:, rdfs:, skos:, "
        "dcterms: need no declaration. The default graph is everything; what one passage of an "
        "article supports is GRAPH ?passage { … }, and ?passage accord:exactText ?quote ; "
        "accord:voice ?voice is its sentence: select ?quote and ?passage to get the evidence. "
        "SERVICE, FROM and updates are refused; time and rows are limited, so use LIMIT."
    ),
    input_schema=_input(
        {
            "query": {
                "type": "string",
                "description": "SPARQL 1.1",
                "examples": [_EXAMPLE],
            }
        },
        ["query"],
    ),
    output_schema=ANSWER,
    annotations=_READS,
)

SHOW_TOOL: Final = Tool(
    name=SHOW,
    title="Show everything known of a thing",
    description=(
        "Show everything that the graph knows of one person, state, body, office, agreement, "
        "mission, place, article or claim, with the sentences: facts, what it says, what others "
        "say of it, background, and what is only inferred. Answers in Markdown."
    ),
    input_schema=_input(
        {
            "thing": {
                "type": "string",
                "description": "a label, another name, a code, an id or an IRI",
                "examples": ["Turkey", "dmitry-peskov"],
            }
        },
        ["thing"],
    ),
    annotations=_READS,
)


def question_words(stored: StoredQuery, arguments: Mapping[str, Any]) -> dict[str, str]:
    """Return the arguments of a call as the words in which values of parameters are given.

    Raises:
        UnknownParameter: the query has no such parameter.
        UnknownValue: an argument is no single value.
    """
    for name in arguments:
        if name not in stored.parameters:
            raise unknown_parameter(stored, name, Surface.TOOL)
    return {
        name: word(name, value, stored.parameters[name].example)
        for name, value in arguments.items()
        # Models send null for what they leave out.
        if value is not None
    }


def only_word(tool: Tool, arguments: Mapping[str, Any]) -> str:
    """Return the argument of a tool that takes one.

    Raises:
        UnknownParameter: it is missing, or there is another.
        UnknownValue: it is no single value.
    """
    (name,) = tool.input_schema["required"]
    for other in arguments:
        if other != name:
            raise UnknownParameter(
                f"{tool.name} has no parameter {other}",
                why=f"it takes {name}",
                nearest=nearest(other, [name]),
                fix=f"give {name} alone",
            )
    example = tool.input_schema["properties"][name]["examples"][0]
    if arguments.get(name) is None:
        raise UnknownParameter(f"{tool.name} needs {name}", fix=f"for example: {example}")
    return word(name, arguments[name], example)


def word(name: str, value: object, example: str) -> str:
    """Return one value as a user would type it.

    Raises:
        UnknownValue: it is a list, an object, yes or no, or a fraction.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UnknownValue(
        f"{name} is {_KINDS.get(type(value), 'a list or an object')}, and one value is wanted",
        fix=f"give text, such as {example}",
    )
