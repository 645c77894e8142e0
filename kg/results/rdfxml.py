"""RDF/XML for CONSTRUCT and DESCRIBE, for tools that read nothing else.

Written by the export and not by the engine, which writes characters that XML has not, elements
without a name, and line ends that a parser of XML changes. May know nothing of the query.
"""

from kg.export.rdfxml import write_rdfxml
from kg.results.triples import statements
from kg.results.view import Result, View


def render(result: Result, view: View) -> bytes:
    """Return the graph that a query made as RDF/XML.

    Raises:
        ExportError: a property or a character that XML cannot express.
        KgError: it cannot be written as RDF 1.1.
    """
    remark = f"<!-- {view.remark} -->\n" if view.remark else ""
    return ("".join(write_rdfxml(statements(result))) + remark).encode()
