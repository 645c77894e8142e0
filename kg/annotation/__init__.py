"""Reads and checks the annotation of an article.

`model` is what comes out, `reader` makes it, `tree` checks the shape of the YAML, `values` resolves
what stands under a key, `spans` sees to it that every character is accounted for.
"""

from kg.annotation.model import Annotation, Node, Nothing, Passage, Span, Statement, Value
from kg.annotation.reader import (
    NODE_KEYS,
    NOTHING_KEYS,
    PASSAGE,
    PASSAGE_KEYS,
    TOP_KEYS,
    VOICES,
    read_annotation,
)

__all__ = [
    "NODE_KEYS",
    "NOTHING_KEYS",
    "PASSAGE",
    "PASSAGE_KEYS",
    "TOP_KEYS",
    "VOICES",
    "Annotation",
    "Node",
    "Nothing",
    "Passage",
    "Span",
    "Statement",
    "Value",
    "read_annotation",
]
