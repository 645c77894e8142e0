"""The catalogue by which Protégé finds each import in the folder itself.

An XML Catalog of OASIS, of which Protégé reads the ``uri`` entries
(https://www.oasis-open.org/committees/entity/spec-2001-08-06.html). May know nothing of what the
files hold.
"""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import quoteattr

CATALOG: Final = "catalog-v001.xml"
"""The name by which Protégé knows it."""


def catalog(files: Iterable[tuple[str, str]]) -> str:
    """Return the catalogue of pairs of an ontology's IRI and the name of its file."""
    entries = "".join(
        f'  <uri id="accord-{number}" name={quoteattr(iri)} uri={quoteattr(file)}/>\n'
        for number, (iri, file) in enumerate(sorted(files), 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n'
        f"{entries}"
        "</catalog>\n"
    )
