"""On whose word a passage says something.

Nobody's claim may ever be shown as a fact, on a page or in an export, so the rule stands here once.
May know nothing of triples, of names, and of how the answer is worded.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

_Node = TypeVar("_Node")


def claims_behind(
    subject: _Node,
    said: Mapping[_Node, Iterable[_Node]],
    claims: Collection[_Node],
    *,
    outlet: bool,
) -> list[_Node]:
    """Return the claims on which stands what a passage says of ``subject``, in their order.

    It is the subject itself where that is a claim; else the claims that lead to it; else all of
    the passage, unless that speaks in the outlet's own voice. None means: the outlet's word.

    Args:
        subject: what is spoken of.
        said: for each subject of the passage, the values that the passage gives it.
        claims: those of the passage.
        outlet: whether the passage speaks in the outlet's voice.
    """
    if subject in claims:
        return [subject]
    leading = [claim for claim in claims if subject in _reached(claim, said)]
    return leading or ([] if outlet else list(claims))


def _reached(start: _Node, said: Mapping[_Node, Iterable[_Node]]) -> set[_Node]:
    found = {start}
    waiting = [start]
    while waiting:
        further = set(said.get(waiting.pop(), ())) - found
        found |= further
        waiting += further
    return found
