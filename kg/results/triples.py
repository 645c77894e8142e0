"""The graph that CONSTRUCT or DESCRIBE made, as every format of graphs starts from it.

May know nothing of any single format.
"""

import pyoxigraph as ox

from kg.results.view import Result
from kg.turtle import Statement, canonical


def statements(result: Result) -> list[Statement]:
    """Return the distinct triples, blank nodes named by RDFC-1.0; the result is used up.

    Raises:
        KgError: there is a triple term, which RDF 1.1 has not.
    """
    assert isinstance(result, ox.QueryTriples | tuple)  # noqa: S101 - choose_format saw to it
    return canonical(
        Statement.of(ox.Quad(triple.subject, triple.predicate, triple.object)) for triple in result
    )
