"""SPARQL Query Results XML Format.

The engine writes it; this may know nothing of its syntax.
"""

import pyoxigraph as ox

from kg.results.view import Result, View, serialized


def render(result: Result, view: View) -> bytes:
    """Return the result of a query as W3C's XML.

    A result that stops at a limit says so in a ``link`` of its ``head``, which is for such things.
    """
    data = serialized(result, ox.QueryResultsFormat.XML)
    link = f'<link href="{view.marker}"/></head>' if view.marker else "</head>"
    return data.replace(b"</head>", link.encode(), 1)
