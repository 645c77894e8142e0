"""The headline of a text, and the name that it gives to a folder.

It exists because a text has both before anybody has read it. May know nothing of annotations.
"""

import re
from itertools import takewhile
from typing import Final

from kg.text import BYTE_ORDER_MARK
from kg.text.letters import plain
from kg.text.sentences import sentences

_HEADLINE_WORDS: Final = range(3, 26)
"""How many words headlines have; menus of web pages have fewer, and paragraphs have more."""
_RUNNING_TEXT: Final = re.compile(r"\.[\"'”’»)\]]*$")
"""What ends like a sentence; headlines have no full stop."""
_MENU: Final = re.compile(r"\s[›»>|/•·]\s")
"""What stands between the items of a menu."""
_SLUG_WORDS: Final = 5


def headline(text: str) -> str:
    """Return the headline: the first line that looks like one, above the text itself.

    Where no line does, it is the longest line there that is short enough, or else the first
    sentence of the text.
    """
    lines = [line.strip() for line in text.removeprefix(BYTE_ORDER_MARK).splitlines()]
    lines = list(filter(None, lines))
    above = list(takewhile(_may_be_above, lines))
    for line in above:
        if len(line.split()) in _HEADLINE_WORDS and not _MENU.search(line):
            return line
    if above:
        return max(above, key=lambda line: len(line.split()))
    first = next(sentences(lines[0]))
    return lines[0][first.start : first.end]


def _may_be_above(line: str) -> bool:
    """Whether a line may stand above the text of an article, and not in it."""
    return len(line.split()) < _HEADLINE_WORDS.stop and not _RUNNING_TEXT.search(line)


def slug(title: str) -> str:
    """Return the first words of a title as a segment of an id, or nothing: it may lack a–z."""
    # An apostrophe is inside a word, in either of the two forms that news write.
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain(title)))
    return "-".join(words[:_SLUG_WORDS])
