"""Which characters of the article the annotation accounts for, and in which order.

It exists because completeness is a promise: a sentence that nobody read must not look like a
sentence that says nothing. May know nothing of what passages say.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from kg.annotation.article import ArticleText
from kg.annotation.model import Nothing, Passage, Span
from kg.errors import AnnotationError, Uncovered
from kg.text import BYTE_ORDER_MARK, quoted

_RUN: Final = re.compile(r"\S(?:[^\r\n]*\S)?")


def check_order(passages: Sequence[Passage]) -> None:
    """Refuse passages that are not in text order: by start, the longer first.

    Raises:
        AnnotationError: a passage is out of order, or has the characters of another one.
    """
    for before, after in pairwise(passages):
        if before.iri == after.iri:
            raise AnnotationError(
                "two passages have the same characters",
                at=after.at,
                why=f"the passage at {before.at} has them already, and so the same IRI",
                fix="make them one passage that says both",
            )
        if (before.start, -before.end) > (after.start, -after.end):
            raise AnnotationError(
                f"the passage {quoted(after.quote)} is out of order",
                at=after.at,
                why="passages stand in the order of the text, a longer one before those within it, "
                f"and the one at {before.at} belongs after it",
                fix="move it to its place",
            )


def check_nothing(
    nothing: Iterable[Nothing], passages: Iterable[Passage], text: ArticleText
) -> None:
    """Refuse characters that carry no content and are in a passage, or in another such entry.

    Raises:
        AnnotationError: there are some.
    """
    owner: list[Span | None] = [None] * len(text.text)
    for passage in passages:
        owner[passage.start : passage.end] = [passage] * (passage.end - passage.start)
    for entry in nothing:
        other = next(filter(None, owner[entry.start : entry.end]), None)
        if other is not None:
            raise AnnotationError(
                f"{quoted(entry.quote)} is said to carry nothing and is annotated elsewhere",
                at=entry.at,
                why=f"the quote at {other.at} has some of the same characters",
                fix="shorten one of the quotes, or delete the entry",
            )
        owner[entry.start : entry.end] = [entry] * (entry.end - entry.start)


def check_covered(spans: Iterable[Span], text: ArticleText) -> None:
    """Refuse an article with characters, other than white space, that no span accounts for.

    A byte order mark at the beginning is no character of the article.

    Raises:
        Uncovered: there are some; the error lists every run of them.
    """
    rest = list(text.text)
    if text.text.startswith(BYTE_ORDER_MARK):
        rest[0] = " "
    for span in spans:
        # A line break, so that a run never reaches across what is covered.
        rest[span.start : span.end] = "\n" * (span.end - span.start)
    runs = list(_RUN.finditer("".join(rest)))
    if runs:
        listed = [f"{text.position(run.start())}  {quoted(run.group())}" for run in runs]
        number = f"{len(runs)} runs" if runs[1:] else "1 run"
        raise Uncovered(
            f"{number} of characters of the article {'are' if runs[1:] else 'is'} "
            "in no passage and under no reason",
            at=text.position(runs[0].start()),
            why="\n       ".join(["everything but white space must be accounted for:", *listed]),
            fix="add a passage for each, or an entry with a reason under nothing",
        )
