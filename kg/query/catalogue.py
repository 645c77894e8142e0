"""The stored queries of a project: one ``.rq`` file per competency question.

May know nothing of the graph.
"""

from kg.errors import Position, ProjectError, QueryError, UnknownQuery
from kg.project import Project
from kg.query.header import read_stored_query
from kg.query.stored import StoredQuery
from kg.query.surface import Surface
from kg.text.nearest import nearest

SUFFIX = ".rq"


def query_names(project: Project) -> list[str]:
    """Return the names of all stored queries, sorted."""
    return [path.stem for path in project.query_files()]


def load_query(project: Project, name: str, surface: Surface = Surface.COMMAND) -> StoredQuery:
    """Return one stored query.

    Args:
        project: has the queries.
        name: of the query.
        surface: where it was asked for, for messages.

    Raises:
        UnknownQuery: there is none of that name.
        QueryError: its header or its SPARQL is wrong.
        ProjectError: its file cannot be read.
    """
    path = project.queries / f"{name}{SUFFIX}"
    names = query_names(project)
    if name not in names:
        raise UnknownQuery(
            f"there is no stored query {name!r}",
            nearest=nearest(name, names),
            fix=f"see {surface.catalogue} for what can be asked",
        )
    shown = project.shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"cannot read {shown}", why=error.strerror or str(error), fix="make the file readable"
        ) from error
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError(
            f"{shown} is not UTF-8 text", at=Position(shown, line), fix="save it as UTF-8"
        ) from error
    return read_stored_query(text, name, shown)
