"""What a worker can be asked for: SPARQL, a stored question, the description of a thing.

A job is plain data, so that it can be sent; it knows how to do itself where the graph is. May know
nothing of processes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar, Final, Protocol

from kg.query import (
    Asked,
    Dataset,
    StoredQuery,
    Surface,
    ask,
    execute,
    find_thing,
    read_query,
    read_stored_query,
    undeclared,
)
from kg.results import View, render
from kg.worker.description import Describe
from kg.worker.document import Document
from kg.worker.limited import Limited, limited, rendered, uncut
from kg.worker.reply import Reply
from kg.worker.world import World

BOTH: Final = "+"
"""Between formats where one answer is wanted in both: ``document+markdown``."""
BETWEEN: Final = b"\0"
"""Between such answers: JSON has no such byte, so the first format had better be that."""


class Job(Protocol):
    """One request to a worker.

    Attributes:
        patience: how many times as long as a query it may take.
    """

    patience: ClassVar[int]

    def run(self, world: World) -> Reply:
        """Return the answer.

        Raises:
            KgError: it cannot be answered.
        """
        ...


@dataclass(frozen=True)
class Sparql:
    """A query of a user's own.

    Attributes:
        text: SPARQL 1.1.
        file: what messages call it.
        format: of the answer, a key of ``kg.results.FORMATS``; or two, as :data:`BOTH` says.
        default_graphs: IRIs of the graphs that are the default graph, where not all are.
        named_graphs: IRIs of the graphs that GRAPH sees, where not all are.
        base: what relative IRIs are relative to; None where there must be none.
        width: columns of a table.
        bold: whether a table takes escape sequences.
    """

    text: str
    file: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None
    width: int = 80
    bold: bool = False
    patience: ClassVar[int] = 1

    def run(self, world: World) -> Reply:
        """Return the answer."""
        dataset = self._dataset()
        query = read_query(self.text, self.file, dataset_given=dataset is not None)
        result = execute(world.graph, query, dataset=dataset, base=self.base)
        found = limited(result, world.limits)
        view = View(graph=world.graph, width=self.width, bold=self.bold, build=world.build)
        reply = _reply(found, self.format, view, world)
        return replace(reply, remarks=undeclared(world.graph, query))

    def _dataset(self) -> Dataset | None:
        if self.default_graphs is None and self.named_graphs is None:
            return None
        # SPARQL 1.1 Protocol, 2.1.4: what the request does not name is not in the dataset.
        return Dataset(tuple(self.default_graphs or ()), tuple(self.named_graphs or ()))


@dataclass(frozen=True)
class Stored:
    """A stored question.

    Attributes:
        name: of the query.
        text: of its file.
        file: what messages call that.
        given: the words in which the values of its parameters were given.
        surface: where it was put, for messages.
        format: of the answer, a key of ``kg.results.FORMATS``; or two, as :data:`BOTH` says.
        width: columns of a table.
        bold: whether a table takes escape sequences.
    """

    name: str
    text: str
    file: str
    format: str
    given: Mapping[str, str] = field(default_factory=dict)
    surface: Surface = Surface.COMMAND
    width: int = 80
    bold: bool = False
    patience: ClassVar[int] = 1

    def run(self, world: World) -> Reply:
        """Return the answer."""
        asked = _asked(
            world, self.text, self.name, self.file, tuple(self.given.items()), self.surface
        )
        found = limited(asked.result(), world.limits)
        view = asked.view(width=self.width, bold=self.bold, build=world.build)
        return _reply(found, self.format, view, world)


@dataclass(frozen=True)
class Show:
    """What is known of one thing, in Markdown.

    Attributes:
        words: any name of it, as a tool takes them.
    """

    words: str
    patience: ClassVar[int] = 1

    def run(self, world: World) -> Reply:
        """Return the answer."""
        from kg.show import portray
        from kg.show.page import markdown_page

        thing = find_thing(world.graph, self.words, Surface.TOOL)
        return uncut(markdown_page(portray(world.graph, thing)).encode(), world.limits)


_JOBS: Final[dict[str, type[Job]]] = {
    "describe": Describe,
    "document": Document,
    "show": Show,
    "sparql": Sparql,
    "stored": Stored,
}
_NAMES: Final = {kind: name for name, kind in _JOBS.items()}
MOST_PATIENCE: Final = max(kind.patience for kind in _JOBS.values())
"""How many times as long as a query the job takes that may take longest."""


def job_head(job: Job) -> dict[str, Any]:
    """Return a job as a message."""
    return {"job": _NAMES[type(job)], **vars(job)}


def read_job(head: Mapping[str, Any]) -> Job:
    """Return the job that a message holds."""
    fields = dict(head)
    return _JOBS[fields.pop("job")](**fields)


def _reply(found: Limited, format_: str, view: View, world: World) -> Reply:
    def write(part: Limited) -> bytes:
        shown = replace(view, stopped=part.stopped)
        written = (render(part.result(), one, shown) for one in format_.split(BOTH))
        return BETWEEN.join(written)

    return rendered(found, world.limits, write)


@lru_cache(maxsize=256)
def _stored(text: str, name: str, file: str) -> StoredQuery:
    return read_stored_query(text, name, file)


@lru_cache(maxsize=256)
def _asked(
    world: World,
    text: str,
    name: str,
    file: str,
    given: tuple[tuple[str, str], ...],
    surface: Surface,
) -> Asked:
    """Return a question with its values in place, which is some of the work of answering it."""
    return ask(world.graph, _stored(text, name, file), dict(given), Surface(surface))
