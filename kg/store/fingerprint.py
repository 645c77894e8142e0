"""What a built graph was made from, so that nobody reads a stale one unawares.

A graph is a function of its *inputs*: ontology, shapes, register, articles, annotations, and the
code that turned them into quads. A fingerprint holds, for each, the size and time by which a change
is noticed without reading the file, and the digest that decides. Keys are relative to the project,
so a moved project is not a changed one. May know nothing of what the files contain.
"""

import hashlib
import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import ProjectError
from kg.project import ArticleFolder, Project

UNSETTLED: Final = 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its time, on the coarsest file systems."""

_PACKAGE: Final = Path(__file__).parent.parent
NOT_IN_GRAPH: Final = frozenset(
    {"cli", "documents", "exchange", "facade.py", "rows.py", "serve", "worker"}
)
"""The parts of the package that no byte of a graph depends on: they read what has been built."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file that a graph was made from.

    Attributes:
        size: bytes.
        mtime_ns: time of the last change; 0 where it is too recent to be trusted.
        sha256: digest of the content, in hexadecimal.
    """

    size: int
    mtime_ns: int
    sha256: str


def input_files(project: Project) -> dict[str, Path]:
    """Return every file that the graph of ``project`` is made from, by its key."""
    files = shared_files(project)
    for folder in project.article_folders():
        files |= article_files(folder)
    return files


def article_files(folder: ArticleFolder) -> dict[str, Path]:
    """Return the files that no other article depends on, by their keys."""
    return {f"articles/{folder.id}/{path.name}": path for path in (folder.text, folder.annotation)}


def shared_files(project: Project) -> dict[str, Path]:
    """Return the files that every article depends on, by their keys."""
    files = {
        f"ontology/{path.name}": path for path in (*project.ontology_modules(), project.reference)
    }
    files |= {f"shapes/{path.name}": path for path in project.shape_files()}
    files[f"articles/{project.register.name}"] = project.register
    for top, folders, names in os.walk(_PACKAGE):
        inside = Path(top)
        if inside == _PACKAGE:
            folders[:] = [name for name in folders if name not in NOT_IN_GRAPH]
            names = [name for name in names if name not in NOT_IN_GRAPH]
        paths = (inside / name for name in names if name.endswith(".py"))
        files |= {f"kg/{path.relative_to(_PACKAGE).as_posix()}": path for path in paths}
    return files


def take(files: Mapping[str, Path], known: Mapping[str, Input]) -> dict[str, Input]:
    """Return the fingerprint of ``files`` as they are now; those that are missing are left out.

    Args:
        files: the paths, by key.
        known: an earlier fingerprint; a file with the size and the time recorded there is not read.

    Raises:
        ProjectError: a file cannot be read.
    """
    settled = time.time_ns() - UNSETTLED
    inputs: dict[str, Input] = {}
    for key, path in files.items():
        try:
            status = path.stat()
            # What is absent or no file is for the stage that wants to read it to explain.
            if not stat.S_ISREG(status.st_mode):
                continue
            before = known.get(key)
            # A file may really be from the first second of 1970: archives write such times.
            if (
                before
                and before.mtime_ns
                and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns)
            ):
                inputs[key] = before
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ProjectError(
                f"{path} cannot be read",
                why=error.strerror or str(error),
                fix="make the file readable, then build again",
            ) from error
        trusted = status.st_mtime_ns if status.st_mtime_ns < settled else 0
        inputs[key] = Input(status.st_size, trusted, digest)
    return inputs


def changed(before: Mapping[str, Input], now: Mapping[str, Input]) -> list[str]:
    """Return the keys of the files that were added, removed or have other content, sorted."""
    return sorted(
        key
        for key in before.keys() | now.keys()
        if key not in before or key not in now or before[key].sha256 != now[key].sha256
    )


def digest_of(inputs: Mapping[str, Input]) -> str:
    """Return one SHA-256, in hexadecimal, of the names and contents of ``inputs``."""
    lines = (f"{key}\t{inputs[key].sha256}\n" for key in sorted(inputs))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
