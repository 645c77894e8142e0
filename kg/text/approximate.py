"""The passage of a text that is most like a given one.

A quote that is almost right deserves an answer that shows what the text really says, so the whole
text is searched for the substring with the least edit distance, exactly and in linear time: the
bit-parallel algorithm of Myers (1999) in the form of Hyyrö (2003), a column of the distance matrix
being one Python integer. May know nothing of annotations.
"""

from functools import lru_cache

from kg.text.letters import plain

_LONGEST = 4000
"""Characters of the pattern that are compared; enough to tell where a longer one begins."""
_ALIKE = {
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


def most_alike(text: str, pattern: str) -> tuple[int, int] | None:
    """Return the first of the substrings of ``text`` that are most like ``pattern``.

    Case, accents, the kinds of quotation marks, dashes and spaces count nothing; any other
    character that is missing, superfluous or different counts one.

    Returns:
        Its start and end in code points, or None where every substring differs from the pattern
        in more than half of the pattern's characters.
    """
    folded, wanted = _fold(text), _fold(pattern[:_LONGEST])
    if not folded or not wanted:
        return None
    distances = _distances(folded, wanted, anywhere=True)
    least = min(distances)
    if 2 * least > len(wanted):
        return None
    end = distances.index(least) + 1
    # From the end backwards: the distance to a substring that ends exactly there.
    window = folded[max(0, end - len(wanted) - least) : end]
    lengths = _distances(window[::-1], wanted[::-1], anywhere=False)
    length = min(
        (n for n, distance in enumerate(lengths, 1) if distance == least),
        key=lambda n: abs(n - len(wanted)),
    )
    rest = max(0, len(pattern) - _LONGEST)
    return end - length, min(len(text), end + rest)


def _distances(text: str, pattern: str, *, anywhere: bool) -> list[int]:
    """Return, for each end in ``text``, the edit distance of ``pattern`` to what ends there.

    Args:
        text: not empty.
        pattern: not empty.
        anywhere: compare with the best substring that ends there, not with all before the end.
    """
    places: dict[str, int] = {}
    for n, ch in enumerate(pattern):
        places[ch] = places.get(ch, 0) | 1 << n
    ones = (1 << len(pattern)) - 1
    last = 1 << len(pattern) - 1
    first = 0 if anywhere else 1
    # Vertical differences of the column (+1 in `up`, -1 in `down`), and its bottom.
    up, down, distance = ones, 0, len(pattern)
    distances = []
    for ch in text:
        equal = places.get(ch, 0)
        diagonal = ((((equal & up) + up) ^ up) | equal | down) & ones
        right_up = down | (ones & ~(diagonal | up))
        right_down = up & diagonal
        if right_up & last:
            distance += 1
        elif right_down & last:
            distance -= 1
        right_up = right_up << 1 | first
        right_down <<= 1
        up = (right_down | ~(diagonal | right_up)) & ones
        down = right_up & diagonal & ones
        distances.append(distance)
    return distances


def _fold(text: str) -> str:
    """Return ``text`` with like characters made equal; every character stays one character."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def _fold_character(ch: str) -> str:
    if ch.isspace():
        return " "
    # A mark by itself has no letter.
    return plain(_ALIKE.get(ch, ch))[:1] or ch
