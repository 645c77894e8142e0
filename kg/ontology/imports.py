"""What an ontology imports, found through ``catalog-v001.xml`` as Protégé does, never fetched.

May know nothing of what the ontologies say.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.namespaces import OWL
from kg.ontology.document import Document, read_document
from kg.vocabulary.imports import find_import, names_of


def read_closure(paths: Iterable[Path], shown: Callable[[Path], str]) -> list[Document]:
    """Return the documents of ``paths``, in this order, then of all that they import.

    Args:
        paths: the files to begin with.
        shown: the name of a file in messages.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file or a catalogue does not parse, or does not say where something that
            is imported can be found.
    """
    return with_imports([read_document(path, shown(path)) for path in paths], shown)


def with_imports(first: Iterable[Document], shown: Callable[[Path], str]) -> list[Document]:
    """Return the documents of ``first``, in this order, then of all that they import.

    An ontology that imports itself, directly or not, is legal OWL and read once.

    Args:
        first: the documents to begin with.
        shown: the name of a file in messages.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: a file or a catalogue does not parse, or does not say where something that
            is imported can be found.
    """
    documents = {document.path.resolve(): document for document in first}
    known = {iri for document in documents.values() for iri in names_of(document.triples)}
    waiting = list(documents.values())
    while waiting:
        importer = waiting.pop(0)
        for iri in importer.objects(OWL + "imports"):
            if iri in known:
                continue
            folder = importer.path.resolve().parent
            path = find_import(iri, folder, importer.shown, importer.position(iri), shown)
            known.add(iri)
            if path.resolve() not in documents:
                document = read_document(path, shown(path))
                documents[path.resolve()] = document
                known.update(names_of(document.triples))
                waiting.append(document)
    return list(documents.values())
