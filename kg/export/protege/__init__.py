"""The folder that a reviewer opens in Protégé, with all that it imports.

The ontology's files as they are, the background and each article as ontologies of their own, a file
that imports them all, the catalogue by which Protégé finds them, and a guide. What is inferred is
left out: to see the reasoner derive it is the point. The same graph gives the same bytes.

May know nothing of how the graph is stored or of commands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad

from kg.errors import ExportError
from kg.export.protege.catalog import CATALOG, catalog
from kg.export.protege.documents import REFERENCE, TOP, Documents
from kg.export.protege.folder import MANIFEST, write_package
from kg.export.protege.guide import GUIDE, guide
from kg.export.protege.modules import read_modules
from kg.export.protege.names import Names
from kg.export.protege.support import Supports
from kg.export.spans import read_spans
from kg.export.text import without_text
from kg.namespaces import INFERRED_GRAPH, ONTOLOGY
from kg.turtle import Statement

__all__ = ["CATALOG", "GUIDE", "MANIFEST", "TOP", "Package", "package", "write_package"]

_OWN: Final = frozenset({TOP, REFERENCE, CATALOG, GUIDE, MANIFEST})


@dataclass(frozen=True)
class Package:
    """The files of a package, and what they hold.

    Attributes:
        files: bytes by name; there are no folders in it.
        assertions: how many assertions there are, each with a sentence, in all files together.
        withheld: statements that were left out because they hold the articles' text.
    """

    files: Mapping[str, bytes]
    assertions: int
    withheld: int


def package(quads: Iterable[Quad], schema: Mapping[str, bytes], *, text: bool = True) -> Package:
    """Return the built graph as a package for Protégé.

    Args:
        quads: the built graph as it is written (`kg.store.read_quads`).
        schema: the files of the ontology, without the reference data, by their names.
        text: whether the articles' text may be in it.

    Raises:
        ExportError: a file of the ontology cannot be imported by the others, imports what is not
            there, or has a name that the package needs.
        KgError: the graph is not one that a build writes.
    """
    for name in sorted(_OWN & schema.keys()):
        raise ExportError(
            f"a file of the ontology is called {name}",
            why="the package has a file of its own by that name",
            fix="rename it",
        )
    modules = read_modules(schema)
    stored = [s for s in map(Statement.of, quads) if s.graph]
    inferred = [s for s in stored if s.graph == INFERRED_GRAPH]
    # The files say what the ontology graph says, and tell what stands in which of them.
    given = [s for s in stored if s.graph not in (INFERRED_GRAPH, ONTOLOGY)]
    given += [statement for module in modules for statement in module.statements]
    kept = given if text else without_text(given)
    in_files = {module.file: [s for s in kept if s.graph == module.file] for module in modules}
    asserted = [s for s in kept if s.graph not in in_files]
    names = Names(kept, read_spans(stored), text=text)
    supports = Supports(stored, names, text=text)
    documents = Documents(modules, asserted, names, supports).all()
    listed = [(m.iri, m.file) for m in modules]
    listed += [(m.version, m.file) for m in modules if m.version]
    for header in (document.header for document in documents):
        listed.append((header.iri, header.file))
        if header.version_iri:
            listed.append((header.version_iri, header.file))
    files = {module.file: module.having(in_files[module.file]) for module in modules}
    files |= {document.header.file: document.data for document in documents}
    files[CATALOG] = catalog(listed).encode()
    files[GUIDE] = guide(modules, documents, kept, inferred, names, supports).encode()
    return Package(files, sum(d.assertions for d in documents), len(given) - len(kept))
