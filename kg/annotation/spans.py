"""Which characters of the article the annotation accounts for, and in which order.

It exists because completeness is a promise: a sentence that nobody read must not look like a
sentence that says nothing. May know nothing of what passages say.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kg.annotation.anchor import anchor
from kg.annotation.article import ArticleText
from kg.annotation.collector import Collector
from kg.annotation.model import Span
from kg.annotation.tree import Fields
from kg.errors import AnnotationError, Uncovered
from kg.namespaces import passage_iri
from kg.text import BYTE_ORDER_MARK, quoted
from kg.text.nearest import nearest

_AROUND: Final = ("prefix", "suffix")
_RUN: Final = re.compile(r"\S(?:[^\r\n]*\S)?")


def find_span(
    fields: Fields,
    text: ArticleText | None,
    article: str,
    mistakes: Collector,
    *,
    unknown: Iterable[str] = (),
) -> Span | None:
    """Return the characters that ``fields`` quotes, or None where they cannot be found.

    Args:
        fields: what has a quote, and perhaps prefix and suffix.
        text: the article's text, or None where it is not the one that was annotated.
        article: IRI of the article's version.
        mistakes: is told why the characters cannot be found, if that is not known already.
        unknown: keys that are none here.
    """
    quote = mistakes.attempt(fields.text, "quote")
    around = {key: mistakes.attempt(fields.text, key) for key in _AROUND if key in fields}
    given = {key: value.text for key, value in around.items() if value}
    # A quote that is told apart from others by what stands around it is ambiguous without that.
    misspelt = any(nearest(key, _AROUND) for key in unknown)
    if not text or not quote or len(given) < len(around) or misspelt:
        return None
    found = mistakes.attempt(anchor, text.text, quote.text, **given, at=quote.at, shown=text.shown)
    if not found:
        return None
    return Span(passage_iri(article, *found), *found, quote.text, quote.at)


def check_order(passages: Iterable[Span], mistakes: Collector) -> None:
    """Tell ``mistakes`` of passages that are not in text order: by start, the longer first.

    One that has the characters of another is one of them.
    """
    for before, after in pairwise(passages):
        if before.iri == after.iri:
            mistakes.add(
                AnnotationError(
                    "two passages have the same characters",
                    at=after.at,
                    why=f"the passage at {before.at} has them already, and so the same IRI",
                    fix="make them one passage that says both",
                )
            )
        elif (before.start, -before.end) > (after.start, -after.end):
            mistakes.add(
                AnnotationError(
                    f"the passage {quoted(after.quote)} is out of order",
                    at=after.at,
                    why="passages stand in the order of the text, a longer one before those within "
                    f"it, and the one at {before.at} belongs after it",
                    fix="move it to its place",
                )
            )


def check_nothing(
    nothing: Iterable[Span], passages: Iterable[Span], text: ArticleText, mistakes: Collector
) -> None:
    """Tell ``mistakes`` of characters that carry no content and are also in another span.

    Args:
        nothing: what carries no content.
        passages: what says something.
        text: the article's text.
        mistakes: is told.
    """
    owner: list[Span | None] = [None] * len(text.text)
    for passage in passages:
        owner[passage.start : passage.end] = [passage] * (passage.end - passage.start)
    for entry in nothing:
        other = next(filter(None, owner[entry.start : entry.end]), None)
        if other is not None:
            mistakes.add(
                AnnotationError(
                    f"{quoted(entry.quote)} is said to carry nothing and is annotated elsewhere",
                    at=entry.at,
                    why=f"the quote at {other.at} has some of the same characters",
                    fix="shorten one of the quotes, or delete the entry",
                )
            )
        else:
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
