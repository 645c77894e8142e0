"""Small English: days, lists and numbers as a sentence has them.

It exists so that every page that people read says them alike, whatever the locale of the machine.
May know nothing of the graph.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|#~]")


def day(iso: str) -> str:
    """Return ``2020-11-12`` as ``12 November 2020``, and what is no such day as it is."""
    # Not strftime, whose month names are the locale's.
    try:
        parsed = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``; nothing for no words."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 passage``, ``2 passages``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def markdown(text: str) -> str:
    """Return ``text`` on one line, with what Markdown would read as markup escaped."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
