"""The quote gate: from a verbatim quote to the one place where it stands.

Offsets are never written by hand. A quote that is not in the text, or is there more than once,
stops the build, and the message shows what the text says instead, down to the code point. May know
nothing of annotation files or of what a passage says.

Verbatim means code point for code point: nothing is normalised, neither quotation marks nor
spaces, line ends, case or composed characters. So a quote may end before a combining mark of the
text and is found there: ``e`` stands in a decomposed ``é``, and not in a composed one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.errors import Position, QuoteAmbiguous, QuoteNotFound
from kg.text import described, line_column, quoted
from kg.text.approximate import most_alike

_PLACES = 10
"""Places of an ambiguous quote that a message lists."""
_WORD = 40
"""Characters by which a prefix or suffix grows, at most, to consist of whole words."""
_CONTEXT = 20
"""Characters that a message shows on either side of a place."""
_WHOLE = 300
"""Characters of the longest passage, prefix or suffix that a message shows whole."""
_BEGINNING = 12
"""Characters that the beginning of a quote must share with the text to mean anything."""
_NEXT_LINE = "\n       "


@dataclass(frozen=True)
class Anchored:
    """A place in a text and what names it: ``anchor`` leads from the one to the other.

    Attributes:
        start: first character, in code points.
        end: the character after the last one.
        quote: the text between the two.
        prefix: what stands right before it, as far as it is needed to tell it from other places.
        suffix: what stands right after it, likewise.
        occurrences: how often the quote occurs in the text.
    """

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    occurrences: int


def anchor(
    text: str,
    quote: str,
    *,
    prefix: str = "",
    suffix: str = "",
    at: Position | None = None,
    shown: str = "article.txt",
) -> tuple[int, int]:
    """Return where a quote stands: its start and its end (exclusive), in code points of ``text``.

    Occurrences may overlap: ``aa`` occurs twice in ``aaa``.

    Args:
        text: the stored text; CRLF counts two.
        quote: what to find, verbatim.
        prefix: the characters right before it, where the quote alone occurs more than once.
        suffix: the characters right after it, likewise.
        at: place of the quote in its file, for messages.
        shown: the file of the text as messages show it.

    Raises:
        QuoteNotFound: the quote is empty or not in the text, or not between prefix and suffix.
        QuoteAmbiguous: it occurs more than once, also between prefix and suffix.
    """
    if not quote:
        raise QuoteNotFound("the quote is empty", at=at, fix="copy the passage from the article")
    places = [n + len(prefix) for n in _occurrences(text, prefix + quote + suffix)]
    if len(places) == 1:
        return places[0], places[0] + len(quote)
    source = _Source(text, shown, at)
    if places:
        raise source.ambiguous(quote, places)
    elsewhere = list(_occurrences(text, quote))
    if elsewhere:
        raise source.out_of_context(quote, prefix, suffix, elsewhere)
    raise source.missing(quote)


def locate(text: str, fragment: str, *, shown: str = "article.txt") -> Anchored:
    """Return the passage that an author means by a fragment that may be almost right.

    Where the fragment occurs verbatim, its first occurrence; otherwise the passage most like it.
    White space around the fragment does not count.

    Args:
        text: the stored text.
        fragment: what the author typed or pasted.
        shown: the file of the text as messages show it.

    Raises:
        QuoteNotFound: nothing in the text is like the fragment.
    """
    wanted = fragment.strip()
    if not wanted:
        raise QuoteNotFound("the fragment is empty", fix="give some words of the passage")
    start = text.find(wanted)
    end = start + len(wanted)
    if start < 0:
        start, end = _stripped(text, *(most_alike(text, wanted) or (0, 0)))
        if start == end:
            raise _Source(text, shown, None).missing(wanted)
    return anchored(text, start, end)


def anchored(text: str, start: int, end: int) -> Anchored:
    """Return what names the passage from ``start`` up to ``end`` (exclusive), in code points."""
    quote = text[start:end]
    prefix, suffix = _distinction(text, start, end)
    return Anchored(start, end, quote, prefix, suffix, sum(1 for _ in _occurrences(text, quote)))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    return start, start + len(passage.strip())


def _occurrences(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + 1)


def _distinction(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the shortest prefix or suffix that makes ``text[start:end]`` unique.

    Only a place whose surroundings repeat on both sides up to an end of the text needs both.
    """

    def unique(before: int, after: int) -> bool:
        part = text[start - before : end + after]
        return text.find(part, text.find(part) + 1) < 0

    if unique(0, 0):
        return "", ""
    most_before, most_after = start, len(text) - end
    before = _least(most_before, lambda n: unique(n, 0))
    after = _least(most_after, lambda n: unique(0, n))
    prefix = None if before is None else text[_word_start(text, start - before) : start]
    suffix = None if after is None else text[end : _word_end(text, end + after)]
    if prefix is not None and (suffix is None or len(prefix) <= len(suffix)):
        return prefix, ""
    if suffix is not None:
        return "", suffix
    # With all that stands on the other side it is unique: that is the whole text.
    after = _least(most_after, lambda n: unique(most_before, n)) or 0
    before = _least(most_before, lambda n: unique(n, after)) or 0
    return text[start - before : start], text[end : end + after]


