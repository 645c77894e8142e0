"""What the tests of bad input share: a project to spoil, ways to call ``kg``, and what it must say.

A :class:`Desk` is a copy of a small project with a built graph. It knows what was on it, so that a
test can show that nothing was lost: neither a file of the author nor the graph that was there.
"""

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from kg.cli import main

MINI: Final = Path(__file__).parent.parent / "cases" / "mini"
PATROLS: Final = "articles/gazette/2031-05-02-lake-patrols"
TEXT: Final = f"{PATROLS}/article.txt"
ANNOTATION: Final = f"{PATROLS}/annotation.yaml"
STORED: Final = "queries/patrols.rq"
QUERY: Final = """\
#+ title: Patrols
#+ question: Which patrols are there?
#+ params:
#+   on: {class: Region, example: Mirror Lake}
SELECT ?patrol WHERE {
  VALUES ?on { UNDEF }
  ?patrol a accord:Patrol ; accord:patrols ?on .
}
ORDER BY ?patrol
"""
"""The text of the stored query of a desk."""
ASK: Final = ("query", "patrols", "--format", "csv")
"""A question that the graph of a desk answers …"""
ANSWER: Final = (
    "patrol\r\nhttps://w3id.org/accord-kg/id/gazette/2031-05-02-lake-patrols/v1/patrol/night\r\n"
)
"""… and the answer."""

KG: Final = (sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())")
"""The words that start ``kg``, whether or not a script of that name is on the path."""

_STORE: Final = ".accord"
_PART: Final = re.compile(r"  (at|why|did you mean|do): +(.*)")
_UNSET: Final = ("KG_STORE", "_KG_COMPLETE", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONUTF8")


@dataclass(frozen=True)
class Ended:
    """How a call of ``kg`` ended.

    Attributes:
        code: its exit code; the negative number of the signal that killed it.
        out: what it wrote to stdout.
        err: what it wrote to stderr.
    """

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Message:
    """The one error on stderr, by its parts; what it leaves out is empty."""

    what: str
    at: str
    why: str
    nearest: str
    fix: str


def message(ended: Ended, code: int = 2) -> Message:
    """Return the one error of a call that failed as it should.

    Args:
        ended: how the call ended.
        code: the exit code that it should have.
    """
    assert "Traceback" not in ended.out + ended.err
    assert ended.code == code, ended.err
    assert ended.out == ""
    remarks, error, rest = ended.err.partition("error: ")
    assert error, ended.err
    assert "error: " not in rest
    # Before it there may be remarks, such as that the graph is about to be built: whole lines.
    assert not remarks or remarks.endswith("…\n")
    parts = {"what": ""}
    last = "what"
    for line in rest.splitlines():
        found = _PART.fullmatch(line)
        if found:
            last = found[1]
            assert last not in parts
        parts[last] = found[2] if found else f"{parts[last]}\n{line}".strip()
    assert parts["what"]
    assert parts.get("do"), f"it does not say what to do: {ended.err}"
    return Message(
        what=parts["what"],
        at=parts.get("at", ""),
        why=parts.get("why", ""),
        nearest=parts.get("did you mean", ""),
        fix=parts["do"],
    )


class Desk:
    """A project to spoil.

    Args:
        root: an empty place for it.
        original: a project with a built graph.
        capsys: reads what is printed in this process.
    """

    def __init__(self, root: Path, original: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.copytree(original, root)
        self.root: Final = root
        self.store: Final = root / _STORE
        self._original = original
        self._capsys = capsys

    @property
    def artefact(self) -> Path:
        """The file of the built graph."""
        (path,) = self.store.glob("graph-*.nq")
        return path

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace text in a file where it stands first."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def remove(self, name: str) -> None:
        """Remove a file or a folder."""
        path = self.root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def kg(self, *words: str) -> Ended:
        """Call ``kg`` in this process; the working directory is its project."""
        self._capsys.readouterr()
        code = main(words)
        return Ended(code, *self._capsys.readouterr())

    def process(
        self,
        *words: str,
        environment: dict[str, str] | None = None,
        cwd: Path | None = None,
        before: Callable[[], None] | None = None,
    ) -> Ended:
        """Run ``kg`` as a process of its own.

        Args:
            words: its command line.
            environment: all its variables; by default those of this process.
            cwd: where, by default in the project.
            before: what the child does before it becomes ``kg``.
        """
        done = subprocess.run(
            [*KG, *words],
            cwd=cwd or self.root,
            env=plain_environment() if environment is None else environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            preexec_fn=before,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    def refused(self, *words: str, code: int = 2) -> Message:
        """Call ``kg``, check that it fails without changing anything, and return its message."""
        with self.unchanged():
            return message(self.kg(*words), code)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Check that the body changes no file: neither the author's nor the graph's."""
        before = self._files()
        yield
        assert self._files() == before

    def check_the_old_graph_answers(self) -> None:
        """Undo what was spoilt, and check that the graph is there and answers without a build."""
        for path in self.root.iterdir():
            if path != self.store:
                self.remove(path.name)
        shutil.copytree(
            self._original, self.root, ignore=shutil.ignore_patterns(_STORE), dirs_exist_ok=True
        )
        assert self.kg(*ASK) == Ended(0, ANSWER, "")

    def _files(self) -> dict[str, bytes]:
        """Return what must not change: all but the lock and the articles compiled in advance."""
        files = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file()
        }
        passing = (f"{_STORE}/lock", f"{_STORE}/compiled/", f"{_STORE}/.gitignore")
        return {name: data for name, data in files.items() if not name.startswith(passing)}


def plain_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without what changes Accord, and with ``variables``."""
    inherited = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return inherited | variables


def permissions_count() -> None:
    """Make file permissions count for root too; for a child, before it becomes ``kg``.

    Root reads and writes what nobody may, and tests often run as root. Anyone else is refused these
    calls and does not need them.
    """
    drop, override, read_search = 24, 1, 2  # <linux/prctl.h>, <linux/capability.h>
    libc = ctypes.CDLL(None)
    for capability in (override, read_search):
        libc.prctl(drop, capability, 0, 0, 0)
