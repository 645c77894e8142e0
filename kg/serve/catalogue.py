"""The stored queries of a project as a server needs them: read once, and again when they change.

May know nothing of requests.
"""

import hashlib
from dataclasses import dataclass

from kg.project import Project
from kg.query import StoredQuery, Surface, load_query, query_names


@dataclass(frozen=True)
class Entry:
    """A stored query, with what tells whether it has changed.

    Attributes:
        stored: the query.
        digest: of its text.
    """

    stored: StoredQuery
    digest: str


class Catalogue:
    """The stored queries of a project; a file that changes is read again when it is asked for.

    Args:
        project: has the queries.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[str, tuple[tuple[int, int], Entry]] = {}

    def get(self, name: str) -> Entry:
        """Return one query.

        Raises:
            UnknownQuery: there is none of that name.
            QueryError: its header or its SPARQL is wrong.
            ProjectError: its file cannot be read.
        """
        looks = self._looks(name)
        known = self._read.get(name)
        if known is None or known[0] != looks:
            stored = load_query(self._project, name, Surface.WEB)
            digest = hashlib.sha256(stored.query.text.encode()).hexdigest()
            self._read[name] = (looks, Entry(stored, digest))
        return self._read[name][1]

    def all(self) -> list[Entry]:
        """Return every query, by name.

        Raises:
            KgError: one of them is wrong.
        """
        return [self.get(name) for name in query_names(self._project)]

    def _looks(self, name: str) -> tuple[int, int]:
        try:
            found = (self._project.queries / f"{name}.rq").stat()
        except (OSError, ValueError):
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)
