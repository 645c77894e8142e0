"""The ids that an annotation mints, and which of those that it lacks are mistakes of their own.

An id is known from all passages at once, so it is looked up when all of them are read, and told of
when all references are: where a passage writes ``Claim/x``, the mistake is there, and not wherever
``claim/x`` is referred to. May know nothing of what is said of an id.
"""

from collections.abc import Iterable, Iterator

from kg.annotation.collector import Collector, Lacking
from kg.annotation.tree import Fields
from kg.annotation.yamltree import Scalar
from kg.errors import AnnotationError, BadIdentifier
from kg.vocabulary.identifiers import Form, form_of


class LocalIds:
    """The local ids of one annotation.

    Args:
        nodes: the nodes of all passages, each with its id.
        mistakes: is told of the ids that no node can have.
    """

    def __init__(self, nodes: Iterable[tuple[Scalar, Fields]], mistakes: Collector) -> None:
        self._malformed: list[str] = []
        self.lacking = Lacking()
        """What is wrong where an id is unknown."""
        typed: set[str] = set()
        untyped: dict[str, Scalar] = {}
        for id_, node in nodes:
            form = mistakes.attempt(_form, id_)
            if form is None:
                self._malformed.append(id_.text)
            elif form is Form.LOCAL and "type" in node:
                typed.add(id_.text)
            elif form is Form.LOCAL:
                untyped.setdefault(id_.text, id_)
        self._ids = typed | untyped.keys()
        self.untyped = untyped.keys() - typed
        """Those that no passage gives a class."""
        for name, id_ in untyped.items():
            if name in self.untyped:
                self.lacking.add(name, _has_no_type(id_))

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def well_formed(self, id_: Scalar) -> bool:
        """Return whether a node may have the id."""
        return id_.text not in self._malformed

    def tell(self, mistakes: Collector) -> None:
        """Tell ``mistakes`` of what is lacking, unless a malformed id was to declare it."""
        self.lacking.tell(mistakes, self._malformed, alike=True)


def _form(id_: Scalar) -> Form:
    form = form_of(id_.text, id_.at)
    if form is Form.FOREIGN:
        raise BadIdentifier(
            f"{id_.text} is an id of an article, written in full",
            at=id_.at,
            why="a passage describes what its own article mints, or what articles share",
            fix="describe it in its own article, and refer to it from here",
        )
    return form


def _has_no_type(id_: Scalar) -> AnnotationError:
    return AnnotationError(
        f"{id_.text} has no type",
        at=id_.at,
        why="a node needs a type in at least one of the passages that describe it",
        fix="add the key type here, with the local name of a class",
    )
