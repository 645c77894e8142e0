"""Nouns as a sentence has them: with the article that their sound and their number ask for.

It exists so that sentences can be made from labels of an ontology, which have none. May know
nothing of the graph.
"""

import re
from itertools import takewhile
from typing import Final

PREPOSITIONS: Final = frozenset(
    (
        *("about", "after", "against", "among", "as", "at", "before", "between", "by", "during"),
        *("for", "from", "in", "into", "of", "on", "over", "through", "to", "towards", "under"),
        *("until", "upon", "via", "with", "within", "without"),
    )
)

_SOUNDS_AS_VOWEL: Final = re.compile(
    # Short abbreviations are spelled, by the names of their letters: an MP, a UN mission.
    r"(?-i:[AEFHILMNORSX][B-DF-HJ-NP-TV-Z][A-Z]?\b)"
    r"|(?!(?-i:U[A-Z]{1,2}\b)|eu\w|ewe|onc?e\b|uk|uni[^mn]|us[aeiu]|ut[ei])"
    r"(?:[aeiou]|heir|honest|honou?r|hour)",
    re.IGNORECASE,
)
_NAMED_WITH_VOWEL: Final = frozenset("AEFHILMNORSX")
_SINGULAR: Final = ("ss", "us", "is", "as", "os", "corps", "lens", "means", "series", "species")


def an(noun: str) -> str:
    """Return ``noun`` with its indefinite article: *an hour*, *a UN mission*, *talks*."""
    if _is_plural(noun):
        return noun
    return f"{'an' if _sounds_as_vowel(noun) else 'a'} {noun}"


def _sounds_as_vowel(noun: str) -> bool:
    # A letter by itself goes by its name: a U, an N.
    letter = noun if len(noun) == 1 else noun[: len(noun) > 1 and not noun[1].isalnum()]
    if letter.isalpha():
        return letter.upper() in _NAMED_WITH_VOWEL
    return bool(_SOUNDS_AS_VOWEL.match(noun))


def _is_plural(noun: str) -> bool:
    """Tell whether a noun seems to be plural, by the word that what follows describes further."""
    words = list(takewhile(lambda word: word not in PREPOSITIONS, noun.split()))
    last = words[-1] if words else ""
    # A name has capital letters, and any ending.
    return last.endswith("s") and not last.endswith(_SINGULAR) and last.islower() and len(last) > 1