def _least(most: int, enough: Callable[[int], bool]) -> int | None:
    """Return the least number up to ``most`` that is enough; more than enough is enough too."""
    if not enough(most):
        return None
    return bisect_left(range(most), True, key=enough)


def _word_start(text: str, offset: int) -> int:
    """Return where the word at ``offset`` begins, or ``offset`` where that is far away."""
    for n in range(offset, max(-1, offset - _WORD), -1):
        if n == 0 or (text[n - 1].isspace() and not text[n].isspace()):
            return n
    return offset


def _word_end(text: str, offset: int) -> int:
    """Return where the word before ``offset`` ends, or ``offset`` where that is far away."""
    for n in range(offset, min(len(text) + 1, offset + _WORD)):
        if n == len(text) or (text[n].isspace() and not text[n - 1].isspace()):
            return n
    return offset


@dataclass(frozen=True)
class _Source:
    """A text, its name and the place of a quote from it: what every message needs."""

    text: str
    shown: str
    at: Position | None

    def place(self, offset: int) -> Position:
        return Position(self.shown, *line_column(self.text, offset))

    def ambiguous(self, quote: str, starts: list[int]) -> QuoteAmbiguous:
        choices = [self.choice(start, start + len(quote)) for start in starts[:_PLACES]]
        if len(starts) > _PLACES:
            choices.append(f"# and {len(starts) - _PLACES} more")
        return QuoteAmbiguous(
            f"the quote occurs {len(starts)} times in the text",
            at=self.at,
            why="a passage is one place",
            fix="make the quote longer, or add what stands around the place that is meant:"
            + "".join(_NEXT_LINE + choice for choice in choices),
        )

    def choice(self, start: int, end: int) -> str:
        prefix, suffix = _distinction(self.text, start, end)
        around = self.text[max(0, start - _CONTEXT) : min(end, start + _CONTEXT) + _CONTEXT]
        place = f"# {self.place(start)}, in … {quoted(around)} …"
        if len(prefix) + len(suffix) > _WHOLE:
            return f"{place}, whose surroundings repeat"
        keys = [("prefix", prefix), ("suffix", suffix)]
        lines = [f"{key}: {quoted(value)}" for key, value in keys if value]
        return f"{_NEXT_LINE.join(lines)}  {place}"

    def out_of_context(
        self, quote: str, prefix: str, suffix: str, starts: list[int]
    ) -> QuoteNotFound:
        def around(start: int) -> tuple[str, str]:
            end = start + len(quote)
            before = self.text[max(0, start - len(prefix)) : start]
            return before, self.text[end : end + len(suffix)]

        def fit(start: int) -> int:
            before, after = around(start)
            return _common(before[::-1], prefix[::-1]) + _common(after, suffix)

        start = max(starts, key=fit)
        before, after = around(start)
        wrong, stands = [], []
        if before != prefix:
            wrong.append("after this prefix")
            stands.append(f"after {quoted(before)}")
        if after != suffix:
            wrong.append("before this suffix")
            stands.append(f"before {quoted(after)}")
        return QuoteNotFound(
            f"the quote is in the text, but not {' and '.join(wrong)}",
            at=self.at,
            why=f"at {self.place(start)} it stands {' and '.join(stands)}",
            fix="remove prefix and suffix: the quote occurs only there"
            if len(starts) == 1
            else f"copy from the text what stands around the quote; it occurs {len(starts)} times",
        )

    def missing(self, quote: str) -> QuoteNotFound:
        found = most_alike(self.text, quote) or self.beginning(quote)
        if not found:
            return QuoteNotFound(
                "the quote is not in the text",
                at=self.at,
                why="nothing in the text is like it",
                fix="check that the quote is from this version of this article",
            )
        start, end = found
        same = _common(self.text[start:], quote)
        here = start + same
        stands = f"has {described(self.text[here])}" if here < len(self.text) else "ends"
        return QuoteNotFound(
            "the quote is not in the text",
            at=self.at,
            why=f"the text {stands} where the quote has {described(quote[same])}, "
            f"at character {same + 1} of the quote ({self.place(here)})",
            nearest=(self.passage(start, end, here),),
            fix=f"quote the text as it stands at {self.place(start)}; "
            "`kg anchor` prints it ready to paste",
        )

    def beginning(self, quote: str) -> tuple[int, int] | None:
        """Return where the longest beginning of the quote stands, if it is long enough to tell."""
        length = bisect_left(range(len(quote)), True, key=lambda n: quote[: n + 1] not in self.text)
        if length < _BEGINNING:
            return None
        start = self.text.find(quote[:length])
        return start, start + length

    def passage(self, start: int, end: int, here: int) -> str:
        if end - start <= _WHOLE:
            return quoted(self.text[start:end])
        margin = _WHOLE // 2
        return f"… {quoted(self.text[max(start, here - margin) : min(end, here + margin)])} …"


def _common(one: str, other: str) -> int:
    """Return how many characters two strings have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
