"""The known names nearest to an unknown one, for messages.

Names in news are mistyped, lose their accents and change case; every "did you mean" of Accord is
answered here, so that all of them are equally forgiving. May know nothing of what is named.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from kg.text.letters import plain

_CUTOFF = 0.6
"""Below it difflib finds names that no reader would call alike (its own default)."""
_STARTS_A_WORD = 0.85
_STARTS_THE_NAME = 0.9
_SEPARATORS = re.compile(r"[\s_/.:-]+")


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return the known names most like ``name``, best first.

    Case, accents and the kind of separator do not count; ``turk`` finds ``turkey`` and
    ``erdogan`` finds ``recep-tayyip-erdogan``. The order depends on the names alone, not on the
    order of ``known``.

    Args:
        name: the unknown name.
        known: the names there are; repeated names count once.
        limit: how many to return at most.
    """
    wanted = _fold(name)
    if not wanted:
        return ()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored = ((_score(matcher, wanted, _fold(other)), other) for other in set(known))
    ranked = sorted((-score, other) for score, other in scored if score >= _CUTOFF)
    return tuple(other for _, other in ranked[:limit])


def _score(matcher: SequenceMatcher[str], wanted: str, other: str) -> float:
    if other == wanted:
        return 1.0
    # A single letter starts too many names to tell anything.
    if len(wanted) > 1 and other.startswith(wanted):
        return _STARTS_THE_NAME
    if len(wanted) > 1 and f" {wanted}" in other:
        return _STARTS_A_WORD
    matcher.set_seq1(other)
    # The two bounds are cheap, the ratio itself is not.
    if matcher.real_quick_ratio() < _CUTOFF or matcher.quick_ratio() < _CUTOFF:
        return 0.0
    return matcher.ratio()


def _fold(name: str) -> str:
    return _SEPARATORS.sub(" ", plain(name)).strip()
