"""The stages of a build, as functions: what each one reads and what it hands to the next.

They stand apart from :mod:`kg.build`, which says when each one runs and what becomes of its result.
May know nothing of the store, of caches and of earlier builds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.annotation import read_annotation
from kg.build.contradictions import contradictions
from kg.compile import Compiled, compile_annotation
from kg.errors import Position
from kg.namespaces import ONTOLOGY, REFERENCE_GRAPH
from kg.project import ArticleFolder, Project
from kg.reason import Inconsistency, Reasoned, reason
from kg.validate import Report, validate
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.vocabulary.register import Register, load_register
from kg.vocabulary.turtlefile import read_turtle


@dataclass(frozen=True)
class Background:
    """What all articles share.

    Attributes:
        vocabulary: what an annotation may say.
        register: the entities that annotations refer to.
        quads: the ontology graph and the reference graph, sorted; blank nodes carry canonical
            labels.
    """

    vocabulary: Vocabulary
    register: Register
    quads: tuple[ox.Quad, ...]


@dataclass(frozen=True)
class Stages:
    """The stages in their order.

    Attributes:
        read: the project's ontology, shapes and register.
        compile: one article.
        reason: what the quads entail, and what cannot be.
        validate: what the shapes say of the asserted quads, which come with their positions.
        contradictions: what cannot be, as findings.
    """

    read: Callable[[Project], Background]
    compile: Callable[[ArticleFolder, Background], Compiled]
    reason: Callable[[Iterable[ox.Quad]], Reasoned]
    validate: Callable[[Project, Sequence[ox.Quad], Mapping[ox.Quad, Position]], Report]
    contradictions: Callable[
        [Project, Sequence[ox.Quad], Mapping[ox.Quad, Position], Iterable[Inconsistency], Report],
        Report,
    ]


def read_background(project: Project) -> Background:
    """Return what all articles of ``project`` share.

    Raises:
        ProjectError: a file cannot be read.
        OntologyError: the ontology, the shapes, the reference data or the register are wrong.
    """
    vocabulary = load_vocabulary(project)
    register = load_register(project, vocabulary)
    reference = [path for path in (project.reference, project.register) if path.exists()]
    quads = ox.Dataset()
    for graph, paths in (
        (ox.NamedNode(ONTOLOGY), project.ontology_modules()),
        (ox.NamedNode(REFERENCE_GRAPH), reference),
    ):
        for path in paths:
            for triple in read_turtle(path, project.shown(path)):
                quads.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    # A dataset has no order of its own, and where several explanations are as short as each other,
    # the order of the quads decides.
    return Background(vocabulary, register, tuple(sorted(quads, key=str)))


def compile_article(folder: ArticleFolder, background: Background) -> Compiled:
    """Return the quads of one article.

    Raises:
        ArticleError: its text is missing, is not text, or is not what was annotated.
        AnnotationError: its annotation is wrong.
        Mistakes: several of these.
    """
    annotation = read_annotation(folder, background.vocabulary, background.register)
    return compile_annotation(annotation, background.vocabulary)


STAGES = Stages(
    read=read_background,
    compile=compile_article,
    reason=reason,
    validate=validate,
    contradictions=contradictions,
)
"""What ``kg build`` runs."""
