"""The tokens of Turtle text within which a character does not mean what it means elsewhere.

For what looks at the text itself, or changes it and leaves the rest as somebody wrote it. May know
nothing of the graph.
"""

import re
from typing import Final

# Strings and IRIs may hold a "#"; everything else up to the end of the line after one is a comment.
TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|\\."
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_SHORT: Final = {
    letter: f"\\u{ord(said):04X}" for letter, said in zip("tbnrf", "\t\b\n\r\f", strict=True)
}


def spell_out(text: str) -> str:
    r"""Return Turtle that says the same, with line ends and the like by number.

    OWL API 3.4, which comes with HermiT, reads the letter of a short escape: ``\n`` as n.

    Args:
        text: Turtle; what has no such escape stays as it is.
    """
    return TOKEN.sub(_spelled_out, text)


def _spelled_out(token: re.Match[str]) -> str:
    text = token.group()
    if text[0] not in "\"'":
        return text
    return _ESCAPE.sub(lambda escape: _SHORT.get(escape[1], escape[0]), text)
