"""JSON-LD for CONSTRUCT and DESCRIBE: expanded, so that nothing need be fetched to read it.

The engine writes it; this may know nothing of its syntax beyond the outermost level.
"""

import json

import pyoxigraph as ox

from kg.results.triples import statements
from kg.results.view import Result, View


def render(result: Result, view: View) -> bytes:
    """Return the graph that a query made as JSON-LD 1.1.

    A graph that stops at a limit says so in ``stopped`` beside ``@graph``: a key that no context
    gives a meaning is no triple.

    Raises:
        KgError: it cannot be written as RDF 1.1.
    """
    # Sorted, so that the same graph gives the same bytes.
    quads = sorted((statement.quad() for statement in statements(result)), key=str)
    data = ox.serialize(quads, format=ox.RdfFormat.JSON_LD)
    assert data is not None  # noqa: S101 - the engine returns the bytes where no output is given
    data = data.strip()
    if view.marker:
        data = b'{"stopped":' + json.dumps(view.marker).encode() + b',"@graph":' + data + b"}"
    return data + b"\n"
