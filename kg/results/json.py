"""SPARQL 1.1 Query Results JSON Format.

The engine writes it; this may know nothing of its syntax.
"""

from typing import Final

import pyoxigraph as ox

from kg.results.view import Result, View, serialized

_HEAD: Final = b'{"head":{'


def render(result: Result, view: View) -> bytes:
    """Return the result of a query as W3C's JSON.

    A result that stops at a limit says so in ``head.link``, which is for such things (3.1.2).
    """
    data = serialized(result, ox.QueryResultsFormat.JSON)
    if not view.marker:
        return data
    link = f'"link":["{view.marker}"],'.encode()
    return _HEAD + link + data.removeprefix(_HEAD)
