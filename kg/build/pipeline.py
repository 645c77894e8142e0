"""The quads of a project's graph, stage by stage, each article compiled only where it has changed.

It stands between :mod:`kg.build.stages`, which says what a stage does, and :mod:`kg.build`, which
says what becomes of the result. May know nothing of the store's folder and of earlier graphs.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.annotation.collector import Collector
from kg.build.cache import Cache
from kg.build.counts import count
from kg.build.stages import Stages
from kg.errors import Position, UnknownEntity
from kg.namespaces import DATA, INFERRED_GRAPH
from kg.project import ArticleFolder, Project
from kg.store import Counts, fingerprint
from kg.store.fingerprint import Input
from kg.text.nearest import nearest
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
    progress(Stage.COMPILE, 0, len(folders))
    shared_digest = fingerprint.digest_of(_part(inputs, shared))
    asserted = dict.fromkeys(background.quads)
    positions: dict[ox.Quad, Position] = {}
    keys: set[str] = set()
    compiled = 0
    mistakes = Collector()
    failed: list[ArticleFolder] = []
    for done, folder in enumerate(folders, start=1):
        files = fingerprint.article_files(folder)
        own_digest = fingerprint.digest_of(_part(inputs, files))
        key = hashlib.sha256(f"{shared_digest} {own_digest}".encode()).hexdigest()
        article = None if force else cache.get(key, project.shown(folder.annotation))
        if article is None:
            article = mistakes.attempt(stages.compile, folder, background)
            _check_still(files, inputs)
            if article:
                cache.put(key, article)
                compiled += 1
        if article:
            keys.add(key)
            asserted |= dict.fromkeys(article.quads)
            positions |= article.positions
        else:
            failed.append(folder)
        progress(Stage.COMPILE, done, len(folders))
    _check_references(asserted, positions, failed, mistakes)
    mistakes.settle()

    progress(Stage.REASON, 0, 1)
    graph = ox.NamedNode(INFERRED_GRAPH)
    reasoned = stages.reason(asserted)
    inferred = [
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in reasoned.inferred
    ]
    progress(Stage.REASON, 1, 1)

    progress(Stage.VALIDATE, 0, 1)
    given = list(asserted)
    report = stages.validate(project, given, positions)
    report += stages.contradictions(project, given, positions, reasoned.inconsistencies, report)
    progress(Stage.VALIDATE, 1, 1)

    settled = fingerprint.take(fingerprint.input_files(project), inputs)
    if fingerprint.changed(inputs, settled):
        raise Moved
    quads = [*asserted, *inferred]
    return Graph(
        quads=quads,
        counts=count(quads, background.vocabulary, articles=len(folders), report=report),
        report=report,
        inputs=settled,
        keys=frozenset(keys),
        compiled=compiled,
    )


def _part(inputs: Mapping[str, Input], files: Iterable[str]) -> dict[str, Input]:
    return {key: inputs[key] for key in files if key in inputs}


def _check_still(files: Mapping[str, Path], inputs: Mapping[str, Input]) -> None:
    # Before anything is kept under a digest that its content no longer has.
    if fingerprint.changed(_part(inputs, files), fingerprint.take(files, inputs)):
        raise Moved


def _check_references(
    asserted: Iterable[ox.Quad],
    positions: Mapping[ox.Quad, Position],
    failed: Iterable[ArticleFolder],
    mistakes: Collector,
) -> None:
    # An article may speak of what another one mints: only here are all of them at hand.
    minted = {quad.subject for quad in asserted}
    # What an article mints that could not be compiled, nobody knows.
    unread = tuple(f"{DATA}{folder.id}/" for folder in failed)

    @cache
    def like(name: str) -> tuple[str, ...]:
        known = (s.value.removeprefix(DATA) for s in minted if isinstance(s, ox.NamedNode))
        return nearest(name, known)

    for quad, at in positions.items():
        target = quad.object
        if not isinstance(target, ox.NamedNode) or target in minted:
            continue
        if target.value.startswith(DATA) and not target.value.startswith(unread):
            name = target.value.removeprefix(DATA)
            mistakes.add(
                UnknownEntity(
                    f"nothing is declared as {name}",
                    at=at,
                    why="the article that would mint it does not",
                    fix="correct the id, or annotate it in its article",
                    nearest=like(name),
                )
            )
