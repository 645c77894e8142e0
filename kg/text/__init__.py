"""How messages show places and characters of a text.

Stages count in offsets and compare code points; people see lines, columns and glyphs, and many
characters not at all. YAML files, articles and quotes are all shown the same way, so the rules
stand here once. May know nothing of what a text is about.
"""

import re
import unicodedata
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""At the start of a file it tells the encoding, and is none of the characters that people wrote."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Unicode gives controls no names of their own, only aliases.
_CONTROLS = {"\0": "NULL", "\t": "TABULATION", "\n": "LINE FEED", "\r": "CARRIAGE RETURN"}


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of a character, both from 1, columns in code points.

    A line ends with LF, CRLF or CR, as in editors; the break belongs to the line that it ends.

    Args:
        text: the whole text.
        offset: index of the character in code points; ``len(text)`` is the place after the last.
    """
    line, start = 1, 0
    for found in _LINE_BREAK.finditer(text):
        if found.end() > offset:
            break
        line, start = line + 1, found.end()
    return line, offset - start + 1


def described(ch: str) -> str:
    """Return a character as ``’ U+2019 RIGHT SINGLE QUOTATION MARK``.

    A character that cannot be seen is shown without its glyph.
    """
    name = _CONTROLS.get(ch) or unicodedata.name(ch, "unnamed character")
    code_point = f"U+{ord(ch):04X} {name}"
    if not ch.isprintable() or ch.isspace():
        return code_point
    # A combining mark would sit on whatever stands before it.
    return f"\u25cc{ch} {code_point}" if unicodedata.combining(ch) else f"{ch} {code_point}"


def escaped(ch: str) -> str:
    """Return a character as double-quoted YAML (and JSON, up to U+FFFF) writes it.

    What cannot be seen is escaped, so that a reader sees what a program will.
    """
    if ch in _ESCAPES:
        return _ESCAPES[ch]
    if ch.isprintable():
        return ch
    return f"\\u{ord(ch):04x}" if ord(ch) <= 0xFFFF else f"\\U{ord(ch):08x}"


def quoted(text: str) -> str:
    """Return ``text`` as a double-quoted YAML scalar on one line, the inverse of reading it."""
    return f'"{"".join(map(escaped, text))}"'
