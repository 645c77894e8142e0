"""What a passage says, thing by thing, in words.

It exists so that every page of an article tells alike what somebody says, what the outlet asserts
and what is only talked about. May know nothing of layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.show.sources import Node, Passage
from kg.show.testimony import Testimony

Kind = Literal["says", "fact", "about"]

SAYS: Final = "says"
"""Somebody says it."""
FACT: Final = "fact"
"""The outlet asserts it in its own voice."""
ABOUT: Final = "about"
"""What is talked about, which may be true or false."""


@dataclass(frozen=True)
class Saying:
    """One thing that a passage says of one subject."""

    kind: Kind
    words: str
    subject: Node


def sayings(testimony: Testimony, passage: Passage) -> Iterator[Saying]:
    """Yield what a passage says; what somebody says comes first, then facts."""
    facts: list[Saying] = []
    abouts: list[Saying] = []
    for node, quads in testimony.said_in(passage).items():
        if testimony.is_speech(node):
            yield Saying(SAYS, testimony.speech(node, passage), node)
        elif any(map(testimony.is_fact, quads)):
            facts.append(Saying(FACT, testimony.description(node, passage), node))
        else:
            abouts.append(Saying(ABOUT, testimony.description(node, passage), node))
    yield from (*facts, *abouts)
