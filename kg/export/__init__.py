"""The built graph in a standard syntax: the same graph always gives the same bytes.

Two kinds of document come from the same quads. *Datasets* (N-Quads, TriG) keep the graphs as they
are stored, so the evidence of a triple is the name of its graph. *Documents of one graph* (Turtle,
RDF/XML, N-Triples) are the union of what is asserted, made one ontology that Protégé opens;
Turtle and RDF/XML say the evidence in ``owl:Axiom`` annotations. Each carries a description of
itself (VoID, DCAT) without time stamps.

One module per syntax, and one per thing that is put in or left out. May know nothing of how the
graph is stored or of commands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad

from kg.export.description import describe
from kg.export.evidence import annotate
from kg.export.formats import FORMATS, Format, find_format
from kg.export.lines import write_lines
from kg.export.one import one_ontology
from kg.export.rdfxml import write_rdfxml
from kg.export.text import without_text
from kg.export.trig import write_trig
from kg.export.turtle import write_union
from kg.namespaces import DESCRIPTION_GRAPH, INFERRED_GRAPH
from kg.turtle import Statement

__all__ = ["FORMATS", "Exported", "Format", "export", "find_format"]

_WRITERS: Final[Mapping[str, Callable[[Iterable[Statement]], Iterator[str]]]] = {
    "nquads": write_lines,
    "ntriples": write_lines,
    "rdfxml": write_rdfxml,
    "trig": write_trig,
    "turtle": write_union,
}


@dataclass(frozen=True)
class Exported:
    """A document, and what it holds.

    Attributes:
        data: the document, UTF-8.
        triples: distinct triples of the graph in it, without what the export adds.
        withheld: statements that were left out because they hold the articles' text.
    """

    data: bytes
    triples: int
    withheld: int


def export(
    quads: Iterable[Quad], form: Format, *, text: bool = True, inferred: bool = False
) -> Exported:
    """Return the built graph as a document.

    Args:
        quads: the built graph as it is written (`kg.store.read_quads`); what stands in the default
            graph is ignored, as it is the union of the named ones.
        form: one of `FORMATS`.
        text: whether the articles' text may be in it.
        inferred: whether a document of one graph has the inferred triples too. They are left out
            by default, for a reasoner to derive; a dataset always has them, in their own graph.

    Raises:
        ExportError: the syntax cannot express a term of the graph.
        KgError: the graph is not one that a build writes.
    """
    omitted = {""} if form.dataset or inferred else {"", INFERRED_GRAPH}
    stored = [s for s in map(Statement.of, quads) if s.graph not in omitted]
    kept = stored if text else without_text(stored)
    triples = {statement.triple() for statement in kept}
    description = describe(triples, form)
    document: list[Statement] = []
    if form.dataset:
        document += kept
        document += (s._replace(graph=DESCRIPTION_GRAPH) for s in description)
    else:
        document += one_ontology(triples | description)
    if form.evidence:
        document += annotate(stored, kept, text=text)
    data = "".join(_WRITERS[form.name](document)).encode()
    return Exported(data, len(triples), len(stored) - len(kept))
