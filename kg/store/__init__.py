"""The built graph on disk: one finished generation at a time, and never half of one.

A generation is an artefact, ``graph-<digest>.nq``, which is named by its content and never changes,
and ``current.json``, which names the artefact that counts. Replacing that one small file is the
whole of a switch, so a reader sees the old graph or the new one. The artefact is canonical N-Quads:
one line per quad, sorted, the blank nodes of its named graphs labelled by RDFC-1.0. It holds the
default graph too, their deduplicated union: storing it is cheaper than deriving it in each process.

May know nothing of how a graph is made.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import GraphDamaged, StoreError
from kg.project import Project
from kg.store.fingerprint import Input

FORMAT: Final = 1
"""Version of ``current.json`` and of the artefact; a graph in another one is built anew."""
CURRENT: Final = "current.json"
"""Name of the file that says which artefact counts."""
ARTEFACT: Final = re.compile(r"graph-[0-9a-f]{16}\.nq")
"""Names of artefacts."""

_REBUILD: Final = "run `kg build --force`: it makes the graph anew from the articles"


@dataclass(frozen=True)
class Counts:
    """How much a graph holds.

    Attributes:
        articles: annotated articles.
        passages: passages that say something.
        claims: distinct claims.
        facts: distinct assertive triples that a passage in the outlet's voice supports.
        triples: distinct triples, the inferred ones included.
        quads: triples, each counted once per graph that supports it.
        warnings: findings of severity Warning.
        infos: findings of severity Info.
    """

    articles: int
    passages: int
    claims: int
    facts: int
    triples: int
    quads: int
    warnings: int
    infos: int


@dataclass(frozen=True)
class Generation:
    """One finished build.

    Attributes:
        artefact: name of its file in the store's folder.
        sha256: digest of that file, in hexadecimal.
        inputs: fingerprint of what it was made from.
        counts: how much it holds.
    """

    artefact: str
    sha256: str
    inputs: Mapping[str, Input]
    counts: Counts


@dataclass(frozen=True)
class Snapshot:
    """One generation of the graph, which never changes.

    Attributes:
        artefact: its file.
        sha256: digest of that file, in hexadecimal.
    """

    artefact: Path
    sha256: str

    @property
    def build(self) -> str:
        """The name of the build: the start of the digest, 16 hexadecimal digits."""
        return self.sha256[:16]


def canonical(quads: Iterable[ox.Quad]) -> bytes:
    """Return the dataset of ``quads``, which are all in named graphs, as an artefact.

    Args:
        quads: the quads; their blank nodes carry canonical labels already.
    """
    output = BytesIO()
    ox.serialize(quads, output, ox.RdfFormat.N_QUADS)
    named = output.getvalue().splitlines()
    lines = set(named)
    # An IRI holds no space, so the last one stands before the graph's name and its full stop.
    lines.update(line[: line.rindex(b" <")] + b" ." for line in named)
    return b"".join(line + b"\n" for line in sorted(lines))


def open_graph(project: Project) -> ox.Store:
    """Return the built graph, in memory, for reading.

    Its default graph is the deduplicated union of its named graphs. Blank nodes have other labels
    each time, because Oxigraph gives them new ones when it loads a file.

    Raises:
        StoreError: no graph has been built, or it cannot be read.
        GraphDamaged: it is not what the build wrote.
    """
    return _loaded(*_artefact(project))


def open_snapshot(snapshot: Snapshot) -> tuple[ox.Store, bytes]:
    """Return one generation of the graph as :func:`open_graph` does, and its canonical N-Quads.

    Raises:
        StoreError: it is gone, because two builds have passed, or it cannot be read.
        GraphDamaged: it is not what the build wrote.
    """
    try:
        data = _verified(snapshot.artefact, snapshot.sha256)
    except FileNotFoundError as error:
        raise StoreError(
            f"the built graph {snapshot.artefact} is gone",
            why="two builds have been made since it was the newest",
            fix="ask again: the newest one answers",
        ) from error
    return _loaded(snapshot.artefact, data), data


def _loaded(path: Path, data: bytes) -> ox.Store:
    graph = ox.Store()
    try:
        # The digest vouches for every term, so checking them again would only take time.
        graph.load(data, format=ox.RdfFormat.N_QUADS, lenient=True)
    except SyntaxError as error:
        raise _damaged(path, str(error)) from error
    return graph


def newest(project: Project) -> Snapshot:
    """Return the generation that counts now.

    Raises:
        StoreError: no graph has been built, or it cannot be read.
        GraphDamaged: ``current.json`` is not what the build wrote.
    """
    generation = _read_current(project.store)
    if generation is None:
        raise _nothing_built(project)
    return Snapshot(project.store / generation.artefact, generation.sha256)


def read_quads(project: Project) -> list[ox.Quad]:
    """Return the built graph as it is written, the default graph included.

    A store answers queries, but does not give back every literal as it was loaded: it takes the
    datatypes derived from ``xsd:integer`` for ``xsd:integer``.

    Raises:
        StoreError: no graph has been built, or it cannot be read.
        GraphDamaged: it is not what the build wrote.
    """
    path, data = _artefact(project)
    try:
        return list(ox.parse(data, format=ox.RdfFormat.N_QUADS, lenient=True))
    except SyntaxError as error:
        raise _damaged(path, str(error)) from error


def _artefact(project: Project) -> tuple[Path, bytes]:
    found = read_generation(project.store)
    if found is None:
        raise _nothing_built(project)
    generation, data = found
    return project.store / generation.artefact, data


def _nothing_built(project: Project) -> StoreError:
    return StoreError(
        "no graph has been built yet", why=f"there is none in {project.store}", fix="run `kg build`"
    )


def _read_current(store: Path) -> Generation | None:
    """Return the generation that counts, or None where nothing was built, or by another format.

    Raises:
        StoreError: ``current.json`` cannot be read.
        GraphDamaged: it is not what the build wrote.
    """
    path = store / CURRENT
    try:
        document = json.loads(path.read_bytes())
        if document["format"] != FORMAT:
            return None
        artefact = document["artefact"]
        if not ARTEFACT.fullmatch(artefact):
            raise _damaged(path, f"{artefact!r} is no name of an artefact")
        return Generation(
            artefact=artefact,
            sha256=document["sha256"],
            inputs={key: Input(*fields) for key, fields in document["inputs"].items()},
            counts=Counts(**document["counts"]),
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            f"the built graph in {store} cannot be read",
            why=f"{path}: {error.strerror}",
            fix="make the folder readable, or put the graph elsewhere with KG_STORE",
        ) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path, "it is not the JSON that a build writes") from error


def read_generation(store: Path) -> tuple[Generation, bytes] | None:
    """Return the generation that counts and its artefact, or None where nothing was built.

    Raises:
        StoreError: it cannot be read.
        GraphDamaged: it is not what the build wrote.
    """
    missing = None
    while generation := _read_current(store):
        path = store / generation.artefact
        try:
            return generation, _verified(path, generation.sha256)
        except FileNotFoundError as error:
            # Two builds may have passed since current.json was read; it says so by naming another.
            if generation.artefact == missing:
                raise _damaged(path, "it is missing") from error
            missing = generation.artefact
    return None


def _verified(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(
            f"the built graph {path} cannot be read",
            why=error.strerror or str(error),
            fix="make the file readable, or build the graph elsewhere with KG_STORE",
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _damaged(path, "its content is not what the build wrote")
    return data


def _damaged(path: Path, why: str) -> GraphDamaged:
    return GraphDamaged("the built graph is damaged", why=f"{path}: {why}", fix=_REBUILD)
