"""Text in a terminal's columns: how wide it is, and where it breaks.

May know nothing of tables.
"""

import unicodedata
from functools import lru_cache


def width(text: str) -> int:
    """Return the columns that ``text`` takes: East Asian wide characters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=1024)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def pad(text: str, columns: int) -> str:
    """Return ``text`` filled up with spaces."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int, *, first: str = "", then: str = "") -> list[str]:
    """Return ``text`` as lines of at most ``columns``, nothing of it left out but white space.

    Args:
        text: its own line breaks stay.
        columns: of a line, indentation included.
        first: before the first line.
        then: before each other line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, gap = then if lines else first, ""
        used = width(line)
        for word in paragraph.split():
            if gap and used + 1 + width(word) > columns:
                lines.append(line)
                line, gap, used = then, "", width(then)
            rest = word
            # A word that is wider than a whole line is broken.
            while used + len(gap) + width(rest) > columns:
                head = _fitting(rest, columns - used)
                rest = rest[len(head) :]
                if not rest:
                    rest = head
                    break
                lines.append(line + head)
                line, used = then, width(then)
            line, gap, used = f"{line}{gap}{rest}", " ", used + len(gap) + width(rest)
        lines.append(line)
    return lines


def _fitting(word: str, columns: int) -> str:
    """Return the longest start of ``word`` that fits, and at least one character."""
    used = 0
    for place, character in enumerate(word):
        used += _columns(character)
        if used > columns and place:
            return word[:place]
    return word
