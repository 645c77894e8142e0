"""The graph for programs in Python: open it, ask, get rows of plain values with their sentences.

What a notebook needs in one place, with the names and messages of Python; it does what the command
line does, in the same way. May know nothing of the command line or of HTTP.
"""

import logging
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Final

import pyoxigraph as ox

from kg.errors import UsageError
from kg.limits import DEFAULTS
from kg.project import Project
from kg.query import StoredQuery, Surface, ask, load_query, query_names, read_query
from kg.results import View
from kg.rows import Rows, rows_of
from kg.store import Snapshot, newest, open_snapshot
from kg.worker.jobs import Sparql
from kg.worker.single import answer

log: Final = logging.getLogger(__name__)


class KnowledgeGraph:
    """One build of a project's graph, for reading; :func:`kg.open` returns it.

    A build that finishes later does not change it. It is a context manager, and its memory is free
    once it is closed.
    """

    def __init__(self, project: Project, snapshot: Snapshot) -> None:
        self._project = project
        self._snapshot = snapshot
        self._graph: ox.Store | None = open_snapshot(snapshot)[0]

    @classmethod
    def open(
        cls, folder: "str | PathLike[str] | None" = None, *, build: bool = True
    ) -> "KnowledgeGraph":
        """Open the graph of a project; see :func:`kg.open`."""
        project = Project.find_named(None if folder is None else Path(folder))
        if build:
            from kg.build import ensure_built

            ensure_built(project, notify=log.info, without="kg.open(build=False)")
        return cls(project, newest(project))

    @property
    def build(self) -> str:
        """The name of the build: 16 hexadecimal digits."""
        return self._snapshot.build

    def queries(self) -> tuple[StoredQuery, ...]:
        """Return the stored questions, by name.

        Raises:
            QueryError: one of them is wrong.
        """
        names = query_names(self._project)
        return tuple(load_query(self._project, name, Surface.PYTHON) for name in names)

    def query(self, name: str, /, **values: object) -> Rows:
        """Answer a stored question.

        Args:
            name: of the question, such as ``who-must-consent``.
            values: of its parameters, as a user types them: a label, an id, an IRI, a date. One
                that is None is not given. A name that is a word of Python ends with an underscore:
                ``from_``.

        Raises:
            UnknownQuery: there is no such question.
            UnknownParameter: it has no such parameter, or a required one is missing.
            UnknownValue: nothing, or more than one thing, goes by a value.
        """
        stored = load_query(self._project, name, Surface.PYTHON)
        given = {
            key.removesuffix("_"): str(value) for key, value in values.items() if value is not None
        }
        asked = ask(self._opened, stored, given, Surface.PYTHON)
        return rows_of(asked.result(), asked.view(build=self.build))

    def sparql(self, text: str, /, **limits: int) -> Rows:
        """Answer a query of your own: in a process of its own, within limits.

        A term that the ontology does not declare is no error; a warning is logged.

        Args:
            text: SPARQL 1.1; the project's prefixes need no declaration.
            limits: settings that are to be others, such as ``time_limit_ms=10_000``.

        Raises:
            QueryError: it is no SPARQL query, or asks for more than the graph.
            LimitReached: it takes more time or memory than it may.
            UsageError: there is no such setting.
        """
        opened = self._opened
        settings = DEFAULTS.with_settings({name: str(value) for name, value in limits.items()})
        graph = read_query(text, "query").form in ("CONSTRUCT", "DESCRIBE")
        job = Sparql(text, "query", "turtle" if graph else "json")
        reply = answer(job, self._snapshot, settings)
        for remark in reply.remarks:
            log.warning(remark)
        view = View(graph=opened, build=self.build, stopped=reply.stopped)
        if graph:
            quads = ox.parse(reply.body, format=ox.RdfFormat.TURTLE)
            return rows_of(tuple(quad.triple for quad in quads), view)
        found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        return rows_of(found, view)

    def close(self) -> None:
        """Give the memory back; nothing can be asked any more."""
        self._graph = None

    def __enter__(self) -> "KnowledgeGraph":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<KnowledgeGraph: build {self.build} of {self._project.root}>"

    @property
    def _opened(self) -> ox.Store:
        if self._graph is None:
            raise UsageError("the graph is closed", fix="open it anew with kg.open()")
        return self._graph
