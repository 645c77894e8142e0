"""What a user types for a parameter, as the RDF term that it means.

Analysts say *Turkey*, *Ankara* or *TR*, engineers ``id:turkey``, ``wd:Q43`` or an IRI; all of them
mean the same instance of the parameter's class. May know nothing of queries.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from kg.errors import BadHeader, UnknownValue
from kg.namespaces import OWL, RDF, TERMS, XSD
from kg.query.naming import WIDE_CLASSES, Name, found_by, id_of, known_names, named
from kg.query.stored import Parameter
from kg.query.surface import Surface
from kg.text.nearest import nearest

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_LISTED: Final = 8
"""Names that a message lists at most."""


def resolve(
    graph: ox.Store, parameter: Parameter, value: str, surface: Surface = Surface.COMMAND
) -> ox.NamedNode | ox.Literal:
    """Return the term that ``value`` means for ``parameter``.

    Args:
        graph: its default graph has the types, the inferred ones included.
        parameter: says of which class or datatype values are.
        value: a literal; or a label, another name, a code, an id, a CURIE or an IRI of an instance
            of the class. Where nothing fits exactly, neither letter case counts, nor the kind of
            apostrophe, nor whether an accent is composed. Where it names several things that the
            graph says are one and the same (``owl:sameAs``), it means the one of which most is
            asserted, since passages stand behind that one; of equals, the first in order of IRIs.
        surface: where it was given, for messages.

    Raises:
        UnknownValue: it is no such literal, or nothing, or more than one thing, goes by it.
        BadHeader: the ontology has no such class.
    """
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise UnknownValue(
            f"the value of {surface.parameter(parameter)} is not UTF-8 text", fix="type it anew"
        ) from error
    if parameter.datatype:
        return _literal(parameter, value, surface)
    return _instance(graph, parameter, value, surface)


def _literal(parameter: Parameter, value: str, surface: Surface) -> ox.Literal:
    if parameter.datatype == "string":
        return ox.Literal(value)
    if parameter.datatype == "integer":
        if not _INTEGER.fullmatch(value):
            raise UnknownValue(
                f"{value!r} is no whole number",
                fix=f"write {surface.given(parameter, parameter.example)}",
            )
        return ox.Literal(value, datatype=ox.NamedNode(XSD + "integer"))
    # Not at the top: a query without a date does not pay for datetime.
    from kg.text.calendar import why_no_day

    why = why_no_day(value)
    if why:
        raise UnknownValue(
            f"{value!r} is no date of the calendar",
            why=why,
            fix=f"write {surface.given(parameter, parameter.example)}",
        )
    return ox.Literal(value, datatype=ox.NamedNode(XSD + "date"))


def _instance(graph: ox.Store, parameter: Parameter, value: str, surface: Surface) -> ox.NamedNode:
    rows = named(graph, parameter.class_)
    if not rows:
        _check_class(graph, parameter)
    found = found_by(graph, rows, value)
    if len(found) == 1:
        return ox.NamedNode(found.pop())
    labels = known_names(graph, parameter.class_)
    if found:
        raise UnknownValue(
            f"{value!r} may mean {len(found)} different things",
            why="; ".join(f"{labels[thing]} is {id_of(thing)}" for thing in sorted(found)),
            fix=f"give the id: {surface.given(parameter, id_of(min(found)))}",
        )
    by_name = {row.name: labels[row.thing] for row in rows if row.name}
    by_name.update((id_of(thing), label) for thing, label in labels.items())
    like = tuple(dict.fromkeys(by_name[name] for name in nearest(value, by_name, limit=6)))[:3]
    example = _example(graph, rows, (parameter.example, *like, *labels.values()))
    such = f", such as {surface.given(parameter, example)}" if example else ""
    raise UnknownValue(
        f"no {parameter.class_} goes by {value!r}",
        why=_why(labels.values(), parameter.class_),
        nearest=like,
        fix=f"give a label, another name, a code, an id or an IRI{such}",
    )


def known_example(graph: ox.Store, parameter: Parameter) -> str:
    """Return a value of ``parameter`` that means something in ``graph``, or nothing.

    It is the one in the query's header, which was written for other articles, where that is known.
    """
    if not parameter.class_:
        return parameter.example
    labels = known_names(graph, parameter.class_).values()
    return _example(graph, named(graph, parameter.class_), (parameter.example, *labels))


def _example(graph: ox.Store, rows: Sequence[Name], names: Iterable[str]) -> str:
    return next((name for name in names if len(found_by(graph, rows, name)) == 1), "")


def _why(labels: Iterable[str], class_: str) -> str:
    names = list(dict.fromkeys(labels))
    if not names:
        return f"the graph knows no {class_} at all"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"the graph knows {', '.join(names[:_LISTED])}{more}"


def _check_class(graph: ox.Store, parameter: Parameter) -> None:
    type_, owl_class = ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Class")
    declared = {
        quad.subject.value.removeprefix(TERMS)
        for quad in graph.quads_for_pattern(None, type_, owl_class, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    }
    if parameter.class_ not in declared | WIDE_CLASSES:
        raise BadHeader(
            f"the ontology has no class {parameter.class_}",
            at=parameter.at,
            nearest=nearest(parameter.class_, declared),
            fix="name a class of the ontology in the header of the query",
        )
