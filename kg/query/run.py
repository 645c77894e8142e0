"""From a question and its values to an answer: the way that every front end takes.

May know nothing of how an answer is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError, UnknownParameter
from kg.project import Project
from kg.query.catalogue import load_query
from kg.query.naming import known_names
from kg.query.slots import bind
from kg.query.sparql import Query, Result, execute
from kg.query.stored import Parameter, StoredQuery
from kg.query.surface import Surface
from kg.query.values import known_example, resolve
from kg.results.view import Question, View
from kg.text.nearest import nearest

_LISTED = 5
"""Known values that a message lists at most."""


@dataclass(frozen=True)
class Asked:
    """A question with its values in place, ready to be run.

    Attributes:
        graph: what it is asked of.
        stored: the question.
        values: the term of each parameter that was given.
        given: the words in which they were given.
        query: the SPARQL with the terms in it.
        surface: where it was put.
    """

    graph: ox.Store
    stored: StoredQuery
    values: Mapping[str, ox.NamedNode | ox.Literal]
    given: Mapping[str, str]
    query: Query
    surface: Surface = Surface.COMMAND

    def result(self) -> Result:
        """Run it; the result must be read in the thread that asked.

        Raises:
            QueryError: its SPARQL is wrong.
        """
        return execute(self.graph, self.query)

    def in_words(self) -> str:
        """Return what was asked, for an answer that is empty."""
        given = " ".join(
            self.surface.given(self.stored.parameters[name], value)
            for name, value in self.given.items()
        )
        return f"to: {self.stored.title}" + (f", with {given}" if given else "")

    def view(self, *, width: int = 80, bold: bool = False, build: str = "") -> View:
        """Return how the answer is shown.

        Args:
            width: columns of a table.
            bold: whether a table takes escape sequences.
            build: of the graph, or empty where that is not known.
        """
        stored = self.stored
        given = {name: (self.given[name], value) for name, value in self.values.items()}
        return View(
            graph=self.graph,
            asked=self.in_words(),
            headings=stored.columns,
            width=width,
            bold=bold,
            question=Question(stored.name, stored.title, stored.question, given),
            build=build,
        )


@dataclass(frozen=True)
class Answer:
    """The rows of a SELECT, in order.

    Attributes:
        header: the question that they answer.
        variables: the columns, as SELECT names them.
        rows: one term, or None where it is unbound, per column.
    """

    header: StoredQuery
    variables: tuple[str, ...]
    rows: tuple[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...], ...]


def ask(
    graph: ox.Store,
    stored: StoredQuery,
    given: Mapping[str, str],
    surface: Surface = Surface.COMMAND,
) -> Asked:
    """Put the values ``given``, as a user types them, into the question ``stored``.

    Args:
        graph: what it is asked of.
        stored: the question.
        given: the values of its parameters.
        surface: where it is put, for messages.

    Raises:
        UnknownParameter: it has no such parameter, or a required one is missing.
        UnknownValue: nothing, or more than one thing, goes by a value.
        QueryError: a value comes before one that it must not come before.
        BadHeader: a parameter's class is not in the ontology.
    """
    for name in given:
        if name not in stored.parameters:
            raise unknown_parameter(stored, name, surface)
    for parameter in stored.parameters.values():
        if parameter.required and parameter.name not in given:
            raise _missing(graph, stored, parameter, surface)
    values = {
        name: resolve(graph, stored.parameters[name], value, surface)
        for name, value in given.items()
    }
    for name in given:
        _check_order(stored, name, values, surface)
    return Asked(graph, stored, values, dict(given), bind(stored.query, values), surface)


def run(project: Project, graph: ox.Store, name: str, /, **given: str) -> Answer:
    """Answer the stored SELECT ``name`` of ``project`` from ``graph``.

    Args:
        project: has the stored queries.
        graph: the built graph, from :func:`kg.store.open_graph`.
        name: of the query.
        given: the values of its parameters, as a user types them.

    Raises:
        QueryError: there is no such query or parameter, a value means nothing, or it is no SELECT.
    """
    asked = ask(graph, load_query(project, name), given)
    result = asked.result()
    if not isinstance(result, ox.QuerySolutions):
        raise QueryError(
            f"{name} has no rows", why=f"it is a {asked.query.form}", fix="ask a SELECT query"
        )
    return Answer(
        header=asked.stored,
        variables=tuple(variable.value for variable in result.variables),
        rows=tuple(tuple(row) for row in result),
    )


def unknown_parameter(
    stored: StoredQuery, name: str, surface: Surface = Surface.COMMAND
) -> UnknownParameter:
    """Return the error for a parameter that ``stored`` does not have."""
    options = [surface.parameter(parameter) for parameter in stored.parameters.values()]
    return UnknownParameter(
        f"{stored.name} has no parameter {name}",
        why=f"it takes {', '.join(options)}" if options else "it takes none",
        nearest=nearest(name.removeprefix("--"), stored.parameters),
        fix=f"see {surface.help(stored.name)}",
    )


def _check_order(
    stored: StoredQuery,
    name: str,
    values: Mapping[str, ox.NamedNode | ox.Literal],
    surface: Surface,
) -> None:
    last = stored.parameters[name]
    value, bound = values[name], values.get(last.not_before)
    if bound is None:
        return
    # Dates without a time zone stand in the order of their characters.
    wrong = (
        int(value.value) < int(bound.value)
        if last.datatype == "integer"
        else value.value < bound.value
    )
    if wrong:
        first = stored.parameters[last.not_before]
        raise QueryError(
            f"{surface.given(last, value.value)} comes before {surface.given(first, bound.value)}",
            why="nothing lies between them",
            fix="exchange the two",
        )


def _missing(
    graph: ox.Store, stored: StoredQuery, parameter: Parameter, surface: Surface
) -> UnknownParameter:
    known = ""
    if parameter.class_:
        names = list(dict.fromkeys(known_names(graph, parameter.class_).values()))
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        known = f"; the graph knows {', '.join(names[:_LISTED])}{more}" if names else ""
    value = known_example(graph, parameter)
    example = surface.call(stored.name, [surface.given(parameter, value)])
    return UnknownParameter(
        f"{stored.name} needs {surface.parameter(parameter)}",
        why=(parameter.description.rstrip(".") or f"it takes a {parameter.kind}") + known,
        fix=f"for example: {example}" if value else f"see {surface.help(stored.name)}",
    )
