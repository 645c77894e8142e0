"""Whether data look as the shapes say: SHACL on what is asserted, with a sentence for each finding.

Only asserted triples are checked, with the class hierarchy and nothing else that is inferred: an
inferred type would hide a wrong one. May know nothing of builds, stores or commands.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.annotation.article import read_article
from kg.errors import Position
from kg.namespaces import ONTOLOGY, TERMS
from kg.project import Project
from kg.validate.datagraph import data_graph
from kg.validate.findings import Finding, Path, Report, Sentence, Severity
from kg.validate.shapes import Shapes, load_shapes
from kg.validate.source import Sources

if TYPE_CHECKING:
    from kg.validate.engine import Result

__all__ = ["Finding", "Path", "Report", "Sentence", "Severity", "check", "sources_of", "validate"]

_ARTICLE_ID = NamedNode(TERMS + "articleId")


def validate(project: Project, quads: Sequence[Quad], positions: Mapping[Quad, Position]) -> Report:
    """Return what the project's shapes say of a graph.

    Args:
        project: the folders with the shapes, the reference data and the articles' texts.
        quads: all that is asserted: ontology, reference data, articles and passages.
        positions: the place of each quad that an annotation says.

    Raises:
        ProjectError: a file cannot be read.
        ArticleError: the text of an article cannot be read.
        OntologyError: the shapes are wrong.
    """
    ontology = (quad.triple for quad in quads if quad.graph_name == NamedNode(ONTOLOGY))
    shapes = load_shapes(project, ontology)
    sources = sources_of(project, quads, positions)
    return check(shapes, quads, sources.texts, sources)


def sources_of(
    project: Project, quads: Sequence[Quad], positions: Mapping[Quad, Position]
) -> Sources:
    """Return where the quads of ``project`` come from, with the articles' texts.

    Args:
        project: the folders with the reference data and the articles' texts.
        quads: all that is asserted.
        positions: the place of each quad that an annotation says.

    Raises:
        ProjectError: a file cannot be read.
        ArticleError: the text of an article cannot be read.
    """
    files = [path for path in (project.register, project.reference) if path.exists()]
    named = ((path, project.shown(path)) for path in files)
    return Sources(quads, positions, _texts(project, quads), named)


def check(
    shapes: Shapes, quads: Sequence[Quad], texts: Mapping[str, str], sources: Sources
) -> Report:
    """Return what ``shapes`` say of a graph.

    Args:
        shapes: the checked shapes.
        quads: all that is asserted.
        texts: the text of articles, by IRI.
        sources: where the quads come from.

    Raises:
        OntologyError: the engine refuses the shapes.
    """
    from kg.validate.engine import Engine

    results = Engine(shapes.triples).run(data_graph(quads, texts))
    findings = {_finding(result, shapes, sources) for result in results}
    return Report(tuple(sorted(findings, key=Finding.order)))


def _finding(result: "Result", shapes: Shapes, sources: Sources) -> Finding:
    path = None if result.path is None else shapes.path(result.path)
    quads = sources.quads(result.focus, path.properties if path else (), result.value)
    return Finding(
        severity=Severity(result.severity),
        shape=result.shape,
        component=result.component,
        constraint=result.constraint,
        message=shapes.message(*filter(None, (result.constraint, result.shape))),
        focus=result.focus,
        path=path,
        value=result.value,
        at=sources.position(result.focus, quads),
        article=sources.article(quads),
        sentences=sources.sentences(result.focus, quads),
    )


def _texts(project: Project, quads: Iterable[Quad]) -> dict[str, str]:
    ids = {
        quad.object.value: quad.subject.value
        for quad in quads
        if quad.predicate == _ARTICLE_ID
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
    }
    return {
        ids[folder.id]: read_article(folder.text, project.shown(folder.text)).text
        for folder in project.article_folders()
        if folder.id in ids
    }
