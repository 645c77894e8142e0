"""A small graph on disk, as a build leaves it, for tests of those that load one."""

import hashlib
from pathlib import Path

import pyoxigraph as ox

from kg.store import Snapshot, canonical

EXAMPLE = "https://example.org/"
COUNT = 60
"""Things in the graph; each has one number."""


def quads() -> list[ox.Quad]:
    """Return one quad for each thing, half of them in each of two graphs."""
    number = ox.NamedNode(EXAMPLE + "number")
    return [
        ox.Quad(
            ox.NamedNode(f"{EXAMPLE}thing{n:02}"),
            number,
            ox.Literal(n),
            ox.NamedNode(f"{EXAMPLE}graph{n % 2}"),
        )
        for n in range(COUNT)
    ]


def snapshot(folder: Path, more: list[ox.Quad] | None = None) -> Snapshot:
    """Write the graph into a folder and return it."""
    data = canonical([*quads(), *(more or [])])
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"graph-{digest[:16]}.nq"
    path.write_bytes(data)
    return Snapshot(path, digest)
