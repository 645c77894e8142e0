"""The document about an IRI of ours, for people or machines.

May know nothing of processes, nor of what a document looks like.
"""

from dataclasses import dataclass
from typing import ClassVar

from kg.worker.limited import uncut
from kg.worker.reply import Reply
from kg.worker.world import World


@dataclass(frozen=True)
class Document:
    """The document about an IRI.

    Attributes:
        iri: of a thing, an article, a graph, the ontology; or the namespace of all things.
        format: one of ``kg.documents.FORMATS``, or ``kg.documents.PLACE`` for its path alone.
        root: path of the server that its links lead to.
        class_: local name of the class whose things are listed, or empty.
        after: IRI after which a list begins, or empty.
    """

    iri: str
    format: str
    root: str = "/"
    class_: str = ""
    after: str = ""
    # It has at most so many statements, each with its passages: nobody who asks can make it longer.
    patience: ClassVar[int] = 5

    def run(self, world: World) -> Reply:
        """Return the document."""
        from kg.documents import describe

        described = describe(
            world.source,
            self.iri,
            self.format,
            root=self.root,
            class_=self.class_,
            after=self.after,
        )
        return uncut(described.body, world.limits, described.stopped)
