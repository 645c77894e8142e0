"""Writes generations of the built graph: the next one beside the one that counts, then the switch.

It stands apart from :mod:`kg.store` because every process reads and few write. Only the process
that holds :data:`LOCK` may call it. May know nothing of how a graph is made.
"""

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Any, Final

from kg.errors import StoreError
from kg.files import PART, replace_file
from kg.store import ARTEFACT, CURRENT, FORMAT, Generation

LOCK: Final = "lock"
"""Name of the lock file below the store's folder."""

_PART: Final = re.compile(rf"\.({ARTEFACT.pattern}|{re.escape(CURRENT)})\..+{re.escape(PART)}")
_FULL: Final = frozenset({ENOSPC, EDQUOT, EFBIG})
_FORBIDDEN: Final = frozenset({EACCES, EPERM, EROFS})


@contextmanager
def writing(store: Path) -> Iterator[None]:
    """Turn what the operating system refuses in the body into one message about ``store``.

    Raises:
        StoreError: the folder or a file in it cannot be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            fix = "free some space, or put the graph on another disk with KG_STORE"
        elif error.errno in _FORBIDDEN:
            fix = "make the folder writable, or put the graph elsewhere with KG_STORE"
        else:
            fix = "put the graph elsewhere with KG_STORE"
        named = f"{error.filename}: " if error.filename else ""
        raise StoreError(
            f"the graph cannot be written to {store}",
            why=f"{named}{error.strerror or error}; the graph that was there before is untouched",
            fix=fix,
        ) from error


def prepare(store: Path) -> None:
    """Make the folder ``store`` where there is none.

    Raises:
        StoreError: it cannot be made.
    """
    if not store.is_dir():
        if os.path.lexists(store):
            raise StoreError(
                f"the graph cannot be written to {store}",
                why="it is not a folder, or a link that leads nowhere",
                fix="remove it, mend the link, or put the graph elsewhere with KG_STORE",
            )
        with writing(store):
            store.mkdir(parents=True)
            # Only in a folder of our own making: KG_STORE may name one that is someone else's.
            (store / ".gitignore").write_text("*\n", encoding="ascii")


def write_artefact(store: Path, data: bytes) -> tuple[str, str]:
    """Write an artefact and return its name and its SHA-256; nothing refers to it yet.

    Raises:
        StoreError: it cannot be written.
    """
    digest = hashlib.sha256(data).hexdigest()
    name = f"graph-{digest[:16]}.nq"
    with writing(store):
        replace_file(store / name, [data])
    return name, digest


def switch(store: Path, generation: Generation) -> None:
    """Make ``generation``, whose artefact is written, the one that counts.

    Raises:
        StoreError: ``current.json`` cannot be written.
    """
    document: dict[str, Any] = {
        "format": FORMAT,
        "artefact": generation.artefact,
        "sha256": generation.sha256,
        "counts": asdict(generation.counts),
        "inputs": {
            key: [value.size, value.mtime_ns, value.sha256]
            for key, value in generation.inputs.items()
        },
    }
    with writing(store):
        replace_file(store / CURRENT, [json.dumps(document, indent=1).encode(), b"\n"])


def prune(store: Path, keep: Collection[str]) -> None:
    """Remove the artefacts that are not in ``keep``, and what a killed build left half written.

    Args:
        store: the folder.
        keep: names of artefacts: the one that counts, for readers that are about to open it, and
            the one that is about to replace it.

    Raises:
        StoreError: a file cannot be removed.
    """
    with writing(store):
        for path in store.iterdir():
            stale = ARTEFACT.fullmatch(path.name) and path.name not in keep
            if stale or _PART.fullmatch(path.name):
                path.unlink()
