"""N-Triples for CONSTRUCT and DESCRIBE: a line per triple, the same bytes for the same graph.

May know nothing of the query.
"""

from kg.export.lines import write_lines
from kg.results.triples import statements
from kg.results.view import Result, View


def render(result: Result, view: View) -> bytes:
    """Return the graph that a query made as N-Triples.

    Raises:
        KgError: it cannot be written as RDF 1.1.
    """
    remark = f"# {view.remark}\n" if view.remark else ""
    return remark.encode() + "".join(write_lines(statements(result))).encode()
