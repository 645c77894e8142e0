"""What the shapes ask of each term, so that its page can say where it is constrained.

May know nothing of HTML, nor of how shapes are checked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import RDFS, SH, local_name
from kg.pages.model import Constraint
from kg.pages.questions import names_in
from kg.vocabulary.tripleindex import TripleIndex

_ABOUT: Final = tuple(
    SH + name
    for name in ("path", "class", "targetClass", "targetSubjectsOf", "targetObjectsOf", "hasValue")
)
_PARTS: Final = (SH + "property", SH + "sparql")
_PATHS: Final = (
    "alternativePath",
    "inversePath",
    "oneOrMorePath",
    "zeroOrMorePath",
    "zeroOrOnePath",
)


def constraints(
    files: Mapping[str, TripleIndex], terms: Collection[str]
) -> dict[str, tuple[Constraint, ...]]:
    """Return what the shapes ask, by term, in the order of their names.

    A property shape is about its path and the class of its values, and about the class that the
    shape it belongs to targets; a SPARQL constraint about the terms that it names.

    Args:
        files: the triples of each file of shapes, by its name.
        terms: IRIs of the ontology's terms.
    """
    found: defaultdict[str, dict[Constraint, None]] = defaultdict(dict)
    for file, index in files.items():
        for shape in index.named():
            if message := index.text(shape, SH + "message"):
                constraint = Constraint(
                    shape=local_name(shape),
                    file=file,
                    severity=_severity(index, shape),
                    message=message,
                    reason=index.text(shape, RDFS + "comment"),
                )
                about = {*_about(index, shape), *_about_owners(index, shape)}
                for term in about & set(terms):
                    found[term][constraint] = None
    return {
        term: tuple(sorted(asked, key=lambda c: (c.shape, c.file))) for term, asked in found.items()
    }


def _about(index: TripleIndex, shape: object) -> Iterator[str]:
    for predicate in _ABOUT:
        for node in index.objects(shape, predicate):
            yield from _named(index, node)
    yield from names_in(index.text(shape, SH + "select"))


def _named(index: TripleIndex, node: object) -> Iterator[str]:
    """Yield the terms of a path, or the one term that ``node`` is."""
    waiting, seen = [node], set[object]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode):
            yield node.value
        elif node not in seen:
            seen.add(node)
            waiting += index.members(node)
            for predicate in _PATHS:
                for path in index.objects(node, SH + predicate):
                    waiting += [path, *index.members(path)]


def _owners(index: TripleIndex, shape: str) -> list[object]:
    me = NamedNode(shape)
    return [owner for owner in index for part in _PARTS if me in index.objects(owner, part)]


def _about_owners(index: TripleIndex, shape: str) -> Iterator[str]:
    for owner in _owners(index, shape):
        yield from _about(index, owner)


def _severity(index: TripleIndex, shape: str) -> str:
    nodes = [shape, *_owners(index, shape)]
    named = [name for node in nodes for name in index.iris(node, SH + "severity")]
    return local_name(named[0]) if named else "Violation"
