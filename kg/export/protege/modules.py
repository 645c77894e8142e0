"""The ontology's files as a package carries them: as they say it, or without the articles' text.

What imports what is read from their headers, for a package has to be whole: nothing is fetched
when it is opened. May know nothing of data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ExportError
from kg.namespaces import OWL, PREFIXES
from kg.text.nearest import nearest
from kg.turtle import TYPE, Graph, Statement, arrange, spell_out, write_turtle

_ONTOLOGY: Final = NamedNode(OWL + "Ontology")
_IMPORTS: Final = NamedNode(OWL + "imports")
_VERSION: Final = NamedNode(OWL + "versionIRI")


@dataclass(frozen=True)
class Module:
    """A file of the ontology.

    Attributes:
        file: its name.
        data: its bytes.
        statements: what it says, in a graph that is called like the file.
        iri: of the ontology that its header declares.
        version: IRI of the version; empty where it has none.
        imports: IRIs of the ontologies that it imports, sorted.
    """

    file: str
    data: bytes
    statements: tuple[Statement, ...]
    iri: str
    version: str
    imports: tuple[str, ...]

    def header(self) -> list[Statement]:
        """Return what the file says of the ontology."""
        return [s for s in self.statements if s.subject == NamedNode(self.iri)]

    def having(self, kept: Iterable[Statement]) -> bytes:
        """Return the file, or one with ``kept`` only where that is less.

        The file is as it was written, but for escapes in strings that the OWL API misreads.
        """
        left = list(kept)
        if len(left) == len(self.statements):
            return spell_out(self.data.decode()).encode()
        graph = Graph.canonical(s.triple() for s in left)
        return "".join(write_turtle(graph, arrange(graph), PREFIXES)).encode()


def read_modules(files: Mapping[str, bytes]) -> list[Module]:
    """Return the ontology's files, sorted by name.

    Args:
        files: their bytes, which are Turtle, by their names.

    Raises:
        ExportError: a file has no header of its own, or imports what is not among them.
    """
    modules = [_read(file, data) for file, data in sorted(files.items())]
    known: dict[str, str] = {}
    for module in modules:
        for iri in {module.iri, module.version} - {""}:
            if iri in known:
                raise ExportError(
                    f"{known[iri]} and {module.file} are both the ontology <{iri}>",
                    why="what imports it would get one of them only",
                    fix="give each file an IRI of its own",
                )
            known[iri] = module.file
    for module in modules:
        for iri in module.imports:
            if iri not in known:
                raise ExportError(
                    f"{module.file} imports <{iri}>, which is not a file of the ontology",
                    why="a package resolves every import by itself, and nothing is ever fetched",
                    fix="put a copy into the folder of the ontology, or take the import out",
                    nearest=nearest(iri, known),
                )
    return modules


def roots(modules: Sequence[Module]) -> list[str]:
    """Return the IRIs of the modules that no other one imports, sorted."""
    imported = {iri for module in modules for iri in module.imports if iri != module.iri}
    return sorted(m.iri for m in modules if imported.isdisjoint({m.iri, m.version}))


def _read(file: str, data: bytes) -> Module:
    statements = tuple(
        Statement.of(quad)._replace(graph=file) for quad in parse(data, format=RdfFormat.TURTLE)
    )
    headers = sorted(
        s.subject.value
        for s in statements
        if s.predicate == TYPE and s.object == _ONTOLOGY and isinstance(s.subject, NamedNode)
    )
    if len(headers) != 1:
        raise ExportError(
            f"{file} declares {len(headers)} ontologies",
            why="a file is imported by the IRI of the one ontology that it holds",
            fix="give the file one header: <IRI> a owl:Ontology",
        )
    (iri,) = headers

    def said(predicate: NamedNode) -> tuple[str, ...]:
        found = (s for s in statements if s.predicate == predicate and s.subject.value == iri)
        return tuple(sorted(s.object.value for s in found))

    return Module(file, data, statements, iri, "".join(said(_VERSION)[:1]), said(_IMPORTS))
