"""The examples of the documentation: found, run, compared and written anew.

Every block

    ```console
    $ kg …

of ``README.md``, ``docs/commands/*.md`` and the pages of ``docs/`` that ask a server (also one that
first makes a file: ``$ printf … > f``) is run line by line in a copy of the repository's project,
in which the blocks of one page follow upon each other; what a command writes to stdout and stderr
must be what stands below it. The graph is built beforehand, unless the first command of the page
is ``kg build``.

Blocks ``$ curl … http://127.0.0.1:8000/…`` ask the server that ``$ kg serve …`` has started further
up on the page, or else one with the settings that it has by default. It listens on a free port, and
the pages show 8000 for it.

What ``docs/serving.md`` says of the settings is a table of :func:`kg.limits.settings`.

An ellipsis stands for what differs from run to run or from machine to machine (times, paths): ``…``
within a line is any characters of that line, a line with ``…`` alone is any lines.

``python -m tests.docs_examples`` writes the output of today into the pages, and the pages of
``docs/articles/``; ellipses stay where they still fit.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.limits import settings
from tests.serving import NotStarted, Server, environment, started

ROOT: Final = Path(__file__).parent.parent
_ASKING: Final = [
    path for path in sorted((ROOT / "docs").glob("*.md")) if "\n$ curl " in path.read_text("utf-8")
]
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs" / "commands").glob("*.md")), *_ASKING)
ARTICLES: Final = tuple(sorted((ROOT / "docs" / "articles").glob("*.md")))

_BLOCK: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RUN: Final = ("$ kg ", "$ printf ", "$ curl ")
_SERVE: Final = re.compile(r"kg serve(?!.* --help)")
_SHOWN_ADDRESS: Final = "http://127.0.0.1:8000/"
_SETTINGS: Final = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)
_WRITTEN_BY: Final = re.compile(r"<!-- Written by `(kg article [^`]*)`")
_ANY_LINES: Final = "…"


@dataclass(frozen=True)
class Example:
    """A command line and what it prints, as a page shows them."""

    command: str
    output: str


def examples(page: str) -> list[Example]:
    """Return the examples of a page, in order."""
    blocks = (block[1] for block in _BLOCK.finditer(page))
    return [one for block in blocks if block.startswith(_RUN) for one in _in_block(block)]


def _in_block(block: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command: list[str] = []
        lines = part.splitlines(keepends=True)
        while not command or command[-1].endswith("\\\n"):
            command.append(lines.pop(0))
        yield Example("".join(command).rstrip("\n"), "".join(lines))


def fits(shown: str, printed: str) -> bool:
    """Return whether a page shows what was printed, but for what an ellipsis leaves out."""
    pattern = ""
    for line in shown.splitlines():
        if line.strip() == _ANY_LINES:
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(map(re.escape, line.split("…"))) + r"\n"
    return re.fullmatch(pattern, printed) is not None


@dataclass(frozen=True)
class Snapshot:
    """A copy of the checkout, in which nothing changes while the pages are run.

    Attributes:
        root: has the package, and a project with its graph.
        bin: has a ``kg`` that is this package's, whatever else is installed.
    """

    root: Path
    bin: Path

    @classmethod
    def take(cls, folder: Path) -> "Snapshot":
        """Copy the checkout into ``folder``, which is empty, and build its graph."""
        root, bin_ = folder / "checkout", folder / "bin"
        for name in ("articles", "kg", "ontology", "queries", "shapes"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        bin_.mkdir()
        script = bin_ / "kg"
        code = "import sys; from kg.cli import main; sys.exit(main())"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n', "utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        taken = cls(root, bin_)
        taken.run("kg --quiet build", root)
        return taken

    def project(self, page: str, folder: Path) -> Path:
        """Copy the project into ``folder`` for the examples of a page, and return the copy."""
        copy = folder / "project"
        shutil.copytree(self.root, copy, ignore=shutil.ignore_patterns("kg"))
        first = next(iter(examples(page)), None)
        if first and first.command.startswith("kg build"):
            shutil.rmtree(copy / ".accord")
        return copy

    @contextmanager
    def session(self, project: Path) -> "Iterator[Session]":
        """Return what runs the examples of a page, and ends the server that they ask."""
        with ExitStack() as servers:
            yield Session(self, project, servers)

    def run(self, command: str, project: Path) -> str:
        """Return what a command prints, stdout and stderr as a reader sees them."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=project,
            env=self.environment(project),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    def environment(self, project: Path) -> dict[str, str]:
        """Return the environment of commands: this package's ``kg``, and no settings of a user."""
        # As on a terminal, curl shows no progress.
        (project.parent / ".curlrc").write_text("silent\nshow-error\n", "utf-8")
        return environment() | {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.root),
            "HOME": str(project.parent),
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "127.0.0.1",
        }


