"""A ``kg serve`` of its own, in a process of its own, for tests of what happens on its socket.

    with serving(project) as server:
        httpx.get(f"{server.url}healthz")

In :mod:`tests.conftest` stand ``served_project``, a copy of the repository's project with its
graph, and ``server``, one that serves it with the settings that it has by default; a test that
changes neither shares them with the others.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_READY: Final = re.compile(r"^serving build \S+ at (http://\S+/) ", re.MULTILINE)
# What would change where the graph is, or how kg talks.
_PERSONAL: Final = ("KG_STORE", "COLUMNS", "FORCE_COLOR", "NO_COLOR")


@dataclass(frozen=True)
class Server:
    """A server that answers.

    Attributes:
        url: where, with a slash at the end.
        process: in which it runs.
        path: of the file that has what it writes to stderr.
    """

    url: str
    process: "subprocess.Popen[bytes]"
    path: Path

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.process.pid

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.url.rstrip("/").rpartition(":")[2])

    @property
    def log(self) -> str:
        """What it has written to stderr until now."""
        return self.path.read_text(encoding="utf-8")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send it a signal, and return its exit code once it has ended."""
        self.process.send_signal(number)
        return self.process.wait()


class NotStarted(AssertionError):
    """A server ended before it was ready.

    Args:
        code: its exit code.
        said: what it wrote to stderr.
    """

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"kg serve ended with {code}:\n{said}")
        self.said = said


@contextmanager
def serving(project: Path, *args: str) -> Iterator[Server]:
    """Serve a project on a free port, with further words for ``kg serve``, and end it afterwards.

    Args:
        project: the folder; its graph is built first where that is needed.
        args: such as ``"--set", "row_limit=10"``.
    """
    words = (sys.executable, "-m", "kg", "--project", str(project), "serve", "--port", "0", *args)
    with started(words, ROOT, environment()) as server:
        yield server


@contextmanager
def started(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> Iterator[Server]:
    """Run a command in which a server names its address on stderr, and end it afterwards.

    Args:
        command: and its words.
        folder: in which it is run.
        env: its environment.
    """
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "stderr"
        with path.open("wb") as stderr:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        try:
            yield Server(_address(process, path), process, path)
        finally:
            process.terminate()
            process.wait()


def environment() -> dict[str, str]:
    """Return this process's environment without what is a user's own choice."""
    return {key: value for key, value in os.environ.items() if key not in _PERSONAL}


def _address(process: "subprocess.Popen[bytes]", path: Path) -> str:
    """Return the address that a server names once it is ready."""
    while True:
        ended = process.poll() is not None
        said = path.read_text(encoding="utf-8")
        if ready := _READY.search(said):
            return ready[1]
        if ended:
            raise NotStarted(process.returncode, said)
        time.sleep(0.02)


def copied_project(folder: Path) -> Path:
    """Copy the repository's project into ``folder``, which does not exist, and build its graph."""
    for name in ("articles", "ontology", "queries", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    subprocess.run(
        [sys.executable, "-m", "kg", "--quiet", "--project", folder, "build"],
        check=True,
        cwd=ROOT,
        env=environment(),
    )
    return folder
