"""The stored queries in the forms that other tools take them.

grlc makes a web API of a folder of queries; the examples of the SIB (``sparql-examples``) feed
query editors and language models. Both take plain SPARQL for any endpoint and know nothing of our
names for things: values are terms there. May know nothing of files on disk.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import UsageError
from kg.exchange import grlc, sib
from kg.namespaces import BASE
from kg.query import StoredQuery, resolve

ENDPOINT: Final = BASE + "sparql"
"""Where the world finds the graph, where nobody says otherwise."""
MARK: Final = "# Written by `kg export queries`."
"""The last line of each file, so that the next export knows those that may go."""

__all__ = ["ENDPOINT", "MARK", "exchanged"]


def exchanged(
    queries: Iterable[StoredQuery], graph: ox.Store, endpoint: str = ENDPOINT
) -> dict[str, dict[str, bytes]]:
    """Return the stored queries as files, by the name of their folder and then by their own.

    Args:
        queries: of a project.
        graph: its graph, which has the things that their examples name.
        endpoint: where the queries are to be sent.

    Raises:
        UsageError: ``endpoint`` is no address of the web.
        ExportError: a query cannot be written in one of the forms.
        UnknownValue: the graph has nothing that an example names.
    """
    _check(endpoint)
    for_grlc: dict[str, str] = {}
    for_sib = {sib.PREFIXES_FILE: sib.prefixes()}
    for stored in queries:
        examples = {
            name: resolve(graph, parameter, parameter.example)
            for name, parameter in stored.parameters.items()
        }
        for_grlc[f"{stored.name}.rq"] = grlc.decorated(stored, examples, endpoint)
        for_sib[f"{stored.name}.ttl"] = sib.example(stored, examples, endpoint)
    return {
        folder: {name: f"{text}\n{MARK}\n".encode() for name, text in texts.items()}
        for folder, texts in ((grlc.FOLDER, for_grlc), (sib.FOLDER, for_sib))
    }


def _check(endpoint: str) -> None:
    try:
        web = urlsplit(endpoint).scheme in ("http", "https")
        ox.NamedNode(endpoint)
    except ValueError:
        web = False
    if not web:
        raise UsageError(
            f"{endpoint!r} is no address of an endpoint",
            fix="write it as https://example.org/sparql",
        )
