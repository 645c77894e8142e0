"""What an ontology imports, found through ``catalog-v001.xml`` as Protégé does, never fetched.

May know nothing of what the ontologies say.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from kg.errors import OntologyError, Position
from kg.namespaces import OWL
from kg.ontology.document import Document, read_document
from kg.text.nearest import nearest

CATALOG: Final = "catalog-v001.xml"
"""The name under which Protégé looks for it beside an ontology."""

_URI: Final = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"


def read_closure(paths: Iterable[Path], shown: Callable[[Path], str]) -> list[Document]:
    """Return the documents of ``paths``, in this order, then of all that they import.

    An ontology that imports itself, directly or not, is legal OWL and read once.

    Args:
        paths: the files to begin with.
        shown: the name of a file in messages.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file or a catalogue does not parse, or does not say where something that
            is imported can be found.
    """
    documents = {path.resolve(): read_document(path, shown(path)) for path in paths}
    known = {iri for document in documents.values() for iri in document.ontologies()}
    waiting = list(documents.values())
    while waiting:
        importer = waiting.pop(0)
        for iri in importer.objects(OWL + "imports"):
            if iri in known:
                continue
            path = _find(iri, importer, shown)
            known.add(iri)
            if path.resolve() not in documents:
                document = read_document(path, shown(path))
                documents[path.resolve()] = document
                known.update(document.ontologies())
                waiting.append(document)
    return list(documents.values())


def _find(iri: str, importer: Document, shown: Callable[[Path], str]) -> Path:
    folder = importer.path.resolve().parent
    catalog = folder / CATALOG
    entries = read_catalog(catalog, shown(catalog)) if catalog.is_file() else {}
    path = folder / entries[iri] if iri in entries else None
    if path is not None and path.is_file():
        return path
    raise OntologyError(
        f"{importer.shown} imports <{iri}>, which is not at hand",
        at=importer.position(iri),
        why=(
            f"{shown(catalog)} says that it is {entries[iri]}, and there is no such file"
            if path is not None
            else f"{shown(catalog)} does not list it, and nothing is ever fetched"
            if catalog.is_file()
            else f"there is no {CATALOG} beside the file, and nothing is ever fetched"
        ),
        fix=f"put a copy beside it and name that in {CATALOG}, or take the import out",
        nearest=nearest(iri, entries),
    )


def read_catalog(path: Path, shown: str) -> dict[str, str]:
    """Return the file, relative to the catalogue, of each ontology IRI that it lists.

    Raises:
        OntologyError: it is not XML, or has a document type, which might name other files.
    """
    data = path.read_bytes()
    if b"<!DOCTYPE" in data:
        raise OntologyError(
            f"{shown} has a document type",
            at=Position(shown, 1),
            why="a catalogue needs none, and one can name other files or fill the memory",
            fix="take <!DOCTYPE …> out",
        )
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - no document type, so no entities
    except ElementTree.ParseError as error:
        line, column = error.position
        raise OntologyError(
            f"{shown} is not XML: {error.msg.partition(': ')[0]}",
            at=Position(shown, line, column + 1),
            fix="mend it, or let Protégé write it anew",
        ) from error
    return {
        element.get("name", ""): element.get("uri", "")
        for element in root.iter(_URI)
        if element.get("name") and element.get("uri")
    }
