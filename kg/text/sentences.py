"""The sentences of a text, as runs of its characters: the steps in which a careful reader goes.

A new annotation proposes one entry per sentence, and an article is shown sentence by sentence; both
cut the text here. Together the sentences hold every character that is not white space. The rules
are for English news: a headline, a caption or a dateline is a sentence of its own. May know nothing
of annotations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.text import BYTE_ORDER_MARK

_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")
_CLOSING: Final = "\"'”’»)]"
# A full stop, what closes after it, and white space before what may begin a sentence.
_END: Final = re.compile(rf"[.!?…]+[{re.escape(_CLOSING)}]*(?=\s+[\"'“‘«(\[<—–-]*\s*(?P<next>\w))")
# Titles, initials and months, which news print before a name or a day.
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s\"'“‘«(\[.])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Maj|Capt|Adm|Sen|Rep|Gov|"
    r"Rev|Hon|No|Nos|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of characters: code points from ``start`` up to ``end`` exclusive."""

    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of ``text`` in order; no white space is at either end of one.

    A byte order mark at the beginning is in none of them.
    """
    beginning = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    for line in _LINE.finditer(text, beginning):
        start = line.start()
        for end in _ends(text, line.start(), line.end()):
            yield Sentence(start, end)
            start = _next(text, end)
        yield Sentence(start, line.end())


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for found in _END.finditer(text, start, end):
        if not found["next"].islower() and not _ABBREVIATION.search(text, start, found.end()):
            yield found.end()


def _next(text: str, offset: int) -> int:
    while text[offset].isspace():
        offset += 1
    return offset
