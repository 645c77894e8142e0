"""The shapes that an annotation's YAML may have: which keys, and text or list or mapping where.

It exists so that every "this should have been a list" reads the same. May know nothing of the
ontology or of the article.
"""

from collections.abc import Collection, Iterable, Iterator

from kg.annotation.collector import Collector
from kg.annotation.yamltree import Mapping, Node, Scalar, Sequence
from kg.errors import AnnotationError


class Fields:
    """A mapping of the file, whose keys are looked up by name.

    Args:
        mapping: the mapping.
        kind: what it is, with its article: ``a passage``.
    """

    def __init__(self, mapping: Mapping, kind: str) -> None:
        self.at = mapping.at
        self.kind = kind
        self._entries = {key.text: (key, node) for key, node in mapping.entries}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __getitem__(self, key: str) -> Node:
        return self._entries[key][1]

    def text(self, key: str) -> Scalar:
        """Return the text under ``key``.

        Raises:
            AnnotationError: it is missing, empty, a list or a mapping.
        """
        return text_of(self._required(key), key)

    def items(self, key: str) -> tuple[Node, ...]:
        """Return what is listed under ``key``, or the one thing that stands there.

        Raises:
            AnnotationError: it is missing, or an empty list.
        """
        return items_of(self._required(key), key)

    def mappings(self, key: str, kind: str, mistakes: Collector) -> "tuple[Fields | None, ...]":
        """Return the list of mappings under ``key``, each of them being ``kind``.

        Args:
            key: the key.
            kind: what an item is, with its article.
            mistakes: is told of what is no list or no mapping, for which None stands.
        """
        return tuple(
            mistakes.attempt(self._mapping, item, key, kind) if item is not None else None
            for item in mistakes.attempt(self._listed, key, kind) or (None,)
        )

    def others(self, keys: Collection[str]) -> Iterator[tuple[Scalar, Node]]:
        """Yield the keys, with what they hold, that are not among ``keys``, in their order."""
        return ((key, node) for name, (key, node) in self._entries.items() if name not in keys)

    def missing(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``keys`` that are missing."""
        return tuple(key for key in keys if key not in self)

    def _required(self, key: str) -> Node:
        if key not in self:
            raise AnnotationError(
                f"{self.kind} has no {key}",
                at=self.at,
                why=f"{key} is required in {self.kind}",
                fix=f"add the key {key} here",
            )
        return self[key]

    def _listed(self, key: str, kind: str) -> tuple[Node, ...]:
        node = self._required(key)
        if not isinstance(node, Sequence) or not node.items:
            empty = isinstance(node, Sequence)
            raise AnnotationError(
                f"the list {key} is empty" if empty else f"{key} holds no list",
                at=node.at,
                why=f"{key} is a list, and each item is {kind}",
                fix=f"start each item with a hyphen, or leave {key} out if it may be",
            )
        return node.items

    @staticmethod
    def _mapping(node: Node, key: str, kind: str) -> "Fields":
        if not isinstance(node, Mapping) or not node.entries:
            raise AnnotationError(
                f"an item of {key} is no mapping",
                at=node.at,
                why=f"each item of {key} is {kind}, made of keys and values",
                fix="write it as `key: value` lines",
            )
        return Fields(node, kind)


def text_of(node: Node, key: str) -> Scalar:
    """Return ``node``, which stands under ``key``, as a text.

    Raises:
        AnnotationError: it is empty, a list or a mapping.
    """
    if not isinstance(node, Scalar):
        kind = "list" if isinstance(node, Sequence) else "mapping"
        raise AnnotationError(
            f"{key} holds a {kind}",
            at=node.at,
            why=f"{key} takes text here",
            fix=f"write {key} and its text on one line",
        )
    if not node.text:
        raise AnnotationError(
            f"{key} is empty",
            at=node.at,
            why="an empty text says nothing",
            fix=f"fill {key} in, or leave the key out if it may be",
        )
    return node


def items_of(node: Node, key: str) -> tuple[Node, ...]:
    """Return the items of ``node``, which stands under ``key``; what is no list is one item.

    Raises:
        AnnotationError: the list is empty.
    """
    if not isinstance(node, Sequence):
        return (node,)
    if not node.items:
        raise AnnotationError(
            f"the list of {key} is empty",
            at=node.at,
            why="an empty list says nothing",
            fix=f"fill {key} in, or leave the key out if it may be",
        )
    return node.items
