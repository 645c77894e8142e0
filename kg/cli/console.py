"""What a command may know of the world around it: the project, the terminal, where output goes.

Commands get it with :meth:`Console.of`; it may know nothing of any single command.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from kg.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph

    # A type only: Typer's own name for the base of typer.Context.
    from typer._click import Context

    from kg.store import Snapshot

T = TypeVar("T")

WITHOUT_BUILD = "`kg --no-build …`"
"""How a message says to answer from the graph that is there."""

NARROWEST = 80
"""Columns that every table must be readable in, and the width where there is no terminal."""


@dataclass(frozen=True)
class Console:
    """The global options, and the two streams."""

    folder: Path | None = None
    quiet: bool = False
    no_build: bool = False

    @classmethod
    def of(cls, ctx: "Context") -> "Console":
        """Return the console of the running command.

        It reads the global options themselves, so that it is there during shell completion too,
        when no callback runs.
        """
        options = ctx.find_root().params
        return cls(
            folder=options.get("project"),
            quiet=bool(options.get("quiet")),
            no_build=bool(options.get("no_build")),
        )

    def project(self) -> Project:
        """Return the project that ``--project`` or the working directory names.

        Raises:
            ProjectError: the folder does not exist.
        """
        return Project.find(self.folder)

    def project_with_articles(self) -> Project:
        """Return the same, for a command that reads articles: those of the folder that is named.

        Raises:
            ProjectError: the folder does not exist, or has no articles.
        """
        return Project.find_named(self.folder)

    def graph(self) -> "pyoxigraph.Store":
        """Return the graph, built first (with a note) where that is needed, as :meth:`built` says.

        Raises:
            KgError: the project cannot be built, or the graph cannot be read.
        """
        from kg.store import open_graph

        return open_graph(self.built())

    def snapshot(self) -> "Snapshot":
        """Return the same, as a file for another process to load.

        Raises:
            KgError: the project cannot be built.
        """
        from kg.store import newest

        return newest(self.built())

    def built(self) -> Project:
        """Return the project with a graph that is built, and not outdated but for ``--no-build``.

        Raises:
            KgError: the project cannot be built, or has no graph where none is to be built.
        """
        from kg.build import ensure_built, why_outdated

        project = self.project_with_articles()
        if not self.no_build:
            ensure_built(project, notify=self.note, without=WITHOUT_BUILD)
        elif why := why_outdated(project):
            from kg.store import newest

            newest(project)
            self.note(f"{why}: the answer is from before")
        return project

    def note(self, message: str) -> None:
        """Say something on stderr that is not the result; ``--quiet`` drops it."""
        if not self.quiet:
            print(message, file=sys.stderr, flush=True)

    def warn(self, message: str) -> None:
        """Say something on stderr without which the result would be misread."""
        print(message, file=sys.stderr, flush=True)

    def write(self, result: str | bytes, output: Path | None = None) -> None:
        """Write a command's result to ``output``, or to stdout, as UTF-8 whatever the locale.

        A file appears whole or not at all: what stood there stays until the new one is complete.

        Raises:
            KgError: the file cannot be written.
            OSError: stdout cannot be written.
        """
        self.write_all((result,), output)

    def write_all(self, parts: "Iterable[str | bytes]", output: Path | None = None) -> None:
        """Write a result that comes in parts, as :meth:`write` does; stdout has each at once.

        Raises:
            KgError: the file cannot be written.
            OSError: stdout cannot be written.
        """
        chunks = (part.encode() if isinstance(part, str) else part for part in parts)
        if output is None:
            sys.stdout.flush()
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
            return
        from kg.files import write_atomically

        write_atomically(output, chunks)

    def width(self) -> int:
        """Return the columns that a table may use: the terminal's, and never fewer than 80."""
        if not sys.stdout.isatty():
            return NARROWEST
        return max(NARROWEST, shutil.get_terminal_size((NARROWEST, 24)).columns)

    def colour(self) -> bool:
        """Whether stdout takes colours: a terminal, and neither ``NO_COLOR`` nor ``TERM=dumb``."""
        return (
            sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )


def interruptible(work: "Callable[[], T]") -> "T":
    """Do ``work`` in a thread of its own and return its result, so that Ctrl-C ends the wait.

    The engine does not look for signals while it evaluates a query. Its results may be read in one
    thread only, so ``work`` is the whole way from the query to its bytes.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def worker() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the waiting thread
            errors.append(error)

    thread = Thread(target=worker, daemon=True)
    thread.start()
    thread.join()
    for error in errors:
        raise error
    return results[0]
