"""How a question is put on each surface, so that a message can be followed where it is read.

Advice to give ``--state Turkey`` helps nobody who wrote a URL. May know nothing of the graph.
"""

import json
import shlex
from collections.abc import Iterable
from enum import StrEnum
from keyword import iskeyword
from urllib.parse import quote, urlencode

from kg.query.stored import Parameter


class Surface(StrEnum):
    """Where a question is put; the value is its name in a message to a worker."""

    COMMAND = "command"
    WEB = "web"
    PYTHON = "python"
    TOOL = "tool"

    @property
    def catalogue(self) -> str:
        """Where the questions are listed."""
        return {
            Surface.COMMAND: "`kg queries`",
            Surface.WEB: "/api/queries",
            Surface.PYTHON: "queries()",
            Surface.TOOL: "the list of tools",
        }[self]

    def help(self, name: str) -> str:
        """Return where one question is described.

        Args:
            name: of the question.
        """
        return {
            Surface.COMMAND: f"`kg query {name} --help`",
            Surface.WEB: "/api/openapi.json",
            Surface.PYTHON: "queries()",
            Surface.TOOL: "the description of the tool",
        }[self]

    def parameter(self, parameter: Parameter) -> str:
        """Return what a parameter is called."""
        return parameter.option if self is Surface.COMMAND else parameter.name

    def given(self, parameter: Parameter, value: str) -> str:
        """Return how a parameter is given a value."""
        name = self.parameter(parameter)
        word = f"{name}_" if iskeyword(name) else name
        return {
            Surface.COMMAND: f"{name} {shlex.quote(value)}",
            Surface.WEB: urlencode({name: value}, quote_via=quote),
            Surface.PYTHON: f"{word}={json.dumps(value, ensure_ascii=False)}",
            Surface.TOOL: f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}",
        }[self]

    def call(self, name: str, given: Iterable[str]) -> str:
        """Return how a question is asked.

        Args:
            name: of the question.
            given: its parameters, each as :meth:`given` writes it.
        """
        return {
            Surface.COMMAND: " ".join(["kg query", name, *given]),
            Surface.WEB: f"/api/queries/{name}?{'&'.join(given)}".rstrip("?"),
            Surface.PYTHON: f"query({', '.join([json.dumps(name), *given])})",
            Surface.TOOL: f"{name} with {{{', '.join(given)}}}",
        }[self]
