"""Which things of a graph go by which names: labels, other names, codes, ids, CURIEs and IRIs.

May know nothing of parameters, nor of messages.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.namespaces import DATA, INFERRED_GRAPH, OWL, PREFIXES, RDFS, SKOS, TERMS, compact
from kg.query.slots import bind
from kg.query.sparql import execute, read_query

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
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("‘’ʻʼ′", "'"))


class Name(NamedTuple):
    """A name of a thing; all but the thing are empty where it has none."""

    thing: str
    property: str
    name: str
    language: str


def known_names(graph: ox.Store, class_: str) -> dict[str, str]:
    """Return the display name of every instance of the class with the local name ``class_``.

    Returns:
        The label, or where there is none the id or CURIE, by IRI, sorted by name.
    """
    rows = named(graph, class_)
    labels: dict[str, tuple[bool, str]] = {}
    for row in rows:
        if row.property == _LABEL:
            label = (row.language != "en", row.name)
            labels[row.thing] = min(label, labels.get(row.thing, label))
    names = {row.thing: id_of(row.thing) for row in rows}
    names.update((thing, name) for thing, (_, name) in labels.items())
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def named(graph: ox.Store, class_: str) -> list[Name]:
    """Return every name of every instance of the class with the local name ``class_``."""
    pattern = _NAMES % _MEMBERS.get(class_, _OF_CLASS)
    query = bind(read_query(pattern, "names"), {"class": ox.NamedNode(TERMS + class_)})
    rows = execute(graph, query)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - the form of our own query
    names: list[Name] = []
    for thing, property_, name in rows:
        if isinstance(name, ox.Literal):
            names.append(Name(thing.value, property_.value, name.value, name.language or ""))
        else:
            names.append(Name(thing.value, "", "", ""))
    return names


def found_by(graph: ox.Store, rows: Sequence[Name], value: str) -> set[str]:
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


def id_of(iri: str) -> str:
    """Return the shared or minted id of ``iri`` as an annotation writes it, or a CURIE."""
    return iri.removeprefix(DATA) if iri.startswith(DATA) else compact(iri)


def _folded(name: str) -> str:
    """Return ``name`` without what people do not type alike: case, apostrophes, composition."""
    return unicodedata.normalize("NFC", name).translate(_APOSTROPHES).casefold()


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
