"""The lines of ``annotation.yaml`` that an author would otherwise write by hand.

It exists so that ``kg anchor`` and ``kg new`` write quotes in one way, and that what they write is
what :mod:`kg.annotation` reads. May know nothing of files, nor of what a passage says.
"""

from collections.abc import Iterable, Iterator

from kg.annotation.anchor import Anchored
from kg.text import line_column, quoted

VOICES = "outlet, direct, indirect or unresolved"
"""What may stand for a voice, in the words of the comment beside it."""


def passage_lines(found: Anchored, text: str, shown: str) -> Iterator[str]:
    """Yield a passage that lacks only what a person has to decide: its voice, and what it says.

    Args:
        found: the place.
        text: the article's text.
        shown: the file of the text, for the comment with the place.
    """
    line, column = line_column(text, found.start)
    yield from entry_lines(found, [f"voice:  # {VOICES}", "says:"], f"# {shown}:{line}:{column}")


def nothing_lines(found: Anchored, reason: str) -> Iterator[str]:
    """Yield an entry of ``nothing``, with the reason."""
    yield from entry_lines(found, [f"reason: {reason}"])


def entry_lines(found: Anchored, keys: Iterable[str], comment: str = "") -> Iterator[str]:
    """Yield an item of a list: its quote with what makes it unique, then ``keys``."""
    if comment:
        yield f"  {comment}"
    yield f"  - quote: {quoted(found.quote)}"
    for key, value in (("prefix", found.prefix), ("suffix", found.suffix)):
        if value:
            yield f"    {key}: {quoted(value)}"
    for key in keys:
        yield f"    {key}"
