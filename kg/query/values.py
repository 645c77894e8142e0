"""What a user types for a parameter, as the RDF term that it means.

Analysts say *Turkey*, *Ankara* or *TR*, engineers ``id:turkey``, ``wd:Q43`` or an IRI; all of them
mean the same instance of the parameter's class. May know nothing of queries.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.errors import BadHeader, UnknownValue
from kg.namespaces import DATA, INFERRED_GRAPH, OWL, PREFIXES, RDF, RDFS, SKOS, TERMS, XSD, compact
from kg.query.slots import bind
from kg.query.sparql import execute, read_query
from kg.query.stored import Parameter
from kg.query.surface import Surface
from kg.text.nearest import nearest

_LABEL: Final = RDFS + "label"
_INFERRED: Final = ox.NamedNode(INFERRED_GRAPH)
_SAME_AS: Final = ox.NamedNode(OWL + "sameAs")
_MEMBERS: Final = {
    "Thing": f"""
        ?thing a ?type .
        FILTER(STRSTARTS(STR(?thing), "{DATA}") && !CONTAINS(STR(?thing), "#"))""",
    "Property": f"""
        VALUES ?type {{ <{OWL}ObjectProperty> <{OWL}DatatypeProperty> }}
        ?thing a ?type .""",
    "Class": f"""
        ?thing a <{OWL}Class> .""",
}
"""Who is a member of a class that stands for more than the ontology's own classes:
anything at all but passages, and any property or class of the ontology."""
WIDE_CLASSES: Final = frozenset(_MEMBERS)
"""Names of these classes, which no ontology declares."""
_OF_CLASS: Final = """
        VALUES ?class { UNDEF }
        ?thing a ?class ."""
# Other names and codes: also whatever the ontology declares to be a kind of skos:notation.
_NAMES: Final = f"""
SELECT DISTINCT ?thing ?property ?name WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ %s
        FILTER(isIRI(?thing)) }} }}
  OPTIONAL {{
    {{ VALUES ?property {{ <{_LABEL}> <{SKOS}altLabel> <{SKOS}notation> }} }} UNION
    {{ ?property <{RDFS}subPropertyOf> <{SKOS}notation> }}
    ?thing ?property ?name .
  }}
}}
"""
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_LISTED: Final = 8
"""Names that a message lists at most."""
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("‘’ʻʼ′", "'"))


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


def known_names(graph: ox.Store, class_: str) -> dict[str, str]:
    """Return the display name of every instance of the class with the local name ``class_``.

    Returns:
        The label, or where there is none the id or CURIE, by IRI, sorted by name.
    """
    rows = _named(graph, class_)
    labels: dict[str, tuple[bool, str]] = {}
    for row in rows:
        if row.property == _LABEL:
            label = (row.language != "en", row.name)
            labels[row.thing] = min(label, labels.get(row.thing, label))
    names = {row.thing: id_of(row.thing) for row in rows}
    names.update((thing, name) for thing, (_, name) in labels.items())
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


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
    rows = _named(graph, parameter.class_)
    if not rows:
        _check_class(graph, parameter)
    found = _found(graph, rows, value)
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
    return _example(graph, _named(graph, parameter.class_), (parameter.example, *labels))


def _example(graph: ox.Store, rows: "Sequence[_Name]", names: Iterable[str]) -> str:
    return next((name for name in names if len(_found(graph, rows, name)) == 1), "")


def _found(graph: ox.Store, rows: "Sequence[_Name]", value: str) -> set[str]:
    """Return what goes by ``value``: nothing, one thing, or several that are not the same."""
    things = {row.thing for row in rows}
    folded = _folded(value)
    found = (
        _by_iri(graph, things, value)
        or {row.thing for row in rows if row.name and row.name == value}
        or {thing for thing in things if id_of(thing) == value}
        or _latest(things, value)
        or {row.thing for row in rows if row.name and _folded(row.name) == folded}
        or {thing for thing in things if thing.endswith(f"/{value}")}
        or {thing for thing in things if _folded(id_of(thing)) == folded}
    )
    if len(found) > 1 and _are_one(graph, found):
        return {min(found, key=lambda thing: (-_asserted(graph, thing), thing))}
    return found


def _folded(name: str) -> str:
    """Return ``name`` without what people do not type alike: case, apostrophes, composition."""
    return unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold()


def _why(labels: Iterable[str], class_: str) -> str:
    names = list(dict.fromkeys(labels))
    if not names:
        return f"the graph knows no {class_} at all"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"the graph knows {', '.join(names[:_LISTED])}{more}"


class _Name(NamedTuple):
    """A name of a thing; all but the thing are empty where it has none."""

    thing: str
    property: str
    name: str
    language: str


def _named(graph: ox.Store, class_: str) -> list[_Name]:
    pattern = _NAMES % _MEMBERS.get(class_, _OF_CLASS)
    query = bind(read_query(pattern, "names"), {"class": ox.NamedNode(TERMS + class_)})
    rows = execute(graph, query)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - the form of our own query
    names: list[_Name] = []
    for thing, property_, name in rows:
        if isinstance(name, ox.Literal):
            names.append(_Name(thing.value, property_.value, name.value, name.language or ""))
        else:
            names.append(_Name(thing.value, "", "", ""))
    return names


def _by_iri(graph: ox.Store, things: set[str], value: str) -> set[str]:
    """Return the instances that ``value``, as an IRI or a CURIE, names or is an exact match of."""
    iri = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    prefix, colon, rest = iri.partition(":")
    if colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + rest
    if iri in things:
        return {iri}
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return set()
    matches = graph.quads_for_pattern(
        None, ox.NamedNode(SKOS + "exactMatch"), node, ox.DefaultGraph()
    )
    return {
        quad.subject.value for quad in matches if isinstance(quad.subject, ox.NamedNode)
    } & things


def _latest(things: set[str], value: str) -> set[str]:
    """Return the newest version of the article that ``value`` is the id of."""
    start = f"{DATA}{value}/v"
    versions = sorted(
        int(thing.removeprefix(start))
        for thing in things
        if thing.startswith(start) and thing.removeprefix(start).isdecimal()
    )
    return {f"{start}{versions[-1]}"} if versions else set()


def id_of(iri: str) -> str:
    """Return the shared or minted id of ``iri`` as an annotation writes it, or a CURIE."""
    return iri.removeprefix(DATA) if iri.startswith(DATA) else compact(iri)


def _are_one(graph: ox.Store, things: set[str]) -> bool:
    """Return whether the graph says of several things that they are the same."""
    reached: set[str] = set()
    waiting = [min(things)]
    while waiting and not things <= reached:
        thing = waiting.pop()
        if thing not in reached:
            reached.add(thing)
            node, default = ox.NamedNode(thing), ox.DefaultGraph()
            quads = (
                *graph.quads_for_pattern(node, _SAME_AS, None, default),
                *graph.quads_for_pattern(None, _SAME_AS, node, default),
            )
            ends = (end for quad in quads for end in (quad.subject, quad.object))
            waiting += [end.value for end in ends if isinstance(end, ox.NamedNode)]
    return things <= reached


def _asserted(graph: ox.Store, thing: str) -> int:
    """Return how often a thing is spoken of where that is not inferred."""
    node = ox.NamedNode(thing)
    graphs = (
        quad.graph_name
        for pattern in ((node, None), (None, node))
        for quad in graph.quads_for_pattern(pattern[0], None, pattern[1], None)
    )
    return sum(graph not in (_INFERRED, ox.DefaultGraph()) for graph in graphs)


def _check_class(graph: ox.Store, parameter: Parameter) -> None:
    type_, owl_class = ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Class")
    declared = {
        quad.subject.value.removeprefix(TERMS)
        for quad in graph.quads_for_pattern(None, type_, owl_class, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    }
    if parameter.class_ not in declared | _MEMBERS.keys():
        raise BadHeader(
            f"the ontology has no class {parameter.class_}",
            at=parameter.at,
            nearest=nearest(parameter.class_, declared),
            fix="name a class of the ontology in the header of the query",
        )
