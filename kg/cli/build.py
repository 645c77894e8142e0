"""``kg build``: from the annotations to the graph, with a progress bar when it takes a while."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.console import WITHOUT_BUILD, Console
from kg.errors import UsageError

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from kg.build import Summary
    from kg.build.pipeline import Progress, Stage

EXAMPLES: Final = """
kg build                         bring the graph up to date
kg build --force                 make it anew, reusing nothing
kg --project ~/coverage build    the graph of another folder
KG_STORE=/tmp/graph kg build     keep the graph somewhere else
"""

PATIENCE: Final = 1.0
"""Seconds before a progress bar appears."""


def command(
    ctx: typer.Context,
    force: Annotated[
        bool, typer.Option("--force", help="Make the graph anew, reusing nothing.")
    ] = False,
) -> None:
    """Build the graph from the annotations.

    Only articles that changed are compiled again. Until the new graph is complete the old one stays
    in use; whatever stops a build leaves it as it is.
    """
    from kg.build import build

    console = Console.of(ctx)
    if console.no_build:
        raise UsageError("--no-build leaves nothing to do here", fix="leave it out")
    with progress_bar(shown=sys.stderr.isatty() and not console.quiet) as progress:
        summary = build(
            console.project_with_articles(),
            progress=progress,
            notify=console.note,
            force=force,
            without=WITHOUT_BUILD,
        )
    if not console.quiet:
        console.write(report(summary))


def report(summary: "Summary") -> str:
    """Return the summary of a build as the lines that people read."""
    counts = summary.counts
    articles = f"{summary.compiled} compiled, {summary.reused} reused"
    findings = f"{_number(counts.warnings, 'warning')}, {_number(counts.infos, 'remark')}"
    if counts.warnings + counts.infos:
        findings += ": see `kg validate`"
    rows = (
        ("articles", counts.articles, articles),
        ("passages", counts.passages, ""),
        ("claims", counts.claims, ""),
        ("facts", counts.facts, ""),
        ("triples", counts.triples, f"{counts.quads} with each of their supports"),
        ("findings", counts.warnings + counts.infos, findings),
    )
    lines = [f"{name:<9}{number:>7}  {remark}".rstrip() for name, number, remark in rows]
    did = "nothing has changed" if summary.unchanged else "built"
    return "\n".join([*lines, f"{did} ({summary.seconds:.2f} s)", ""])


def _number(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


@contextmanager
def progress_bar(*, shown: bool) -> Iterator["Progress"]:
    """Give a callback for :func:`kg.build.build` that draws a bar on stderr if it takes long.

    Args:
        shown: whether to draw at all.
    """
    bar = _Bar()
    timer = threading.Timer(PATIENCE, bar.appear)
    timer.daemon = True
    if shown:
        timer.start()
    try:
        yield bar.update
    finally:
        timer.cancel()
        if shown:
            timer.join()
        bar.close()


class _Bar:
    """A bar that knows the state of the build before it is drawn; Rich is imported no earlier.

    It is drawn by a timer's thread: a build that sits in one long step calls nobody.
    """

    def __init__(self) -> None:
        self._state = ("starting", 0, 1)
        self._drawn: tuple[RichProgress, TaskID] | None = None

    def update(self, stage: "Stage", done: int, total: int) -> None:
        self._state = (stage.value, done, total)
        self._draw()

    def appear(self) -> None:
        from rich.console import Console as RichConsole
        from rich.progress import Progress as RichProgress

        progress = RichProgress(console=RichConsole(stderr=True), transient=True)
        task = progress.add_task("")
        progress.start()
        self._drawn = progress, task
        self._draw()

    def close(self) -> None:
        if self._drawn:
            self._drawn[0].stop()

    def _draw(self) -> None:
        if self._drawn:
            progress, task = self._drawn
            name, done, total = self._state
            progress.update(task, description=name, completed=done, total=total)
