"""SPARQL 1.1 Query Results CSV Format: for spreadsheets; it drops datatypes and languages.

Written here and not by the engine, which leaves a comma in an IRI bare: the IRI of each passage has
one, and each row would have a column too many. May know nothing of what the columns hold.
"""

import csv
import io

import pyoxigraph as ox

from kg.results.view import Result, Term, View


def render(result: Result, view: View) -> bytes:  # noqa: ARG001 - one signature for all formats
    """Return the rows as W3C's CSV (https://www.w3.org/TR/sparql11-results-csv-tsv/)."""
    assert isinstance(result, ox.QuerySolutions)  # noqa: S101 - choose_format saw to it
    out = io.StringIO()
    # RFC 4180, which W3C's format follows, ends lines with CR LF.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variable.value for variable in result.variables)
    writer.writerows([_field(term) for term in solution] for solution in result)
    return out.getvalue().encode()


def _field(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
