"""From a project's files to a finished generation of its graph: whole or not at all.

It decides when each stage runs, what is reused from earlier builds and when the new graph becomes
the one that counts. What the stages do is not its business: they are imported only where something
has changed, so that a build with nothing to do costs next to nothing.
"""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg import store
from kg.errors import DataFindings, GraphDamaged, KgError, Mistakes, ProjectError
from kg.project import Project
from kg.store import Counts, Generation, fingerprint
from kg.store.fingerprint import Input

if TYPE_CHECKING:
    from kg.build.pipeline import Progress
    from kg.build.stages import Stages
    from kg.validate import Report

CACHE: Final = "compiled"
"""Name of the folder, below the store's, that keeps compiled articles."""

_ATTEMPTS: Final = 3
"""Builds that are begun before giving up on a project whose files change all the time."""

_SHOWN: Final = 10
"""Violations that the message of a refused build lists."""


@dataclass(frozen=True)
class Summary:
    """What a build did.

    Attributes:
        counts: how much the graph holds.
        unchanged: whether the graph was there already, so that nothing was done.
        compiled: articles that were compiled.
        reused: articles that were not, because they are unchanged.
        seconds: how long it took.
    """

    counts: Counts
    unchanged: bool
    compiled: int
    reused: int
    seconds: float


def build(
    project: Project,
    *,
    progress: "Progress" = lambda _stage, _done, _total: None,
    notify: Callable[[str], None] = lambda _message: None,
    force: bool = False,
    without: str = "",
    stages: "Stages | None" = None,
) -> Summary:
    """Bring the graph of ``project`` up to date.

    Until the last moment the graph that was there before is the one that counts; whatever stops the
    build, a killed process included, leaves it as it is.

    Args:
        project: the folders to build from, and the one to build into.
        progress: is told of each stage.
        notify: is told that another build has to end first.
        force: reuse nothing of earlier builds.
        without: how to ask without a build, for the message where this one fails and an earlier
            graph is there.
        stages: what to run instead of Accord's own stages.

    Raises:
        KgError: an input is wrong; the error says which and where.
        DataFindings: there are violations in the data, or contradictions.
        StoreError: the graph cannot be written.
    """
    started = time.perf_counter()

    def summary(counts: Counts, compiled: int, *, unchanged: bool) -> Summary:
        seconds = time.perf_counter() - started
        return Summary(counts, unchanged, compiled, counts.articles - compiled, seconds)

    found = _look(project)
    if found.fresh and not force and (found.recorded or not os.access(project.store, os.W_OK)):
        return summary(found.fresh.counts, 0, unchanged=True)
    from kg.store import writer
    from kg.store.lock import exclusive

    with ExitStack() as held:
        with writer.writing(project.store):
            writer.prepare(project.store)
            path = project.store / writer.LOCK
            held.enter_context(
                exclusive(path, lambda: notify("waiting for another build to end …"))
            )
        # Another process may have built the graph while this one waited.
        found = _look(project)
        if found.fresh and not force:
            # With the times that the files have now, nobody has to read them again.
            writer.switch(project.store, replace(found.fresh, inputs=found.inputs))
            return summary(found.fresh.counts, 0, unchanged=True)
        try:
            counts, compiled = _build(project, found, stages, progress, force=force)
        except KgError as error:
            if without and found.generation:
                _tell(error, f"until then {without} answers from the graph that was there before")
            raise
        return summary(counts, compiled, unchanged=False)


def _tell(error: KgError, until: str) -> None:
    """Add to the last line of a message what can be done before it is heeded."""
    if isinstance(error, Mistakes):
        # Of several only the fix of each is shown, and last of all how many there are.
        error.what = f"{error.what}; {until}"
    error.fix = f"{error.fix}; {until}" if error.fix else until


def why_outdated(project: Project) -> str:
    """Return why the graph of ``project`` has to be built anew; nothing where it need not be."""
    return _look(project).outdated


