"""Where something that a module imports is: another module, or what the catalogue beside it names.

Protégé writes and reads ``catalog-v001.xml``; nothing is ever fetched. It exists so that a build
and the reviewers' checklist refuse the same imports, in the same words. May know nothing of what
is imported.
"""

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol
from xml.etree import ElementTree

from pyoxigraph import NamedNode, Triple

from kg.errors import OntologyError, Position, ProjectError
from kg.namespaces import OWL, RDF, local_name
from kg.text.nearest import nearest

CATALOG: Final = "catalog-v001.xml"
"""The name under which Protégé looks for it beside an ontology."""

_HEADER: Final = NamedNode(OWL + "Ontology")
_URI: Final = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_OTHERS: Final = (".owl", ".rdf", ".owx", ".omn", ".ofn")
"""Of files of ontologies that are not Turtle."""


def names_of(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield the IRIs by which the ontology of a file can be imported.

    Args:
        triples: what the file says.
    """
    for triple in triples:
        if triple.predicate.value == OWL + "versionIRI":
            node: object = triple.object
        elif triple.predicate.value == RDF + "type" and triple.object == _HEADER:
            node = triple.subject
        else:
            continue
        if isinstance(node, NamedNode):
            yield node.value


class Importer(Protocol):
    """A file of an ontology that may import others, however it was read."""

    @property
    def shown(self) -> str:
        """Its name in messages."""

    @property
    def triples(self) -> Sequence[Triple]:
        """What it says."""

    def position(self, iri: str, /) -> Position | None:
        """Return where it names ``iri``."""


def refuse_unresolved_imports(
    folder: Path, modules: Sequence[Importer], shown: Callable[[Path], str]
) -> None:
    """Refuse what the modules of a project import and nobody has, and a broken catalogue.

    Args:
        folder: where the modules are, all of them Turtle.
        modules: all of them.
        shown: the name of a file in messages.

    Raises:
        ProjectError: the catalogue cannot be read.
        OntologyError: something that is imported is neither a module, nor a file that the
            catalogue names; or it is a file of the folder that is not Turtle, and so no module;
            or the catalogue does not parse, even where all that is imported is a module.
    """
    # Protégé finds the modules by it, and here nobody else would notice that it is broken.
    _entries(folder, shown)
    known = {iri for module in modules for iri in names_of(module.triples)}
    for module in modules:
        for triple in module.triples:
            iri = triple.object.value if isinstance(triple.object, NamedNode) else ""
            if triple.predicate.value == OWL + "imports" and iri not in known:
                at = module.position(iri)
                other = _not_turtle(iri, folder, shown)
                if other is not None:
                    raise OntologyError(
                        f"{module.shown} imports <{iri}>, which is not there as Turtle",
                        at=at,
                        why=(
                            f"there is {shown(other)}, and the modules of an ontology are its "
                            ".ttl files"
                        ),
                        fix=f"save {other.name} as Turtle, under the name {other.stem}.ttl",
                    )
                find_import(iri, folder, module.shown, at, shown)


def find_import(
    iri: str,
    folder: Path,
    importer: str,
    at: Position | None,
    shown: Callable[[Path], str],
) -> Path:
    """Return the file of something that is imported, whatever its syntax.

    Args:
        iri: what that is.
        folder: where the ontology that imports it is, with its catalogue.
        importer: the name of that ontology in messages.
        at: where it says so.
        shown: the name of a file in messages.

    Raises:
        ProjectError: the catalogue cannot be read.
        OntologyError: the catalogue does not parse, or does not say where a file of it is.
    """
    catalog = folder / CATALOG
    entries = _entries(folder, shown)
    path = folder / entries.get(iri, "")
    if os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where a name is too long
        return path
    raise OntologyError(
        f"{importer} imports <{iri}>, which is not at hand",
        at=at,
        why=(
            f"{shown(catalog)} says that it is {entries[iri]}, and there is no such file"
            if iri in entries
            else f"{shown(catalog)} does not list it, and nothing is ever fetched"
            if catalog.is_file()
            else f"there is no {CATALOG} beside the file, and nothing is ever fetched"
        ),
        fix=f"put a copy beside it and name that in {CATALOG}, or take the import out",
        nearest=nearest(iri, entries.keys() - {iri}),
    )


def _not_turtle(iri: str, folder: Path, shown: Callable[[Path], str]) -> Path | None:
    """Return the file that would be a module, and ``iri``, if it were Turtle; None if none is.

    It is the one that the catalogue names, in whichever syntax, or else one named like the IRI.
    Where there is one of its name in Turtle as well, that is the module.
    """
    named = folder / _entries(folder, shown).get(iri, local_name(iri.rstrip("#/")))
    if named.parent.resolve() != folder.resolve():
        return None
    files = {path.name: path for path in sorted(folder.iterdir())}
    for path in files.values():
        turtle = f"{path.stem}.ttl"
        asked = named.name in (path.name, path.stem, turtle)
        if asked and path.suffix in _OTHERS and turtle not in files:
            return path
    return None


def _entries(folder: Path, shown: Callable[[Path], str]) -> dict[str, str]:
    """Return what the catalogue of a folder lists; nothing where it has none."""
    catalog = folder / CATALOG
    return read_catalog(catalog, shown(catalog)) if catalog.is_file() else {}


def read_catalog(path: Path, shown: str) -> dict[str, str]:
    """Return the file, relative to the catalogue, of each ontology IRI that it lists.

    Raises:
        ProjectError: it cannot be read.
        OntologyError: it is not XML, or has a document type, which might name other files.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{shown} cannot be read: {error.strerror}",
            why="it says where what is imported lies",
            fix="restore the file, or its permissions",
        ) from error
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
        element.get("name", ""): posixpath.join(base, element.get("uri", ""))
        for element, base in _with_bases(root)
        if element.tag == _URI and element.get("name") and element.get("uri")
    }


def _with_bases(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, str]]:
    """Yield every element in order, each with the folder that its addresses are relative to."""
    waiting = [(root, "")]
    while waiting:
        element, outer = waiting.pop()
        # As of any address, what comes after the last slash is a file, and no part of the folder.
        stated = element.get(_BASE, "")
        base = posixpath.join(outer, stated[: stated.rfind("/") + 1])
        yield element, base
        waiting += [(child, base) for child in reversed(element)]
