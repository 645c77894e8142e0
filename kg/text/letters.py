"""Letters without what distinguishes their spellings: marks, ligatures, strokes and case.

It exists so that an id, a "did you mean" and the search for a passage take the same letters for the
same. Unicode's decompositions know marks and ligatures; strokes and letters of one language it
keeps apart, so those stand in a table here. May know nothing of names or texts.
"""

import unicodedata
from typing import Final

# What the languages themselves write where they have only a to z, and otherwise what it looks like.
_TRANSCRIBED: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ĸ": "k",
        "ŋ": "n",
        "ə": "e",
        "ɛ": "e",
        "ɔ": "o",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }
)


def plain(text: str) -> str:
    """Return ``text`` in lower case, Latin letters as a to z; what is no Latin letter stays."""
    # Casefolding may leave what decomposes further, such as an i with its dot.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(ch for ch in folded if not unicodedata.combining(ch))
    return bare.translate(_TRANSCRIBED)