def ensure_built(project: Project, *, notify: Callable[[str], None], without: str = "") -> None:
    """Build the graph of ``project`` where it is missing, outdated or damaged, and say so.

    Args:
        project: the folders to build from, and the one to build into.
        notify: is told that a build begins, why, and what it made.
        without: as for :func:`build`.

    Raises:
        KgError: as for :func:`build`.
    """
    if outdated := why_outdated(project):
        notify(f"{outdated}: building the graph …")
        summary = build(project, notify=notify, without=without)
        notify(f"built {summary.counts.triples} triples in {summary.seconds:.1f} s")
        if not project.has_articles:
            # Whoever is in the wrong folder would take the answers for those of other articles.
            notify("there is no folder articles/ here: the articles are Accord's own")


@dataclass(frozen=True)
class _State:
    """What is in the store, beside what the project's files are now.

    Attributes:
        generation: the intact generation that counts, if there is one.
        inputs: fingerprint of the project's files.
        outdated: why the graph has to be built anew, for people; empty where it need not be.
    """

    generation: Generation | None
    inputs: Mapping[str, Input]
    outdated: str

    @property
    def fresh(self) -> Generation | None:
        """The generation, where it need not be built anew."""
        return None if self.outdated else self.generation

    @property
    def recorded(self) -> bool:
        """Whether the times of the files are those that the generation has on record."""
        return self.generation is not None and self.generation.inputs == self.inputs


def _look(project: Project) -> _State:
    try:
        found = store.read_generation(project.store)
    except GraphDamaged as damage:
        return _State(None, _take(project, {}), f"{damage.what} ({damage.why})")
    if found is None:
        return _State(None, _take(project, {}), "no graph has been built yet")
    generation, _ = found
    inputs = _take(project, generation.inputs)
    return _State(generation, inputs, _difference(generation.inputs, inputs))


def _take(project: Project, known: Mapping[str, Input]) -> Mapping[str, Input]:
    return fingerprint.take(fingerprint.input_files(project), known)


def _difference(before: Mapping[str, Input], now: Mapping[str, Input]) -> str:
    names = fingerprint.changed(before, now)
    if not names:
        return ""
    first = "Accord itself" if names[0].startswith("kg/") else names[0]
    others = f" and {len(names) - 1} more" if names[1:] else ""
    return f"{first}{others} changed since the graph was built"


def _refuse_violations(report: "Report") -> None:
    from kg.validate import Severity

    violations = report.at_least(Severity.VIOLATION).findings
    if not violations:
        return
    number = "is one violation" if len(violations) == 1 else f"are {len(violations)} violations"
    shown = [f"{finding.at or finding.focus}: {finding.message}" for finding in violations[:_SHOWN]]
    if violations[_SHOWN:]:
        shown.append(f"… and {len(violations) - _SHOWN} more")
    raise DataFindings(
        f"there {number} in the data",
        why="\n       ".join(shown),
        fix="run `kg validate` to see each with its sentence, and mend the annotation",
    )


def _build(
    project: Project, state: _State, stages: "Stages | None", progress: "Progress", *, force: bool
) -> tuple[Counts, int]:
    from kg.build.cache import Cache
    from kg.build.pipeline import Moved, Stage, make
    from kg.build.stages import STAGES
    from kg.store import writer

    cache = Cache(project.store / CACHE)
    inputs = _take(project, {}) if force else state.inputs
    for _ in range(_ATTEMPTS):
        try:
            graph = make(
                project,
                inputs,
                stages=stages or STAGES,
                cache=cache,
                progress=progress,
                force=force,
            )
            break
        except Moved:
            inputs = _take(project, inputs)
    else:
        raise ProjectError(
            "the project's files change while the graph is built from them",
            why=f"{_ATTEMPTS} builds in a row found other files at their end than at their start",
            fix="wait until nothing writes to the project's folders, then build again",
        )
    _refuse_violations(graph.report)

    progress(Stage.WRITE, 0, 1)
    artefact, sha256 = writer.write_artefact(project.store, store.canonical(graph.quads))
    # Readers may be about to open the artefact that counts until the switch.
    old = {state.generation.artefact} if state.generation else set()
    writer.prune(project.store, keep={artefact, *old})
    cache.prune(keep=graph.keys)
    progress(Stage.WRITE, 1, 1)

    progress(Stage.SWITCH, 0, 1)
    writer.switch(project.store, Generation(artefact, sha256, graph.inputs, graph.counts))
    progress(Stage.SWITCH, 1, 1)
    return graph.counts, graph.compiled
