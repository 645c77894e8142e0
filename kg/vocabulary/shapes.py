"""What the shapes add to the vocabulary: datatypes of values that no range states.

It exists because OWL 2 has no ``xsd:date``, and because whoever writes a value and whoever shows
what it is written as must agree. May know nothing of how shapes are checked.
"""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Triple

from kg.namespaces import SH
from kg.vocabulary.tripleindex import TripleIndex


def shape_datatypes(shapes: Iterable[Triple]) -> dict[str, frozenset[str]]:
    """Return the datatypes that shapes ask of the values of a property, by its IRI.

    Args:
        shapes: triples of all shapes; a property without a datatype in any is left out.
    """
    index = TripleIndex(shapes)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for shape in index:
        for path in index.iris(shape, SH + "path"):
            for datatype in index.iris(shape, SH + "datatype"):
                found[path].add(datatype)
    return {path: frozenset(datatypes) for path, datatypes in found.items()}
