"""What a worker holds: one generation of the graph, and the limits of an answer.

May know nothing of requests.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.limits import Limits
from kg.store.lines import Lines

if TYPE_CHECKING:
    from kg.documents import Source


@dataclass(eq=False)
class World:
    """One generation of the graph, for reading.

    Attributes:
        graph: the graph, for queries.
        data: its canonical N-Quads: a store changes some literals.
        limits: how much an answer may be.
        build: the name of the generation, or empty where it has none.
    """

    graph: ox.Store
    data: bytes = field(repr=False)
    limits: Limits
    build: str = ""

    @cached_property
    def source(self) -> "Source":
        """The generation as documents are made from it."""
        # Here and not at the top: a command that asks a query need not pay for it.
        from kg.documents import Source

        return Source(self.graph, Lines(self.data), self.limits.row_limit, self.build)
