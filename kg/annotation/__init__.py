"""Reads and checks the annotation of an article.

`model` is what comes out, `reader` makes it with the help of `passages`; `tree` checks the shape of
the YAML, `values` resolves what stands under a key, `localids` knows the ids that are minted here,
`spans` sees to it that every character is accounted for; `collector` keeps what is wrong.
"""

from kg.annotation.model import Annotation, Node, Nothing, Passage, Span, Statement, Value
from kg.annotation.passages import NODE_KEYS, PASSAGE, PASSAGE_KEYS, VOICES
from kg.annotation.reader import NOTHING_KEYS, TOP_KEYS, read_annotation

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
