"""A file of an ontology: its triples, and the place of each term in its text.

The files are those that people edit, in Turtle, and those that Protégé saves, in RDF/XML. May know
nothing of what the triples mean.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import OntologyError, Position, ProjectError
from kg.namespaces import OWL, RDF
from kg.text import BYTE_ORDER_MARK, line_column
from kg.utf8 import decode

SUFFIXES: Final = (".ttl", ".owl", ".rdf")
"""Of the files that a folder of ontologies is made of."""

_TURTLE: Final = "Turtle"
_RDF_XML: Final = "RDF/XML"
_BEFORE: Final = r"(?:\s|#[^\n]*(?:\n|\Z))*"
# Each part is atomic: a comment that could also reach to the end of the next would be tried so.
_XML_BEFORE: Final = r"(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+"
# What begins like this is not Turtle.
_BEGINNINGS: Final = {
    "OWL/XML": re.compile(rf"{_XML_BEFORE}<(?:[\w.-]+:)?Ontology\s", re.DOTALL),
    "OWL functional syntax": re.compile(rf"{_BEFORE}(?:Prefix|Ontology)\s*\("),
    "Manchester syntax": re.compile(rf"{_BEFORE}(?:Prefix|Ontology):\s"),
    "JSON-LD": re.compile(r"\s*(?:\[\s*)?\{"),
    "OBO": re.compile(r"\s*format-version:"),
    _RDF_XML: re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|rdf:RDF)"),
}
_FORMATS: Final = {_TURTLE: RdfFormat.TURTLE, _RDF_XML: RdfFormat.RDF_XML}
_PLACE: Final = re.compile(r"^Parser error .*?: (?=\S)")


@dataclass(frozen=True)
class Document:
    """A file.

    Attributes:
        path: where it is.
        shown: its name in messages.
        text: its characters.
        triples: what it says; labels of blank nodes are its own.
        prefixes: prefix to namespace, as the file declares them.
    """

    path: Path
    shown: str
    text: str
    triples: tuple[Triple, ...]
    prefixes: Mapping[str, str]

    @property
    def uri(self) -> str:
        """The file as an IRI."""
        return self.path.resolve().as_uri()

    def objects(self, predicate: str) -> list[str]:
        """Return the IRIs that are objects of ``predicate``, sorted."""
        return sorted(
            triple.object.value
            for triple in self.triples
            if triple.predicate.value == predicate and isinstance(triple.object, NamedNode)
        )

    def ontologies(self) -> list[str]:
        """Return the IRIs of the ontologies that the file is the document of."""
        return sorted(
            triple.subject.value
            for triple in self.triples
            if triple.predicate.value == RDF + "type"
            and triple.object == NamedNode(OWL + "Ontology")
            and isinstance(triple.subject, NamedNode)
        )

    def position(self, iri: str) -> Position | None:
        """Return where the file describes ``iri``, or else first names it; None if it does not."""
        return position(iri, self.text, self.shown, self.prefixes)


def position(iri: str, text: str, shown: str, prefixes: Mapping[str, str]) -> Position | None:
    """Return where ``text`` describes ``iri``, or else first names it; None if it does not.

    Args:
        iri: what to look for.
        text: Turtle, RDF/XML or SPARQL.
        shown: the name of its file in messages.
        prefixes: prefix to namespace.
    """
    written = [rf"<{re.escape(iri)}>", rf'"{re.escape(iri)}"', rf'"#{re.escape(_fragment(iri))}"']
    written += [
        rf"(?<![\w:-]){prefix}:{re.escape(iri[len(namespace) :])}(?![\w-])"
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace) and len(iri) > len(namespace)
    ]
    name = "|".join(written)
    for pattern in (rf"^(?:{name})\s", rf"rdf:(?:about|ID)=(?:{name})", name):
        found = re.search(pattern, text, re.MULTILINE)
        if found:
            return Position(shown, *line_column(text, found.start()))
    return None


def syntax_of(text: str) -> str:
    """Return the name of the syntax in which an ontology seems to be: Turtle if of no other."""
    text = text.removeprefix(BYTE_ORDER_MARK)
    return next((name for name, begin in _BEGINNINGS.items() if begin.match(text)), _TURTLE)


def _fragment(iri: str) -> str:
    return iri.partition("#")[2] or iri


def read_document(path: Path, shown: str) -> Document:
    """Read a file, whose content says whether it is Turtle or RDF/XML.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        ProjectError: it cannot be read.
        OntologyError: it is neither Turtle nor RDF/XML in UTF-8; the error has the place.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{shown} cannot be read: {error.strerror}",
            fix="name a file of an ontology that exists and that you may read",
        ) from error
    return parse_document(data, path, shown)


def parse_document(data: bytes, path: Path, shown: str) -> Document:
    """Return the document that ``data`` is.

    Args:
        data: the content of a file.
        path: where that is.
        shown: its name in messages.

    Raises:
        OntologyError: it is neither Turtle nor RDF/XML in UTF-8; the error has the place.
    """
    text = decode(data, shown, OntologyError)
    syntax = syntax_of(text)
    if syntax not in _FORMATS:
        raise OntologyError(
            f"{shown} is in {syntax}",
            at=Position(shown, 1),
            why=f"an ontology is read from {_TURTLE} or {_RDF_XML}",
            fix=f"save it as one of these; in Protégé: File › Save as…, {_TURTLE} Syntax",
        )
    parser = parse(text, format=_FORMATS[syntax], rename_blank_nodes=True)
    try:
        triples = tuple(dict.fromkeys(quad.triple for quad in parser))
    except SyntaxError as error:
        raise OntologyError(
            f"{shown} is not {syntax}: {_PLACE.sub('', error.msg)}",
            at=Position(shown, error.lineno or 1, error.offset or 1),
            why=f"an ontology is read from {_TURTLE} or {_RDF_XML}",
            fix=f"mend the syntax at this place, or save it as {_TURTLE}",
        ) from error
    return Document(path, shown, text, triples, dict(parser.prefixes))
