"""What a user types for a triple, as the triple: *Armenia*, *party to*, *the statement of …*.

Subjects and objects are named as the values of stored queries are; a property or a class by its
label, its local name or a CURIE. May know nothing of reasoning.
"""

import re
from typing import Final

import pyoxigraph as ox

from kg.errors import UnknownValue
from kg.namespaces import OWL, RDFS, TERMS, XSD, compact, local_name
from kg.query import Parameter, known_names, resolve
from kg.reason.expressions import DIFFERENT_FROM, SAME_AS, TYPE
from kg.vocabulary import DEFINING, written_as
from kg.vocabulary.datatypes import DATATYPES, LANG_STRING
from kg.vocabulary.tripleindex import TripleIndex

_IS_A: Final = frozenset({"a", "an", "is a", "is an", "type", "rdf:type", TYPE.value})
_IDENTITY: Final = {
    **dict.fromkeys(("same as", "is the same as", "sameAs", "owl:sameAs", SAME_AS.value), SAME_AS),
    **dict.fromkeys(
        (
            *("different from", "is different from", "differs from", "differentFrom"),
            *("owl:differentFrom", DIFFERENT_FROM.value),
        ),
        DIFFERENT_FROM,
    ),
}
"""Properties of OWL's own, which no ontology declares."""
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RANGE: Final = ox.NamedNode(RDFS + "range")
_DATA_PROPERTY: Final = ox.NamedNode(OWL + "DatatypeProperty")


def read_statement(graph: ox.Store, words: tuple[str, str, str], command: str) -> ox.Triple:
    """Return the triple that a user's subject, property and object mean.

    Args:
        graph: the built graph.
        words: the three, as they were typed.
        command: the command line that takes them, for messages.

    Raises:
        UnknownValue: nothing, or more than one thing, goes by one of them; or the object is no
            value of a data property.
    """
    subject = _named(graph, "Thing", words[0], f"{command} SUBJECT")
    if words[1] in _IS_A:
        return ox.Triple(subject, TYPE, _term(graph, "Class", words[2], f"{command} … OBJECT"))
    predicate = _IDENTITY.get(words[1]) or _term(
        graph, "Property", words[1], f"{command} … PROPERTY"
    )
    return ox.Triple(subject, predicate, _object(graph, subject, predicate, words[2], command))


def _object(
    graph: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode, word: str, command: str
) -> ox.NamedNode | ox.Literal:
    default = ox.DefaultGraph()
    if _DATA_PROPERTY not in _objects(graph, predicate, TYPE):
        return _named(graph, "Thing", word, f"{command} … OBJECT")
    for quad in graph.quads_for_pattern(subject, predicate, None, default):
        if isinstance(quad.object, ox.Literal) and quad.object.value == word:
            return quad.object
    for datatype in _written_as(graph, predicate):
        return _literal(word, datatype)
    # Dates carry no range: see docs/ontology-guide.md.
    return (
        ox.Literal(word, datatype=ox.NamedNode(XSD + "date"))
        if _DATE.fullmatch(word)
        else (ox.Literal(word))
    )


def _written_as(graph: ox.Store, predicate: ox.NamedNode) -> list[str]:
    """Return in which datatype the values of a property are written, where its range says so."""
    index = TripleIndex(
        quad.triple
        for defines in DEFINING
        for quad in graph.quads_for_pattern(None, ox.NamedNode(defines), None, ox.DefaultGraph())
    )
    ranges = _objects(graph, predicate, _RANGE)
    found = {datatype for each in ranges for datatype in written_as(index, each)}
    return sorted(found - {RDFS + "Literal"})


def _literal(word: str, datatype: str) -> ox.Literal:
    known = DATATYPES.get(datatype)
    if known is not None and not known.accepts(word):
        raise UnknownValue(
            f"{word!r} is no value of the property, in the place of OBJECT",
            why=f"its values are {compact(datatype)}",
            fix=f"write {known.words}",
        )
    if datatype == LANG_STRING:
        return ox.Literal(word, language="en")
    return ox.Literal(word, datatype=ox.NamedNode(datatype))


def _objects(graph: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[object]:
    quads = graph.quads_for_pattern(subject, predicate, None, ox.DefaultGraph())
    return [quad.object for quad in quads]


def _term(graph: ox.Store, class_: str, word: str, place: str) -> ox.NamedNode:
    """Return a class or a property, which goes by its local name as well."""
    names = known_names(graph, class_)
    if TERMS + word in names:
        return ox.NamedNode(TERMS + word)
    found = [iri for iri in names if local_name(iri) == word]
    if len(found) == 1 and all(name != word for iri, name in names.items() if iri not in found):
        return ox.NamedNode(found[0])
    return _named(graph, class_, word, place)


def _named(graph: ox.Store, class_: str, word: str, place: str) -> ox.NamedNode:
    parameter = Parameter(class_.lower(), class_, "", "", required=True)
    try:
        found = resolve(graph, parameter, word)
    except UnknownValue as error:
        # The resolver speaks of an option; here the value has a place.
        many = bool(re.search(r" may mean ", error.what))
        fix = error.fix.replace(f"{parameter.option} ", "").split(", such as")[0]
        raise UnknownValue(
            f"{error.what}, in the place of {place.rsplit(' ', 1)[1]}",
            why="" if error.nearest else error.why,
            nearest=error.nearest,
            fix=fix
            if many or class_ == "Thing"
            else "give a label, a local name or a CURIE of the ontology: see `kg ontology docs`",
        ) from error
    assert isinstance(found, ox.NamedNode)  # noqa: S101 - the parameter is of a class
    return found
