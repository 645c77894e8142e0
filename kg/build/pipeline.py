"""The quads of a project's graph, stage by stage, each article compiled only where it has changed.

It stands between :mod:`kg.build.stages`, which says what a stage does, and :mod:`kg.build`, which
says what becomes of the result. May know nothing of the store's folder and of earlier graphs.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import pyoxigraph as ox

from kg.build.articles import compile_articles
from kg.build.cache import Cache
from kg.build.counts import count
from kg.build.stages import Background, Stages
from kg.compile import Compiled
from kg.errors import KgError
from kg.namespaces import INFERRED_GRAPH
from kg.project import ArticleFolder, Project
from kg.store import Counts, fingerprint
from kg.store.fingerprint import Input
from kg.validate import Report


class Stage(Enum):
    """What a build does, in this order; the value is for people."""

    READ = "reading the ontology"
    COMPILE = "compiling articles"
    REASON = "reasoning"
    VALIDATE = "validating"
    WRITE = "writing the graph"
    SWITCH = "switching to it"


Progress = Callable[[Stage, int, int], None]
"""Called with a stage, how many of its steps are done and how many there are: at the start of the
stage with none done, then after each step."""


class Moved(Exception):
    """An input changed while it was read."""


@dataclass(frozen=True)
class Graph:
    """A graph that no file holds yet.

    Attributes:
        quads: all of it, the inferred graph included, in no order.
        counts: how much it holds.
        report: what the shapes say of it.
        inputs: fingerprint of the files that it was made from.
        keys: the compiled articles that it consists of, as the cache names them.
        compiled: how many of them were compiled for it.
    """

    quads: list[ox.Quad]
    counts: Counts
    report: Report
    inputs: Mapping[str, Input]
    keys: frozenset[str]
    compiled: int


def make(
    project: Project,
    inputs: Mapping[str, Input],
    *,
    stages: Stages,
    cache: Cache,
    progress: Progress,
    force: bool,
) -> Graph:
    """Return the graph of ``project``.

    Args:
        project: the folders to build from.
        inputs: fingerprint of the project's files.
        stages: what to run.
        cache: compiled articles of earlier builds; those compiled now are added.
        progress: is told of each stage from READ to VALIDATE.
        force: compile every article.

    Raises:
        Moved: a file is not what ``inputs`` says.
        KgError: an input is wrong; the error says which and where.
        Mistakes: several things are wrong in the articles.
        StoreError: a compiled article cannot be kept.
    """
    progress(Stage.READ, 0, 1)
    shared = fingerprint.shared_files(project)
    background = stages.read(project)
    _check_still(shared, inputs)
    progress(Stage.READ, 1, 1)

    folders = project.article_folders()
    shared_digest = fingerprint.digest_of(_part(inputs, shared))
    compiler = _Compiler(stages, cache, inputs, shared_digest, force)
    asserted = compile_articles(_each(folders, progress), background, compiler)

    progress(Stage.REASON, 0, 1)
    graph = ox.NamedNode(INFERRED_GRAPH)
    reasoned = stages.reason(asserted.quads)
    inferred = [
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in reasoned.inferred
    ]
    progress(Stage.REASON, 1, 1)

    progress(Stage.VALIDATE, 0, 1)
    said, positions = asserted.quads, asserted.positions
    report = stages.validate(project, said, positions)
    report += stages.contradictions(project, said, positions, reasoned.inconsistencies, report)
    progress(Stage.VALIDATE, 1, 1)

    settled = fingerprint.take(fingerprint.input_files(project), inputs)
    if fingerprint.changed(inputs, settled):
        raise Moved
    quads = [*said, *inferred]
    return Graph(
        quads=quads,
        counts=count(quads, background.vocabulary, articles=len(folders), report=report),
        report=report,
        inputs=settled,
        keys=frozenset(compiler.keys),
        compiled=compiler.compiled,
    )


@dataclass
class _Compiler:
    """Compiles an article, or takes it from the cache where nothing that it is made of changed.

    Attributes:
        stages: what to run.
        cache: compiled articles of earlier builds; those compiled now are added.
        inputs: fingerprint of the project's files.
        shared: digest of the files that all articles depend on.
        force: compile every article.
        keys: the articles so far, as the cache names them.
        compiled: how many of them were compiled.
    """

    stages: Stages
    cache: Cache
    inputs: Mapping[str, Input]
    shared: str
    force: bool
    keys: set[str] = field(default_factory=set)
    compiled: int = 0

    def __call__(self, folder: ArticleFolder, background: Background) -> Compiled:
        """Return the quads of an article.

        Raises:
            Moved: a file of it is not what the fingerprint says.
            KgError: it is wrong, or cannot be kept.
        """
        files = fingerprint.article_files(folder)
        own = fingerprint.digest_of(_part(self.inputs, files))
        key = hashlib.sha256(f"{self.shared} {own}".encode()).hexdigest()
        shown = Project.shown(folder.annotation)
        article = None if self.force else self.cache.get(key, shown)
        if article is None:
            try:
                article = self.stages.compile(folder, background)
            except KgError:
                # What is wrong with a file that changed meanwhile may be right by now.
                _check_still(files, self.inputs)
                raise
            _check_still(files, self.inputs)
            self.cache.put(key, article)
            self.compiled += 1
        self.keys.add(key)
        return article


def _each(folders: Sequence[ArticleFolder], progress: Progress) -> Iterator[ArticleFolder]:
    progress(Stage.COMPILE, 0, len(folders))
    for done, folder in enumerate(folders, start=1):
        yield folder
        progress(Stage.COMPILE, done, len(folders))


def _part(inputs: Mapping[str, Input], files: Iterable[str]) -> dict[str, Input]:
    return {key: inputs[key] for key in files if key in inputs}


def _check_still(files: Mapping[str, Path], inputs: Mapping[str, Input]) -> None:
    # Before anything is kept under a digest that its content no longer has.
    if fingerprint.changed(_part(inputs, files), fingerprint.take(files, inputs)):
        raise Moved