@dataclass
class Session:
    """The examples of a page as they are run, one after the other.

    Attributes:
        snapshot: whose ``kg`` it is.
        project: in which they are run.
        servers: closed before another is started, and at the end.
        server: that ``curl`` asks, once there is one.
    """

    snapshot: Snapshot
    project: Path
    servers: ExitStack
    server: Server | None = None

    def run(self, command: str) -> str:
        """Return what a command prints, or what a server says until it is ready."""
        if _SERVE.match(command):
            try:
                server = self._serve(command)
            except NotStarted as error:
                return error.said
            return server.log.replace(server.url, _SHOWN_ADDRESS)
        if not command.startswith("curl "):
            return self.snapshot.run(command, self.project)
        server = self.server or self._serve("kg serve")
        printed = self.snapshot.run(command.replace(_SHOWN_ADDRESS, server.url), self.project)
        # A page cannot show that the last line does not end.
        return re.sub(r"(?<=[^\n])\Z", "\n", printed.replace(server.url, _SHOWN_ADDRESS))

    def _serve(self, command: str) -> Server:
        self.servers.close()
        words = ("bash", "-c", f"exec {command} --port 0")
        env = self.snapshot.environment(self.project)
        self.server = self.servers.enter_context(started(words, self.project, env))
        return self.server


# ---------------------------------------------------------------- writing pages anew


def updated(page: str, session: Session) -> str:
    """Return a page with what its commands print today."""

    def block(found: re.Match[str]) -> str:
        if not found[1].startswith(_RUN):
            return found[0]
        parts = [
            f"$ {one.command}\n{merged(one.output, session.run(one.command))}"
            for one in _in_block(found[1])
        ]
        return f"```console\n{''.join(parts)}```"

    return with_settings(_BLOCK.sub(block, page))


def with_settings(page: str) -> str:
    """Return a page with the settings as they are today, if it has a place for them."""
    return _SETTINGS.sub(lambda _: settings_table(), page)


def settings_table() -> str:
    """Return the settings in Markdown."""
    rows = (f"| `{one.name}` | {one.default} | {one.unit} | {one.about} |\n" for one in settings())
    return "".join(("| setting | default | unit | limits |\n| --- | --: | --- | --- |\n", *rows))


def merged(shown: str, printed: str) -> str:
    """Return what was printed, with the ellipses that a page shows where they still fit."""
    if shown.strip() and fits(shown, printed):
        return shown
    elided = [line for line in shown.splitlines() if "…" in line and line.strip() != _ANY_LINES]
    lines = (
        next((old for old in elided if fits(old, f"{line}\n")), line)
        for line in printed.splitlines()
    )
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    """Write every page anew."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Snapshot.take(Path(folder))
        for path in ARTICLES:
            command = _WRITTEN_BY.match(path.read_text("utf-8"))
            if command:
                path.write_text(snapshot.run(command[1], snapshot.root), "utf-8")
        for path in PAGES:
            page = path.read_text("utf-8")
            with (
                tempfile.TemporaryDirectory() as home,
                snapshot.session(snapshot.project(page, Path(home))) as session,
            ):
                path.write_text(updated(page, session), "utf-8")


if __name__ == "__main__":
    main()
