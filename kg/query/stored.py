"""What a stored query is once its file has been read and checked.

May know nothing of files, nor of the graph, and so not whether a class or an example exists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import Position
from kg.query.grounds import Pattern
from kg.query.sparql import Query


@dataclass(frozen=True)
class Parameter:
    """What a query can be asked about.

    Attributes:
        name: of the SPARQL variable that the value is given to.
        class_: local name of the ontology class whose instances are values, or empty.
        datatype: ``date``, ``integer`` or ``string`` where values are literals, or empty.
        example: a value that makes sense.
        required: whether the query has no answer without it.
        description: a sentence for the help text, or empty.
        not_before: the parameter whose value this one's must not come before, or empty.
        at: its place in the file.
    """

    name: str
    class_: str
    datatype: str
    example: str
    required: bool = False
    description: str = ""
    not_before: str = ""
    at: Position | None = field(default=None, compare=False)

    @property
    def option(self) -> str:
        """Its name on the command line: ``asOf`` is ``--as-of``."""
        return "--" + re.sub(r"[A-Z]", lambda m: "-" + m[0].lower(), self.name)

    @property
    def kind(self) -> str:
        """What a value is, in a word."""
        return self.class_ or self.datatype


@dataclass(frozen=True)
class StoredQuery:
    """One file of ``queries/``, checked.

    Attributes:
        name: of the file, without ``.rq``.
        title: what it finds, in a phrase.
        question: the competency question, with an example in place of each parameter.
        keywords: words to find it by.
        parameters: by name, in the order of the header.
        columns: headings by variable, where they differ from its name.
        query: its SPARQL.
        why: the inferred triples that a row rests on, where they hold.
    """

    name: str
    title: str
    question: str
    keywords: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, str]
    query: Query
    why: tuple[Pattern, ...] = ()
