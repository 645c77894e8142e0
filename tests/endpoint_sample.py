"""A server in this process, over a store of any quads: for tests that need no socket."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from starlette.testclient import TestClient

from kg.limits import Limits
from kg.project import Project
from kg.serve.app import application
from kg.serve.options import Options
from kg.serve.service import Service
from kg.store import Counts, Generation, canonical
from kg.store.writer import prepare, switch, write_artefact

ROOT = Path(__file__).parent.parent
NOTHING = Counts(0, 0, 0, 0, 0, 0, 0, 0)


def stored(folder: Path, quads: Iterable[ox.Quad]) -> Project:
    """Write quads, which are in named graphs, as the newest build; return the project with it."""
    store = folder / "store"
    prepare(store)
    name, digest = write_artefact(store, canonical(quads))
    switch(store, Generation(name, digest, {}, NOTHING))
    return replace(Project.find(ROOT), store=store)


@contextmanager
def endpoint(project: Project, *, base: str = "", **limits: int) -> Iterator[TestClient]:
    """Serve a project with one worker, unless ``limits`` say otherwise."""
    options = Options(base=base, limits=replace(Limits(workers=1), **limits))
    with TestClient(application(Service(project, options)), "http://127.0.0.1:8000") as client:
        yield client
