"""SPARQL Query Results XML Format.

The engine writes it; this may know nothing of its syntax.
"""

import pyoxigraph as ox

from kg.results.view import Result, View, serialized


def render(result: Result, view: View) -> bytes:  # noqa: ARG001 - one signature for all formats
    """Return the result of a query as W3C's XML."""
    return serialized(result, ox.QueryResultsFormat.XML)
