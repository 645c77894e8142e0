"""Text in a terminal's columns: how wide it is, and where it breaks.

May know nothing of tables.
"""

import unicodedata


def width(text: str) -> int:
    """Return the columns that ``text`` takes: East Asian wide characters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


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
        line = then if lines else first
        empty = True
        for word in paragraph.split():
            piece = word
            while True:
                gap = 0 if empty else 1
                if width(line) + gap + width(piece) <= columns:
                    line += " " * gap + piece
                    empty = False
                    break
                if not empty:
                    lines.append(line)
                    line, empty = then, True
                    continue
                head = _fitting(piece, columns - width(line))
                lines.append(line + head)
                line, piece = then, piece[len(head) :]
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
